"""Tidying: groups forget the questions that were erased, and are forgotten with the last of them.

Where the question is gone that stood for a group, erased or no longer kept, the newest of the others takes its place,
and what it means that of the other's meaning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, select

from console.unanswered.grouping import Grouping, hold
from console.unanswered.heat import heat_of
from console.unanswered.meaning import NO_MEANING, Meaning
from console.unanswered.sources import Cause
from console.unanswered.tables import GroupedRow, GroupRow
from conversations.tables import TurnRow
from foundation.database import Database

_AT_ONCE = 200


def tidy(database: Database, grouping: Grouping) -> int:
    """Count anew the groups that lost questions, and forget the empty ones; returns how many were touched.

    Args:
        database: of the groups.
        grouping: what puts questions into them.
    """
    with database.reading() as session:
        left = select(GroupedRow.group_number, func.count().label("left")).group_by(GroupedRow.group_number)
        counts: dict[int, int] = {row.group_number: row.left for row in session.execute(left)}
        known = session.execute(
            select(GroupRow.number, GroupRow.questions, GroupRow.example, GroupRow.encoder, TurnRow.question)
            .outerjoin(TurnRow, TurnRow.id == GroupRow.example)
            .order_by(GroupRow.number)
        ).all()
    unworded = {row.number for row in known if row.question is None and (row.encoder or row.example is None)}
    wrong = [
        row.number for row in known if counts.get(row.number, 0) != row.questions or row.number in unworded
    ]
    for start in range(0, len(wrong), _AT_ONCE):
        numbers = wrong[start : start + _AT_ONCE]
        _recount(database, numbers, _examples(database, grouping, unworded.intersection(numbers)))
    grouping.start_anew()
    return len(wrong)


def _examples(
    database: Database, grouping: Grouping, numbers: set[int]
) -> Mapping[int, tuple[str, Meaning | None]]:
    """The questions that are to stand for groups: of each the turn, and what it means."""
    newest: dict[int, tuple[str, str]] = {}
    with database.reading() as session:
        for number in sorted(numbers):
            worded = (
                select(GroupedRow.turn_id, TurnRow.question)
                .join(TurnRow, TurnRow.id == GroupedRow.turn_id)
                .where(GroupedRow.group_number == number, TurnRow.question.is_not(None))
                .order_by(GroupedRow.asked_at.desc())
                .limit(1)
            )
            row = session.execute(worded).one_or_none()
            newest[number] = ("", "") if row is None else (row.turn_id, row.question or "")
    # Encoding takes its time: nothing is held meanwhile.
    return {
        number: (turn, grouping.meaning(question) if turn else None)
        for number, (turn, question) in newest.items()
    }


def _recount(
    database: Database, numbers: Sequence[int], examples: Mapping[int, tuple[str, Meaning | None]]
) -> None:
    with database.transaction() as session:
        hold(session)
        rows = session.scalars(
            select(GroupRow).where(GroupRow.number.in_(numbers)).order_by(GroupRow.number).with_for_update()
        ).all()
        members: dict[int, list[GroupedRow]] = defaultdict(list)
        for member in session.scalars(select(GroupedRow).where(GroupedRow.group_number.in_(numbers))):
            members[member.group_number].append(member)
        for row in rows:
            left = members[row.number]
            if not left:
                session.execute(delete(GroupRow).where(GroupRow.number == row.number))
                continue
            moments = [member.asked_at for member in left]
            row.questions, row.heat = len(left), heat_of(moments)
            row.first_at, row.last_at = min(moments), max(moments)
            for cause in Cause:
                setattr(row, cause.value, sum(member.cause == cause.value for member in left))
            if row.number in examples:
                _stand_for(row, left, *examples[row.number])


def _stand_for(row: GroupRow, left: Sequence[GroupedRow], turn: str, meaning: Meaning | None) -> None:
    there = any(member.turn_id == turn for member in left)  # it may have been erased meanwhile
    row.example = turn if there else max(left, key=lambda member: member.asked_at).turn_id
    kept = meaning.kept if there and meaning is not None else NO_MEANING
    for name, value in kept.items():
        setattr(row, name, value)
