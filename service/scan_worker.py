"""The service's hand for scans: one thread reads them, one after another, while citizens are answered.

Each page is read in a process of its own that steps back for others, so that this thread mostly waits.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from typing_extensions import override

from foundation.errors import DocumentError, HoidapError
from knowledge.scan_jobs import ScanJob, ScanJobs
from knowledge.store import source_files

_log = logging.getLogger(__name__)

#: Seconds between looks for work, and the pause after a trouble that will not be gone at once: a full disk.
_LOOK, _PAUSE = 2.0, 60.0
#: Seconds that stopping waits for a page; one that is not read by then is read again after the next start.
_PATIENCE = 1.0


class ScanWorker(threading.Thread):
    """Reads the scans that wait, and those that come into the folder of documents.

    Args:
        scans: the jobs.
        folder: of documents.
        look: seconds between looks for work.
    """

    def __init__(self, scans: ScanJobs, folder: Path, *, look: float = _LOOK) -> None:
        super().__init__(name="scans", daemon=True)  # it may be waiting for a page when the process ends
        self._scans = scans
        self._folder = folder
        self._look = look
        self._stopped = threading.Event()
        self._seen: dict[Path, tuple[int, int]] = {}
        self._judged: set[tuple[Path, tuple[int, int]]] = set()

    def stop(self) -> None:
        """Take up no more pages."""
        self._stopped.set()
        if self.is_alive():
            self.join(_PATIENCE)

    @override
    def run(self) -> None:
        """Work until stopped."""
        pause = self._look
        while not self._stopped.wait(pause):
            pause = self._look
            try:
                self._gather()
                job = self._scans.waiting()
                if job is not None:
                    self._read(job)
            except _Stopped:
                return
            except (HoidapError, OSError, SQLAlchemyError) as error:
                reason = error.message if isinstance(error, HoidapError) else type(error).__name__
                _log.error("scans cannot be read now, trying again in %.0f s: %s", _PAUSE, reason)
                pause = _PAUSE

    def _read(self, job: ScanJob) -> None:
        result = self._scans.read(job, self._go_on)
        if result.error:
            _log.error("scan %s: %s", job.file, result.error.reason)
        else:
            _log.info("scan %s: %s", job.file, result.outcome.value)

    def _go_on(self, _job: ScanJob) -> None:
        if self._stopped.is_set():
            raise _Stopped

    def _gather(self) -> None:
        """Make jobs of the scans that came into the folder: those that no longer grow, each once."""
        seen = {file: _version(file) for file in source_files(self._folder)} if self._folder.is_dir() else {}
        settled = {file for file, version in seen.items() if self._seen.get(file) == version}
        self._seen = seen
        for file in settled:
            if (file, seen[file]) in self._judged:
                continue
            try:
                self._scans.register(file)
            except DocumentError as error:
                _log.error("%s %s", error.message, error.hint)
            self._judged.add((file, seen[file]))


class _Stopped(Exception):
    """The service ends."""


def _version(file: Path) -> tuple[int, int]:
    """What changes when a file is written; a file that is gone has none."""
    try:
        status = file.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns
