"""Where unanswered questions come from: turns that ended without an answer, and answers that were of no use.

Each source is read from the moment up to which it was read before. A turn is committed a little after the moment that
it carries, so the last minutes are looked at again each time; what is grouped already is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from console.unanswered.tables import GroupedRow
from conversations.tables import FeedbackRow, TurnRow
from knowledge.outcome import Outcome

#: No turn is committed later than this after its moment.
_LATE = timedelta(minutes=2)
#: Who has not gone on for so long after having been asked back will not choose any more.
_CHOICE = timedelta(minutes=30)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class Cause(StrEnum):
    """Why a question counts as unanswered."""

    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"  #: was asked back, and the citizen left it at that
    NOT_USEFUL = "not_useful"  #: was answered, and rated as not useful

    @property
    def label(self) -> str:
        """What it is called on screens."""
        return _LABELS[self]


_LABELS = {
    Cause.NOT_FOUND: "văn bản không nêu",
    Cause.OUT_OF_SCOPE: "ngoài phạm vi",
    Cause.UNCLEAR: "hỏi lại mà không chọn",
    Cause.NOT_USEFUL: "bị chấm không hữu ích",
}


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that waits to be grouped; ``release`` is what its turn saw."""

    turn: str
    question: str
    cause: Cause
    asked_at: datetime
    release: str


@dataclass(frozen=True, slots=True)
class Portion:
    """What a source has, and up to which moment it then was read."""

    questions: Sequence[Unanswered]
    read_to: datetime
    more: bool


class Source(Protocol):
    """One kind of unanswered questions; ``name`` is that of its progress."""

    name: str

    def read(self, session: Session, since: datetime, now: datetime, limit: int) -> Portion:
        """At most ``limit`` that are not grouped yet, of ``since`` or later, oldest first."""


class Refused:
    """Turns for which the documents had nothing."""

    name = "refused"

    def read(self, session: Session, since: datetime, now: datetime, limit: int) -> Portion:
        """See :class:`Source`."""
        query = select(TurnRow.id, TurnRow.question, TurnRow.outcome, TurnRow.accepted_at, TurnRow.release)
        rows = session.execute(
            query.where(
                TurnRow.accepted_at >= since,
                TurnRow.outcome.in_((Outcome.NOT_FOUND.value, Outcome.OUT_OF_SCOPE.value)),
                TurnRow.question.is_not(None),
                ~exists().where(GroupedRow.turn_id == TurnRow.id),
            )
            .order_by(TurnRow.accepted_at)
            .limit(limit)
        ).all()
        found = [
            Unanswered(row.id, row.question, Cause(row.outcome), row.accepted_at, row.release) for row in rows
        ]
        return _portion(found, since, now - _LATE, limit)


class AskedBack:
    """Turns that ended in a choice which nobody made: the conversation stopped there."""

    name = "asked_back"

    def read(self, session: Session, since: datetime, now: datetime, limit: int) -> Portion:
        """See :class:`Source`."""
        later = aliased(TurnRow)
        rows = session.execute(
            select(TurnRow.id, TurnRow.question, TurnRow.accepted_at, TurnRow.release)
            .where(
                TurnRow.accepted_at >= since,
                TurnRow.accepted_at < now - _CHOICE,
                TurnRow.outcome == Outcome.CLARIFY.value,
                TurnRow.question.is_not(None),
                ~exists().where(GroupedRow.turn_id == TurnRow.id),
                ~exists().where(
                    later.conversation_id == TurnRow.conversation_id,
                    later.accepted_at > TurnRow.accepted_at,
                    later.question.is_not(None),
                ),
            )
            .order_by(TurnRow.accepted_at)
            .limit(limit)
        ).all()
        found = [
            Unanswered(row.id, row.question, Cause.UNCLEAR, row.accepted_at, row.release) for row in rows
        ]
        return _portion(found, since, now - _CHOICE, limit)


class Useless:
    """Turns one of whose replies a citizen rated as not useful."""

    name = "useless"

    def read(self, session: Session, since: datetime, now: datetime, limit: int) -> Portion:
        """See :class:`Source`."""
        rated = session.scalars(
            select(FeedbackRow)
            .where(FeedbackRow.given_at >= since, FeedbackRow.useful.is_(False))
            .order_by(FeedbackRow.given_at)
            .limit(limit)
        ).all()
        turns = (_turn_of(session, row) for row in rated)
        found = [
            Unanswered(turn.id, turn.question, Cause.NOT_USEFUL, turn.accepted_at, turn.release)
            for turn in turns
            if turn is not None and turn.question and session.get(GroupedRow, turn.id) is None
        ]
        full = len(rated) == limit
        read_to = min(rated[-1].given_at, now - _LATE) if full else now - _LATE
        return Portion(found, max(since, read_to), full and read_to > since)


SOURCES: tuple[Source, ...] = (Refused(), AskedBack(), Useless())


def _portion(found: Sequence[Unanswered], since: datetime, settled: datetime, limit: int) -> Portion:
    """The cursor never goes beyond ``settled``: later turns may still be committed."""
    full = len(found) == limit
    read_to = min(found[-1].asked_at, settled) if full else settled
    return Portion(found, max(since, read_to), full)


def _turn_of(session: Session, rated: FeedbackRow) -> TurnRow | None:
    """The turn with the reply that was rated; ``None`` where it is not known, as of ratings of earlier versions."""
    return session.get(TurnRow, rated.turn_id) if rated.turn_id is not None else None
