"""The supervisor keeps an engine alive: here a small script, ready when a file says so."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from foundation.errors import StartError
from service import supervisor as module
from service.project import ROOT
from service.supervisor import EngineState, Supervisor

pytestmark = pytest.mark.anyio

#: Writes a line for each life, with its own process id and a child's.
ENGINE = """
import os, signal, subprocess, sys, time
from pathlib import Path
folder = Path(sys.argv[1])
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with (folder / "lives").open("a") as lives:
    lives.write(f"{os.getpid()} {child.pid}\\n")
print("said by the engine", flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds become hundredths."""
    monkeypatch.setattr(module, "_START_LOOK", 0.02)
    monkeypatch.setattr(module, "_LOOK", 0.02)
    monkeypatch.setattr(module, "_PATIENCE", 5)
    monkeypatch.setattr(module, "_SHORTEST_PAUSE", 0.02)
    monkeypatch.setattr(module, "_LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(module, "_FAREWELL", ((signal.SIGTERM, 2.0), (signal.SIGKILL, 5.0)))


async def until(condition: Callable[[], object], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(0.01)


class Stand:
    """A supervisor with a fake engine, and what is seen of it from outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.arguments: list[str] = []
        self.error: Exception | None = None
        self.asked = 0
        (folder / "ready").touch()
        self.supervisor = Supervisor(
            self._command, dict(os.environ), folder, folder / "logs" / "engine.log", self._ready
        )

    async def _command(self) -> list[str]:
        self.asked += 1
        if self.error:
            raise self.error
        return [sys.executable, "-c", ENGINE, str(self.folder), *self.arguments]

    async def _ready(self) -> bool:
        return (self.folder / "ready").exists() and bool(self.lives())

    def lives(self) -> list[list[int]]:
        """Process ids of each life: the engine and its child."""
        with contextlib.suppress(FileNotFoundError):
            lines = (self.folder / "lives").read_text().splitlines()
            return [[int(pid) for pid in line.split()] for line in lines]
        return []

    @property
    def state(self) -> EngineState:
        return self.supervisor.state

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.supervisor.run())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return Stand(tmp_path)


def gone(pid: int) -> bool:
    """Whether no such process runs; one whose parent has not looked yet counts as gone."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


async def test_the_engine_is_starting_until_it_says_that_it_is_ready(stand: Stand) -> None:
    (stand.folder / "ready").unlink()
    assert stand.state is EngineState.STARTING
    async with stand.running():
        await until(stand.lives)
        await asyncio.sleep(0.1)
        assert stand.state is EngineState.STARTING
        (stand.folder / "ready").touch()
        await until(lambda: stand.state is EngineState.OK)
        assert stand.supervisor.pid == stand.lives()[0][0]
    assert "said by the engine" in (stand.folder / "logs" / "engine.log").read_text()


async def test_when_it_is_told_to_end_nothing_is_left_running(stand: Stand) -> None:
    async with stand.running():
        await until(lambda: stand.state is EngineState.OK)
        [life] = stand.lives()
    await until(lambda: all(gone(pid) for pid in life))
    assert stand.supervisor.pid is None
    assert len(stand.lives()) == 1
    assert stand.supervisor.pid is None


async def test_an_engine_that_will_not_end_is_ended(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FAREWELL", ((signal.SIGTERM, 0.1), (signal.SIGKILL, 5.0)))
    stand.arguments = ["stubborn"]
    async with stand.running():
        await until(lambda: stand.state is EngineState.OK)
        [life] = stand.lives()
    await until(lambda: all(gone(pid) for pid in life))
    assert stand.supervisor.pid is None
    assert len(stand.lives()) == 1


async def test_an_engine_that_was_killed_is_started_again(stand: Stand) -> None:
    async with stand.running():
        await until(lambda: stand.state is EngineState.OK)
        (stand.folder / "ready").unlink()
        os.kill(stand.lives()[0][0], signal.SIGKILL)
        await until(lambda: stand.state is not EngineState.OK)
        (stand.folder / "ready").touch()
        await until(lambda: stand.state is EngineState.OK and len(stand.lives()) == 2)
        first, second = stand.lives()
        assert stand.supervisor.pid == second[0] != first[0]
    os.kill(first[1], signal.SIGKILL)  # the child of the one that was killed is no engine


async def test_an_engine_that_no_longer_answers_is_ended_and_started_again(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    async with stand.running():
        await until(lambda: stand.state is EngineState.OK)
        (stand.folder / "ready").unlink()
        await until(lambda: len(stand.lives()) == 2)
        assert all(gone(pid) for pid in stand.lives()[0])
        (stand.folder / "ready").touch()
        await until(lambda: stand.state is EngineState.OK)
    assert "does not answer" in caplog.text


async def test_an_engine_that_misses_one_look_is_left_alone(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 1000)
    async with stand.running():
        await until(lambda: stand.state is EngineState.OK)
        (stand.folder / "ready").unlink()
        await asyncio.sleep(0.2)
        (stand.folder / "ready").touch()
        await asyncio.sleep(0.1)
        assert stand.state is EngineState.OK
        assert len(stand.lives()) == 1


async def test_an_engine_that_never_gets_ready_is_ended_and_started_again(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_START_LIMIT", 0.2)
    (stand.folder / "ready").unlink()
    async with stand.running():
        await until(lambda: len(stand.lives()) >= 2)
        await until(lambda: gone(stand.lives()[0][0]))
        assert stand.state is not EngineState.OK
        assert stand.lives()[0] != stand.lives()[1]


@pytest.mark.parametrize(
    "error", [StartError("Chưa có môi trường.", hint="Chạy scripts/setup."), OSError("no such file")]
)
async def test_an_engine_that_cannot_be_started_is_down_and_tried_again(
    stand: Stand, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    stand.error = error
    async with stand.running():
        await until(lambda: stand.state is EngineState.DOWN)
        await until(lambda: stand.asked >= 3)
        assert str(error) in caplog.text
        assert getattr(error, "hint", "") in caplog.text
        stand.error = None
        await until(lambda: stand.state is EngineState.OK)


async def test_an_engine_that_dies_at_once_is_not_started_in_a_tight_loop(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SHORTEST_PAUSE", 1.0)
    monkeypatch.setattr(module, "_LONGEST_PAUSE", 30.0)

    async def die() -> list[str]:
        stand.asked += 1
        return [sys.executable, "-c", "raise SystemExit(3)"]

    stand.supervisor = Supervisor(die, {}, stand.folder, stand.folder / "engine.log", never)
    async with stand.running():
        await until(lambda: stand.state is EngineState.DOWN)
        await asyncio.sleep(0.5)
        assert stand.asked == 1


async def never() -> bool:
    return False


APP = """
import asyncio, sys
from pathlib import Path
from service.supervisor import Supervisor
folder = Path(sys.argv[1])
engine = "import os, sys; open('engine.pid', 'w').write(str(os.getpid())); sys.stdin.read()"
async def command(): return [sys.executable, "-c", engine]
async def ready(): return True
asyncio.run(Supervisor(command, {}, folder, folder / "engine.log", ready).run())
"""


async def test_an_engine_notices_when_its_app_is_killed(tmp_path: Path) -> None:
    app = await asyncio.create_subprocess_exec(sys.executable, "-c", APP, str(tmp_path), cwd=ROOT)
    written = tmp_path / "engine.pid"
    try:
        await until(lambda: written.exists() and written.read_text())
        await asyncio.sleep(0.3)
        assert not gone(int(written.read_text()))
    finally:
        app.kill()
        await app.wait()
    await until(lambda: gone(int(written.read_text())))
