"""A fake Zalo Bot platform."""

from __future__ import annotations

import json
from concurrent.futures import Future
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.platform import Allowance, FakePlatform, fields_of

TOKEN, SECRET = "77:bot-secret", "zalo-bot-webhook"
_MONTH = 30 * 24 * 3600.0


class FakeZaloBot(FakePlatform):
    """The bot 77. It may write only to those who wrote to it, and to fifty of them."""

    def __init__(self, webhook: str = "", **more: Any) -> None:
        super().__init__(webhook, **more)
        self.hook: dict[str, Any] = {}
        self.known: dict[str, None] = {}
        self.users = 50
        self.flat = False
        self.typing: list[str] = []

    def routes(self) -> list[Route]:
        """All methods."""
        return [Route("/bot{token}/{method}", self._call, methods=["GET", "POST"])]

    def sealed(self, body: Any) -> tuple[bytes, dict[str, str]]:
        """With the secret that was set."""
        headers = {"X-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
        return json.dumps(body, ensure_ascii=False).encode(), headers

    def allowances(self) -> tuple[Allowance, ...]:
        """The free plan's: 3,000 messages a month."""
        return (Allowance(3000, _MONTH),)

    def refusal(self, status: int, wait: float = 1.0) -> Response:
        """In the platform's envelope; with status 200 too."""
        return _no(503 if status == 200 else status, status=status)

    def brings(
        self, chat: str, event: str = "message.text.received", *, times: int = 1, **what: Any
    ) -> list[Future[None]]:
        """An event of a citizen."""
        self.known.setdefault(chat)
        message = {
            "from": {"id": chat, "display_name": "A", "is_bot": False},
            "chat": {"id": chat, "chat_type": "PRIVATE"},
            "message_id": f"m{self.number()}",
            "date": int(self.now() * 1000),
            **what,
        }
        happening = {"event_name": event, "message": message}
        body = happening if self.flat else {"ok": True, "result": happening}
        return self.deliver(message["message_id"], body, times=times)

    def says(self, chat: str, text: str, *, times: int = 1) -> None:
        """A citizen writes."""
        self.brings(chat, text=text, times=times)

    async def _call(self, request: Request) -> Response:
        if request.path_params["token"] != TOKEN:
            return _no(401)
        method = getattr(self, "_" + request.path_params["method"].lower(), None)
        if method is None:
            return _no(404)
        response: Response = await method(await fields_of(request))
        return response

    async def _getme(self, _fields: dict[str, Any]) -> Response:
        return _yes(
            {"id": "77", "account_name": "bot.hoidap", "account_type": "BASIC", "can_join_groups": False}
        )

    async def _getupdates(self, _fields: dict[str, Any]) -> Response:
        return _no(408)

    async def _setwebhook(self, fields: dict[str, Any]) -> Response:
        if (
            not fields.get("url", "").startswith("https://")
            or not 8 <= len(fields.get("secret_token", "")) <= 256
        ):
            return _no(400)
        self.hook = fields
        return _yes({"url": fields["url"], "updated_at": 1})

    async def _getwebhookinfo(self, _fields: dict[str, Any]) -> Response:
        return _yes({"url": self.hook["url"], "updated_at": 1}) if self.hook else _no(404)

    async def _sendchataction(self, fields: dict[str, Any]) -> Response:
        self.typing.append(fields["chat_id"])
        return JSONResponse({"ok": True})

    async def _sendmessage(self, fields: dict[str, Any]) -> Response:
        chat, text = str(fields.get("chat_id", "")), str(fields.get("text", ""))
        if not 1 <= len(text) <= 2000 or chat not in self.known:
            return _no(400)
        if list(self.known).index(chat) >= self.users:
            return _no(429)

        def accept() -> Response:
            return _yes({"message_id": self.accept(chat, text), "date": int(self.now() * 1000)})

        return await self.taken(chat, accept)


def _yes(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _no(code: int, *, status: int | None = None) -> Response:
    return JSONResponse({"ok": False, "error_code": code, "description": "refused"}, status or code)
