"""The running stack and what is seen of it from outside: its processes, its databases, its releases.

What takes minutes to make is kept below ``var/test-models``: the engine's model under the fingerprint of the Rasa
project, and a release whose vectors the next one takes over where passages have not changed.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from knowledge.release import live_id
from service.project import ROOT, fingerprint
from tests.fakes.platform import FakePlatform
from tests.kept import KEPT, RELEASES, keep_release
from tests.service.running import Running, start
from tests.stack.citizen import Answer, Citizen

#: The engine's own environment, or another one that has the same packages.
ENGINE_PYTHON = Path(os.environ.get("TEST_ENGINE_PYTHON", ROOT / "bot" / ".venv" / "bin" / "python"))

MARKS = [pytest.mark.engine, pytest.mark.slow, pytest.mark.timeout(2400)]


@dataclass
class Stack:
    """The running stack.

    Attributes:
        running: its process.
        client: reaches it; many threads may use it.
        early: what the first question got as soon as the page was up.
        first_release: the release of the source documents.
        platforms: the messengers' fakes that the service is connected to, by channel.
    """

    running: Running
    client: httpx.Client
    early: Answer
    first_release: str
    platforms: dict[str, FakePlatform]

    def citizen(self) -> Citizen:
        """Somebody who has not asked anything yet."""
        return Citizen(self.client)

    @property
    def releases(self) -> Path:
        """Where releases live."""
        return self.running.data / "releases"

    @property
    def live(self) -> str | None:
        """The id of the live release on disk."""
        return live_id(self.releases)

    def engine(self) -> psutil.Process | None:
        """The engine's process."""
        for child in psutil.Process(self.running.process.pid).children(recursive=True):
            if {"bot", "serve"} <= set(child.cmdline()):
                return child
        return None

    def wait_for_engine(self, seconds: float = 180) -> float:
        """Wait until the engine leads turns; the seconds it took."""
        return self.running.wait(
            lambda: self.running.health().get("engine") == "ok", seconds, "led by its engine"
        )

    def publish(self, *files: Path) -> str:
        """Import files, build and publish a release with the command line; its id."""
        for command in (*(("import", file) for file in files), ("build",), ("publish",)):
            ran = self.running.hoidap("knowledge", *command, timeout=300)
            assert ran.returncode == 0, ran.stderr
        live = self.live
        assert live is not None
        return live

    def wait_for_release(self, release: str, seconds: float = 10) -> float:
        """Wait until the service serves ``release``; the seconds it took."""
        return self.running.wait(
            lambda: self.running.health().get("release") == release, seconds, f"at {release}"
        )

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the service's database."""
        return _rows(self.running.data / "hoidap.sqlite", query, values)

    def tracker_rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of Rasa's tracker database."""
        return _rows(self.running.data / "tracker.sqlite", query, values)


def start_stack(data: Path, port: int, **settings: object) -> Running:
    """Start the stack; does not wait for it."""
    return start(data, port, engine_python=ENGINE_PYTHON, **{"rate": 1_000_000, **settings})


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def reuse(data: Path) -> None:
    """Give a new data folder what an earlier run has kept."""
    model = KEPT / f"{fingerprint()}.tar.gz"
    if model.exists():
        (data / "models").mkdir()
        shutil.copy(model, data / "models")
    if (RELEASES / "live").exists():
        shutil.copytree(RELEASES, data / "releases")


def keep(data: Path) -> None:
    """Keep what this run has made for the next."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in [file.name for file in KEPT.glob("*.tar.gz")]:
        if name != f"{fingerprint()}.tar.gz":
            (KEPT / name).unlink()
    for model in (data / "models").glob("*.tar.gz"):
        shutil.copy(model, KEPT)
    live = live_id(data / "releases")
    if live is not None:
        keep_release(data / "releases", live)


def _rows(file: Path, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(query, values).fetchall()
