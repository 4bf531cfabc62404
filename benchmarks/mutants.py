"""Breaks signature checks, dedupe and splitter in every small way there is, and asks whether the tests notice.

    .venv/bin/python -m benchmarks.mutants [connectors.splitting …]

A mutant is a module with one thing changed: a comparison, a number, a text, a returned value, a call left out. The
named tests are run on each, in a process of its own; a mutant that they do not notice is a survivor. Ends with 1 where
there is a survivor that ``EQUIVALENT`` does not explain. Takes some minutes; the same mutants on every run.

mutmut and cosmic-ray were looked at first: both run whole test suites on a copy of the project, leave out what stands
outside functions (the splitter's patterns do), and say nothing of which test files belong to which module.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from rich.markup import escape
from rich.table import Table

from benchmarks.figures import output
from benchmarks.mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
#: Seconds that the tests of one mutant may take; one that makes them endless has been noticed.
_PATIENCE = 60.0
_ENDLESS = 99
#: pytest warns of what it cannot rewrite because it is loaded already.
_QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
#: Loaded before the first fork, so that no mutant pays for them. Nothing of the house may be among them.
_HEAVY = "hypothesis pydantic pytest regex sqlalchemy.orm cryptography.fernet httpx rich".split()


@dataclass(frozen=True)
class Target:
    """What is broken, and which tests must notice.

    Attributes:
        module: its name.
        tests: files, from the root.
        only: the functions that are broken; empty for the whole module.
    """

    module: str
    tests: tuple[str, ...]
    only: frozenset[str] = frozenset()

    @property
    def source(self) -> str:
        """The module as it is."""
        return (ROOT / (self.module.replace(".", "/") + ".py")).read_text("utf-8")


_SIGNATURES = ("tests/connectors/test_signatures.py",)
_EVENTS = ("tests/connectors/test_events.py",)
_INBOX = ("tests/conversations/test_inbox.py",)
TARGETS = (
    Target("connectors.messenger.signature", _SIGNATURES),
    Target("connectors.zalo_oa.signature", _SIGNATURES),
    Target("connectors.telegram.events", _SIGNATURES, frozenset({"check"})),
    Target("connectors.zalo_bot.events", _SIGNATURES, frozenset({"check"})),
    Target("connectors.zalo_oa.events", _EVENTS, frozenset({"_key"})),
    Target("conversations.event", _INBOX, frozenset({"dedupe_key"})),
    Target("conversations.inbox", _INBOX, frozenset({"accept"})),
    Target("connectors.splitting", ("tests/connectors/test_splitting.py",)),
)
_MISSING = "what stands for a missing header fits no signature either way"
_DIAGNOSIS = "only the diagnosis reads it, and the connector always gives it"
EQUIVALENT: dict[tuple[str, str], str] = {
    ("connectors.messenger.signature", "'' → 'x' in given = headers.get(HEADER, '').strip()"): _MISSING,
    (
        "connectors.zalo_oa.signature",
        (
            "'' → 'x' in given = headers.get(HEADER, '').strip().strip('\"\\'').strip().lower()"
            ".removeprefix('mac=').strip()"
        ),
    ): _MISSING,
    (
        "connectors.telegram.events",
        "'' → 'x' in given = headers.get(HEADER, '').encode('utf-8', 'replace')",
    ): _MISSING,
    (
        "connectors.zalo_bot.events",
        "'' → 'x' in given = headers.get(HEADER, '').encode('utf-8', 'replace')",
    ): _MISSING,
    ("connectors.zalo_oa.signature", "'' → 'x' in app_secret: str = ''"): _DIAGNOSIS,
    ("connectors.zalo_oa.signature", "'' → 'x' in oa_id: str = ''"): _DIAGNOSIS,
    (
        "conversations.inbox",
        "now - event.sent_at > max_age → now - event.sent_at >= max_age",
    ): "they differ for one microsecond",
    (
        "connectors.splitting",
        "room < len(text) → room <= len(text)",
    ): "a pause is looked for only where text is left behind the room",
    (
        "connectors.splitting",
        "1 → 2 in room += 1",
    ): "a second space belongs to the same pause, whose rest is left out anyway",
    (
        "connectors.splitting",
        "pause.start() > start → pause.start() >= start",
    ): "a part begins with a sign, never with a pause",
}
"""Mutants that do the same as the module, and why: by module and what was changed into what."""


class _Mutated(MetaPathFinder, Loader):
    """Loads one module from a source of ours."""

    def __init__(self, module: str, source: str) -> None:
        self._module = module
        self._source = source

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> ModuleSpec | None:
        """Ours, or leave it to the others."""
        if fullname != self._module:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutated source."""
        exec(compile(self._source, f"<{self._module}, mutated>", "exec"), module.__dict__)  # noqa: S102


def begin(target: Target, source: str) -> int:
    """Run the tests of ``target`` on ``source``; the process that does."""
    child = os.fork()
    if child:
        return child
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        sys.meta_path.insert(0, _Mutated(target.module, source))
        import pytest

        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-k", "not postgresql", *_QUIET]
        code = int(pytest.main([*options, *target.tests]))
        os._exit(code)
    finally:
        os._exit(_ENDLESS)


def run_all(target: Target, found: Sequence[Mutant | None]) -> Iterator[tuple[Mutant | None, int]]:
    """Each mutant (``None``: the module as it is) with its tests' status; as many at once as there are cores."""
    waiting, running = list(found)[::-1], dict[int, tuple[Mutant | None, float]]()
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            mutant = waiting.pop()
            running[begin(target, mutant.source if mutant else target.source)] = mutant, time.monotonic()
        for child, (mutant, began) in list(running.items()):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                del running[child]
                yield mutant, os.waitstatus_to_exitcode(status)
            elif time.monotonic() - began > _PATIENCE:
                os.kill(child, signal.SIGKILL)
        time.sleep(0.01)


def examine(target: Target) -> tuple[int, list[Mutant]]:
    """How many mutants of ``target`` there are, and which of them its tests do not notice.

    Raises:
        SystemExit: its tests fail on the module as it is.
    """
    ((_, sound),) = run_all(target, [None])
    if sound != 0:
        sys.exit(f"The tests of {target.module} fail as it is: {sound}.")
    found = list(mutants(target.source, target.only))
    survivors = [mutant for mutant, code in run_all(target, found) if mutant is not None and code == 0]
    return len(found), survivors


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", help="only these")
    wanted = parser.parse_args().modules
    os.environ["CI"] = "1"  # property tests take the same examples each time
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for name in _HEAVY:
        importlib.import_module(name)
    table, unexplained = Table("module", "mutants", "noticed", "equivalent", "survivors"), []
    for target in TARGETS:
        if wanted and target.module not in wanted:
            continue
        count, survivors = examine(target)
        equal = [one for one in survivors if (target.module, one.change) in EQUIVALENT]
        left = [one for one in survivors if one not in equal]
        table.add_row(target.module, *map(str, (count, count - len(survivors), len(equal), len(left))))
        unexplained += [f"{target.module}:{one.line} {one.change}" for one in left]
        output.print(f"{target.module}: {count - len(survivors)} of {count} noticed")
    output.print(table)
    for line in unexplained:
        output.print(f"survived: {escape(line)}")
    sys.exit(bool(unexplained))


if __name__ == "__main__":
    main()
