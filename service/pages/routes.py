"""Routes of the pages; the files that they load are mounted by ``service.pages.static_files``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from conversations.opening import Opening, default_opening
from foundation.clock import Clock, day_in_vietnam, utc_now
from foundation.errors import InputError
from service.pages import quality
from service.pages.exchange import Exchange, exchange
from service.pages.facts import badges, facts, subject
from service.pages.failures import PageRoute
from service.pages.form import read_form
from service.pages.outline import contents, outline
from service.pages.ports import Answerer, Library
from service.pages.render import message_page, page


def build_router(
    library: Library,
    answer: Answerer,
    clock: Clock = utc_now,
    opening: Callable[[], Opening] = default_opening,
) -> APIRouter:
    """The chat at ``/``, the documents at ``/van-ban``, how good the answers are at ``/chat-luong``.

    Args:
        library: the documents of the live release.
        answer: answers the questions of browsers without JavaScript.
        clock: tells on which day a provision is or is not in force.
        opening: what opens the chat.
    """
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)

    @router.get("/")
    def chat() -> HTMLResponse:
        return page("chat.html", opening=opening())

    @router.post("/")
    async def ask(request: Request) -> HTMLResponse:
        try:
            address = request.client.host if request.client else "unknown"
            shown = await exchange(await read_form(request), answer, address=address)
        except InputError as error:
            shown = Exchange(error=error)
        opened = await asyncio.to_thread(opening)
        return page("plain_chat.html", status=shown.status, private=True, exchange=shown, opening=opened)

    @router.get("/van-ban")
    def documents() -> HTMLResponse:
        today = day_in_vietnam(clock())
        listed = [(document, subject(document), badges(document, today)) for document in library.documents()]
        return page("documents.html", documents=listed, release=library.release())

    @router.get("/van-ban/{slug}")
    def document(slug: str) -> HTMLResponse:
        found = library.document(slug)
        if found is None:
            return message_page(
                404,
                "Không tìm thấy văn bản",
                "Địa chỉ này không ứng với văn bản nào. Văn bản có thể đã được đổi tên hoặc gỡ xuống.",
            )
        today = day_in_vietnam(clock())
        return page(
            "document.html",
            document=found,
            badges=badges(found, today),
            facts=facts(found, library.documents()),
            contents=contents(found.provisions),
            blocks=outline(found, today),
            release=library.release(),
        )

    @router.get("/chat-luong")
    def how_good() -> HTMLResponse:
        documents, scores = library.documents(), library.scores()
        return page(
            "quality.html",
            documents=documents,
            digests=quality.digests(documents),
            release=library.release(),
            measured=quality.measured(scores),
            unmeasured=quality.unmeasured(scores),
        )

    return router
