"""The service's hand for sample questions: it encodes them while a provisional release answers citizens."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from typing_extensions import override

from foundation.errors import HoidapError

_log = logging.getLogger(__name__)

#: How far it steps back for those who answer citizens (see ``nice``).
_NICENESS = 10
#: Seconds that stopping waits for the question that is being encoded.
_PATIENCE = 2.0


class SampleWorker(threading.Thread):
    """Completes a provisional release, once.

    Args:
        complete: does it, given whom to tell of each step; returns the new release's id, or ``None``.
    """

    def __init__(self, complete: Callable[[Callable[[int, int], None]], str | None]) -> None:
        super().__init__(name="samples", daemon=True)
        self._complete = complete
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Give up; what was begun leaves nothing behind and is begun anew at the next start."""
        self._stopped.set()
        if self.is_alive():
            self.join(_PATIENCE)

    @override
    def run(self) -> None:
        """Work until done or stopped."""
        # Threads that it starts step back with it. Only Linux knows the niceness of a single thread.
        with contextlib.suppress(AttributeError, OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        try:
            release = self._complete(self._go_on)
        except _Stopped:
            return
        except (HoidapError, OSError, SQLAlchemyError) as error:
            reason = error.message if isinstance(error, HoidapError) else type(error).__name__
            _log.error("sample questions could not be made ready, the next start tries again: %s", reason)
            return
        if release is not None:
            _log.info("release %s has the sample questions as well", release)

    def _go_on(self, _done: int, _total: int) -> None:
        if self._stopped.is_set():
            raise _Stopped


class _Stopped(Exception):
    """The service ends."""
