"""A small portal for browser tests: the real pages and widget over canned answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from knowledge.model import Document, Provision, ProvisionKind, Validity
from knowledge.scores import Score
from service.pages.routes import build_router
from service.pages.static_files import mount_static

CITED = "/van-ban/nghi-quyet-193#dieu-9.-1"
ANSWER = (
    "Quy định về thuế:\n"
    "- Khoản tài trợ được trừ 100% trong 5 năm;\n"
    "- Nghị quyết 193/2025/QH15 ngày 19/02/2025 áp dụng tại 61 xã.\n"
    "Xem https://dichvucong.gov.vn."
)
CITATION = {
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
    def documents(self) -> Sequence[Document]:
        return (DOCUMENT,)

    def document(self, slug: str) -> Document | None:
        return DOCUMENT if slug == DOCUMENT.slug else None

    def release(self) -> str:
        return "r-0001"

    def scores(self) -> Sequence[Score]:
        return ()


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
        script: what the next chat calls get, in order: lists of replies or failures; then the canned reply.
        chats, ratings, erased: bodies of the calls, and the tokens of the conversations erased.
        delay: seconds before each chat answer.
    """

    address: str = ""
    script: list[Any] = field(default_factory=list)
    chats: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    delay: float = 0.0
    rating_status: int = 204

    def reset(self) -> None:
        """Forget everything but the address."""
        self.__init__(address=self.address)  # type: ignore[misc]

    def app(self) -> FastAPI:
        """The portal as an application."""
        app = FastAPI()
        app.include_router(build_router(_Shelf(), _plain_answer, lambda: datetime(2026, 11, 23, tzinfo=UTC)))
        mount_static(app)

        @app.post("/api/v1/chat")
        def chat(body: dict[str, Any]) -> Response:
            self.chats.append(body)
            time.sleep(self.delay)
            answer = self.script.pop(0) if self.script else [canned_reply()]
            if isinstance(answer, dict):
                return JSONResponse({"error": answer["error"]}, answer["status"])
            return JSONResponse({"conversation": "token-1", "turn": "t1", "replies": answer})

        @app.post("/api/v1/feedback")
        def feedback(body: dict[str, Any]) -> Response:
            self.ratings.append(body)
            return Response(status_code=self.rating_status)

        @app.delete("/api/v1/conversation")
        def erase(request: Request) -> Response:
            self.erased.append(request.headers["authorization"].removeprefix("Bearer "))
            return Response(status_code=204)

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
    """The portal on a free loopback port."""
    portal = Portal()
    server = uvicorn.Server(
        uvicorn.Config(portal.app(), host="127.0.0.1", port=0, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the portal did not start")
        time.sleep(0.01)
    portal.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield portal
    finally:
        server.should_exit = True
        thread.join(timeout=20)
