"""The engine's one door: an HTTP input channel for the app and nobody else.

=======  ==========================================  =======================================================
method   path under /webhooks/door                   does
=======  ==========================================  =======================================================
POST     /turns                                      runs a turn, once for each message id, and answers it
GET      /ready                                      200 when the model is loaded, else 503
DELETE   /conversations/<conversation>               erases what the engine knows of a conversation
=======  ==========================================  =======================================================

Every request carries ``Authorization: Bearer <token>``. Every error is ``{"error": {"code", "message",
"hint"}}``: 401 wrong token, 422 malformed request, 503 model not loaded, 500 turn failed. Neither errors nor
the log repeat what a citizen wrote.
"""

from __future__ import annotations

import functools
import hmac
import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import unquote

from pydantic import BaseModel, Extra, Field, StrictStr, ValidationError, root_validator, validator
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import remote_action
from bot.turns import Turn, TurnFailed, Turns
from vietnamese.text import nfc

logger = logging.getLogger(__name__)

_Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]
_RETRY = "Send the same message id again, or answer without the engine."


class TurnBody(BaseModel):
    """The body of a turn. Exactly one of ``text`` (typed by a citizen) and ``intent`` (a button of ours)."""

    message_id: StrictStr = Field(..., min_length=1, max_length=255)
    conversation: StrictStr = Field(..., min_length=1, max_length=255)
    text: StrictStr | None = Field(None, max_length=10_000)
    intent: StrictStr | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)

    class Config:
        extra = Extra.forbid

    @validator("metadata", pre=True)
    def _object(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise TypeError("an object is needed")
        return value

    @validator("text", "message_id", "conversation")
    def _readable(cls, value: str | None) -> str | None:
        if value is not None and not nfc(value).strip():
            raise ValueError("nothing legible in it")
        if value is not None and any("\ud800" <= character <= "\udfff" for character in value):
            raise ValueError("half a surrogate pair in it")
        return value

    @root_validator(skip_on_failure=True)
    def _text_or_intent(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["text"] is None) == (values["intent"] is None):
            raise ValueError("exactly one of text and intent")
        return values


class Door(InputChannel):
    """The input channel ``bot.door.Door`` of credentials.yml, with its ``token``."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._turns: Turns | None = None

    @classmethod
    def name(cls) -> str:
        return "door"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Door:
        token = (credentials or {}).get("token")
        if not token:
            cls.raise_missing_credentials_exception()
        remote_action.install()
        return cls(str(token))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. Rasa's handler ``on_new_message`` is left aside: it parses "/intent" for anybody."""
        door = Blueprint("door")
        door.add_route(self._guarded(self._post_turn), "/turns", methods=["POST"])
        door.add_route(self._guarded(self._ready), "/ready", methods=["GET"])
        door.add_route(self._guarded(self._erase), "/conversations/<conversation>", methods=["DELETE"])
        return door

    async def _post_turn(self, request: Request, turns: Turns) -> HTTPResponse:
        try:
            body = TurnBody.parse_obj(json.loads(request.body))
        except ValidationError as error:
            return _refusal(422, "bad_turn", _summary(error), "Correct the body; bot/door.py describes it.")
        except (ValueError, RecursionError):
            return _refusal(422, "bad_json", "The body is not JSON in UTF-8.", "Send a JSON object.")
        if body.intent is not None and body.intent not in turns.intents:
            known = ", ".join(sorted(turns.intents))
            return _refusal(422, "unknown_intent", "The domain has no such intent.", f"One of: {known}.")
        return response.json(await turns.answer(Turn(**body.dict())))

    async def _ready(self, request: Request, turns: Turns) -> HTTPResponse:
        return response.json({"ready": True})

    async def _erase(self, request: Request, turns: Turns, conversation: str) -> HTTPResponse:
        await turns.erase(unquote(conversation))
        return response.empty()

    def _guarded(self, handler: _Handler) -> _Handler:
        """``handler`` behind the token, given the turns of a loaded model, its failures made answers."""

        @functools.wraps(handler)
        async def guarded(request: Request, **parameters: str) -> HTTPResponse:
            if not self._authorised(request):
                return _refusal(
                    401, "bad_token", "No valid token.", "Send the engine's token as a bearer token."
                )
            try:
                turns = self._loaded(request.app)
                if turns is None:
                    return _refusal(503, "not_ready", "The model is not loaded.", "Ask /ready and try again.")
                return await handler(request, turns, **parameters)
            except Exception as error:  # noqa: BLE001 - whatever it is, the app gets an answer
                # The messages of a traceback may quote a citizen, so it is not logged as it is.
                logger.error("%s failed: %s", request.method, _trace(error))  # noqa: TRY400
                reason = str(error) if isinstance(error, TurnFailed) else type(error).__name__
                return _refusal(500, "turn_failed", f"The turn failed: {reason}", _RETRY)

        return guarded

    def _authorised(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode())

    def _loaded(self, app: Sanic) -> Turns | None:
        if self._turns is None:
            agent = getattr(app.ctx, "agent", None)
            if agent is not None and agent.is_ready():
                self._turns = Turns(agent)
        return self._turns


def _refusal(status: int, code: str, message: str, hint: str) -> HTTPResponse:
    return response.json({"error": {"code": code, "message": message, "hint": hint}}, status=status)


def _summary(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, found['loc']))}: {found['msg']}" for found in error.errors())


def _trace(error: BaseException) -> str:
    """What failed where, without the messages of the exceptions, which may quote citizens."""
    chain: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        frames = " < ".join(
            f"{frame.name} {frame.filename}:{frame.lineno}"
            for frame in reversed(traceback.extract_tb(cause.__traceback__)[-4:])
        )
        chain.append(f"{type(cause).__name__} ({frames})")
        cause = cause.__cause__ or cause.__context__
    return " from ".join(chain)
