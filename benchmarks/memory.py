"""Measures the resident memory of engine and app after 200 questions.

    .venv/bin/python -m benchmarks.memory [--questions 200]

RSS counts shared pages in full, PSS each process's share of them; the bars are held against RSS, the larger.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
from dataclasses import dataclass

import psutil
from rich.table import Table

from benchmarks.figures import Figure, output, show_figures, show_occasion
from benchmarks.questions import distinct_questions
from benchmarks.stack import Caller, run, running_stack

GB = 1e9
ENGINE_BAR, APP_BAR = 0.9, 0.6


@dataclass(frozen=True)
class Memory:
    """Bytes of some processes together."""

    rss: int
    pss: int


def memory_of(processes: list[psutil.Process]) -> Memory:
    """The memory of ``processes`` now."""
    full = [process.memory_full_info() for process in processes]
    return Memory(sum(each.rss for each in full), sum(each.pss for each in full))


def engine_and_app(pid: int) -> tuple[Memory, Memory]:
    """The memory of the engine and of the app that supervises it, each with its children."""
    app = psutil.Process(pid)
    family = app.children(recursive=True)
    engine = [
        process
        for child in app.children()
        if "bot" in child.cmdline()
        for process in (child, *child.children(recursive=True))
    ]
    return memory_of(engine), memory_of([app, *(process for process in family if process not in engine)])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=200)
    wanted = parser.parse_args().questions
    with running_stack() as stack:
        before = engine_and_app(stack.server.pid)
        with contextlib.closing(Caller(stack.port)) as caller:
            for question in itertools.islice(distinct_questions(), wanted):
                caller.ask("POST", "/api/v1/chat", {"text": question})
        after = engine_and_app(stack.server.pid)
    show_occasion()
    table = Table("GB", "RSS at first", f"RSS after {wanted} questions", "PSS after")
    for name, first, last in (("engine", before[0], after[0]), ("app", before[1], after[1])):
        table.add_row(name, *(f"{each / GB:.3f}" for each in (first.rss, last.rss, last.pss)))
    output.print(table)
    show_figures(
        [
            Figure("engine, GB", after[0].rss / GB, ENGINE_BAR),
            Figure("app, GB", after[1].rss / GB, APP_BAR),
        ]
    )


if __name__ == "__main__":
    run(main)
