"""The page that tells citizens what is kept of them, why, how long, and how to have it erased."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from conversations.periods import Kept, Period
from conversations.wording import Words
from service.pages.failures import PageRoute
from service.pages.render import page

#: Of those who work here, not of citizens.
_OF_THE_STAFF = (Kept.SESSIONS, Kept.AUDIT)


def build_privacy_router(periods: Callable[[], Sequence[Period]], words: Callable[[], Words]) -> APIRouter:
    """``/du-lieu-ca-nhan``.

    Args:
        periods: how long everything is kept, as the purge obeys it now.
        words: where the reminder and the question for consent are from.
    """
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)

    @router.get("/du-lieu-ca-nhan")
    def privacy() -> HTMLResponse:
        listed = periods()
        return page(
            "privacy.html",
            periods=[period for period in listed if period.kept not in _OF_THE_STAFF],
            staff=[period for period in listed if period.kept in _OF_THE_STAFF],
            words=words(),
        )

    return router
