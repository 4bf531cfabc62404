"""Metrics: pure functions over answers and what was expected of them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, stdev
from typing import Protocol

from evaluation.golden import GoldenQuestion
from knowledge.outcome import Outcome
from vietnamese.text import nfc
from vietnamese.tones import place_tones

REFUSALS = (Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE, Outcome.BLOCKED)
#: Characters: what a citizen reads on a phone without scrolling far. A longer answer is not right.
LONGEST = 900

_DASHES = re.compile(r"\s*[-‐-―−]\s*")
#: Marks of emphasis and quotation: how words are shown, not what they say.
_DRESS = str.maketrans(dict.fromkeys("*_\"'“”‘’«»"))


class Addressed(Protocol):
    """A citation, as the core or the Chat API gives it."""

    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """One question judged.

    Attributes:
        answered: whether a provision was quoted at all.
        right: answered as it should be, cited rightly, with all facts in the text, and short enough.
        cited: whether the first citation is a gold provision or the list it stands in.
        refused: whether it was plainly refused.
        clarified: whether it was asked back.
        told: whether all facts stand in the text.
        short: whether the text is no longer than allowed.
    """

    question: GoldenQuestion
    outcome: Outcome
    answered: bool
    right: bool
    cited: bool
    refused: bool
    clarified: bool
    told: bool
    short: bool

    @property
    def good(self) -> bool:
        """Right where there is one answer, asked back where there are several, refused where there is none."""
        if self.question.kind == "ambiguous":
            return self.clarified
        return self.right if self.question.kind == "answerable" else self.refused


def judge(
    question: GoldenQuestion,
    gold: set[tuple[str, str]],
    outcome: Outcome,
    text: str,
    citations: Sequence[Addressed],
    *,
    longest: int = LONGEST,
) -> Judgement:
    """Judge an answer.

    An answer may be ``expired_source`` instead of ``answered``: that is how a provision out of force is to be quoted.

    Args:
        question: what was asked, with the facts that must be told.
        gold: (slug, path) of the provisions that may be cited first.
        outcome: how the turn ended.
        text: the reply.
        citations: where it is written, the leading one first.
        longest: most characters of a right answer.
    """
    answered = outcome in (Outcome.ANSWERED, Outcome.EXPIRED_SOURCE)
    cited = answered and bool(citations) and _cites(citations[0].url, gold)
    told = all(tells(text, fact) for fact in question.facts)
    short = len(text) <= longest
    return Judgement(
        question=question,
        outcome=outcome,
        answered=answered,
        right=cited and told and short,
        cited=cited,
        refused=outcome in REFUSALS,
        clarified=outcome is Outcome.CLARIFY,
        told=told,
        short=short,
    )


def tells(text: str, fact: str) -> bool:
    """Whether ``fact`` stands in ``text`` as whole words, however both are set.

    Capitals, spaces, lines, kinds of dashes, quotation marks, emphasis and the placing of tones do not count.
    """
    wanted = _plain(fact)
    before = r"(?<!\w)" if wanted[:1].isalnum() else ""
    after = r"(?!\w)" if wanted[-1:].isalnum() else ""
    return re.search(f"{before}{re.escape(wanted)}{after}", _plain(text)) is not None


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


def around(values: Sequence[float], z: float = 1.96) -> tuple[float, float]:
    """Interval of the mean of values between 0 and 1, 95 % by default, by the normal approximation.

    Fewer than two values say nothing of their spread: anything is possible.
    """
    if len(values) < 2:
        return 0.0, 1.0
    half = z * stdev(values) / math.sqrt(len(values))
    return max(0.0, mean(values) - half), min(1.0, mean(values) + half)


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
    dashed = _DASHES.sub("-", place_tones(nfc(text)).casefold().translate(_DRESS))
    return " ".join(dashed.split())
