"""The page on which a citizen reads an officer's answer by its code; it needs no script and no conversation."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from conversations.letter_code import read_letter_code
from foundation.errors import HoidapError
from service.pages.failures import PageRoute
from service.pages.form import read_form
from service.pages.render import page

#: What is typed is never longer; the rest is not read.
_LONGEST = 60


class Lookup(Protocol):
    """Says what became of a letter."""

    async def told(self, code: str | None, address: str) -> str:
        """What a citizen is told who gives ``code``.

        Raises:
            RateError: too many look-ups from ``address``.
        """
        ...


def build_codes_router(lookup: Lookup) -> APIRouter:
    """``/tra-ma``: the form, and its answer. The code is in the body: it stands in no log and no history."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)

    @router.get("/tra-ma")
    def ask() -> HTMLResponse:
        return page("code.html", typed="", told="", error=None)

    @router.post("/tra-ma")
    async def look_up(request: Request) -> HTMLResponse:
        typed, told, error = "", "", None
        try:
            typed = (await read_form(request)).get("ma", "").strip()[:_LONGEST]
            address = request.client.host if request.client else "unknown"
            told = await lookup.told(read_letter_code(typed), address)
        except HoidapError as trouble:
            error = trouble
        status = error.status if error else 200
        return page("code.html", status=status, private=True, typed=typed, told=told, error=error)

    return router
