"""What editors are told about scans: how far the reading is, how long it still takes, what became of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from foundation.clock import VIETNAM
from knowledge.imported import Imported
from knowledge.scan_jobs import JobState, ScanJob
from service.import_report import tell_doubts

_STATES = {
    JobState.WAITING: "đang chờ",
    JobState.READING: "đang đọc",
    JobState.DONE: "đã đọc xong",
    JobState.FAILED: "lỗi",
}
_OUTCOMES = {
    Imported.NEW: "đã nhập, chờ dựng bản phát hành (hoidap knowledge build)",
    Imported.PROPOSED: "thành đề xuất, chờ biên tập viên (hoidap knowledge accept)",
    Imported.UNCHANGED: "không đổi",
}


def remaining(seconds: float | None) -> str:
    """An estimate in words: "còn khoảng 3 phút"; empty where there is none."""
    if seconds is None:
        return ""
    minutes = math.ceil(seconds / 60)
    if minutes <= 1:
        return "còn chưa tới 1 phút"
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} giờ"] * bool(hours) + [f"{rest} phút"] * bool(rest)
    return f"còn khoảng {' '.join(parts)}"


def pages(job: ScanJob) -> str:
    """How far a reading is: "trang 12/80, còn khoảng 3 phút"."""
    told = f"trang {job.done}/{job.pages}" if job.pages else ""
    unfinished = job.state in (JobState.WAITING, JobState.READING) and job.done < job.pages
    return ", ".join(part for part in (told, remaining(job.seconds_left) if unfinished else "") if part)


@contextmanager
def scan_progress(console: Console) -> Iterator[Callable[[ScanJob], None]]:
    """Shows how far a scan is: on a line that changes, or line by line where nobody watches a terminal."""
    if not console.is_terminal:
        yield _lines(console)
        return
    with console.status("Đang đọc bản quét …") as status:
        yield lambda job: status.update(f"{escape(job.file)}: {pages(job)}")


def _lines(console: Console) -> Callable[[ScanJob], None]:
    told = -1

    def tell(job: ScanJob) -> None:
        nonlocal told
        tenth = 10 * job.done // max(1, job.pages)
        if tenth > told:
            told = tenth
            console.print(f"{job.file}: {pages(job)}", highlight=False, markup=False, soft_wrap=True)

    return tell


def show_jobs(console: Console, jobs: Sequence[ScanJob], *, doubts: bool) -> None:
    """Print all jobs, and with ``doubts`` the places to look at in those that are done."""
    table = Table("Tệp", "Ghi lúc", "Tình trạng", "Trang", "Kết quả")
    for job in jobs:
        when = f"{job.registered_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
        table.add_row(Text(job.file), when, _STATES[job.state], pages(job), Text(_result(job)))
    console.print(table)
    for job in jobs if doubts else ():
        if job.doubts:
            console.print(escape(job.file), highlight=False)
            tell_doubts(console, job.doubts)


def _result(job: ScanJob) -> str:
    became = _OUTCOMES.get(job.outcome, "") if job.outcome else ""
    look = f"{len(job.doubts)} chỗ cần xem lại (--doubts)" if job.doubts else ""
    return "; ".join(part for part in (became, job.error, job.hint, look) if part)
