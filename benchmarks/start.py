"""Measures how long a start takes, warm or from nothing.

    .venv/bin/python -m benchmarks.start           a warm start: seconds until the page answers, until knowledge
                                                   answers a question, until the engine leads turns
    .venv/bin/python -m benchmarks.start --cold    a clean clone in a temporary folder and `scripts/run` in it, until
                                                   the first answered question (package caches stay as they are)

The clone holds what is committed.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.stack import (
    ROOT,
    NotReadyError,
    Server,
    Stack,
    answered,
    clean_environment,
    free_port,
    running_stack,
    start,
)

QUESTION = "muc tieu nam 2026 cua tinh la gi"
KNOWLEDGE_BAR, ENGINE_BAR, COLD_BAR = 5.0, 45.0, 360.0


def warm() -> dict[str, tuple[float, float]]:
    """Seconds and bar of each stage of a warm start."""
    with running_stack():
        pass  # whatever has to be trained and indexed is, now
    began = time.monotonic()
    stack = start()
    try:
        stack.server.wait_for(lambda: bool(stack.health()), 60)
        page = time.monotonic() - began
        stack.server.wait_for(lambda: answers(stack.port), 60)
        knowledge = time.monotonic() - began
        stack.server.wait_for(stack.engine_ready, 300)
        engine = time.monotonic() - began
    finally:
        stack.server.end()
    return {
        "the page answers": (page, KNOWLEDGE_BAR),
        "knowledge answers a question": (knowledge, KNOWLEDGE_BAR),
        "the engine leads turns": (engine, ENGINE_BAR),
    }


def cold() -> dict[str, tuple[float, float]]:
    """Seconds and bar of a start from nothing."""
    with tempfile.TemporaryDirectory(prefix="hoidap-clone-") as temporary:
        folder, port = Path(temporary) / "hoidap", free_port()
        began = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True, timeout=60)
        server = Server(
            ["scripts/run"],
            clean_environment(HOIDAP_PORT=str(port)),
            folder,
            Path(temporary) / "run.log",
        )
        stack = Stack(server, port, folder / "var")
        try:
            server.wait_for(lambda: answers(port), 1800)
            first = time.monotonic() - began
            server.wait_for(stack.engine_ready, 600)
            engine = time.monotonic() - began
        except NotReadyError as error:
            raise NotReadyError(f"{error}\n{server.log.read_text(encoding='utf-8')[-3000:]}") from None
        finally:
            server.end()
    return {
        "clone, scripts/run, first answered question": (first, COLD_BAR),
        "and the engine leads turns": (engine, COLD_BAR),
    }


def answers(port: int) -> bool:
    """Whether a question is answered with a citation."""
    answer: dict[str, Any] = answered(port, "/api/v1/chat", {"text": QUESTION}) or {"replies": []}
    return any(reply["outcome"] == "answered" and reply["citations"] for reply in answer["replies"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cold", action="store_true", help="from a clean clone")
    stages = cold() if parser.parse_args().cold else warm()
    print(f"{date.today()}, {os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}")
    table = Table("until", "seconds", "bar", "")
    for stage, (seconds, bar) in stages.items():
        table.add_row(stage, f"{seconds:.1f}", f"≤ {bar:g}", "met" if seconds <= bar else "[bold]MISSED[/]")
    Console(width=110).print(table)


if __name__ == "__main__":
    try:
        main()
    except NotReadyError as error:
        raise SystemExit(str(error)) from None
