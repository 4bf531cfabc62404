"""Asking: golden questions put to something that answers, and what it said kept as records.

Nothing is judged here; :mod:`evaluation.judging` reads the records. Single questions each open a conversation of their
own; the turns of a golden conversation follow one another in one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as record

from evaluation.golden import GoldenQuestion, is_conversations, load_conversations, load_questions
from evaluation.variants import SEED, Variant, typed_as
from foundation.errors import DocumentError, MissingError
from knowledge.outcome import Outcome

Progress = Callable[[int, int], None]


@record(frozen=True, slots=True)
class Cited:
    """A citation of an answer."""

    url: str
    document: str
    place: str


@record(frozen=True, slots=True)
class Said:
    """What came back."""

    outcome: Outcome
    text: str
    citations: tuple[Cited, ...]


class Dialogue(Protocol):
    """One conversation."""

    def say(self, text: str) -> Said:
        """Send a message and wait for the answer."""
        ...


class Asker(Protocol):
    """Something that answers: the knowledge core alone, or a running service."""

    def open(self) -> Dialogue:
        """Begin a conversation."""
        ...


@record(frozen=True, slots=True)
class Answered:
    """One golden question with what was answered.

    Attributes:
        question: id of the golden question or turn.
        split: where it stands.
        variant: how it was typed.
        typed: what was sent.
        seconds: until the answer was there.
    """

    question: str
    split: str
    variant: Variant
    typed: str
    said: Said
    seconds: float


@record(frozen=True, slots=True)
class Run:
    """What was asked, when, and of what.

    Attributes:
        at: when, in UTC.
        asked: ``core`` or ``stack``.
        release: that answered.
    """

    at: datetime
    asked: str
    release: str
    splits: tuple[str, ...]
    variants: tuple[Variant, ...]
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class _Task:
    split: str
    variant: Variant
    turns: Sequence[GoldenQuestion]


def ask(run: Run, asker: Asker, progress: Progress | None = None) -> list[Answered]:
    """Ask every question of the run's splits in every variant.

    Args:
        run: what to ask.
        asker: what to ask it of.
        progress: called with questions asked and questions in all.

    Raises:
        MissingError: there is no such split.
    """
    tasks = list(_tasks(run))
    total = sum(len(task.turns) for task in tasks)
    answers: list[Answered] = []
    for task in tasks:
        dialogue = asker.open()
        for turn in task.turns:
            typed = typed_as(turn.question, task.variant, run.seed)
            began = time.perf_counter()
            said = dialogue.say(typed)
            seconds = round(time.perf_counter() - began, 4)
            answers.append(Answered(turn.id, task.split, task.variant, typed, said, seconds))
            if progress is not None:
                progress(len(answers), total)
    return answers


def _tasks(run: Run) -> Iterator[_Task]:
    for split in run.splits:
        if is_conversations(split):
            groups: list[Sequence[GoldenQuestion]] = [one.turns for one in load_conversations(split)]
        else:
            groups = [(question,) for question in load_questions(split)]
        for variant in run.variants:
            yield from (_Task(split, variant, turns) for turns in groups)


_RUN = TypeAdapter(Run)
_ANSWERED = TypeAdapter(Answered)


def save_answers(folder: Path, run: Run, answers: Sequence[Answered]) -> None:
    """Keep a run as ``run.json`` and ``answers.jsonl`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_bytes(_RUN.dump_json(run, indent=1) + b"\n")
    (folder / "answers.jsonl").write_bytes(b"".join(_ANSWERED.dump_json(one) + b"\n" for one in answers))


def load_answers(folder: Path) -> tuple[Run, list[Answered]]:
    """Read what :func:`save_answers` kept.

    Raises:
        MissingError: no run is kept there.
        DocumentError: a file was changed so that it cannot be read.
    """
    if not all((folder / name).is_file() for name in ("run.json", "answers.jsonl")):
        raise MissingError(
            f"Thư mục {folder.name} không có lần chạy nào.",
            hint="Chạy hoidap evaluate answers --report <thư mục> trước.",
        )
    try:
        run = _RUN.validate_json((folder / "run.json").read_bytes())
    except ValidationError as error:
        raise _unreadable(folder / "run.json", 0) from error
    answers = []
    for number, line in enumerate((folder / "answers.jsonl").read_bytes().splitlines(), start=1):
        try:
            answers.append(_ANSWERED.validate_json(line))
        except ValidationError as error:
            raise _unreadable(folder / "answers.jsonl", number) from error
    return run, answers


def _unreadable(file: Path, line: int) -> DocumentError:
    return DocumentError(file, line, "không đọc được", hint="Chạy lại hoidap evaluate answers --report.")
