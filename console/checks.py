"""Checks of the draft as jobs in the database: asked for on a page, run by a process of the service, one at a time.

Whoever runs a check gives signs of life. A check without any was broken off, however its process ended: it says so and
another one can be asked for. What it had begun to build is swept away (:mod:`knowledge.release_files`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from console.publishing_rules import hold_publishing
from console.publishing_tables import CheckRow, ComparedRow
from evaluation.trial import Compared, Trial, Verdict
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import ConflictError, HoidapError, MissingError
from foundation.ids import new_id
from knowledge.filing import Beside

#: Seconds without a sign of life after which a check is taken for broken off.
LEASE = 20.0
#: Checks whose answers are kept; of older ones only the counts.
_KEPT = 20
_COMPARED: TypeAdapter[Compared] = TypeAdapter(Compared)


class CheckState(StrEnum):
    """How far a check is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Phase(StrEnum):
    """What is done in a check that runs."""

    BUILDING = "building"
    ASKING = "asking"


@dataclass(frozen=True, slots=True)
class Check:
    """A check; see :class:`console.publishing_tables.CheckRow`."""

    id: str
    state: CheckState
    phase: str
    done: int
    total: int
    requested_by: str
    requested_at: datetime
    ended_at: datetime | None
    draft: str
    base: str
    release: str
    asked: int
    counts: dict[Verdict, int]
    right: tuple[int, int]
    error: str
    hint: str

    @property
    def under_way(self) -> bool:
        """Whether its end is still to come."""
        return self.state in (CheckState.WAITING, CheckState.RUNNING)


