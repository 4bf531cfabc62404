"""The supervisor keeps the dialogue engine alive: trains it if needed, starts it, restarts it when it dies."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path

from foundation.errors import HoidapError

_log = logging.getLogger(__name__)

#: Seconds between looks at an engine that starts and at one that runs, and how many failed looks in a row make it hung.
_START_LOOK, _LOOK = 0.5, 2.0
_PATIENCE = 10
#: Rasa loads TensorFlow and the model for 15 to 20 seconds; a busy machine takes longer.
_START_LIMIT = 180.0
#: Seconds before it is started again; longer after every start in vain.
_SHORTEST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
#: How an engine is ended: the signal, and how many seconds it is given.
_FAREWELL = ((signal.SIGTERM, 8.0), (signal.SIGKILL, 5.0))


class EngineState(StrEnum):
    """As ``/health`` shows it."""

    OK = "ok"
    STARTING = "starting"
    DOWN = "down"


class Supervisor:
    """Runs one engine process.

    Args:
        command: the process to run, or raises where it cannot be made (environment missing, training failed);
            called before every start.
        environment: of the process.
        folder: its working directory.
        log: file that takes its output.
        ready: asks the engine whether it has loaded its model.
    """

    def __init__(
        self,
        command: Callable[[], Awaitable[list[str]]],
        environment: dict[str, str],
        folder: Path,
        log: Path,
        ready: Callable[[], Awaitable[bool]],
    ) -> None:
        self._command = command
        self._environment = environment
        self._folder = folder
        self._log = log
        self._ready = ready
        self._process: asyncio.subprocess.Process | None = None
        self.state = EngineState.STARTING

    @property
    def pid(self) -> int | None:
        """The engine's process id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def run(self) -> None:
        """Keep the engine alive until cancelled; then end it."""
        pause = _SHORTEST_PAUSE
        try:
            while True:
                try:
                    started = await self._live()
                except (HoidapError, OSError) as error:
                    self.state = EngineState.DOWN
                    _log.error("engine cannot be started: %s %s", error, getattr(error, "hint", ""))
                    started = False
                pause = _SHORTEST_PAUSE if started else min(_LONGEST_PAUSE, pause * 2)
                await asyncio.sleep(pause)
        finally:
            await self._end()

    async def _live(self) -> bool:
        """One life of the engine, from start to death; whether it ever became ready."""
        self.state = EngineState.STARTING
        command = await self._command()
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                cwd=self._folder,
                env=self._environment,
                stdin=asyncio.subprocess.PIPE,  # closes when this process ends, however it ends
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        started = asyncio.get_running_loop().time()
        became_ready, failed = False, 0
        while self._process.returncode is None:
            if await self._ready():
                if not became_ready:
                    _log.info("engine ready after %.0f s", asyncio.get_running_loop().time() - started)
                became_ready, failed, self.state = True, 0, EngineState.OK
            else:
                failed += 1
                late = asyncio.get_running_loop().time() - started > _START_LIMIT
                if (became_ready and failed >= _PATIENCE) or (not became_ready and late):
                    _log.error("engine does not answer; ending it")
                    await self._end()
                    break
            try:
                await asyncio.wait_for(self._process.wait(), _LOOK if became_ready else _START_LOOK)
            except TimeoutError:
                continue
        self.state = EngineState.DOWN
        _log.warning("engine ended with code %s; starting it again", self._process.returncode)
        return became_ready

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        for sign, patience in _FAREWELL:
            try:
                os.killpg(process.pid, sign)
                await asyncio.wait_for(process.wait(), patience)
            except ProcessLookupError:
                return
            except TimeoutError:
                continue
            return
