"""The pages for other sites: the chat in a frame, and how to embed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from conversations.opening import Opening, default_opening
from service.pages.failures import PageRoute
from service.pages.render import page


class Hosts(Protocol):
    """The sites that may embed the chat."""

    def of(self, key: str) -> Sequence[str]:
        """The origins of a site's key; none where it is not known."""
        ...


def build_embedding_router(
    hosts: Hosts, public_url: str = "", opening: Callable[[], Opening] = default_opening
) -> APIRouter:
    """The chat alone at ``/khung``, for the frames of known sites; what to paste into a page at ``/nhung``.

    Args:
        hosts: who may hold the chat in a frame.
        public_url: our public address; else the one that was asked for.
        opening: what opens the chat.
    """
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)

    @router.get("/khung")
    def frame(site: str = "", lang: str = "vi", theme: str = "") -> HTMLResponse:
        language = "en" if lang.lower().startswith("en") else "vi"
        colours = theme if theme in ("light", "dark") else ""
        origins = hosts.of(site)
        return page(
            "frame.html",
            ancestors=origins,
            opening=opening(),
            hosts=" ".join(origins),
            language=language,
            theme=colours,
        )

    @router.get("/nhung")
    def embedding(request: Request) -> HTMLResponse:
        return page("embedding.html", service=public_url or str(request.base_url).rstrip("/"))

    return router
