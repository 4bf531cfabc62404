"""The outbox: the parts of replies on their way out, and what became of each."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from conversations.channel import Part, Refusal, Refused, SendResult, Sent, Unknown
from conversations.channel_tables import ContactRow, OutboundRow
from conversations.retry import wait_after
from conversations.switches import report_trouble

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
    """A part that is to be sent now; its row says ``sending``."""

    id: int
    part: Part


def post(
    session: Session, contact: ContactRow, inbound: int, parts: Sequence[Part], now: datetime
) -> Outgoing | None:
    """Put the parts that answer ``inbound`` into the outbox of a lane that has none waiting.

    Returns:
        The first of them, marked as being sent: whoever posts sends it next.
    """
    rows = [
        OutboundRow(
            channel=contact.channel,
            lane=contact.lane,
            inbound=inbound,
            position=position,
            part=part,
            state=OutboundState.PENDING,
            attempts=0,
            code="",
            note="",
            platform_id="",
            created_at=now,
            due_at=now,
            settled_at=None,
        )
        for position, part in enumerate(parts)
    ]
    if not rows:
        return None
    rows[0].state, rows[0].attempts = OutboundState.SENDING, 1
    session.add_all(rows)
    session.flush()  # gives them their numbers
    return Outgoing(rows[0].id, rows[0].part)


def head(session: Session, lane: str) -> OutboundRow | None:
    """The lane's oldest part that is still to be sent.

    Whoever asks holds the lane and sends nothing at this moment. A part that is marked as being sent was marked by a
    step of theirs whose answer got lost with the database's connection: it was not sent.
    """
    return session.scalar(
        select(OutboundRow)
        .where(
            OutboundRow.lane == lane,
            OutboundRow.state.in_((OutboundState.PENDING, OutboundState.SENDING)),
        )
        .order_by(OutboundRow.id)
        .limit(1)
    )


def begin(row: OutboundRow) -> Outgoing:
    """Mark a part as being sent; from here on a dead sender leaves it uncertain."""
    row.state, row.attempts = OutboundState.SENDING, row.attempts + 1
    return Outgoing(row.id, row.part)


def settle(session: Session, outbound: int, result: SendResult, now: datetime, spread: random.Random) -> None:
    """Write down what became of a part; the rest of its reply fails with it where it cannot be sent."""
    row = session.get(OutboundRow, outbound)
    if row is None or row.state not in {OutboundState.SENDING, OutboundState.UNCERTAIN}:
        return  # its conversation was erased, or an officer has decided meanwhile
    refused_before = bool(row.code)
    match result:
        case Sent(id=platform_id, note=note):
            row.state, row.settled_at = OutboundState.SENT, now
            row.platform_id, row.note, row.code = platform_id[:128], note[:60], ""
            row.part = {}  # the turn has kept the reply
            if refused_before:
                report_trouble(session, row.channel, "", now)
        case Unknown(code=code):
            row.state, row.settled_at, row.code = OutboundState.UNCERTAIN, now, code[:60]
        case Refused(why=why, code=code):
            if why in {Refusal.CHANNEL, Refusal.HELD}:
                row.attempts -= 1  # the part is not to blame
            if why is not Refusal.HELD:
                row.code = code[:60]
            _refused(session, row, result, now, spread)


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
