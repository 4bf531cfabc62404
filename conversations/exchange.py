"""The exchange of a hand-over: what is said in its conversation from the moment a citizen asks for an officer.

Written in the transaction that ends a turn, so that nothing is missing and nothing stands there twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import Session

from conversations.officer_tables import ExchangeRow, HandoverRow
from foundation.database import table_of
from foundation.upsert import insert_of


class HandoverState(StrEnum):
    """Where a hand-over has got to."""

    WAITING = "waiting"
    TAKEN = "taken"
    ENDED = "ended"


class Author(StrEnum):
    """Who said something."""

    CITIZEN = "citizen"
    BOT = "bot"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the exchange.

    Attributes:
        key: the same whenever the same line is written again.
    """

    key: str
    author: Author
    text: str


_handovers = table_of(HandoverRow)
_LIVE = select(_handovers.c.id, _handovers.c.state).where(
    _handovers.c.conversation_id == bindparam("of"), _handovers.c.ended_at.is_(None)
)


def live(session: Session, conversation: str) -> tuple[int, HandoverState] | None:
    """The hand-over that is under way in a conversation."""
    row = session.execute(_LIVE, {"of": conversation}).one_or_none()
    return None if row is None else (row.id, HandoverState(row.state))


@cache
def _write(dialect: str) -> Executable:
    return (
        insert_of(dialect, ExchangeRow)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(table_of(ExchangeRow).c.id)
    )


def write(session: Session, handover: int, said: Said, now: datetime) -> bool:
    """Write a line; whether it was not there before."""
    row = {"handover_id": handover, "key": said.key, "author": said.author, "text": said.text, "at": now}
    return session.scalar(_write(session.get_bind().dialect.name), row) is not None
