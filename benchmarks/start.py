"""Measures how long a start takes, warm or from nothing.

    .venv/bin/python -m benchmarks.start           a warm start: seconds until the page answers, until knowledge
                                                   answers a question, until the engine leads turns
    .venv/bin/python -m benchmarks.start --cold    a clean clone in a temporary folder and `scripts/run` in it, until
                                                   the first answered question (package caches stay as they are)

The clone holds what is committed.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, show_figures, show_occasion
from benchmarks.stack import (
    ROOT,
    NotReadyError,
    Server,
    Stack,
    answered,
    clean_environment,
    free_port,
    run,
    running_stack,
    start,
)

QUESTION = "muc tieu nam 2026 cua tinh la gi"
KNOWLEDGE_BAR, ENGINE_BAR, COLD_BAR = 5.0, 45.0, 360.0


def warm() -> list[Figure]:
    """The seconds of each stage of a warm start."""
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
    return [
        Figure("seconds until the page answers", page, KNOWLEDGE_BAR),
        Figure("until knowledge answers a question", knowledge, KNOWLEDGE_BAR),
        Figure("until the engine leads turns", engine, ENGINE_BAR),
    ]


def cold() -> list[Figure]:
    """The seconds of a start from nothing."""
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
    return [
        Figure("seconds for a clone, scripts/run and the first answered question", first, COLD_BAR),
        Figure("and until the engine leads turns", engine, COLD_BAR),
    ]


def answers(port: int) -> bool:
    """Whether a question is answered with a citation."""
    answer: dict[str, Any] = answered(port, "/api/v1/chat", {"text": QUESTION}) or {"replies": []}
    return any(reply["outcome"] == "answered" and reply["citations"] for reply in answer["replies"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cold", action="store_true", help="from a clean clone")
    arguments = parser.parse_args()
    show_occasion()
    show_figures(cold() if arguments.cold else warm())


if __name__ == "__main__":
    run(main)
