"""The web channel: the Chat API that the web page and other programs use (README.md, docs/stability.md)."""

from __future__ import annotations

import json
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Header, Request
from pydantic import AfterValidator, BaseModel, ValidationError

from connectors.limits import RateLimit
from conversations.message import read_message
from conversations.web_feed import WebFeed
from conversations.web_turns import WebTurns
from conversations.welcome import Welcome
from conversations.wording import Language, Wordings
from foundation.errors import InputError, TokenError

Model = TypeVar("Model", bound=BaseModel)

#: A message has 2,000 characters at most; this leaves room for escapes.
_MAX_BODY = 64 * 1024


def _storable(name: str) -> str:
    """Half a surrogate pair is text nowhere, and PostgreSQL keeps no NUL."""
    if "\0" in name:
        raise ValueError("NUL")
    name.encode("utf-8")
    return name


Name = Annotated[str, AfterValidator(_storable)]


class ChatRequest(BaseModel):
    """A message in; :func:`read_message` checks its text."""

    text: str | None = None
    button: Name | None = None
    conversation: Name | None = None
    client_message_id: Name | None = None


class FeedbackRequest(BaseModel):
    """Whether a reply was useful."""

    conversation: Name
    reply: Name
    useful: bool
    reason: str | None = None


def build_web_router(turns: WebTurns, feed: WebFeed, rate: RateLimit, wordings: Wordings) -> APIRouter:
    """The routes below ``/api/v1``."""
    router = APIRouter()

    @router.post("/api/v1/chat")
    async def chat(request: Request) -> dict[str, Any]:
        address = address_of(request)
        rate.check(address)
        body = _read(ChatRequest, await _body(request))
        message = read_message(body.text, body.button, body.client_message_id)
        await feed.require_open()
        result = await turns.run(message, body.conversation, address=address)
        return {
            "conversation": result.token,
            "turn": result.turn,
            "replies": [reply.public() for reply in result.replies],
        }

    @router.get("/api/v1/welcome")
    def opening(lang: str = "vi") -> Welcome:
        language = Language.ENGLISH if lang.lower().startswith("en") else Language.VIETNAMESE
        return wordings.words(language).welcome

    @router.post("/api/v1/feedback", status_code=204)
    async def feedback(request: Request) -> None:
        rate.check(address_of(request))
        body = _read(FeedbackRequest, await _body(request))
        await turns.rate(body.conversation, body.reply, useful=body.useful, reason=body.reason)

    @router.delete("/api/v1/conversation", status_code=204)
    async def erase(authorization: Annotated[str | None, Header()] = None) -> None:
        await turns.erase(bearer(authorization))

    return router


async def _body(request: Request) -> object:
    """The JSON body, read with a size cap and strict UTF-8."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _MAX_BODY:
            raise InputError("Dữ liệu gửi lên quá lớn.", hint="Một tin nhắn dài tối đa 2000 ký tự.")
    try:
        return json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError("Dữ liệu gửi lên không phải UTF-8.", hint="Gửi JSON mã hoá UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            "Dữ liệu gửi lên không phải JSON.", hint='Ví dụ: {"text": "Mục tiêu năm 2026?"}.'
        ) from error


def _read(model: type[Model], data: object) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, item["loc"])) or "nội dung" for item in error.errors())
        raise InputError(
            f"Dữ liệu gửi lên không đúng dạng: {places}.", hint="Xem mô tả API trong README.md."
        ) from None


def address_of(request: Request) -> str:
    """The network address of who asks, for the rate limits."""
    return request.client.host if request.client else "unknown"


def bearer(authorization: str | None) -> str:
    """The token in an ``Authorization`` header.

    Raises:
        TokenError: there is none.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenError("Thiếu mã hội thoại.", hint="Gửi tiêu đề Authorization: Bearer <mã hội thoại>.")
    return token.strip()
