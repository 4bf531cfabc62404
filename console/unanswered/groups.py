"""The inbox: groups of unanswered questions, what is done about them, and who does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.actions import Action
from console.audit import Actor, AuditLog
from console.tables import AccountRow
from console.unanswered.heat import heat_now
from console.unanswered.reasons import Reason
from console.unanswered.sources import Cause
from console.unanswered.tables import GroupedRow, GroupRow
from conversations.tables import TurnRow
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import ConflictError, InputError, MissingError

PAGE = 50
#: A settled group comes back once it was asked so often again, unless an editor says otherwise.
BACK_AFTER = 5
_MOST_BACK_AFTER = 1000


class State(StrEnum):
    """What has become of a group."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        """What it is called on screens."""
        return {"open": "chờ xử lý", "answered": "đã có câu trả lời", "dismissed": "đã bỏ qua"}[self.value]


@dataclass(frozen=True, slots=True)
class Group:
    """See :class:`console.unanswered.tables.GroupRow`.

    Attributes:
        question: as one of the citizens asked it; empty where all were erased.
        heat: how often and how lately, as of now.
    """

    number: int
    question: str
    state: State
    questions: int
    causes: Mapping[Cause, int]
    heat: float
    first_at: datetime
    last_at: datetime
    assignee: str
    answer: str
    reason: Reason | None
    settled_at: datetime | None
    settled_by: str
    since: int
    back_after: int | None
    returned: bool
    revision: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which groups to show.

    Attributes:
        state: in this state.
        cause: with at least one question of this cause; ``None`` for any.
        assignee: of this account; empty for any, :data:`NOBODY` for those of nobody.
        page: from 1.
    """

    state: State = State.OPEN
    cause: Cause | None = None
    assignee: str = ""
    page: int = 1


NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Worded:
    """A wording of a group: one question that says it so, and how often it was said."""

    question: str
    count: int
    last_at: datetime


