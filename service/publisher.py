"""The service's hand for publishing: one thread has checks run, publishes what is due and tidies up.

The work is done in a process that steps back for others (:mod:`service.check_process`); this thread mostly waits.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError
from typing_extensions import override

from console.checks import BROKEN
from console.publishing import Publishing
from console.release_keeping import keep_few
from foundation.errors import HoidapError, StorageError
from foundation.settings import Settings, variable
from knowledge.release_files import sweep
from service.check_process import NO_ROOM
from service.project import ROOT

_log = logging.getLogger(__name__)

#: Seconds between two looks, between two tidyings, and the pause after a trouble that will not be gone at once.
_LOOK, _TIDY, _PAUSE = 1.0, 300.0, 15.0
#: Seconds that a process is given to end by itself; it gives itself somewhat less.
_PATIENCE = 20.0


class Publisher(threading.Thread):
    """Runs the checks that are asked for, one at a time.

    Args:
        settings: in force.
        publishing: tells what is to be done.
        look: seconds between looks.
        command: runs a check, whose id is added to it.
    """

    def __init__(
        self,
        settings: Settings,
        publishing: Publishing,
        *,
        look: float = _LOOK,
        command: Sequence[str] = (sys.executable, "-m", "service.check_process"),
    ) -> None:
        super().__init__(name="publisher", daemon=True)
        self._settings = settings
        self._publishing = publishing
        self._look = look
        self._command = command
        self._stopped = threading.Event()
        self._check = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._tidied: float | None = None

    def stop(self) -> None:
        """Break off what is under way; it says so and can be asked for again."""
        self._stopped.set()
        if self.is_alive():
            self.join(2 * _PATIENCE)
        else:
            self._break_off()

    @override
    def run(self) -> None:
        """Work until stopped."""
        pause = self._look
        while not self._stopped.wait(pause):
            pause = self._look
            try:
                self.turn()
            except (HoidapError, OSError, SQLAlchemyError) as error:
                reason = error.message if isinstance(error, HoidapError) else type(error).__name__
                _log.error("publishing is held up, trying again in %.0f s: %s", _PAUSE, reason)
                pause = _PAUSE
        self._break_off()

    def turn(self) -> None:
        """Look once at all that there may be to do."""
        publishing = self._publishing
        if self._process is not None:
            self._attend(self._process)
        elif check := publishing.checks.claim():
            self._check, self._process = check, self._begin(check)
        publishing.look()
        if self._tidied is None or time.monotonic() - self._tidied > _TIDY:
            self._tidied = time.monotonic()
            gone = [*sweep(publishing.folder), *keep_few(publishing)]
            if gone:
                _log.info("deleted from the releases: %s", ", ".join(gone))

    def _attend(self, process: subprocess.Popen[bytes]) -> None:
        """Keep a check alive as long as its process is."""
        status = process.poll()
        if status is None:
            self._publishing.checks.beat(self._check)
            return
        self._process = None
        if process.stdin is not None:
            process.stdin.close()
        self._tidied = None
        if status:
            _log.error("the process of check %s ended with %d", self._check, status)
            self._publishing.checks.fail(self._check, _ended(status))

    def _begin(self, check: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self._command, check],
            cwd=ROOT,
            env=_environment(self._settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )

    def _break_off(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        try:
            self._publishing.checks.fail(self._check, BROKEN)
        except SQLAlchemyError as error:
            _log.error(
                "check %s was broken off, which could not be noted: %s", self._check, type(error).__name__
            )


def _environment(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(variable(""))}
    given = {
        "data": str(settings.data.resolve()),
        "database_url": settings.database_url,
        "encoder": settings.encoder,
        "log_level": settings.log_level,
    }
    ours = {variable(name): value for name, value in given.items()}
    return {**kept, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **ours}


def _ended(status: int) -> HoidapError:
    if status == NO_ROOM:
        return StorageError(
            "Ổ đĩa đầy, không dựng được bản phát hành.",
            hint="Dọn chỗ trên ổ đĩa rồi bấm Kiểm tra lần nữa. Bản đang dùng không bị ảnh hưởng.",
        )
    why = "bị hệ thống dừng" if status < 0 else "gặp lỗi ngoài dự kiến, chi tiết trong nhật ký của dịch vụ"
    return StorageError(f"Tiến trình kiểm tra {why}.", hint=BROKEN.hint)
