"""The purge: what has been kept as long as :mod:`conversations.periods` says is forgotten.

It works in portions, each a transaction of its own, so that nobody waits long for it; it may run as often as one likes
and in several processes at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Text, cast, delete, exists, null, select, update

from conversations.belongings import belongings
from conversations.channel_tables import ContactRow, InboundRow, OutboundRow
from conversations.inbox import InboundState
from conversations.officer_tables import HandoverRow, LetterRow
from conversations.outbox import OutboundState
from conversations.periods import Kept, Periods
from conversations.tables import ConversationRow, FeedbackRow, TurnRow, WebMessageRow
from conversations.tally import Tally
from foundation.clock import Clock
from foundation.database import Base, Database, table_of

#: Rows a transaction.
_PORTION = 500


class EngineRows(Protocol):
    """What the dialogue engine has written down of conversations."""

    def forget(self, engine_id: str) -> None:
        """Forget one conversation."""

    def forget_before(self, moment: datetime) -> int:
        """Forget everything said before ``moment``; how many rows it was."""

    def read(self, engine_id: str) -> Sequence[Mapping[str, Any]]:
        """Everything that is kept of one conversation."""


def purge(database: Database, clock: Clock) -> int:
    """Forget payloads and the records of messengers in time; returns how many messages went unanswered.

    A message that could not be answered within its period is not answered any more, and what it said is forgotten.
    """
    now, spans = clock(), Periods(database, clock).spans()
    with database.transaction() as session:
        expired = session.execute(
            update(InboundRow)
            .where(InboundRow.payload.is_not(None), InboundRow.received_at < now - spans[Kept.PAYLOADS])
            .values(payload=None, state=InboundState.FAILED, reason="expired", settled_at=now)
            .returning(InboundRow.id)
        ).all()
        kept_until = now - spans[Kept.DELIVERIES]
        session.execute(
            delete(InboundRow).where(
                InboundRow.received_at < kept_until, InboundRow.state != InboundState.PENDING
            )
        )
        session.execute(
            delete(OutboundRow).where(
                OutboundRow.created_at < kept_until,
                OutboundRow.state.not_in((OutboundState.PENDING, OutboundState.SENDING)),
            )
        )
    return len(expired)


def purge_all(database: Database, clock: Clock, engine: EngineRows) -> dict[Kept, int]:
    """Forget everything whose time is over; how much it was of each kind."""
    now, spans = clock(), Periods(database, clock).spans()

    def before(kept: Kept) -> datetime:
        return now - spans[kept]

    forgotten = {Kept.PAYLOADS: purge(database, clock)}
    old_question = (TurnRow.accepted_at < before(Kept.QUESTIONS), TurnRow.question.is_not(None))
    # The database's null, not JSON's. The trace tells how the question was understood.
    forgotten[Kept.QUESTIONS] = _blank(
        database, TurnRow, old_question, {"question": None, "words": None, "trace": null()}
    )
    old_trace = (TurnRow.accepted_at < before(Kept.TRACES), TurnRow.trace.is_not(None))
    forgotten[Kept.TRACES] = _blank(database, TurnRow, old_trace, {"trace": null()})
    tally = Tally(database, clock)
    while tally.catch_up():  # figures outlive the turns
        pass
    forgotten[Kept.TURNS] = _delete(database, TurnRow, (TurnRow.accepted_at < before(Kept.TURNS),))
    idle = (ConversationRow.updated_at < before(Kept.MEMORY), cast(ConversationRow.context, Text) != "{}")
    forgotten[Kept.MEMORY] = _blank(database, ConversationRow, idle, {"context": {}})
    forgotten[Kept.MEMORY] += engine.forget_before(before(Kept.MEMORY))
    forgotten[Kept.FEEDBACK] = _delete(database, FeedbackRow, (FeedbackRow.given_at < before(Kept.FEEDBACK),))
    forgotten[Kept.LETTERS] = _delete(database, LetterRow, (LetterRow.left_at < before(Kept.LETTERS),))
    _delete(database, HandoverRow, (HandoverRow.ended_at < before(Kept.TURNS),))
    forgotten[Kept.WEB_MESSAGES] = _delete(
        database, WebMessageRow, (WebMessageRow.posted_at < before(Kept.WEB_MESSAGES),)
    )
    silent = (ContactRow.last_inbound_at < before(Kept.CONTACTS), ContactRow.due_at.is_(None))
    forgotten[Kept.CONTACTS] = _delete(database, ContactRow, silent)
    _delete_empty(database, now - max(spans[Kept.TURNS], timedelta(days=1)))
    return forgotten


def _delete_empty(database: Database, before: datetime) -> None:
    """Conversations that are over long since and of which nothing is left."""
    empty = [~exists().where(theirs) for theirs in belongings(table_of(ConversationRow).c.id).values()]
    _delete(database, ConversationRow, (ConversationRow.updated_at < before, *empty))


def _delete(database: Database, row: type[Base], where: Sequence[ColumnElement[bool]]) -> int:
    key = _key(row)
    some = select(key).where(*where).limit(_PORTION)
    return _in_portions(database, delete(row).where(key.in_(some)).returning(key))


def _blank(
    database: Database, row: type[Base], where: Sequence[ColumnElement[bool]], values: Mapping[str, Any]
) -> int:
    key = _key(row)
    some = select(key).where(*where).limit(_PORTION)
    return _in_portions(database, update(row).where(key.in_(some)).values(values).returning(key))


def _key(row: type[Base]) -> ColumnElement[Any]:
    [key] = table_of(row).primary_key.columns
    return key


def _in_portions(database: Database, statement: Any) -> int:
    count = 0
    while True:
        with database.transaction() as session:
            done = len(session.execute(statement.execution_options(synchronize_session=False)).all())
        count += done
        if done < _PORTION:
            return count
