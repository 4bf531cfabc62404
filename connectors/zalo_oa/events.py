"""Reading the webhook of an Official Account.

Source: Zalo Official Account, "Webhook", the pages of each event. No order of delivery is promised there.
"""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from connectors.bodies import Identifier, read_json
from conversations.event import Event, EventKind
from foundation.errors import InputError

#: Before the ids of our buttons: a pressed button arrives as a text that anybody could type.
BUTTON = "#hoidap:"
#: Before the address of somebody who writes without a Zalo account.
ANONYMOUS = "anonymous:"

_FIRST_CONTACT = frozenset({"follow", "user_click_chatnow"})


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Party(_Lenient):
    id: Identifier = ""
    admin_id: Identifier | None = None


class _Message(_Lenient):
    msg_id: Identifier = ""
    text: str | None = None
    conversation_id: Identifier = ""


class _Body(_Lenient):
    event_name: str
    timestamp: Identifier
    sender: _Party = _Party()
    recipient: _Party = _Party()
    follower: _Party = _Party()
    message: _Message = _Message()
    oa_id: Identifier = ""
    user_id: Identifier = ""


def is_probe(body: bytes) -> bool:
    """Whether the body is the empty object with which the console tries the webhook, unsigned."""
    return body.strip() == b"{}"


def read_events(body: bytes, *, oa: str) -> list[Event]:
    """The event of an authentic body, if it concerns us.

    Args:
        body: as it came.
        oa: our account's id; all accounts of an app share its webhook.

    Raises:
        InputError: it is not JSON, or not a webhook's body.
    """
    try:
        read = _Body.model_validate(read_json(body))
        sent_at = datetime.fromtimestamp(int(read.timestamp) / 1000, UTC)
    except (ValidationError, OverflowError, OSError, ValueError):
        raise InputError("Dữ liệu webhook của Zalo không đúng dạng.") from None
    event = _event(read, oa, sent_at)
    return [event] if event is not None and event.chat not in {"", ANONYMOUS + ":"} else []


def _event(body: _Body, oa: str, sent_at: datetime) -> Event | None:
    name = body.event_name
    if name.startswith("oa_send_"):
        taken_over = body.sender.id == oa and body.sender.admin_id
        return Event(EventKind.TAKEN_OVER, _key(body), body.recipient.id, sent_at) if taken_over else None
    if name == "user_withdraw":
        return Event(EventKind.WITHDRAWN, _key(body), body.user_id, sent_at)
    if name in _FIRST_CONTACT:
        ours = (body.oa_id or body.recipient.id or oa) == oa
        chat = body.follower.id or body.user_id or body.sender.id
        return Event(EventKind.FIRST_CONTACT, _key(body), chat, sent_at) if ours else None
    return _said(body, sent_at) if body.recipient.id == oa else None


def _said(body: _Body, sent_at: datetime) -> Event | None:
    who, _, what = body.event_name.partition("_send_")
    if what.startswith("group_") or who not in {"user", "anonymous"} or not what:
        return None
    chat = body.sender.id
    if who == "anonymous":
        chat = f"{ANONYMOUS}{body.sender.id}:{body.message.conversation_id}"
    text = body.message.text
    if what != "text" or text is None:
        return Event(EventKind.UNREADABLE, _key(body), chat, sent_at)
    if text.startswith(BUTTON):
        return Event(EventKind.MESSAGE, _key(body), chat, sent_at, button=text.removeprefix(BUTTON))
    return Event(EventKind.MESSAGE, _key(body), chat, sent_at, text=text)


def _key(body: _Body) -> str:
    """The event's own name; without a message's id its person and moment stand for it."""
    if body.message.msg_id:
        return f"{body.event_name}:{body.message.msg_id}"
    who = body.follower.id or body.user_id or body.sender.id
    return f"{body.event_name}:{who}:{body.timestamp}"
