"""What went live, when and by whom; and what is about to.

Going live is three steps, so that a process may be killed between any two of them: the intent is written down, the live
release is switched in one atomic step, the outcome is written down. What is live says the file alone: an intent that
nobody carried on is settled by looking at it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from console.publishing_rules import hold_publishing
from console.publishing_tables import PublicationRow
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import ConflictError, HoidapError
from knowledge.filing import Beside
from knowledge.release import live_id, point_live

#: Seconds that an intent is left alone: whoever wrote it may still be at it.
_PATIENCE = 10.0


class PublicationKind(StrEnum):
    """How a release went live."""

    PUBLISH = "publish"
    ROLLBACK = "rollback"
    ELSEWHERE = "elsewhere"  #: on the server: by a command, or at a start


class PublicationState(StrEnum):
    """How far it is."""

    SCHEDULED = "scheduled"
    PENDING = "pending"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Publication:
    """See :class:`console.publishing_tables.PublicationRow`."""

    id: int
    release: str
    previous: str
    kind: PublicationKind
    state: PublicationState
    check: str
    by: str
    address: str
    reason: str
    asked_at: datetime
    due_at: datetime | None
    moved_at: datetime
    trouble: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to go live, for whom and why."""

    release: str
    previous: str
    kind: PublicationKind
    by: str
    address: str
    check: str = ""
    reason: str = ""


Settled = Callable[[Session, Publication], None]
"""What is written in the transaction that says that a release went live."""


