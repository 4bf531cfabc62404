"""Reading the webhook of a bot.

Source: Zalo Bot platform, "Webhook". The event comes wrapped in ``result``; a flat form is met as well.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.bodies import Identifier, read_json
from conversations.event import Event, EventKind
from foundation.errors import ForgedError, InputError

HEADER = "x-bot-api-secret-token"
_MESSAGE = "message."
_TEXT = "message.text.received"


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Party(_Lenient):
    id: Identifier = Field(min_length=1)
    is_bot: bool = False


class _Message(_Lenient):
    sender: _Party = Field(alias="from")
    chat: _Party
    message_id: Identifier = Field(min_length=1)
    date: int
    text: str | None = None


class _Happening(_Lenient):
    event_name: str
    message: object = None


def check(headers: Mapping[str, str], secret: str) -> None:
    """Let a body with our secret pass.

    Raises:
        ForgedError: the secret is missing or wrong.
    """
    given = headers.get(HEADER, "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, secret.encode()):
        raise ForgedError("Mã bí mật webhook không đúng.", hint="Kiểm tra HOIDAP_ZALO_BOT_WEBHOOK_SECRET.")


def read_events(body: bytes) -> list[Event]:
    """The event of an authentic body, if it concerns us.

    Raises:
        InputError: it is not JSON, or not a webhook's body.
    """
    read = read_json(body)
    if isinstance(read, dict) and isinstance(read.get("result"), dict):
        read = read["result"]
    try:
        happening = _Happening.model_validate(read)
        if not happening.event_name.startswith(_MESSAGE):
            return []
        message = _Message.model_validate(happening.message)
        sent_at = datetime.fromtimestamp(message.date / 1000, UTC)
    except (ValidationError, OverflowError, OSError, ValueError):
        raise InputError("Dữ liệu webhook của Zalo Bot không đúng dạng.") from None
    if message.sender.is_bot:
        return []
    key = f"{happening.event_name}:{message.chat.id}:{message.sender.id}:{message.message_id}"
    if happening.event_name != _TEXT or message.text is None:
        return [Event(EventKind.UNREADABLE, key, message.chat.id, sent_at)]
    if message.text.strip() == "/start":
        return [Event(EventKind.FIRST_CONTACT, key, message.chat.id, sent_at)]
    return [Event(EventKind.MESSAGE, key, message.chat.id, sent_at, text=message.text)]
