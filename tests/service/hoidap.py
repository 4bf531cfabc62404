"""The command line as a person or a program uses it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from service import cli


@dataclass(frozen=True)
class Ran:
    """A command that has ended: exit status, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed for programs; nothing else may stand there."""
        return json.loads(self.out)


class Hoidap:
    """Runs ``hoidap`` in this process, settings from the environment and all."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capture = capture

    def __call__(self, *arguments: object) -> Ran:
        self._monkeypatch.setattr(sys, "argv", ["hoidap", *map(str, arguments)])
        self._capture.readouterr()
        with _logging_put_back(), pytest.raises(SystemExit) as ended:
            cli.main()
        code = ended.value.code
        said = self._capture.readouterr()
        return Ran(code if isinstance(code, int) else int(code is not None), said.out, said.err)


@contextmanager
def _logging_put_back() -> Iterator[None]:
    """The command line arranges the process's logging; a test's is not its own."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:], root.level = handlers, level