class Checks:
    """The checks of the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def request(self, by: str, beside: Beside | None = None) -> str:
        """Ask for a check of the draft as it will be when the check begins; its id.

        Raises:
            ConflictError: one is under way.
        """
        with self._database.transaction() as session:
            hold_publishing(session)
            self._end_broken(session)
            under_way = select(CheckRow.id).where(
                CheckRow.state.in_((CheckState.WAITING, CheckState.RUNNING))
            )
            if session.scalar(under_way) is not None:
                raise ConflictError(
                    "Đang có một lần kiểm tra.", hint="Mời anh/chị chờ lần ấy xong, thường chưa tới hai phút."
                )
            row = CheckRow(
                id=new_id(),
                state=CheckState.WAITING,
                phase="",
                done=0,
                total=0,
                requested_by=by,
                requested_at=self._clock(),
                draft="",
                base="",
                release="",
                asked=0,
                better=0,
                worse=0,
                reworded=0,
                same=0,
                right_before=0,
                right_after=0,
                error="",
                hint="",
            )
            session.add(row)
            if beside is not None:
                beside(session)
            return row.id

    def get(self, check: str) -> Check:
        """One of them.

        Raises:
            MissingError: there is none of this id.
        """
        with self._database.reading() as session:
            row = session.get(CheckRow, check)
            if row is None:
                raise MissingError("Không có lần kiểm tra này.", hint="Mời anh/chị về trang Phát hành.")
            return self._check(row)

    def latest(self) -> Check | None:
        """The one that was asked for last."""
        with self._database.reading() as session:
            row = session.scalar(
                select(CheckRow).order_by(CheckRow.requested_at.desc(), CheckRow.id).limit(1)
            )
            return self._check(row) if row is not None else None

    def of_releases(self) -> dict[str, Check]:
        """The checks that were done, by the release that each of them built."""
        with self._database.reading() as session:
            rows = session.scalars(select(CheckRow).where(CheckRow.release != ""))
            return {row.release: self._check(row) for row in rows}

    def compared(self, check: str, verdict: Verdict, limit: int) -> list[Compared]:
        """At most so many questions of a check with this verdict."""
        wanted = (
            select(ComparedRow)
            .where(ComparedRow.check_id == check, ComparedRow.verdict == verdict)
            .order_by(ComparedRow.number)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [_COMPARED.validate_python(row.record) for row in session.scalars(wanted)]

    def claim(self) -> str | None:
        """Take up the check that waits, if there is one and none runs; no other process gets the same."""
        with self._database.transaction() as session:
            hold_publishing(session)
            self._end_broken(session)
            running = select(CheckRow.id).where(CheckRow.state == CheckState.RUNNING).limit(1)
            if session.scalar(running) is not None:
                return None
            waiting = select(CheckRow).where(CheckRow.state == CheckState.WAITING)
            row = session.scalar(waiting.order_by(CheckRow.requested_at, CheckRow.id).limit(1))
            if row is None:
                return None
            row.state, row.beat_at = CheckState.RUNNING, self._clock()
            return row.id

    def beat(self, check: str) -> None:
        """Give a sign of life for a check that runs."""
        with self._database.transaction() as session:
            self._running(session, check, beat_at=self._clock())

    def progress(self, check: str, phase: Phase, done: int, total: int, **more: str) -> None:
        """Say how far a check is; ``more`` are its ``draft``, ``base`` and ``release`` once they are known.

        Raises:
            ConflictError: it is no longer running: it was taken for broken off.
        """
        with self._database.transaction() as session:
            still = self._running(
                session, check, phase=phase, done=done, total=total, beat_at=self._clock(), **more
            )
        if not still:
            raise ConflictError("Lần kiểm tra này đã bị coi là đứt quãng.", hint="Bấm Kiểm tra lần nữa.")

    def finish(self, check: str, trial: Trial) -> None:
        """Keep what a check found; raises as :meth:`progress`."""
        counts, (right_before, right_after) = trial.counts, trial.right
        differing = [one for one in trial.compared if one.verdict is not Verdict.SAME]
        with self._database.transaction() as session:
            still = self._running(
                session,
                check,
                state=CheckState.DONE,
                phase="",
                ended_at=self._clock(),
                asked=len(trial.compared),
                right_before=right_before,
                right_after=right_after,
                **{verdict.value: count for verdict, count in counts.items()},
            )
            if not still:
                raise ConflictError("Lần kiểm tra này đã bị coi là đứt quãng.", hint="Bấm Kiểm tra lần nữa.")
            session.add_all(
                ComparedRow(
                    check_id=check,
                    number=number,
                    verdict=one.verdict,
                    record=_COMPARED.dump_python(one, mode="json"),
                )
                for number, one in enumerate(differing, 1)
            )
            newest = select(CheckRow.id).order_by(CheckRow.requested_at.desc()).limit(_KEPT)
            session.execute(delete(ComparedRow).where(ComparedRow.check_id.not_in(newest)))

    def fail(self, check: str, error: HoidapError) -> None:
        """Keep why a check came to nothing, if it is still taken for running."""
        with self._database.transaction() as session:
            self._running(
                session,
                check,
                state=CheckState.FAILED,
                ended_at=self._clock(),
                error=error.message,
                hint=error.hint,
            )

    def _running(self, session: Session, check: str, **values: object) -> bool:
        """Write ``values`` where the check still runs; whether it does."""
        wanted = update(CheckRow).where(CheckRow.id == check, CheckRow.state == CheckState.RUNNING)
        return bool(session.execute(wanted.values(**values).returning(CheckRow.id)).first())

    def _end_broken(self, session: Session) -> None:
        now = self._clock()
        session.execute(
            update(CheckRow)
            .where(CheckRow.state == CheckState.RUNNING, CheckRow.beat_at < now - timedelta(seconds=LEASE))
            .values(state=CheckState.FAILED, ended_at=now, error=BROKEN.message, hint=BROKEN.hint)
        )

    def _check(self, row: CheckRow) -> Check:
        broken = (
            row.state == CheckState.RUNNING
            and row.beat_at is not None
            and row.beat_at < self._clock() - timedelta(seconds=LEASE)
        )
        return Check(
            id=row.id,
            state=CheckState.FAILED if broken else CheckState(row.state),
            phase=row.phase,
            done=row.done,
            total=row.total,
            requested_by=row.requested_by,
            requested_at=row.requested_at,
            ended_at=row.ended_at,
            draft=row.draft,
            base=row.base,
            release=row.release,
            asked=row.asked,
            counts={verdict: getattr(row, verdict.value) for verdict in Verdict},
            right=(row.right_before, row.right_after),
            error=BROKEN.message if broken else row.error,
            hint=BROKEN.hint if broken else row.hint,
        )


#: What is said of a check whose process ended.
BROKEN = ConflictError(
    "Lần kiểm tra bị ngắt giữa chừng: dịch vụ đã dừng hoặc khởi động lại.",
    hint="Bản đang dùng không bị ảnh hưởng, bản dựng dở không được giữ. Mời anh/chị bấm Kiểm tra lần nữa.",
)
