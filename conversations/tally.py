"""The tally: turns counted day by day, each once, so that figures outlive the turns and a page need not read them all.

Turns are counted in the order in which they were accepted, a few minutes behind; how far counting has come moves on in
the transaction that adds the counts, so that a turn counts once whoever counts and whenever it stops. Whoever deletes
old turns brings the tally up to date first; who erases a conversation has what is not counted of it counted at once.

Ratings may be changed, so that those of the last days are counted anew each time, in the place of what was counted: a
rating that is erased within these days is not counted any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, delete, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from conversations.counts import Cell, Ended, Measure, count
from conversations.tables import ConversationRow, FeedbackRow, TurnRow
from conversations.tally_tables import DailyCountRow, TallyRow
from foundation.clock import VIETNAM, Clock, day_in_vietnam
from foundation.database import Database
from foundation.upsert import insert_into

#: A turn that was accepted so long ago is over, or will never be.
LAG = timedelta(minutes=2)
#: So many turns are counted in one transaction: on SQLite everybody waits meanwhile.
_AT_ONCE = 500
#: Ratings of so many days, today included, are counted anew.
RATED = 3
#: So many cells go into one statement; SQLite takes no more than 32,766 values.
_CELLS = 1000
_Key = TypeVar("_Key")
_START = datetime(1970, 1, 1, tzinfo=VIETNAM)


class Tally:
    """Counts, and tells what was counted."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def catch_up(self) -> bool:
        """Count the next turns; returns whether there may be more."""
        until = self._clock() - LAG
        with self._database.transaction() as session:
            row = _locked(session)
            fetched = _ended(session, row, TurnRow.accepted_at < until, _AT_ONCE)
            if fetched:
                _add(session, count(turn for _, turn in fetched))
                row.turn, last = fetched[-1]
                row.accepted_at = last.accepted_at
            more = len(fetched) == _AT_ONCE
            if not more:
                today = day_in_vietnam(self._clock())
                _count_ratings(session, min(row.rated, today - timedelta(days=RATED - 1)))
                row.rated = today
                if until > row.accepted_at:
                    row.accepted_at, row.turn = until, ""
        return more

    @property
    def until(self) -> datetime | None:
        """Up to when turns are counted; ``None`` before the first count."""
        with self._database.reading() as session:
            return session.scalar(select(TallyRow.accepted_at))

    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which anything was counted."""
        with self._database.reading() as session:
            found = select(func.min(DailyCountRow.day), func.max(DailyCountRow.day)).where(
                DailyCountRow.measure == Measure.OUTCOME
            )
            row = session.execute(found).one()
        first: date | None = row[0]
        return None if first is None else (first, row[1])

    def daily(self, measure: Measure, first: date, last: date) -> Counter[tuple[date, str]]:
        """The counts of a measure by day and subject over a period, both ends included."""
        return self._summed(measure, first, last, DailyCountRow.day)

    def by_channel(self, measure: Measure, first: date, last: date) -> Counter[tuple[str, str]]:
        """The same by channel and subject."""
        return self._summed(measure, first, last, DailyCountRow.channel)

    def totals(self, measure: Measure, first: date, last: date, most: int = 1000) -> list[tuple[str, int]]:
        """The subjects of a measure with their counts over a period, the most frequent first, at most so many."""
        total = func.sum(DailyCountRow.count)
        with self._database.reading() as session:
            rows = session.execute(
                select(DailyCountRow.subject, total)
                .where(*_within(measure, first, last))
                .group_by(DailyCountRow.subject)
                .order_by(total.desc(), DailyCountRow.subject)
                .limit(most)
            )
            return [(subject, int(number)) for subject, number in rows]

    def _summed(
        self, measure: Measure, first: date, last: date, key: InstrumentedAttribute[_Key]
    ) -> Counter[tuple[_Key, str]]:
        grouped = (
            select(key, DailyCountRow.subject, func.sum(DailyCountRow.count))
            .where(*_within(measure, first, last))
            .group_by(key, DailyCountRow.subject)
        )
        with self._database.reading() as session:
            return Counter({(of, subject): int(number) for of, subject, number in session.execute(grouped)})


def count_erased(session: Session, conversation: str) -> None:
    """Within the transaction that erases a conversation, and before that: count those of its turns that nobody has.

    The caller holds the conversation, so that no turn of it ends meanwhile.
    """
    row = _locked(session)
    _add(session, count(turn for _, turn in _ended(session, row, TurnRow.conversation_id == conversation)))


def _within(measure: Measure, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return DailyCountRow.measure == measure.value, DailyCountRow.day.between(first, last)


def _locked(session: Session) -> TallyRow:
    """How far counting has come; nobody else counts until the transaction ends."""
    nothing = {"id": 1, "accepted_at": _START, "turn": "", "rated": _START.date()}
    session.execute(insert_into(session, TallyRow).values(nothing).on_conflict_do_nothing())
    return session.scalars(select(TallyRow).with_for_update()).one()


def _ended(
    session: Session, row: TallyRow, which: ColumnElement[bool], most: int | None = None
) -> Sequence[tuple[str, Ended]]:
    """The turns that are not counted yet, each with its id, in the order in which they are counted."""
    found = session.execute(
        select(
            TurnRow.id,
            TurnRow.channel,
            TurnRow.release,
            TurnRow.led_by,
            TurnRow.outcome,
            TurnRow.replies,
            TurnRow.accepted_at,
            TurnRow.answered_at,
        )
        .where(
            TurnRow.accepted_at >= row.accepted_at,
            tuple_(TurnRow.accepted_at, TurnRow.id) > tuple_(row.accepted_at, row.turn),
            which,
        )
        .order_by(TurnRow.accepted_at, TurnRow.id)
        .limit(most)
    )
    return [
        (
            turn,
            Ended(channel, release, led_by, outcome, replies or (), accepted_at, answered_at or accepted_at),
        )
        for turn, channel, release, led_by, outcome, replies, accepted_at, answered_at in found
    ]


def _add(session: Session, counted: Counter[Cell]) -> None:
    rows = [
        {
            "measure": cell.measure.value,
            "day": cell.day,
            "channel": cell.channel,
            "subject": cell.subject,
            "count": number,
        }
        for cell, number in counted.items()
    ]
    for start in range(0, len(rows), _CELLS):
        insert = insert_into(session, DailyCountRow).values(rows[start : start + _CELLS])
        session.execute(
            insert.on_conflict_do_update(
                index_elements=["measure", "day", "channel", "subject"],
                set_={"count": DailyCountRow.count + insert.excluded.count},
            )
        )


def _count_ratings(session: Session, first: date) -> None:
    """Count the ratings since a day anew."""
    since = datetime.combine(first, time(), VIETNAM)
    session.execute(
        delete(DailyCountRow).where(DailyCountRow.measure == Measure.USEFUL.value, DailyCountRow.day >= first)
    )
    rated = session.execute(
        select(FeedbackRow.given_at, ConversationRow.channel, FeedbackRow.useful)
        .join(ConversationRow, ConversationRow.id == FeedbackRow.conversation_id)
        .where(FeedbackRow.given_at >= since)
    )
    _add(
        session,
        Counter(
            Cell(Measure.USEFUL, day_in_vietnam(given_at), channel, "yes" if useful else "no")
            for given_at, channel, useful in rated
        ),
    )