class Publications:
    """The publications of the database, and the one file that says what is live.

    Args:
        database: of them.
        folder: of the releases.
        clock: tells when.
        settled: called whenever something went live, here or on the server.
    """

    def __init__(self, database: Database, folder: Path, clock: Clock, settled: Settled) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self._settled = settled

    def history(self, limit: int) -> list[Publication]:
        """The newest, whatever became of them."""
        wanted = select(PublicationRow).order_by(PublicationRow.id.desc()).limit(limit)
        with self._database.reading() as session:
            return [_publication(row) for row in session.scalars(wanted)]

    def gone_live(self, limit: int) -> list[Publication]:
        """The newest that went live."""
        wanted = (
            select(PublicationRow)
            .where(PublicationRow.state == PublicationState.DONE)
            .order_by(PublicationRow.id.desc())
            .limit(limit)
        )
        with self._database.reading() as session:
            return [_publication(row) for row in session.scalars(wanted)]

    def scheduled(self) -> Publication | None:
        """The one that is to go live by itself."""
        with self._database.reading() as session:
            row = session.scalar(_in_state(PublicationState.SCHEDULED))
            return _publication(row) if row is not None else None

    def schedule(self, wish: Wish, due: datetime, beside: Beside) -> None:
        """Let a release go live at a moment; one that was scheduled before is cancelled."""
        with self._database.transaction() as session:
            hold_publishing(session)
            self._cancel(session, "Có lần hẹn mới.")
            session.add(self._row(wish, PublicationState.SCHEDULED, due))
            beside(session)

    def cancel(self, why: str, beside: Beside | None = None) -> bool:
        """Let nothing go live by itself; whether anything would have."""
        with self._database.transaction() as session:
            hold_publishing(session)
            cancelled = self._cancel(session, why)
            if cancelled and beside is not None:
                beside(session)
            return cancelled

    def go_live(self, wish: Wish, scheduled: int = 0) -> None:
        """Switch to a release that was just loaded; ``scheduled`` is the publication that it was to be.

        Raises:
            ConflictError: something else went live meanwhile, or is about to; or the schedule was cancelled.
            StorageError: the disk is full; what was live still is.
        """
        number = self._intend(wish, scheduled)
        try:
            point_live(self._folder, wish.release)
        except HoidapError as error:
            self._settle(number, PublicationState.FAILED, error.message)
            raise
        self._settle(number, PublicationState.DONE)

    def look(self) -> None:
        """Settle what a killed process left, and note what went live on the server."""
        live = live_id(self._folder)
        with self._database.reading() as session:
            pending, last = session.scalar(_in_state(PublicationState.PENDING)), session.scalar(_NEWEST)
            if pending is None and (not live or (last is not None and last.release == live)):
                return
        with self._database.transaction() as session:
            hold_publishing(session)
            self._settle_left(session)

    def _settle_left(self, session: Session) -> None:
        live, pending = live_id(self._folder), session.scalar(_in_state(PublicationState.PENDING))
        if pending is not None:
            if pending.moved_at > self._clock() - timedelta(seconds=_PATIENCE):
                return
            if pending.release == live:
                self._move(session, pending, PublicationState.DONE)
            else:
                why = "Bị ngắt trước khi chuyển; bản đang dùng không đổi."
                self._move(session, pending, PublicationState.FAILED, why)
        last = session.scalar(_NEWEST)
        if live and (last is None or last.release != live):
            previous = last.release if last is not None else ""
            wish = Wish(live, previous, PublicationKind.ELSEWHERE, "máy chủ", "")
            row = self._row(wish, PublicationState.DONE)
            session.add(row)
            session.flush()
            self._settled(session, _publication(row))

    def _intend(self, wish: Wish, scheduled: int) -> int:
        with self._database.transaction() as session:
            hold_publishing(session)
            live = live_id(self._folder) or ""
            if session.scalar(_in_state(PublicationState.PENDING)) is not None or live != wish.previous:
                raise ConflictError(
                    "Vừa có bản phát hành khác được đưa vào dùng.",
                    hint="Mời anh/chị mở lại trang Phát hành xem bản nào đang dùng.",
                )
            if not scheduled:
                row = self._row(wish, PublicationState.PENDING)
                session.add(row)
                session.flush()
                return row.id
            begun = session.execute(
                update(PublicationRow)
                .where(PublicationRow.id == scheduled, PublicationRow.state == PublicationState.SCHEDULED)
                .values(state=PublicationState.PENDING, moved_at=self._clock())
                .returning(PublicationRow.id)
            ).scalar()
            if begun is None:
                raise ConflictError("Lần hẹn này không còn.", hint="")
            return begun

    def _settle(self, number: int, state: PublicationState, trouble: str = "") -> None:
        with self._database.transaction() as session:
            row = session.get(PublicationRow, number)
            if (
                row is not None and row.state == PublicationState.PENDING
            ):  # not settled by another process meanwhile
                self._move(session, row, state, trouble)

    def _move(
        self, session: Session, row: PublicationRow, state: PublicationState, trouble: str = ""
    ) -> None:
        row.state, row.moved_at, row.trouble = state, self._clock(), trouble
        if state is PublicationState.DONE:
            self._settled(session, _publication(row))

    def _cancel(self, session: Session, why: str) -> bool:
        row = session.scalar(_in_state(PublicationState.SCHEDULED))
        if row is not None:
            self._move(session, row, PublicationState.CANCELLED, why)
        return row is not None

    def _row(self, wish: Wish, state: PublicationState, due: datetime | None = None) -> PublicationRow:
        now = self._clock()
        return PublicationRow(
            release=wish.release,
            previous=wish.previous,
            kind=wish.kind,
            state=state,
            check_id=wish.check,
            by=wish.by,
            address=wish.address,
            reason=wish.reason,
            asked_at=now,
            due_at=due,
            moved_at=now,
            trouble="",
        )


def _in_state(state: PublicationState) -> Select[PublicationRow]:
    return select(PublicationRow).where(PublicationRow.state == state).limit(1)


_NEWEST = _in_state(PublicationState.DONE).order_by(PublicationRow.id.desc())


def _publication(row: PublicationRow) -> Publication:
    return Publication(
        id=row.id,
        release=row.release,
        previous=row.previous,
        kind=PublicationKind(row.kind),
        state=PublicationState(row.state),
        check=row.check_id,
        by=row.by,
        address=row.address,
        reason=row.reason,
        asked_at=row.asked_at,
        due_at=row.due_at,
        moved_at=row.moved_at,
        trouble=row.trouble,
    )
