"""What a lane has to do next: the oldest part that is due, else the oldest message, else nothing.

Everything here happens within a transaction of :mod:`conversations.lane_work`, whose worker holds the lane.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from conversations import outbox
from conversations.channel_tables import ContactRow, InboundRow
from conversations.event import EVENT, Event
from conversations.inbox import InboundState
from conversations.outbox import Outgoing
from foundation.database import table_of
from foundation.errors import SealError
from foundation.sealing import Seal

_log = logging.getLogger(__name__)

#: Times a message is taken up: one that ends the process each time must not do so for ever.
_MAX_ATTEMPTS = 5
#: The reason of what no secret of ours opens: it cannot be answered by trying again.
_UNREADABLE = "unreadable"

_contacts, _inbound = table_of(ContactRow), table_of(InboundRow)
_RELEASE = (
    update(_contacts)
    .where(_contacts.c.lane == bindparam("of"))
    .values(leased_by=None, leased_until=None, due_at=bindparam("due_at"))
)
_FIRST_PENDING = (
    select(_inbound.c.id, _inbound.c.key, _inbound.c.payload, _inbound.c.attempts)
    .where(_inbound.c.lane == bindparam("of"), _inbound.c.state == InboundState.PENDING)
    .order_by(_inbound.c.id)
    .limit(1)
)
_TRY = update(_inbound).where(_inbound.c.id == bindparam("message")).values(attempts=_inbound.c.attempts + 1)
_SETTLE = (
    update(_inbound)
    .where(_inbound.c.id == bindparam("message"), _inbound.c.state == InboundState.PENDING)
    .values(
        state=bindparam("new_state"), reason=bindparam("why"), payload=None, settled_at=bindparam("moment")
    )
    .returning(_inbound.c.id)
)
_GIVE_UP = (
    update(_inbound)
    .where(_inbound.c.lane == bindparam("of"), _inbound.c.state == InboundState.PENDING)
    .values(state=InboundState.FAILED, reason=_UNREADABLE, payload=None, settled_at=bindparam("moment"))
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a lane belongs to, as the table of contacts has it."""

    lane: str
    channel: str
    address: bytes
    last_inbound_at: datetime
    greeted_at: datetime | None
    quiet_until: datetime | None


#: The columns of a :class:`Contact`, in its order.
CONTACT = (
    _contacts.c.lane,
    _contacts.c.channel,
    _contacts.c.address,
    _contacts.c.last_inbound_at,
    _contacts.c.greeted_at,
    _contacts.c.quiet_until,
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that is to be answered now.

    Attributes:
        id: its number in the inbox.
        key: its name, the same each time it is taken up.
        quiet: whether a person has taken over.
        greeted_at: when the bot last introduced itself, ``None`` if it has to.
    """

    id: int
    key: str
    event: Event
    quiet: bool
    greeted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """What a lane has to do next, and whom it concerns.

    Attributes:
        chat: the platform's id of the chat.
        silence: how long ago the citizen last wrote.
    """

    chat: str
    work: Outgoing | Incoming
    silence: timedelta


def take_up(session: Session, contact: Contact, seal: Seal, now: datetime) -> Step | None:
    """Mark the lane's next step as begun; ``None`` lets the lane go, until its next part is due if it has one."""
    try:
        chat = seal.open_text(contact.address)
    except SealError:
        _log.error("a chat's address cannot be opened with HOIDAP_SECRET: what waits there is given up")
        outbox.give_up(session, contact.lane, _UNREADABLE, now)
        session.execute(_GIVE_UP, {"of": contact.lane, "moment": now})
        release(session, contact.lane, None)
        return None
    silence = now - contact.last_inbound_at
    part = outbox.head(session, contact.lane)
    if part is not None:
        if part.due_at <= now:
            return Step(chat, outbox.begin(session, part), silence)
        release(session, contact.lane, part.due_at)
        return None
    while (row := session.execute(_FIRST_PENDING, {"of": contact.lane}).one_or_none()) is not None:
        read = _read(row.id, row.payload, row.attempts, seal)
        if isinstance(read, str):
            settle(session, row.id, read, now, InboundState.FAILED)
            continue
        session.execute(_TRY, {"message": row.id})
        quiet = contact.quiet_until is not None and contact.quiet_until > now
        return Step(chat, Incoming(row.id, row.key, read, quiet, contact.greeted_at), silence)
    release(session, contact.lane, None)
    return None


def release(session: Session, lane: str, due_at: datetime | None) -> None:
    """Let the lane go; there is work in it at ``due_at``."""
    session.execute(_RELEASE, {"of": lane, "due_at": due_at})


def settle(
    session: Session, message: int, reason: str, now: datetime, state: InboundState = InboundState.DONE
) -> bool:
    """Be done with a message that waits; its payload goes with it. Whether it has waited."""
    given = {"message": message, "new_state": state, "why": reason, "moment": now}
    return session.scalar(_SETTLE, given) is not None


def _read(message: int, payload: bytes | None, attempts: int, seal: Seal) -> Event | str:
    """The event of a message, or why there is none to be answered."""
    if payload is None:
        return "expired"
    if attempts >= _MAX_ATTEMPTS:
        return "crashed"
    try:
        return EVENT.validate_json(seal.open(payload))
    except (SealError, ValidationError) as error:
        _log.error("message %d cannot be read: %s", message, type(error).__name__)
        return _UNREADABLE
