"""A fake Zalo Official Account platform: OAuth, consultation messages, signed events."""

from __future__ import annotations

import base64
import hashlib
import json
from concurrent.futures import Future
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.fakes.platform import Allowance, FakePlatform, fields_of

OA, APP, APP_SECRET, OA_SECRET = "oa-1", "4300", "app-secret", "oa-secret"
_CALLS = Allowance(4000, 60.0)
_WINDOW, _FREE = 7 * 24 * 3600, 48 * 3600


class FakeZaloOa(FakePlatform):
    """The account ``oa-1``. Each refresh token serves once, and ends the access token before.

    Attributes:
        spent: how often each refresh token was used.
    """

    def __init__(self, webhook: str = "", **more: Any) -> None:
        super().__init__(webhook, **more)
        self.prefix = "mac="
        self.access, self.refresh = "access-0", "refresh-0"
        self.codes: dict[str, str] = {}
        self.spent: dict[str, int] = {}
        self.oauth_faults: list[str] = []
        self.heard: dict[str, float] = {}
        self.echoes = False

    def routes(self) -> list[Route]:
        """OAuth v4 and the messages."""
        return [
            Route("/v4/oa/permission", self._consent),
            Route("/v4/oa/access_token", self._token, methods=["POST"]),
            Route("/v3.0/oa/message/cs", self._send, methods=["POST"]),
            Route("/v2.0/oa/message", self._send, methods=["POST"]),
            Route("/v2.0/oa/getoa", self._getoa),
        ]

    def sealed(self, body: Any) -> tuple[bytes, dict[str, str]]:
        """Plain SHA-256 over app id, body, timestamp and the account's secret."""
        content = json.dumps(body, ensure_ascii=False).encode()
        stamp = str(body.get("timestamp", "")).encode()
        mac = hashlib.sha256(APP.encode() + content + stamp + OA_SECRET.encode()).hexdigest()
        return content, {"X-ZEvent-Signature": self.prefix + mac, "Content-Type": "application/json"}

    def allowances(self) -> tuple[Allowance, ...]:
        """An app's: 4,000 calls a minute."""
        return (_CALLS,)

    def refusal(self, status: int, wait: float = 1.0) -> Response:
        """Errors come with status 200."""
        return (
            _error(-32 if status == 429 else -200) if status in {200, 429} else Response(status_code=status)
        )

    def happening(self, name: str, chat: str, **what: Any) -> dict[str, Any]:
        """An event's body."""
        self.heard[chat] = self.now()
        moment = str(int(self.now() * 1000))
        common = {"app_id": APP, "event_name": name, "timestamp": moment, "user_id_by_app": f"by-app-{chat}"}
        return {**common, "sender": {"id": chat}, "recipient": {"id": OA}, **what}

    def brings(self, name: str, chat: str, *, times: int = 1, **what: Any) -> list[Future[None]]:
        """An event."""
        return self.deliver(f"{name}{self.number()}", self.happening(name, chat, **what), times=times)

    def says(self, chat: str, text: str, *, times: int = 1) -> None:
        """A citizen writes; a pressed button is the same with its payload for a text."""
        self.brings(
            "user_send_text", chat, message={"msg_id": f"m{self.number()}", "text": text}, times=times
        )

    async def _consent(self, request: Request) -> Response:
        query = request.query_params
        if query.get("app_id") != APP or not query.get("code_challenge"):
            return _oauth_error("invalid_request")
        code = f"code-{self.number()}"
        self.codes[code] = query["code_challenge"]
        back = urlencode({"code": code, "oa_id": OA, "state": query.get("state", "")})
        return RedirectResponse(f"{query['redirect_uri']}?{back}")

    async def _token(self, request: Request) -> Response:
        fields = await fields_of(request)
        if request.headers.get("secret_key") != APP_SECRET or fields.get("app_id") != APP:
            return _oauth_error("invalid_app")
        if self.oauth_faults:
            return Response(status_code=int(self.oauth_faults.pop(0)))
        match fields.get("grant_type"):
            case "authorization_code":
                challenge = self.codes.pop(fields.get("code", ""), None)
                digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
                if challenge != base64.urlsafe_b64encode(digest).rstrip(b"=").decode():
                    return _oauth_error("invalid_grant")
            case "refresh_token":
                given = fields.get("refresh_token", "")
                self.spent[given] = self.spent.get(given, 0) + 1
                if given != self.refresh:
                    return _oauth_error("invalid_refresh_token")
            case _:
                return _oauth_error("invalid_request")
        number = self.number()
        self.access, self.refresh = f"access-{number}", f"refresh-{number}"
        return JSONResponse(
            {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}
        )

    async def _getoa(self, request: Request) -> Response:
        return self._barred(request) or JSONResponse(
            {"error": 0, "message": "Success", "data": {"oa_id": OA}}
        )

    async def _send(self, request: Request) -> Response:
        if barred := self._barred(request):
            return barred
        body = await fields_of(request)
        recipient, message = body.get("recipient", {}), body.get("message", {})
        chat = recipient.get("user_id") or recipient.get("anonymous_id", "")
        buttons = message.get("attachment", {}).get("payload", {}).get("buttons", [])
        if not _fits(message, buttons):
            return _error(-210)
        silence = self.now() - self.heard.get(chat, float("-inf"))
        if silence > _WINDOW:
            return _error(-230)

        def accept() -> Response:
            pairs = tuple((button["payload"], button["title"]) for button in buttons)
            name = self.accept(chat, message["text"], pairs)
            quota = {"quota": {"quota_type": "reply"}} if silence <= _FREE else {}
            moment = str(int(self.now() * 1000))
            if self.echoes:
                echo = {"sender": {"id": OA}, "recipient": {"id": chat}, "message": {"msg_id": name}}
                self.deliver(name, self.happening("oa_send_text", chat) | echo)
            data = {"message_id": name, "user_id": chat, "sent_time": moment, **quota}
            return JSONResponse({"error": 0, "message": "Success", "data": data})

        response = await self.taken(chat, accept)
        response.headers["X-RateLimit-Limit"] = str(_CALLS.count)
        response.headers["X-RateLimit-Remain"] = str(self.left(_CALLS))
        return response

    def _barred(self, request: Request) -> Response | None:
        if "authorization" in request.headers:
            return _error(-201)
        return None if request.headers.get("access_token") == self.access else _error(-216)


def _fits(message: dict[str, Any], buttons: list[dict[str, Any]]) -> bool:
    return (
        0 < len(message.get("text", "")) <= 2000
        and len(buttons) <= 5
        and all(
            len(button["title"]) <= 100
            and len(button["payload"]) <= 1000
            and button["type"].startswith("oa.")
            for button in buttons
        )
    )


def _error(code: int) -> Response:
    return JSONResponse({"error": code, "message": "refused"})


def _oauth_error(name: str) -> Response:
    return JSONResponse(
        {"error_name": name, "error_reason": "refused", "ref_doc": "", "error_description": ""}
    )
