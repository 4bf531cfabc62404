"""Events: what a messenger's webhook brings, read from its body by the channel's connector."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass


class EventKind(StrEnum):
    """What happened on the channel."""

    MESSAGE = "message"
    """A citizen wrote a text or pressed one of our buttons."""
    UNREADABLE = "unreadable"
    """A citizen sent what is no text: a picture, a voice message, a sticker, a place."""
    FIRST_CONTACT = "first_contact"
    """A citizen opened the chat, followed the account or asked to begin."""
    TAKEN_OVER = "taken_over"
    """A person answered in the platform's own inbox: the bot keeps quiet for a while."""
    WITHDRAWN = "withdrawn"
    """A citizen wants what is kept of them erased."""
    RATE_LIMITED = "rate_limited"
    """A citizen wrote too much in too short a time and is told so, once; no connector reads this."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one chat.

    Attributes:
        kind: what happened.
        key: the platform's own name of the event, scoped by the account; the same event re-sent has the same key.
        chat: whom to answer, as the platform names them.
        sent_at: when the platform says it happened.
        text: what the citizen wrote, as it came; ``None`` unless a message has one.
        button: the id of one of our buttons; ``None`` unless one was pressed.
        receipt: what the platform wants acknowledged of a press (Telegram's callback query); usually empty.
    """

    kind: EventKind
    key: str
    chat: str
    sent_at: datetime
    text: str | None = None
    button: str | None = None
    receipt: str = ""


EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""To and from JSON."""


def dedupe_key(channel: str, account: str, event: Event) -> str:
    """The key under which an event is known to the inbox: SHA-256, so that it names nobody."""
    scoped = f"{channel}\0{account}\0{event.key}"
    return hashlib.sha256(scoped.encode("utf-8", "surrogatepass")).hexdigest()