class Groups:
    """Reads and changes the groups."""

    def __init__(self, database: Database, audit: AuditLog, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock

    def page(self, wanted: Wanted) -> tuple[list[Group], bool]:
        """The most urgent groups that are wanted, and whether there are more behind them."""
        query = select(GroupRow, TurnRow.question).outerjoin(TurnRow, TurnRow.id == GroupRow.example)
        query = query.where(GroupRow.state == wanted.state.value)
        if wanted.cause is not None:
            query = query.where(getattr(GroupRow, wanted.cause.value) > 0)
        if wanted.assignee:
            query = query.where(GroupRow.assignee == wanted.assignee.removeprefix(NOBODY))
        query = query.order_by(GroupRow.heat.desc(), GroupRow.number.desc())
        with self._database.reading() as session:
            rows = session.execute(query.offset((wanted.page - 1) * PAGE).limit(PAGE + 1)).all()
            return [self._group(session, row, question) for row, question in rows[:PAGE]], len(rows) > PAGE

    def counts(self) -> dict[State, int]:
        """How many groups are in each state."""
        with self._database.reading() as session:
            rows = session.execute(select(GroupRow.state, func.count()).group_by(GroupRow.state)).all()
        known = {State(state): count for state, count in rows}
        return {state: known.get(state, 0) for state in State}

    def group(self, number: int) -> Group:
        """One group.

        Raises:
            MissingError: there is none.
        """
        with self._database.reading() as session:
            row = _row(session, number)
            return self._group(session, row, _example(session, row))

    def exists(self, number: int) -> bool:
        """Whether there is such a group."""
        with self._database.reading() as session:
            return session.get(GroupRow, number) is not None

    def wordings(self, number: int, limit: int = 50) -> list[Worded]:
        """How its questions are worded, the most frequent first."""
        said = (
            select(
                func.min(GroupedRow.turn_id).label("turn"),
                func.count().label("count"),
                func.max(GroupedRow.asked_at).label("last_at"),
            )
            .where(GroupedRow.group_number == number)
            .group_by(GroupedRow.letters)
            .subquery()
        )
        query = select(TurnRow.question, said.c.count, said.c.last_at).join(
            TurnRow, TurnRow.id == said.c.turn
        )
        query = query.order_by(said.c.count.desc(), said.c.last_at.desc()).limit(limit)
        with self._database.reading() as session:
            return [Worded(row[0] or "", row[1], row[2]) for row in session.execute(query)]

    def assignees(self) -> Sequence[str]:
        """The accounts that can take care of something."""
        with self._database.reading() as session:
            active = select(AccountRow.name).where(AccountRow.disabled_at.is_(None)).order_by(AccountRow.name)
            return list(session.scalars(active))

    def assign(self, actor: Actor, number: int, seen: int, account: str) -> None:
        """Give a group to an account; empty takes it from everybody.

        Raises:
            MissingError: there is no such group.
            InputError: there is no such account.
            ConflictError: somebody else changed the group meanwhile.
        """
        if account and account not in self.assignees():
            raise InputError("Không có tài khoản này.", hint="Mời anh/chị chọn một người trong danh sách.")
        with self._database.transaction() as session:
            row = _seen(session, number, seen)
            row.assignee = account
            details = {"to": account} if account else {}
            self._audit.add(session, actor, Action.QUESTIONS_ASSIGNED, str(number), details)

    def dismiss(
        self, actor: Actor, number: int, seen: int, reason: Reason, back_after: int | None = BACK_AFTER
    ) -> None:
        """Lay a group aside; it comes back once it was asked ``back_after`` times more, ``None`` for never.

        Raises:
            MissingError, ConflictError: as :meth:`assign`.
            InputError: ``back_after`` is no such number.
        """
        if back_after is not None and not 1 <= back_after <= _MOST_BACK_AFTER:
            raise InputError(
                "Số lần hỏi lại không đúng.", hint=f"Mời anh/chị gõ một số từ 1 đến {_MOST_BACK_AFTER}."
            )
        with self._database.transaction() as session:
            row = _seen(session, number, seen)
            self._settle(row, State.DISMISSED, actor, back_after)
            row.reason = reason.value
            self._audit.add(session, actor, Action.QUESTIONS_DISMISSED, str(number), {"reason": reason.value})

    def reopen(self, actor: Actor, number: int, seen: int) -> None:
        """Take up again what was settled; raises as :meth:`assign`."""
        with self._database.transaction() as session:
            row = _seen(session, number, seen)
            row.state, row.settled_at, row.back_after = State.OPEN.value, None, None
            row.answer = row.reason = row.settled_by = ""
            row.since, row.returned = 0, False
            self._audit.add(session, actor, Action.QUESTIONS_REOPENED, str(number))

    def answer(self, session: Session, actor: Actor, number: int, slug: str) -> None:
        """Note, in the transaction that keeps the curated answer ``slug``, that it serves a group.

        Two answers to one group are no conflict: both are kept, the later one is named.

        Raises:
            MissingError: there is no such group.
        """
        row = _row(session, number, lock=True)
        row.revision += 1
        self._settle(row, State.ANSWERED, actor, BACK_AFTER)
        row.answer = slug
        self._audit.add(session, actor, Action.QUESTIONS_ANSWERED, str(number), {"answer": slug})

    def _settle(self, row: GroupRow, state: State, actor: Actor, back_after: int | None) -> None:
        row.state, row.settled_at, row.settled_by = state.value, self._clock(), actor.name[:40]
        row.back_after, row.since, row.returned = back_after, 0, False
        row.answer = row.reason = ""

    def _group(self, session: Session, row: GroupRow, question: str | None) -> Group:
        return Group(
            number=row.number,
            question=question or _example(session, row),
            state=State(row.state),
            questions=row.questions,
            causes={cause: count for cause in Cause if (count := getattr(row, cause.value))},
            heat=heat_now(row.heat, self._clock()),
            first_at=row.first_at,
            last_at=row.last_at,
            assignee=row.assignee,
            answer=row.answer,
            reason=Reason(row.reason) if row.reason else None,
            settled_at=row.settled_at,
            settled_by=row.settled_by,
            since=row.since,
            back_after=row.back_after,
            returned=row.returned,
            revision=row.revision,
        )


def _example(session: Session, row: GroupRow) -> str:
    """The question that stands for a group; where it was erased, the newest."""
    query = select(TurnRow.question).join(GroupedRow, GroupedRow.turn_id == TurnRow.id)
    query = query.where(GroupedRow.group_number == row.number)
    chosen = session.scalar(query.where(TurnRow.id == row.example)) if row.example else None
    return chosen or session.scalar(query.order_by(GroupedRow.asked_at.desc()).limit(1)) or ""


def _row(session: Session, number: int, *, lock: bool = False) -> GroupRow:
    row = session.get(GroupRow, number, with_for_update=lock or None)
    if row is None:
        raise MissingError("Không có nhóm câu hỏi này.", hint="Mời anh/chị xem lại danh sách.")
    return row


def _seen(session: Session, number: int, seen: int) -> GroupRow:
    """The row, held, if nobody changed it since it was seen; its revision goes up."""
    row = _row(session, number, lock=True)
    if row.revision != seen:
        raise ConflictError(
            "Người khác vừa thay đổi nhóm câu hỏi này.", hint="Mời anh/chị mở lại trang rồi quyết định."
        )
    row.revision += 1
    return row
