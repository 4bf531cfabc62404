"""Past turns: looked for, listed a page at a time, and read whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, tuple_

from conversations.reply import REPLIES, Reply
from conversations.tables import FeedbackRow, TurnRow
from conversations.trace import Trace, load_trace
from foundation.database import Database
from foundation.errors import MissingError
from vietnamese.text import fold, syllables


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which turns; what is empty does not matter.

    Attributes:
        words: that the question has, with or without diacritics.
        outcomes, channel, release: of the turn; any of the outcomes.
        useful: how one of its replies was rated.
        since, until: when it was accepted, ``until`` excluded.
        below: only turns before this one in the list: when it was accepted, and its id.
    """

    words: str = ""
    outcomes: Sequence[str] = ()
    channel: str = ""
    release: str = ""
    useful: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    below: tuple[datetime, str] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A turn in the list; ``question`` is ``None`` where what was said is not kept."""

    id: str
    question: str | None
    outcome: str
    channel: str
    release: str
    led_by: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class PastTurn:
    """A turn, whole.

    Attributes:
        listed: as it stands in the list.
        answered_at: when it ended.
        ratings: of its replies, each with the reason given.
    """

    listed: Listed
    answered_at: datetime | None
    replies: tuple[Reply, ...]
    trace: Trace | None
    ratings: tuple[tuple[bool, str | None], ...]


_LISTED = (
    TurnRow.id,
    TurnRow.question,
    TurnRow.outcome,
    TurnRow.channel,
    TurnRow.release,
    TurnRow.led_by,
    TurnRow.accepted_at,
)


class PastTurns:
    """Reads the turns of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, wanted: Wanted, most: int) -> list[Listed]:
        """The newest turns that are wanted, at most so many."""
        with self._database.reading() as session:
            # What is looked through stands in one index; only what is shown is read from the table.
            ids = list(session.scalars(_found(wanted).limit(most)))
            rows = session.execute(
                select(*_LISTED)
                .where(TurnRow.id.in_(ids))
                .order_by(TurnRow.accepted_at.desc(), TurnRow.id.desc())
            )
            return [Listed(*row) for row in rows]

    def one(self, turn: str) -> PastTurn:
        """A turn by its id.

        Raises:
            MissingError: there is none, or no more.
        """
        columns = (*_LISTED, TurnRow.answered_at, TurnRow.replies, TurnRow.trace)
        with self._database.reading() as session:
            row = session.execute(select(*columns).where(TurnRow.id == turn)).one_or_none()
            if row is None:
                raise MissingError(
                    "Không có lượt này, hoặc hội thoại đã được xoá.", hint="Mời anh/chị xem danh sách lượt."
                )
            rated = session.execute(
                select(FeedbackRow.useful, FeedbackRow.reason)
                .where(FeedbackRow.turn_id == turn)
                .order_by(FeedbackRow.given_at)
            )
            ratings = tuple((useful, reason) for useful, reason in rated)
        return PastTurn(
            Listed(*row[: len(_LISTED)]),
            answered_at=row.answered_at,
            replies=REPLIES.validate_python(row.replies or ()),
            trace=load_trace(row.trace),
            ratings=ratings,
        )


def words_of(question: str) -> str:
    """The form in which a question is looked through: folded, and short enough for an index of either database."""
    return " ".join(syllables(fold(question)))[:400]


def _found(wanted: Wanted) -> Select[str]:
    return (
        select(TurnRow.id).where(*_conditions(wanted)).order_by(TurnRow.accepted_at.desc(), TurnRow.id.desc())
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        TurnRow.words.contains(word, autoescape=True) for word in words_of(wanted.words).split()
    ]
    if wanted.outcomes:
        found.append(TurnRow.outcome.in_(wanted.outcomes))
    if wanted.channel:
        found.append(TurnRow.channel == wanted.channel)
    if wanted.release:
        found.append(TurnRow.release == wanted.release)
    if wanted.useful is not None:
        rated = select(FeedbackRow.turn_id).where(FeedbackRow.useful.is_(wanted.useful))
        found.append(TurnRow.id.in_(rated))
    if wanted.since:
        found.append(TurnRow.accepted_at >= wanted.since)
    if wanted.until:
        found.append(TurnRow.accepted_at < wanted.until)
    if wanted.below:
        found.append(TurnRow.accepted_at <= wanted.below[0])
        found.append(tuple_(TurnRow.accepted_at, TurnRow.id) < tuple_(*wanted.below))
    return found
