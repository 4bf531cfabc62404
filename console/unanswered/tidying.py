"""Tidying: groups forget the questions that were erased, and are forgotten with the last of them."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import delete, func, select

from console.unanswered.grouping import hold
from console.unanswered.heat import heat_of
from console.unanswered.sources import Cause
from console.unanswered.tables import GroupedRow, GroupRow
from foundation.database import Database

_AT_ONCE = 200


def tidy(database: Database) -> int:
    """Count anew the groups that lost questions, and forget the empty ones; returns how many were touched."""
    with database.reading() as session:
        left = select(GroupedRow.group_number, func.count().label("left")).group_by(GroupedRow.group_number)
        counts: dict[int, int] = {row.group_number: row.left for row in session.execute(left)}
        known = session.execute(select(GroupRow.number, GroupRow.questions, GroupRow.example)).all()
    wrong = [row.number for row in known if counts.get(row.number, 0) != row.questions or row.example is None]
    for start in range(0, len(wrong), _AT_ONCE):
        _recount(database, wrong[start : start + _AT_ONCE])
    return len(wrong)


def _recount(database: Database, numbers: list[int]) -> None:
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
            row.example = max(left, key=lambda member: member.asked_at).turn_id
