"""Reading the webhook of a Telegram bot.

Source: Telegram Bot API, "Update" and ``setWebhook`` (``secret_token``).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.bodies import Identifier, read_json
from conversations.event import Event, EventKind
from foundation.errors import ForgedError, InputError

#: The kinds of update we ask for.
UPDATES = ("message", "callback_query")
HEADER = "x-telegram-bot-api-secret-token"


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Chat(_Lenient):
    id: Identifier = Field(min_length=1)
    type: str = "private"


class _Message(_Lenient):
    chat: _Chat
    date: int
    text: str | None = None


class _Query(_Lenient):
    id: Identifier
    data: str = ""
    message: _Message | None = None


class _Update(_Lenient):
    update_id: int
    message: _Message | None = None
    callback_query: _Query | None = None


def check(headers: Mapping[str, str], secret: str) -> None:
    """Let a body with our secret pass.

    Raises:
        ForgedError: the secret is missing or wrong.
    """
    given = headers.get(HEADER, "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, secret.encode()):
        raise ForgedError("Mã bí mật webhook không đúng.", hint="Kiểm tra HOIDAP_TELEGRAM_WEBHOOK_SECRET.")


def read_events(body: bytes, now: datetime) -> list[Event]:
    """The event of an authentic body, if it concerns us; edited messages and groups do not.

    Args:
        body: as it came.
        now: the moment; a press does not tell its own.

    Raises:
        InputError: it is not JSON, or not an update.
    """
    try:
        update = _Update.model_validate(read_json(body))
        event = _event(update, now)
    except (ValidationError, OverflowError, OSError, ValueError):
        raise InputError("Dữ liệu webhook của Telegram không đúng dạng.") from None
    return [] if event is None else [event]


def _event(update: _Update, now: datetime) -> Event | None:
    key, query, message = str(update.update_id), update.callback_query, update.message
    if query is not None:
        if query.message is None or query.message.chat.type != "private":
            return None
        chat = query.message.chat.id
        return Event(EventKind.MESSAGE, key, chat, now, button=query.data, receipt=query.id)
    if message is None or message.chat.type != "private":
        return None
    sent_at = datetime.fromtimestamp(message.date, UTC)
    if message.text is None:
        return Event(EventKind.UNREADABLE, key, message.chat.id, sent_at)
    if message.text.split(maxsplit=1)[:1] == ["/start"]:
        return Event(EventKind.FIRST_CONTACT, key, message.chat.id, sent_at)
    return Event(EventKind.MESSAGE, key, message.chat.id, sent_at, text=message.text)
