"""Metrics: pure functions over judged answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.golden import GoldenQuestion
from knowledge.citation import Citation
from knowledge.outcome import Outcome

ANSWERS = (Outcome.ANSWERED, Outcome.EXPIRED_SOURCE)
REFUSALS = (Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One question judged.

    Attributes:
        answered: whether a provision was quoted at all.
        right: answered, cited rightly and with all facts in the text.
        cited: whether the first citation is a gold provision or the list it stands in.
        refused: whether it was plainly refused.
    """

    question: GoldenQuestion
    outcome: Outcome
    answered: bool
    right: bool
    cited: bool
    refused: bool


def judge(
    question: GoldenQuestion,
    gold: set[tuple[str, str]],
    outcome: Outcome,
    text: str,
    citations: Sequence[Citation],
) -> Judgement:
    """Judge an answer by its outcome, its first citation and the facts in its text."""
    answered = outcome in ANSWERS
    cited = answered and bool(citations) and _cites(citations[0].url, gold)
    facts = all(_plain(fact) in _plain(text) for fact in question.facts)
    return Judgement(question, outcome, answered, cited and facts, cited, outcome in REFUSALS)


def share(judgements: Sequence[Judgement], measure: str) -> float:
    """The share of judgements for which ``measure`` holds; 0 for none."""
    return sum(getattr(one, measure) for one in judgements) / len(judgements) if judgements else 0.0


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval of a share (Wilson 1927), 95 % by default."""
    if not total:
        return 0.0, 1.0
    rate = hits / total
    centre = rate + z * z / (2 * total)
    half = z * math.sqrt(rate * (1 - rate) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def _cites(url: str, gold: set[tuple[str, str]]) -> bool:
    """A gold provision itself, or the list it stands in: quoting the whole list contains it."""
    slug, _, path = url.removeprefix("/van-ban/").partition("#")
    return bool(path) and any(
        slug == document and (path == wanted or _parent(wanted) == path or _table_parent(wanted) == path)
        for document, wanted in gold
    )


def _parent(path: str) -> str:
    return path.rpartition(".")[0]


def _table_parent(path: str) -> str | None:
    """The heading above a row's table."""
    step = path.rpartition(".")[2]
    return _parent(_parent(path)) if step.startswith("r") and step[1:].isdigit() else None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
