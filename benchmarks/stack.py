"""Starting and ending what is measured: `hoidap serve` with its engine, and any other server, by process id.

Run the benchmarks from the root with the app's Python: `.venv/bin/python -m benchmarks.chat`.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from knowledge.release import live_is_whole

ROOT = Path(__file__).resolve().parent.parent
#: Kept between runs, so that a run does not begin with training and indexing; `var/` of the service is left alone.
DATA = ROOT / "var" / "benchmarks"
#: Nobody but us asks here; the limit on one address is not what is measured.
_RATE = "1000000"


class NotReadyError(Exception):
    """What was started ended, or did not answer in time; the message names its log."""


class Server:
    """A process of ours with all its children, ended by id.

    Args:
        command: the process and its arguments.
        environment: whole, nothing is added.
        folder: its working directory.
        log: file that takes its output.
    """

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path, log: Path) -> None:
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def wait_for(self, ready: Callable[[], bool], seconds: float) -> float:
        """Wait until ``ready``; returns how many seconds it took.

        Raises:
            NotReadyError: the process ended or ``seconds`` have passed.
        """
        began = time.monotonic()
        while not ready():
            if self._process.poll() is not None:
                raise NotReadyError(f"It ended with code {self._process.returncode}; see {self.log}.")
            if time.monotonic() - began > seconds:
                raise NotReadyError(f"Not ready after {seconds:.0f} s; see {self.log}.")
            time.sleep(0.1)
        return time.monotonic() - began

    def end(self) -> None:
        """End the process and whatever it has started; returns when all are gone."""
        family = self._family()
        if self._process.poll() is None:
            self._process.terminate()
        _, left = psutil.wait_procs(family, timeout=20)
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(left, timeout=5)
        self._process.wait()

    def _family(self) -> list[psutil.Process]:
        try:
            parent = psutil.Process(self.pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


class Caller:
    """One kept-alive connection, as light as Python has it: the cost of asking is part of what is timed."""

    def __init__(self, port: int, timeout: float = 60.0) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def ask(self, method: str, path: str, body: object = None) -> tuple[float, Any]:
        """The seconds an exchange took, and the JSON that came back.

        Raises:
            OSError, http.client.HTTPException: nobody answers.
            RuntimeError: the answer is an error.
        """
        content = None if body is None else json.dumps(body).encode()
        began = time.perf_counter()
        self._connection.request(method, path, content, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        received = response.read()
        took = time.perf_counter() - began
        if response.status >= 400:
            raise RuntimeError(f"{method} {path} was answered with {response.status}.")
        return took, json.loads(received)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def run(main: Callable[[], None]) -> None:
    """Run a benchmark; SIGTERM ends it as Ctrl+C does, and what it has started with it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        main()
    except NotReadyError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


@dataclass(frozen=True)
class Stack:
    """A running service: its process, its public port and its data folder."""

    server: Server
    port: int
    data: Path

    def health(self) -> dict[str, str]:
        """What ``/health`` says; empty while nobody answers."""
        health: dict[str, str] = answered(self.port, "/health") or {}
        return health

    def engine_ready(self) -> bool:
        """Whether the engine leads turns by now."""
        return self.health().get("engine") == "ok"


def answered(port: int, path: str, body: object = None) -> Any:
    """The JSON at ``path`` (POST where there is a body), or None while nobody answers."""
    caller = Caller(port)
    try:
        return caller.ask("GET" if body is None else "POST", path, body)[1]
    except (OSError, http.client.HTTPException):
        return None
    finally:
        caller.close()


def start(data: Path = DATA, folder: Path = ROOT) -> Stack:
    """Start `hoidap serve` of the checkout ``folder`` with this Python; does not wait for it."""
    port = free_port()
    environment = clean_environment(
        HOIDAP_DATA=str(data),
        HOIDAP_PORT=str(port),
        HOIDAP_RATE=_RATE,
        HOIDAP_ENGINE_PYTHON=str(engine_python()),
        PYTHONPATH=str(folder),
        OMP_NUM_THREADS="1",
    )
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve"]
    return Stack(Server(command, environment, folder, data / "serve.log"), port, data)


@contextlib.contextmanager
def running_stack(data: Path = DATA) -> Iterator[Stack]:
    """The whole stack, engine included, ready to be asked; documents are indexed and the model trained if need be."""
    stack = start(data)
    try:
        took = stack.server.wait_for(stack.engine_ready, 900)
        took += stack.server.wait_for(lambda: live_is_whole(data / "releases"), 1800)
        print(f"The stack is ready after {took:.0f} s.", flush=True)
        yield stack
    finally:
        stack.server.end()


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without settings of the service, with ``more``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOIDAP_")}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def engine_python() -> Path:
    """The engine's Python: HOIDAP_ENGINE_PYTHON, or the one that scripts/setup makes."""
    return ROOT / os.environ.get("HOIDAP_ENGINE_PYTHON", "bot/.venv/bin/python")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
