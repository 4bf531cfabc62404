"""Reading the webhook of a page: every entry, every item; what does not concern us is left out.

Source: Messenger Platform, "Webhook reference" (messages, messaging_postbacks, message_echoes, standby).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from connectors.bodies import Identifier, read_json
from conversations.event import Event, EventKind
from foundation.errors import InputError

_log = logging.getLogger(__name__)

#: The payload of the button with which a citizen opens the chat, set by ``hoidap channel menu``.
GET_STARTED = "hoidap:start"
#: Before the ids of our buttons; nothing else in a payload is believed.
BUTTON = "hoidap:b:"
#: Before a first question of the menu, which is asked as if it was typed.
QUESTION = "hoidap:q:"


def _objects(value: object) -> list[object]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Party(_Lenient):
    id: Identifier


class _QuickReply(_Lenient):
    payload: str = ""


class _Message(_Lenient):
    mid: str
    text: str | None = None
    quick_reply: _QuickReply | None = None
    attachments: list[Any] | None = None
    is_echo: bool = False
    app_id: Identifier | None = None


class _Postback(_Lenient):
    mid: str = ""
    title: str = ""
    payload: str = ""


class _Item(_Lenient):
    sender: _Party
    recipient: _Party
    timestamp: int
    message: _Message | None = None
    postback: _Postback | None = None


class _Entry(_Lenient):
    messaging: Annotated[list[Any], BeforeValidator(_objects)] = []


class _Body(_Lenient):
    object: str
    entry: Annotated[list[Any], BeforeValidator(_objects)] = []


def read_events(body: bytes, *, page: str, app: str) -> list[Event]:
    """The events of an authentic body that concern us, in its order.

    An item in an unknown form is left out: the others of its batch must not be lost with it.

    Args:
        body: as it came.
        page: our page's id; what is addressed to another is left out.
        app: our app's id, by which we know the echoes of what we sent.

    Raises:
        InputError: it is not JSON, or not a webhook's body.
    """
    try:
        read = _Body.model_validate(read_json(body))
    except ValidationError:
        raise InputError("Dữ liệu webhook của Messenger không đúng dạng.") from None
    if read.object != "page":
        return []
    return [event for item in _items(read) if (event := _event(item, page, app)) is not None]


def _items(body: _Body) -> Iterator[_Item]:
    for raw_entry in body.entry:
        for raw in _Entry.model_validate(raw_entry).messaging:
            try:
                yield _Item.model_validate(raw)
            except ValidationError as error:
                places = sorted({".".join(map(str, one["loc"])) for one in error.errors()})
                _log.warning("messenger brought an item in an unknown form at %s", places)


def _event(item: _Item, page: str, app: str) -> Event | None:
    try:
        sent_at = datetime.fromtimestamp(item.timestamp / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    if item.message is not None and item.message.is_echo:
        ours = app and item.message.app_id == app
        if ours or item.sender.id != page:
            return None
        return Event(EventKind.TAKEN_OVER, item.message.mid, item.recipient.id, sent_at)
    return _from_citizen(item, sent_at) if item.recipient.id == page else None


def _from_citizen(item: _Item, sent_at: datetime) -> Event | None:
    message, postback, chat = item.message, item.postback, item.sender.id
    if message is not None:
        payload = message.quick_reply.payload if message.quick_reply else ""
        return _said(message.mid, chat, sent_at, payload, message.text)
    if postback is None:
        return None
    key = postback.mid or f"postback:{chat}:{item.timestamp}"
    if postback.payload == GET_STARTED:
        return Event(EventKind.FIRST_CONTACT, key, chat, sent_at)
    return _said(key, chat, sent_at, postback.payload, postback.title or None)


def _said(key: str, chat: str, sent_at: datetime, payload: str, text: str | None) -> Event:
    if payload.startswith(BUTTON):
        return Event(EventKind.MESSAGE, key, chat, sent_at, button=payload.removeprefix(BUTTON))
    if payload.startswith(QUESTION):
        return Event(EventKind.MESSAGE, key, chat, sent_at, text=payload.removeprefix(QUESTION))
    if text is None:
        return Event(EventKind.UNREADABLE, key, chat, sent_at)
    return Event(EventKind.MESSAGE, key, chat, sent_at, text=text)
