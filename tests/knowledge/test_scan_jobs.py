"""Scans as jobs: how far they are, what breaks them off, and that nothing is read twice."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from foundation.clock import utc_now
from foundation.database import Base, Database
from foundation.errors import DocumentError, StorageError
from knowledge.imported import Imported, ImportResult
from knowledge.importer.readers import scan
from knowledge.scan_jobs import JobState, ScanJob, ScanJobs
from knowledge.store import DocumentStore
from tests.knowledge.samples import RULES
from tests.knowledge.scans import FakeTesseract, scanned_pdf

pytestmark = pytest.mark.slow  # each page is read in a process of its own


@dataclass
class Desk:
    """A store, its jobs and a folder with a scan of three pages."""

    folder: Path
    documents: DocumentStore
    jobs: ScanJobs
    tesseract: FakeTesseract

    @property
    def scan(self) -> Path:
        return self.folder / "nghi-quyet.pdf"

    def register(self, file: Path | None = None, *, again: bool = False) -> ScanJob:
        job = self.jobs.register(file or self.scan, again=again)
        assert job is not None
        return job

    def read(self, job: ScanJob) -> ImportResult:
        return self.jobs.read(job, lambda _job: None)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    tesseract = FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    Base.metadata.create_all(database.engine)
    documents = DocumentStore(database, utc_now, tmp_path / "pages")
    desk = Desk(tmp_path, documents, ScanJobs(tmp_path / "jobs", documents, utc_now), tesseract)
    desk.scan.write_bytes(scanned_pdf(3))
    yield desk
    database.close()


class Broken(Exception):
    """Stands for whatever ends a reading."""


def break_off(after: int) -> Any:
    def tell(job: ScanJob) -> None:
        if job.done == after:
            raise Broken

    return tell


def test_a_scan_is_read_told_of_page_by_page_and_imported(desk: Desk) -> None:
    told: list[ScanJob] = []
    job = desk.register()
    assert (job.file, job.state, job.pages) == ("nghi-quyet.pdf", JobState.WAITING, 0)
    result = desk.jobs.read(job, told.append)
    assert result.outcome is Imported.NEW
    assert [(one.done, one.pages) for one in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert told[0].seconds_left is None
    lefts = [one.seconds_left or 0.0 for one in told[1:]]
    assert lefts == sorted(lefts, reverse=True)
    assert lefts[-1] == 0
    [done] = desk.jobs.all()
    assert (done.state, done.outcome, done.done) == (JobState.DONE, Imported.NEW, 3)
    assert "nghi-quyet" in desk.documents.digests()
    assert desk.jobs.waiting() is None


def test_a_reading_that_was_broken_off_goes_on_at_the_next_page(desk: Desk) -> None:
    job = desk.register()
    with pytest.raises(Broken):
        desk.jobs.read(job, break_off(2))
    waiting = desk.jobs.waiting()
    assert waiting is not None
    assert (waiting.state, waiting.done, waiting.pages) == (JobState.WAITING, 2, 3)
    assert desk.read(waiting).outcome is Imported.NEW
    assert desk.tesseract.asked == 3


def test_what_was_read_is_not_read_again_for_an_editor_who_accepts_it(desk: Desk) -> None:
    desk.read(desk.register())
    desk.scan.write_bytes(scanned_pdf(2))
    assert desk.read(desk.register()).outcome is Imported.PROPOSED
    desk.documents.proposed("nghi-quyet")
    desk.documents.accept("nghi-quyet")
    assert desk.tesseract.asked == 5


def test_a_scan_that_is_known_is_no_job_and_not_read_again(desk: Desk) -> None:
    desk.read(desk.register())
    assert desk.jobs.register(desk.scan) is None
    assert desk.documents.import_file(desk.scan).outcome is Imported.UNCHANGED
    assert desk.tesseract.asked == 3


def test_the_file_may_go_away_once_it_is_registered(desk: Desk) -> None:
    job = desk.register()
    desk.scan.unlink()
    assert desk.read(job).outcome is Imported.NEW


def test_the_same_file_registered_twice_is_one_job(desk: Desk) -> None:
    assert desk.register() == desk.register()
    assert len(desk.jobs.all()) == 1


def test_jobs_are_read_in_the_order_they_came(desk: Desk) -> None:
    first = desk.register()
    other = desk.folder / "a.pdf"
    other.write_bytes(scanned_pdf(1))
    second = desk.register(other)
    assert [job.id for job in desk.jobs.all()] == [first.id, second.id]
    assert desk.jobs.waiting() == first


@pytest.mark.parametrize("name", ["quy-che.md", "khong-co.pdf"])
def test_what_is_no_scan_is_no_job(desk: Desk, name: str) -> None:
    if name.endswith(".md"):
        (desk.folder / name).write_text(RULES, "utf-8")
    assert desk.jobs.register(desk.folder / name) is None
    assert desk.jobs.all() == []


def test_a_file_that_only_claims_to_be_a_pdf_is_refused(desk: Desk) -> None:
    desk.scan.write_bytes(b"%PDF-1.7 and nothing more")
    with pytest.raises(DocumentError):
        desk.jobs.register(desk.scan)
    assert desk.jobs.all() == []


# --- what goes wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "reason"), [("exit 1", "bị hỏng"), ("kill -9 $PPID", "làm hỏng"), ("sleep 60", "quá lâu")]
)
def test_a_page_that_cannot_be_read_is_a_doubt_and_the_rest_goes_on(
    desk: Desk, how: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "PAGE_SECONDS", 4.0)
    desk.tesseract.fail(2, how)
    result = desk.read(desk.register())
    assert result.outcome is Imported.NEW
    [doubt] = [doubt for doubt in result.doubts if doubt.place == "trang 2"]
    assert reason in doubt.message
    [job] = desk.jobs.all()
    assert (job.state, job.done) == (JobState.DONE, 3)
    assert doubt in job.doubts


def test_a_scan_of_which_no_page_can_be_read_fails_and_is_tried_again_when_asked_to(desk: Desk) -> None:
    for turn in (1, 2, 3):
        desk.tesseract.fail(turn, "exit 1")
    assert desk.read(desk.register()).outcome is Imported.FAILED
    [job] = desk.jobs.all()
    assert (job.state, job.outcome) == (JobState.FAILED, Imported.FAILED)
    assert job.error
    assert desk.documents.digests() == {}
    assert desk.register().state is JobState.FAILED  # a start of the service does not try for ever
    assert desk.jobs.waiting() is None
    assert desk.read(desk.register(again=True)).outcome is Imported.NEW


def test_a_full_disk_is_said_and_the_job_waits_for_room(desk: Desk) -> None:
    def full(_handle: int, _mode: str) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    job = desk.register()
    read: list[int] = []
    patched = pytest.MonkeyPatch()

    def fill(job: ScanJob) -> None:
        read.append(job.done)
        if job.done == 1:
            patched.setattr("foundation.files.os.fdopen", full)

    with pytest.raises(StorageError) as error:
        desk.jobs.read(job, fill)
    patched.undo()
    assert "No space left" in error.value.message
    assert error.value.hint
    assert read == [0, 1]
    [waiting] = desk.jobs.all()
    assert waiting.state is JobState.WAITING
    assert desk.read(waiting).outcome is Imported.NEW
    assert desk.tesseract.asked == 4  # the page that could not be kept is the only one read twice


def test_two_that_read_at_once_do_not_read_twice(desk: Desk) -> None:
    job = desk.register()
    others: list[tuple[Imported, JobState]] = []

    def meanwhile(_job: ScanJob) -> None:
        other = ScanJobs(desk.folder / "jobs", desk.documents, utc_now)
        others.append((other.read(job, lambda _job: None).outcome, other.all()[0].state))

    assert desk.jobs.read(job, meanwhile).outcome is Imported.NEW
    assert set(others) == {(Imported.QUEUED, JobState.READING)}
    assert desk.tesseract.asked == 3


def test_a_job_whose_copy_is_gone_fails_with_what_to_do(desk: Desk) -> None:
    job = desk.register()
    (desk.folder / "jobs" / job.id / "content").unlink()
    result = desk.read(job)
    assert result.error is not None
    assert "Nhập lại" in result.error.hint
    assert desk.jobs.waiting() is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"id": "x"}', b"\xff"])
def test_a_damaged_record_is_no_job_and_the_file_can_be_registered_anew(desk: Desk, damage: bytes) -> None:
    job = desk.register()
    (desk.folder / "jobs" / job.id / "job.json").write_bytes(damage)
    assert desk.jobs.all() == []
    assert desk.register().id == job.id
