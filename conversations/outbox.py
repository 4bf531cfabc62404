"""The outbox: the parts of replies on their way out, and what became of each."""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from conversations.channel import Part, Refusal, Refused, SendResult, Sent, Unknown
from conversations.channel_tables import OutboundRow
from conversations.retry import wait_after
from conversations.switches import report_trouble
from foundation.database import table_of

#: The code of a part that was not sent because one before it in the same reply was not.
EARLIER_PART = "earlier_part"
#: The code of a part whose sender died in the middle.
INTERRUPTED = "interrupted"


class OutboundState(StrEnum):
    """Where a part on its way out has got to."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A part that is to be sent now; its row says ``sending``.

    Attributes:
        id: its number in the outbox.
        refused_before: whether the platform has refused it before.
    """

    id: int
    part: Part
    refused_before: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A lane's oldest part that is still to be sent, as the table has it."""

    id: int
    part: Part
    due_at: datetime
    code: str


_outbound = table_of(OutboundRow)
_ON_ITS_WAY = (OutboundState.PENDING, OutboundState.SENDING)
_POST = insert(_outbound).returning(_outbound.c.id, sort_by_parameter_order=True)
_HEAD = (
    select(_outbound.c.id, _outbound.c.part, _outbound.c.due_at, _outbound.c.code)
    .where(_outbound.c.lane == bindparam("of"), _outbound.c.state.in_(_ON_ITS_WAY))
    .order_by(_outbound.c.id)
    .limit(1)
)
_BEGIN = (
    update(_outbound)
    .where(_outbound.c.id == bindparam("of"))
    .values(state=OutboundState.SENDING, attempts=_outbound.c.attempts + 1)
)
_SENT = (
    update(_outbound)
    .where(
        _outbound.c.id == bindparam("of"),
        _outbound.c.state.in_((OutboundState.SENDING, OutboundState.UNCERTAIN)),
    )
    .values(
        state=OutboundState.SENT,
        settled_at=bindparam("moment"),
        platform_id=bindparam("name"),
        note=bindparam("noted"),
        code="",
        part=bindparam("nothing"),  # the turn has kept the reply
    )
)


def post(
    session: Session, channel: str, lane: str, inbound: int, parts: Sequence[Part], now: datetime
) -> Outgoing | None:
    """Put the parts that answer ``inbound`` into the outbox of a lane that has none waiting.

    Returns:
        The first of them, marked as being sent: whoever posts sends it next.
    """
    rows = _rows(channel, lane, inbound, parts, now)
    if not rows:
        return None
    rows[0] |= {"state": OutboundState.SENDING, "attempts": 1}
    numbers = list(session.execute(_POST, rows).scalars())
    return Outgoing(numbers[0], parts[0])


def push(session: Session, channel: str, lane: str, parts: Sequence[Part], now: datetime) -> None:
    """Put parts that answer no message into the outbox; they go out behind what waits there.

    Instead of a message's number they carry one of their own, random and negative.
    """
    if rows := _rows(channel, lane, -secrets.randbelow(2**62) - 1, parts, now):
        session.execute(_POST, rows)


def _rows(
    channel: str, lane: str, inbound: int, parts: Sequence[Part], now: datetime
) -> list[dict[str, Any]]:
    return [
        {
            "channel": channel,
            "lane": lane,
            "inbound": inbound,
            "position": position,
            "part": part,
            "state": OutboundState.PENDING,
            "attempts": 0,
            "code": "",
            "note": "",
            "platform_id": "",
            "created_at": now,
            "due_at": now,
            "settled_at": None,
        }
        for position, part in enumerate(parts)
    ]


def head(session: Session, lane: str) -> Head | None:
    """The lane's oldest part that is still to be sent.

    Whoever asks holds the lane and sends nothing at this moment. A part that is marked as being sent was marked by a
    step of theirs whose answer got lost with the database's connection: it was not sent.
    """
    row = session.execute(_HEAD, {"of": lane}).one_or_none()
    return None if row is None else Head(*row)


def begin(session: Session, part: Head) -> Outgoing:
    """Mark a part as being sent; from here on a dead sender leaves it uncertain."""
    session.execute(_BEGIN, {"of": part.id})
    return Outgoing(part.id, part.part, bool(part.code))


def settle(
    session: Session, outgoing: Outgoing, result: SendResult, now: datetime, spread: random.Random
) -> None:
    """Write down what became of a part; the rest of its reply fails with it where it cannot be sent."""
    if isinstance(result, Sent) and not outgoing.refused_before:
        _sent(session, outgoing.id, result, now)
        return
    row = session.get(OutboundRow, outgoing.id)
    if row is None or row.state not in {OutboundState.SENDING, OutboundState.UNCERTAIN}:
        return  # its conversation was erased, or an officer has decided meanwhile
    match result:
        case Sent():
            _sent(session, row.id, result, now)
            report_trouble(session, row.channel, "", now)
        case Unknown(code=code):
            row.state, row.settled_at, row.code = OutboundState.UNCERTAIN, now, code[:60]
        case Refused(why=why, code=code):
            if why in {Refusal.CHANNEL, Refusal.HELD}:
                row.attempts -= 1  # the part is not to blame
            if why is not Refusal.HELD:
                row.code = code[:60]
            _refused(session, row, result, now, spread)


def _sent(session: Session, outbound: int, sent: Sent, now: datetime) -> None:
    session.execute(
        _SENT, {"of": outbound, "name": sent.id[:128], "noted": sent.note[:60], "moment": now, "nothing": {}}
    )


def abandon(session: Session, lane: str, now: datetime) -> None:
    """The lane's sender died: whether what it was sending arrived is not known."""
    session.execute(
        update(OutboundRow)
        .where(OutboundRow.lane == lane, OutboundRow.state == OutboundState.SENDING)
        .values(state=OutboundState.UNCERTAIN, code=INTERRUPTED, settled_at=now)
    )


def give_up(session: Session, lane: str, code: str, now: datetime) -> None:
    """Fail what a lane has still to send: there is nobody to send it to."""
    session.execute(
        update(OutboundRow)
        .where(
            OutboundRow.lane == lane,
            OutboundRow.state.in_((OutboundState.PENDING, OutboundState.SENDING)),
        )
        .values(state=OutboundState.FAILED, code=code, settled_at=now)
    )


def _refused(
    session: Session, row: OutboundRow, refused: Refused, now: datetime, spread: random.Random
) -> None:
    if refused.why is Refusal.CHANNEL:
        report_trouble(session, row.channel, refused.code, now)
    wait = wait_after(refused, row.attempts, spread)
    if wait is not None:
        row.state, row.due_at = OutboundState.PENDING, now + wait
        return
    row.state, row.settled_at = OutboundState.FAILED, now
    session.execute(
        update(OutboundRow)
        .where(
            OutboundRow.inbound == row.inbound,
            OutboundRow.position > row.position,
            OutboundRow.state == OutboundState.PENDING,
        )
        .values(state=OutboundState.FAILED, code=EARLIER_PART, settled_at=now)
    )
