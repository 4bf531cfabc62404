"""A fake Messenger Platform: Send API, profile, signed and batched webhooks."""

from __future__ import annotations

import hashlib
import hmac
import json
from concurrent.futures import Future
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.platform import Allowance, FakePlatform, fields_of

PAGE, TOKEN, SECRET, APP = "page-1", "page-token", "fb-secret", "app-1"
_DAY = 24 * 3600


class FakeMessenger(FakePlatform):
    """The page ``page-1``. A citizen must have written within 24 hours to be written to."""

    def __init__(self, webhook: str = "", **more: Any) -> None:
        super().__init__(webhook, **more)
        self.heard: dict[str, float] = {}
        self.profile: dict[str, Any] = {}
        self.typing: list[str] = []

    def routes(self) -> list[Route]:
        """The Graph API below any version."""
        return [
            Route("/{version}/me/messages", self._send, methods=["POST"]),
            Route(f"/{{version}}/{PAGE}/messages", self._send, methods=["POST"]),
            Route("/{version}/me/messenger_profile", self._profile, methods=["POST"]),
            Route("/{version}/me", self._me),
            Route(f"/{{version}}/{PAGE}/subscribed_apps", self._subscribed, methods=["GET", "POST"]),
        ]

    def sealed(self, body: Any) -> tuple[bytes, dict[str, str]]:
        """Escaped as the platform escapes, slashes too."""
        content = json.dumps(body).replace("/", "\\/").encode()
        digest = hmac.new(SECRET.encode(), content, hashlib.sha256).hexdigest()
        return content, {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}

    def allowances(self) -> tuple[Allowance, ...]:
        """Of the page: 300 texts a second, and 200 a day for each of its visitors of the day."""
        visitors = sum(self.now() - heard < _DAY for heard in list(self.heard.values()))
        return Allowance(300, 1.0), Allowance(200 * visitors, _DAY)

    def refusal(self, status: int, wait: float = 1.0) -> Response:
        """Graph's own words; how long to wait is not among them."""
        if status == 429:
            return _error(613 if wait <= 1.0 else 80006)
        return _error(1, status=500) if status == 200 else _error(2, status=status)

    def item(self, chat: str, **what: Any) -> dict[str, Any]:
        """One item of a webhook's body."""
        self.heard[chat] = self.now()
        moment = int(self.now() * 1000)
        return {"sender": {"id": chat}, "recipient": {"id": PAGE}, "timestamp": moment, **what}

    def brings(self, *items: dict[str, Any], times: int = 1, key: str = "messaging") -> list[Future[None]]:
        """Several items in one body."""
        entry = {"id": PAGE, "time": int(self.now() * 1000), key: list(items)}
        return self.deliver(f"e{self.number()}", {"object": "page", "entry": [entry]}, times=times)

    def says(self, chat: str, text: str, *, times: int = 1) -> None:
        """A citizen writes."""
        self.brings(self.item(chat, message={"mid": f"m{self.number()}", "text": text}), times=times)

    def presses(self, chat: str, payload: str, title: str = "Nút") -> list[Future[None]]:
        """A citizen presses a quick reply."""
        pressed = {"mid": f"m{self.number()}", "text": title, "quick_reply": {"payload": payload}}
        return self.brings(self.item(chat, message=pressed))

    def _known(self, request: Request) -> bool:
        token = request.query_params.get("access_token", "")
        proof = request.query_params.get("appsecret_proof")
        expected = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
        bearer = request.headers.get("authorization") == f"Bearer {TOKEN}"
        return (bearer or token == TOKEN) and proof in {None, expected}

    async def _send(self, request: Request) -> Response:
        if not self._known(request):
            return _error(190, status=401)
        body = await fields_of(request)
        chat = str(body.get("recipient", {}).get("id", ""))
        if "sender_action" in body:
            return self._act(chat, body)
        message = body.get("message", {})
        if body.get("messaging_type") not in {"RESPONSE", "UPDATE"} or not _fits(message):
            return _error(100)
        if self.now() - self.heard.get(chat, float("-inf")) > _DAY:
            return _error(10, 2018278)

        def accept() -> Response:
            replies = message.get("quick_replies", [])
            buttons = tuple((reply["payload"], reply["title"]) for reply in replies)
            name = self.accept(chat, message["text"], buttons)
            return JSONResponse({"recipient_id": chat, "message_id": name})

        return await self.taken(chat, accept)

    def _act(self, chat: str, body: dict[str, Any]) -> Response:
        if body["sender_action"] not in {"typing_on", "typing_off", "mark_seen"} or "message" in body:
            return _error(100)
        self.typing.append(chat)
        return JSONResponse({"recipient_id": chat})

    async def _profile(self, request: Request) -> Response:
        if not self._known(request):
            return _error(190, status=401)
        body = await fields_of(request)
        asked = [len(breaker["call_to_actions"]) for breaker in body.get("ice_breakers", [])]
        if (
            set(body) - {"get_started", "greeting", "ice_breakers", "persistent_menu"}
            or max(asked, default=0) > 4
        ):
            return _error(100)
        self.profile |= body
        return JSONResponse({"result": "success"})

    async def _me(self, request: Request) -> Response:
        return (
            JSONResponse({"id": PAGE, "name": "Trang"}) if self._known(request) else _error(190, status=401)
        )

    async def _subscribed(self, request: Request) -> Response:
        return (
            JSONResponse({"success": True, "data": []}) if self._known(request) else _error(190, status=401)
        )


def _fits(message: dict[str, Any]) -> bool:
    text, replies = message.get("text"), message.get("quick_replies", [])
    return (
        isinstance(text, str)
        and 0 < len(text) <= 2000
        and len(replies) <= 13
        and all(len(reply["title"]) <= 20 and len(reply["payload"]) <= 1000 for reply in replies)
    )


def _error(code: int, subcode: int | None = None, *, status: int = 400) -> Response:
    error = {"message": "refused", "type": "OAuthException", "code": code, "fbtrace_id": "x"}
    return JSONResponse({"error": error | ({"error_subcode": subcode} if subcode else {})}, status)
