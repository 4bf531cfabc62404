"""Scans are read as jobs: page after page, with progress, and on from where the reading was broken off.

A job is a folder: the file, a record of how far it is, and a lock that whoever reads it holds. The lock ends with its
process, however that ends, so that no job is ever taken for one that is being read (docs/adr/0023). The pages
that were read are kept apart, by the file's SHA-256, for whoever reads the file again.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import portalocker
from pydantic import TypeAdapter

from foundation.clock import Clock
from foundation.errors import DocumentError, MissingError, StorageError
from foundation.files import keep
from knowledge.imported import Imported, ImportResult
from knowledge.importer.readers import holds_scan
from knowledge.model import Doubt
from knowledge.store import DocumentStore

#: Seconds to wait for a lock: whoever lists the jobs holds it for a moment.
_MOMENT = 0.5


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ScanJob:
    """The reading of one scan.

    Attributes:
        id: stands for the file's name and content.
        file: its name.
        registered_at: since when it is to be read.
        state: as far as it is.
        pages: how many pages OCR has to read; 0 before it began.
        done: how many of them are read.
        pace: seconds a page took since the reading was taken up; ``None`` before the first one.
        outcome: what became of the file, once it is read.
        error, hint: why it could not be read or kept, and what to do; empty where it could.
        doubts: what an editor should look at.
        by: who handed it in; empty on the server.
    """

    id: str
    file: str
    registered_at: datetime
    state: JobState = JobState.WAITING
    pages: int = 0
    done: int = 0
    pace: float | None = None
    outcome: Imported | None = None
    error: str = ""
    hint: str = ""
    doubts: tuple[Doubt, ...] = ()
    by: str = ""

    @property
    def seconds_left(self) -> float | None:
        """An estimate; ``None`` where no page was read yet."""
        return None if self.pace is None else self.pace * (self.pages - self.done)


Tell = Callable[[ScanJob], None]
_JOB: TypeAdapter[ScanJob] = TypeAdapter(ScanJob)


class ScanJobs:
    """The jobs below a folder, shared by all processes that work on it.

    Args:
        folder: of the jobs.
        documents: takes in what was read.
        clock: tells since when a job waits.
    """

    def __init__(self, folder: Path, documents: DocumentStore, clock: Clock) -> None:
        self._folder = folder
        self._documents = documents
        self._clock = clock

    def register(
        self, file: Path, *, again: bool = False, by: str = "", before: Callable[[], None] | None = None
    ) -> ScanJob | None:
        """The job that reads a file; ``None`` for a file that is no scan, is known or cannot be opened.

        Args:
            file: is copied; it may go away afterwards.
            again: whether one that failed before is tried once more.
            by: who hands it in; empty on the server.
            before: called before a new job is written; what it raises keeps it from being so.

        Raises:
            DocumentError: it cannot be read as a scan; says why and what to do.
            StorageError: it cannot be copied.
        """
        try:
            content = file.read_bytes()
        except OSError:
            return None
        if self._documents.knows(file.stem, hashlib.sha256(content).hexdigest()):
            return None
        name = hashlib.sha256(b"\0".join((file.name.encode(errors="surrogateescape"), content))).hexdigest()[
            :16
        ]
        job = self._found(name)
        if job is not None and (job.state in (JobState.WAITING, JobState.READING)):
            return job
        if job is not None and job.state is JobState.FAILED and not again:
            return job
        if not holds_scan(file, content):
            return None
        if before is not None:
            before()
        keep(self._content(name), content)
        job = ScanJob(name, file.name, self._clock(), by=by)
        self._save(job)
        return job

    def all(self) -> list[ScanJob]:
        """Every job, the oldest first."""
        names = [place.name for place in self._folder.iterdir()] if self._folder.is_dir() else []
        jobs = [job for job in map(self._found, names) if job is not None]
        return sorted(jobs, key=lambda job: (job.registered_at, job.id))

    def forget(self, name: str, before: Callable[[ScanJob], None] | None = None) -> bool:
        """Do away with a job whose file could not be read; whether there was one.

        Args:
            name: of the job.
            before: called before it goes; what it raises keeps it.
        """
        job = next((one for one in self.all() if one.id == name), None)
        if job is None or job.state is not JobState.FAILED:
            return False
        if before is not None:
            before(job)
        shutil.rmtree(self._folder / job.id, ignore_errors=True)
        return True

    def waiting(self) -> ScanJob | None:
        """The job that nobody reads and that has waited longest."""
        return next((job for job in self.all() if job.state is JobState.WAITING), None)

    def read(self, job: ScanJob, tell: Tell) -> ImportResult:
        """Read a scan to its end and import it; ``QUEUED`` where another process reads it.

        Args:
            job: to read.
            tell: told how far it is, after each page; what it raises breaks the reading off.

        Raises:
            StorageError: pages or progress cannot be kept; the job waits on.
            MissingError: there is no such job.
        """
        file = Path(job.file)
        with self._held(job.id) as held:
            if not held:
                return ImportResult(file, Imported.QUEUED)
            present = self._saved(job.id)
            if present is None:
                raise MissingError(f"Không còn việc đọc tệp {job.file}.", hint="Nhập lại tệp ấy.")
            if present.state is JobState.DONE:
                return ImportResult(file, Imported.UNCHANGED)
            reading = _Reading(replace(present, state=JobState.READING, error="", hint=""), self._save, tell)
            try:
                self._save(reading.job)
                result = self._import(reading, file)
                self._save(_ended(reading.job, result))
            except StorageError as error:
                with suppress(StorageError):  # noted with the job where there is room for that much
                    self._save(
                        replace(reading.job, state=JobState.WAITING, error=error.message, hint=error.hint)
                    )
                raise
            self._content(job.id).unlink(missing_ok=True)
            return result

    def _import(self, reading: _Reading, file: Path) -> ImportResult:
        try:
            content = self._content(reading.job.id).read_bytes()
        except OSError:
            gone = DocumentError(
                file, 0, "bản sao của tệp trong thư mục dữ liệu đã mất", hint="Nhập lại tệp."
            )
            return ImportResult(file, Imported.FAILED, error=gone)
        return self._documents.import_content(file, content, reading.advance, by=reading.job.by)

    def _found(self, name: str) -> ScanJob | None:
        """A job with its state as it is: one that nobody holds is not being read, whatever its record says."""
        job = self._saved(name)
        if job is None or job.state not in (JobState.WAITING, JobState.READING):
            return job
        with self._held(name, patience=0) as free:
            return replace(job, state=JobState.WAITING if free else JobState.READING)

    def _saved(self, name: str) -> ScanJob | None:
        try:
            return _JOB.validate_json((self._folder / name / "job.json").read_bytes())
        except (OSError, ValueError):
            return None

    def _save(self, job: ScanJob) -> None:
        keep(self._folder / job.id / "job.json", _JOB.dump_json(job))

    def _content(self, name: str) -> Path:
        return self._folder / name / "content"

    @contextmanager
    def _held(self, name: str, patience: float = _MOMENT) -> Iterator[bool]:
        """Hold a job; whether it could be had."""
        lock = portalocker.Lock(
            self._folder / name / "lock", mode="a", timeout=patience, fail_when_locked=not patience
        )
        try:
            lock.acquire()
        except portalocker.LockException:
            yield False
            return
        except OSError as error:
            raise StorageError(
                f"Không mở được {self._folder / name}: {error.strerror or error}.",
                hint="Dọn chỗ trên ổ đĩa hoặc cấp quyền ghi cho thư mục này, rồi làm lại.",
            ) from error
        try:
            yield True
        finally:
            lock.release()


@dataclass(slots=True)
class _Reading:
    """Keeps the record of a job while it is read."""

    job: ScanJob
    save: Tell
    tell: Tell
    begun: tuple[int, float] | None = None  # pages that were there, and when

    def advance(self, done: int, pages: int) -> None:
        now = time.monotonic()
        if self.begun is None:
            self.begun = done, now
        before, since = self.begun
        pace = (now - since) / (done - before) if done > before else None
        self.job = replace(self.job, done=done, pages=pages, pace=pace)
        self.save(self.job)
        self.tell(self.job)


def _ended(job: ScanJob, result: ImportResult) -> ScanJob:
    """The record of a job that came to its end."""
    error = result.error or DocumentError(job.file, 0, "")
    return replace(
        job,
        state=JobState.FAILED if result.error else JobState.DONE,
        outcome=result.outcome,
        error=error.reason,
        hint=error.hint,
        doubts=result.doubts,
    )
