"""A fake Telegram Bot API."""

from __future__ import annotations

import html
import json
import math
import re
import time
from concurrent.futures import Future
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.platform import Allowance, FakePlatform, fields_of

TOKEN, SECRET = "99:tg-secret", "telegram-webhook"
_TAG = re.compile(r"</?(b|i|u|s|a|code|pre)(\s[^<>]*)?>")
_BARE = re.compile(r"<|&(?!(amp|lt|gt|quot);)")


class FakeTelegram(FakePlatform):
    """The bot 99. A chat's id is a number; ``blocked`` chats refuse messages."""

    def __init__(self, webhook: str = "", **more: Any) -> None:
        super().__init__(webhook, **more)
        self.hook: dict[str, Any] = {}
        self.answered: list[str] = []
        self.waiting: set[str] = set()
        self.blocked: set[str] = set()
        self.typing: list[str] = []

    def routes(self) -> list[Route]:
        """All methods."""
        return [Route("/bot{token}/{method}", self._call, methods=["GET", "POST"])]

    def sealed(self, body: Any) -> tuple[bytes, dict[str, str]]:
        """With the secret that was set."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
        return json.dumps(body, ensure_ascii=False).encode(), headers

    def allowances(self) -> tuple[Allowance, ...]:
        """30 messages a second, and one in each chat; the platform itself is more lenient with short bursts."""
        return Allowance(30, 1.0), Allowance(1, 1.0, each_chat=True)

    def refusal(self, status: int, wait: float = 1.0) -> Response:
        """In Telegram's envelope; with status 200 too."""
        seconds = math.ceil(wait)
        if status == 429:
            more = {"parameters": {"retry_after": seconds}}
            return _no(429, f"Too Many Requests: retry after {seconds}", **more)
        return _no(status, "Internal Server Error")

    def message(self, chat: str, **what: Any) -> dict[str, Any]:
        """A message of a citizen."""
        person = {"id": int(chat), "is_bot": False, "first_name": "A"}
        moment = int(self.now())
        return {
            "message_id": self.number(),
            "date": moment,
            "chat": {"id": int(chat), "type": "private"},
            "from": person,
            **what,
        }

    def brings(self, *, times: int = 1, **what: Any) -> list[Future[None]]:
        """An update."""
        number = self.number()
        return self.deliver(f"u{number}", {"update_id": number, **what}, times=times)

    def says(self, chat: str, text: str, *, times: int = 1) -> None:
        """A citizen writes."""
        self.brings(message=self.message(chat, text=text), times=times)

    def presses(self, chat: str, data: str) -> list[Future[None]]:
        """A citizen presses an inline button."""
        query = f"q{self.number()}"
        self.waiting.add(query)
        person = {"id": int(chat), "is_bot": False, "first_name": "A"}
        return self.brings(
            callback_query={
                "id": query,
                "from": person,
                "chat_instance": "1",
                "data": data,
                "message": self.message(chat, text="?"),
            }
        )

    async def _call(self, request: Request) -> Response:
        if request.path_params["token"] != TOKEN:
            return _no(401, "Unauthorized")
        fields = await fields_of(request)
        method = getattr(self, "_" + request.path_params["method"].lower(), None)
        if method is None:
            return _no(404, "Not Found")
        response: Response = await method(fields)
        return response

    async def _getme(self, _fields: dict[str, Any]) -> Response:
        return _yes({"id": 99, "is_bot": True, "first_name": "Bot", "username": "hoidap_bot"})

    async def _setwebhook(self, fields: dict[str, Any]) -> Response:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", fields.get("secret_token", "x")):
            return _no(400, "Bad Request: secret token contains unallowed characters")
        self.hook = fields
        return _yes(True)

    async def _deletewebhook(self, _fields: dict[str, Any]) -> Response:
        self.hook = {}
        return _yes(True)

    async def _getwebhookinfo(self, _fields: dict[str, Any]) -> Response:
        hook = {"url": self.hook.get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}
        return _yes(hook)

    async def _setmycommands(self, _fields: dict[str, Any]) -> Response:
        return _yes(True)

    async def _setmydescription(self, fields: dict[str, Any]) -> Response:
        return _yes(True) if len(fields.get("description", "")) <= 512 else _no(400, "Bad Request: too long")

    async def _setmyshortdescription(self, fields: dict[str, Any]) -> Response:
        return (
            _yes(True)
            if len(fields.get("short_description", "")) <= 120
            else _no(400, "Bad Request: too long")
        )

    async def _sendchataction(self, fields: dict[str, Any]) -> Response:
        self.typing.append(str(fields["chat_id"]))
        return _yes(True)

    async def _answercallbackquery(self, fields: dict[str, Any]) -> Response:
        query = fields["callback_query_id"]
        if query not in self.waiting:
            return _no(
                400, "Bad Request: query is too old and response timeout expired or query id is invalid"
            )
        self.waiting.discard(query)
        self.answered.append(query)
        return _yes(True)

    async def _sendmessage(self, fields: dict[str, Any]) -> Response:
        chat, text = str(fields.get("chat_id", "")), str(fields.get("text", ""))
        if chat in self.blocked:
            return _no(403, "Forbidden: bot was blocked by the user")
        if not chat.lstrip("-").isdigit():
            return _no(400, "Bad Request: chat not found")
        plain = text
        if fields.get("parse_mode") == "HTML":
            if _BARE.search(_TAG.sub("", text)):
                return _no(400, "Bad Request: can't parse entities")
            plain = html.unescape(_TAG.sub("", text))
        markup = fields.get("reply_markup") or {}
        rows = (json.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", [])
        buttons = tuple((button["callback_data"], button["text"]) for row in rows for button in row)
        if not 1 <= len(plain.encode("utf-16-le")) // 2 <= 4096:
            return _no(400, "Bad Request: message is too long")
        if not all(1 <= len(data.encode()) <= 64 for data, _ in buttons):
            return _no(400, "Bad Request: BUTTON_DATA_INVALID")

        def accept() -> Response:
            self.accept(chat, text, buttons)
            sent = {
                "message_id": self.number(),
                "date": int(time.time()),
                "chat": {"id": int(chat), "type": "private"},
            }
            return _yes(sent | {"text": plain})

        return await self.taken(chat, accept)


def _yes(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _no(status: int, description: str, **more: Any) -> Response:
    body = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(body | {name: value for name, value in more.items() if value}, status)
