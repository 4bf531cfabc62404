"""The real ``hoidap serve`` in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from service.project import ROOT

HOIDAP = [sys.executable, "-c", "from service.cli import main; main()"]


@dataclass
class Running:
    """A service that was started.

    Attributes:
        process: ``hoidap serve``.
        settings: its environment variables without the prefix, in lower case.
        data: its data folder; its output is in ``serve.log`` there.
        url: where it listens.
    """

    process: subprocess.Popen[bytes]
    settings: dict[str, str]
    data: Path
    url: str

    @property
    def log(self) -> str:
        """What it has printed so far."""
        return (self.data / "serve.log").read_text("utf-8", "replace")

    def client(self, **more: Any) -> httpx.Client:
        """A client of its own."""
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False, **more)

    def health(self) -> dict[str, str]:
        """What ``/health`` says; empty while nobody answers."""
        try:
            shown: dict[str, str] = httpx.get(f"{self.url}/health", timeout=5, trust_env=False).json()
        except httpx.HTTPError:
            return {}
        return shown

    def wait(self, condition: Callable[[], object], seconds: float, what: str) -> float:
        """Wait until ``condition`` holds; the seconds it took."""
        began = time.monotonic()
        while not condition():
            assert self.process.poll() is None, f"hoidap serve ended:\n{self.log}"
            assert time.monotonic() - began < seconds, f"not {what} within {seconds} s:\n{self.log}"
            time.sleep(0.05)
        return time.monotonic() - began

    def hoidap(
        self, *arguments: object, timeout: float = 120, typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run another command over the same data folder; ``typed`` is what it reads."""
        return subprocess.run(
            [*HOIDAP, *map(str, arguments)],
            cwd=ROOT,
            env=_environment(self.settings),
            capture_output=True,
            text=True,
            input=typed,
            timeout=timeout,
            check=False,
        )

    def end(self, patience: float = 40) -> None:
        """End it as an operator would, then whatever is left of it."""
        if self.process.poll() is not None:
            return
        family = [*psutil.Process(self.process.pid).children(recursive=True)]
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        _, left = psutil.wait_procs(family, timeout=10)
        for one in left:
            one.kill()
        assert not left, f"left running: {left}"


def start(data: Path, port: int, **settings: object) -> Running:
    """Start ``hoidap serve``; does not wait for it."""
    data.mkdir(parents=True, exist_ok=True)
    given = {"data": str(data), "port": str(port)} | {name: str(value) for name, value in settings.items()}
    with (data / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [*HOIDAP, "serve"], cwd=ROOT, env=_environment(given), stdout=log, stderr=subprocess.STDOUT
        )
    return Running(process, given, data, f"http://127.0.0.1:{port}")


@contextmanager
def serving(data: Path, port: int, **settings: object) -> Iterator[Running]:
    """A service that answers."""
    running = start(data, port, **settings)
    try:
        running.wait(running.health, 60, "up")
        yield running
    finally:
        running.end()


def _environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOIDAP_")}
    ours = {f"HOIDAP_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "1", "COLUMNS": "200", **ours}
