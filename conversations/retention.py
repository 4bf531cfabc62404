"""How long the spine keeps what it kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, update

from conversations.channel_tables import InboundRow, OutboundRow
from conversations.inbox import InboundState
from conversations.outbox import OutboundState
from foundation.clock import Clock
from foundation.database import Database

#: A message that could not be answered within a day is not answered any more, and what it said is forgotten.
PAYLOADS = timedelta(hours=24)
#: Platforms repeat an event for hours, one of them for a day and a half; its key is known for much longer.
ROWS = timedelta(days=30)


def purge(database: Database, clock: Clock) -> int:
    """Forget payloads after a day and settled rows after thirty; returns how many messages went unanswered."""
    now = clock()
    with database.transaction() as session:
        expired = session.execute(
            update(InboundRow)
            .where(InboundRow.payload.is_not(None), InboundRow.received_at < now - PAYLOADS)
            .values(payload=None, state=InboundState.FAILED, reason="expired", settled_at=now)
            .returning(InboundRow.id)
        ).all()
        session.execute(
            delete(InboundRow).where(
                InboundRow.received_at < now - ROWS, InboundRow.state != InboundState.PENDING
            )
        )
        session.execute(
            delete(OutboundRow).where(
                OutboundRow.created_at < now - ROWS,
                OutboundRow.state.not_in((OutboundState.PENDING, OutboundState.SENDING)),
            )
        )
    return len(expired)
