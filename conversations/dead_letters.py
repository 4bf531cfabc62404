"""Dead letters: what was not sent, or perhaps not, and messages that were not answered; officers decide on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from conversations.channel_tables import ContactRow, InboundRow, OutboundRow
from conversations.inbox import InboundState
from conversations.outbox import EARLIER_PART, OutboundState
from conversations.wake import call_out
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import MissingError

_DEAD = (OutboundState.FAILED, OutboundState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A part that did not go out, or perhaps did.

    Attributes:
        id: its number in the outbox.
        state: ``failed`` or ``uncertain``.
        code: the platform's error, or ours.
    """

    id: int
    state: OutboundState
    code: str
    attempts: int
    created_at: datetime
    settled_at: datetime


class DeadLetters:
    """Lists dead letters and sends them again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self, channel: str, limit: int = 200) -> list[DeadLetter]:
        """The dead letters of ``channel``, newest first."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(OutboundRow)
                .where(OutboundRow.channel == channel, OutboundRow.state.in_(_DEAD))
                .order_by(OutboundRow.id.desc())
                .limit(limit)
            )
            return [
                DeadLetter(
                    row.id,
                    OutboundState(row.state),
                    row.code,
                    row.attempts,
                    row.created_at,
                    row.settled_at or row.created_at,
                )
                for row in rows
            ]

    def resend(self, channel: str, ids: tuple[int, ...] | None = None) -> int:
        """Put dead letters back into the outbox: those of ``ids``, or all that certainly failed.

        An uncertain one goes out again only where its id is given: the citizen may have it already. With a part go
        the later parts of its reply that failed because of it.

        Returns:
            How many parts go out again.

        Raises:
            MissingError: one of the ids is no dead letter of ``channel``.
        """
        now = self._clock()
        with self._database.transaction() as session:
            wanted = OutboundRow.state == OutboundState.FAILED if ids is None else OutboundRow.id.in_(ids)
            rows = session.scalars(
                select(OutboundRow).where(
                    OutboundRow.channel == channel, OutboundRow.state.in_(_DEAD), wanted
                )
            ).all()
            if ids is not None and len(rows) < len(set(ids)):
                raise MissingError(
                    f"Kênh {channel} không có tin lỗi mang số này.",
                    hint=f"Xem danh sách: hoidap channel dead-letters {channel}.",
                )
            together = {row.id for row in rows}
            for row in rows:
                together.update(
                    session.scalars(
                        select(OutboundRow.id).where(
                            OutboundRow.inbound == row.inbound,
                            OutboundRow.position > row.position,
                            OutboundRow.code == EARLIER_PART,
                        )
                    )
                )
            session.execute(
                update(OutboundRow)
                .where(OutboundRow.id.in_(together))
                .values(state=OutboundState.PENDING, attempts=0, code="", due_at=now, settled_at=None)
            )
            lanes = select(OutboundRow.lane).where(OutboundRow.id.in_(together))
            session.execute(update(ContactRow).where(ContactRow.lane.in_(lanes)).values(due_at=now))
            call_out(session, channel)
        return len(together)

    def counts(self, channel: str) -> dict[str, int]:
        """How many parts and messages of ``channel`` are in which state: ``out:sent``, ``in:pending`` and so on."""
        with self._database.reading() as session:
            counted: dict[str, int] = {}
            for table, name, states in (
                (InboundRow, "in", InboundState),
                (OutboundRow, "out", OutboundState),
            ):
                found = dict(
                    session.execute(
                        select(table.state, func.count())
                        .where(table.channel == channel)
                        .group_by(table.state)
                    ).all()
                )
                counted |= {f"{name}:{state}": found.get(state, 0) for state in states}
            return counted
