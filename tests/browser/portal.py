"""A small portal for browser tests: the real pages and widget over canned answers."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.middleware.gzip import GZipMiddleware

from connectors.sites import open_to, read_sites
from conversations import welcome
from conversations.periods import default_periods
from conversations.wording import default_words
from knowledge.model import Document, Provision, ProvisionKind, Validity
from knowledge.scores import Score
from service.pages.embedding import build_embedding_router
from service.pages.privacy import build_privacy_router
from service.pages.routes import build_router
from service.pages.static_files import mount_static

#: The key under which the pages of ``Portal.host`` may embed the chat.
SITE = "cong-thu"
CITED = "/van-ban/nghi-quyet-193#dieu-9.-1"
ANSWER = (
    "Quy định về thuế:\n"
    "- Khoản tài trợ được trừ 100% trong 5 năm;\n"
    "- Nghị quyết 193/2025/QH15 ngày 19/02/2025 áp dụng tại 61 xã.\n"
    "Xem https://dichvucong.gov.vn."
)
CITATION: dict[str, Any] = {
    "document": "193/2025/QH15",
    "title": "Thí điểm một số cơ chế, chính sách đặc biệt tạo đột phá phát triển khoa học, công nghệ",
    "place": "Điều 9",
    "quote": "Khoản tài trợ được trừ 100% trong 5 năm; phần còn lại tính theo luật.",
    "url": CITED,
    "digest": True,
    "in_force": False,
    "highlight": "",
}

_FILLER = tuple(
    Provision(
        f"I.{number}",
        ProvisionKind.SECTION,
        f"Quy định thứ {number}",
        f"{number}.",
        f"Mục I.{number}",
        children=(
            Provision(
                f"I.{number}.-1", ProvisionKind.BULLET, "Một quy định dài để trang phải cuộn. " * 6, "-"
            ),
        ),
    )
    for number in range(1, 9)
)
_TAX = Provision(
    "dieu-9",
    ProvisionKind.SECTION,
    "Thuế đối với hoạt động khoa học",
    place="Điều 9",
    validity=Validity(end=date(2025, 10, 1), ended_by="93/2025/QH15"),
    children=(
        Provision(
            "dieu-9.-1", ProvisionKind.BULLET, "Khoản tài trợ được trừ 100% trong 5 năm.", "-", "Điều 9"
        ),
        Provision(
            "dieu-9.-2", ProvisionKind.BULLET, "Tiền lương không chịu thuế thu nhập cá nhân.", "-", "Điều 9"
        ),
    ),
)
_TABLE = Provision(
    "thu-tuc",
    ProvisionKind.SECTION,
    "Thủ tục",
    children=(
        Provision(
            "thu-tuc.t1",
            ProvisionKind.TABLE,
            "",
            cells=("Số", "Thủ tục", "Thời hạn"),
            children=tuple(
                Provision(
                    f"thu-tuc.t1.r{row}",
                    ProvisionKind.ROW,
                    "",
                    cells=(str(row), "Công nhận trung tâm ĐMST", "15 ngày"),
                )
                for row in (1, 2, 3)
            ),
        ),
    ),
)
DOCUMENT = Document(
    slug="nghi-quyet-193",
    title="Nghị quyết 193/2025/QH15 ngày 19/02/2025 – thí điểm cơ chế, chính sách đặc biệt",
    name="193/2025/QH15",
    number="193/2025/QH15",
    kind="Nghị quyết",
    subject="Thí điểm một số cơ chế, chính sách đặc biệt",
    issuer="Quốc hội",
    signer="Chủ tịch Quốc hội Trần Thanh Mẫn",
    issued=date(2025, 2, 19),
    validity=Validity(start=date(2025, 2, 19)),
    digest=True,
    source="Cổng thông tin điện tử Chính phủ",
    provisions=(
        Provision("I", ProvisionKind.SECTION, "QUY ĐỊNH CHUNG", "I.", "Mục I", children=_FILLER),
        _TAX,
        _TABLE,
    ),
)


class _Shelf:
    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def documents(self) -> Sequence[Document]:
        return self._portal.shelf

    def document(self, slug: str) -> Document | None:
        return next((document for document in self._portal.shelf if document.slug == slug), None)

    def release(self) -> str:
        return "r-0001"

    def scores(self) -> Sequence[Score]:
        return self._portal.scored


def canned_reply(**changes: Any) -> dict[str, Any]:
    """A reply of the chat API."""
    return {
        "id": "r1",
        "text": ANSWER,
        "outcome": "answered",
        "citations": [CITATION],
        "buttons": [],
    } | changes


def failure(status: int, message: str, hint: str = "", delay: float = 0) -> dict[str, Any]:
    """An instruction to fail the next chat call."""
    return {"status": status, "error": {"code": "test", "message": message, "hint": hint}, "delay": delay}


@dataclass
class Portal:
    """The running portal: what it will answer next, and what it was sent.

    Attributes:
        host: address of another site, which may embed the chat; it serves ``host_files``, path to media type and
            content, under the Content-Security-Policy ``host_policy``.
        shelf: the documents.
        scored: what was measured of their release.
        script: what the next chat calls get, in order: lists of replies or failures; then the canned reply.
        chats, ratings, erased: bodies of the calls, and the tokens of the conversations erased.
        delay: seconds before each chat answer.
        state: how the channel stands; it and ``messages`` reach open streams within a moment.
        messages: what comes outside of turns, in order.
        resumed: the Last-Event-ID of each stream that was opened.
        streams: status with which streams are refused; 200: they are not.
    """

    address: str = ""
    host: str = ""
    host_files: dict[str, tuple[str, str]] = field(default_factory=dict)
    host_policy: str = ""
    shelf: list[Document] = field(default_factory=lambda: [DOCUMENT])
    scored: list[Score] = field(default_factory=list)
    script: list[Any] = field(default_factory=list)
    chats: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    delay: float = 0.0
    rating_status: int = 204
    state: dict[str, Any] = field(default_factory=lambda: {"open": True, "reason": "", "notice": ""})
    messages: list[dict[str, Any]] = field(default_factory=list)
    resumed: list[str | None] = field(default_factory=list)
    streams: int = 200

    def reset(self) -> None:
        """Forget everything but the addresses."""
        self.__init__(address=self.address, host=self.host)  # type: ignore[misc]

    async def _events(self) -> AsyncIterator[str]:
        """What a stream says, until the client hangs up."""
        state: dict[str, Any] | None = None
        resumed = self.resumed[-1]
        told = int(resumed) if resumed is not None else len(self.messages)
        while True:
            if state != self.state:
                state = dict(self.state)
                yield f"event: state\ndata: {json.dumps(state)}\n\n"
            while told < len(self.messages):
                told += 1
                yield f"event: message\nid: {told}\ndata: {json.dumps(self.messages[told - 1])}\n\n"
            await asyncio.sleep(0.05)

    def app(self) -> FastAPI:
        """The portal as an application."""
        app = FastAPI()
        app.add_middleware(GZipMiddleware, minimum_size=1000)  # as service.app does
        app.include_router(
            build_router(_Shelf(self), _plain_answer, lambda: datetime(2026, 11, 23, tzinfo=UTC))
        )
        sites = read_sites(f"{SITE}={self.host}")
        open_to(app, sites)
        app.include_router(build_embedding_router(sites))
        app.include_router(build_privacy_router(default_periods, default_words))
        mount_static(app)

        api = APIRouter(dependencies=[Depends(sites.check)])

        @api.get("/api/v1/welcome")
        def opening(lang: str = "vi") -> welcome.Welcome:
            return welcome.ENGLISH if lang == "en" else welcome.WELCOME

        @api.get("/api/v1/events")
        async def events(request: Request) -> Response:
            resumed = request.headers.get("last-event-id")
            if "text/event-stream" not in request.headers["accept"]:
                first = int(resumed) if resumed is not None else len(self.messages)
                posted = list(enumerate(self.messages, start=1))[first:]
                messages = [{"id": number, "reply": reply} for number, reply in posted]
                return JSONResponse({"state": self.state, "messages": messages, "last": len(self.messages)})
            if self.streams != 200:
                return Response(status_code=self.streams)
            self.resumed.append(resumed)
            return StreamingResponse(self._events(), media_type="text/event-stream")

        @api.post("/api/v1/chat")
        def chat(body: dict[str, Any]) -> Response:
            self.chats.append(body)
            time.sleep(self.delay)
            answer = self.script.pop(0) if self.script else [canned_reply()]
            if isinstance(answer, dict):
                return JSONResponse({"error": answer["error"]}, answer["status"])
            return JSONResponse({"conversation": "token-1", "turn": "t1", "replies": answer})

        @api.post("/api/v1/feedback")
        def feedback(body: dict[str, Any]) -> Response:
            self.ratings.append(body)
            return Response(status_code=self.rating_status)

        @api.delete("/api/v1/conversation")
        def erase(request: Request) -> Response:
            self.erased.append(request.headers["authorization"].removeprefix("Bearer "))
            return Response(status_code=204)

        app.include_router(api)
        return app

    def host_app(self) -> FastAPI:
        """The other site as an application."""
        app = FastAPI()

        @app.get("/{path:path}")
        def file(path: str) -> Response:
            if path not in self.host_files:
                return Response(status_code=204)  # browsers ask for an icon
            media_type, content = self.host_files[path]
            headers = {"Content-Security-Policy": self.host_policy} if self.host_policy else {}
            return Response(content, media_type=media_type, headers=headers)

        return app


async def _plain_answer(
    text: str | None, conversation: str | None, *, button: str | None, address: str
) -> Any:
    citation = SimpleNamespace(**CITATION)
    return SimpleNamespace(
        token="token-1", replies=[SimpleNamespace(text=ANSWER, citations=[citation], buttons=[])]
    )


@contextmanager
def running() -> Iterator[Portal]:
    """The portal and the other site, each on a free loopback port."""
    portal = Portal()
    with bound() as host, bound() as own:
        portal.host, portal.address = (f"http://127.0.0.1:{one.getsockname()[1]}" for one in (host, own))
        with served(portal.host_app(), host), served(portal.app(), own):
            yield portal


@contextmanager
def bound(port: int = 0) -> Iterator[socket.socket]:
    """A loopback socket; port 0 takes a free one."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    try:
        yield listener
    finally:
        listener.close()


@contextmanager
def served(app: FastAPI, listener: socket.socket) -> Iterator[None]:
    """``app`` answers at ``listener``."""
    config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the portal did not start")
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=20)
