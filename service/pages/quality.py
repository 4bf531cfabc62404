"""What the page on quality tells: the figures that were measured, and which were not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from evaluation.words import MEASURES, VARIANTS
from foundation.clock import day_in_vietnam
from knowledge.model import Document
from knowledge.scores import Score

#: Splits that nobody may tune on.
_TEST = {"test": "Câu hỏi kiểm tra", "conversations-test": "Hội thoại kiểm tra"}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, written out."""

    measure: str
    typing: str
    value: str
    interval: str
    questions: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures over one split that were taken together.

    Attributes:
        title: of the split.
        tuned: whether the split was also used for tuning, so that its figures flatter.
    """

    title: str
    tuned: bool
    day: date
    method: str
    rows: tuple[Row, ...]


def measured(scores: Iterable[Score]) -> tuple[Measured, ...]:
    """The figures by split, those that nobody tuned on first, each with its day and method."""
    tests = {split: place for place, split in enumerate(_TEST)}
    order = {name: place for place, name in enumerate((*MEASURES, *VARIANTS))}

    def place(score: Score) -> tuple[int, int]:
        return order.get(score.measure, len(order)), order.get(score.variant, len(order))

    def together(score: Score) -> tuple[int, str, date, str]:
        return tests.get(score.split, len(tests)), score.split, day_in_vietnam(score.at), score.method

    return tuple(
        Measured(
            title=_TEST.get(split, f"Tập phát triển “{split}”"),
            tuned=split not in _TEST,
            day=day,
            method=method,
            rows=tuple(_row(score) for score in sorted(group, key=place)),
        )
        for (_, split, day, method), group in groupby(sorted(scores, key=together), together)
    )


def unmeasured(scores: Sequence[Score]) -> tuple[str, ...]:
    """The measures that were not taken on any split that nobody tuned on."""
    taken = {score.measure for score in scores if score.split in _TEST}
    return tuple(name for measure, name in MEASURES.items() if measure not in taken)


def digests(documents: Iterable[Document]) -> int:
    """How many documents are digests, not the official wording."""
    return sum(document.digest for document in documents)


def _row(score: Score) -> Row:
    return Row(
        measure=MEASURES.get(score.measure, score.measure),
        typing=VARIANTS.get(score.variant, score.variant),
        value=_percent(score.value),
        interval=f"{_percent(score.low)} đến {_percent(score.high)}",
        questions=score.n,
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}\N{NO-BREAK SPACE}%".replace(".", ",")
