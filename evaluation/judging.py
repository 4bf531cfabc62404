"""Judging a run: every recorded answer against what was expected, and the figures over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.asking import Answered
from evaluation.golden import (
    GoldenQuestion,
    addresses,
    is_conversations,
    load_conversations,
    load_questions,
)
from evaluation.metrics import LONGEST, Judgement, judge, wilson
from foundation.errors import InputError
from knowledge.model import Document


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with its judgement.

    Attributes:
        last: whether it ended a golden conversation.
    """

    answered: Answered
    judgement: Judgement
    last: bool = False

    @property
    def question(self) -> GoldenQuestion:
        """What was asked."""
        return self.judgement.question


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: which answers, and which of those are hits."""

    name: str
    counts: Callable[[Judged], bool]
    hit: Callable[[Judged], bool]


def _of_kind(kind: str) -> Callable[[Judged], bool]:
    return lambda one: one.question.kind == kind and not is_conversations(one.answered.split)


#: Every measure, in the order in which it is told.
MEASURES = (
    Measure("right", _of_kind("answerable"), lambda one: one.judgement.right),
    Measure("cited", _of_kind("answerable"), lambda one: one.judgement.cited),
    Measure("answered", _of_kind("answerable"), lambda one: one.judgement.answered),
    Measure("refused_out_of_scope", _of_kind("out_of_scope"), lambda one: one.judgement.refused),
    Measure("refused_unanswerable", _of_kind("unanswerable"), lambda one: one.judgement.refused),
    Measure("clarified", _of_kind("ambiguous"), lambda one: one.judgement.clarified),
    Measure("last_turn_right", lambda one: one.last, lambda one: one.judgement.good),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A share that was measured: ``hits`` of ``n`` answers."""

    measure: str
    split: str
    variant: str
    hits: int
    n: int

    @property
    def value(self) -> float:
        """The share, 0 to 1."""
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, by Wilson, 95 %."""
        return wilson(self.hits, self.n)


def judge_run(
    answers: Iterable[Answered], documents: Sequence[Document], *, longest: int = LONGEST
) -> list[Judged]:
    """Judge recorded answers.

    Args:
        answers: of a run.
        documents: of the release that answered; the golden quotes are found in them.
        longest: most characters of a right answer.

    Raises:
        MissingError: a split is no longer there.
        InputError: a question is no longer in its split, or a quote stands in no document.
    """
    by_slug = {document.slug: document for document in documents}
    known: dict[str, dict[str, tuple[GoldenQuestion, bool]]] = {}
    judged = []
    for one in answers:
        if one.split not in known:
            known[one.split] = _expected(one.split)
        questions = known[one.split]
        if one.question not in questions:
            raise InputError(
                f"Câu {one.question} không còn trong tập {one.split}.",
                hint="Hỏi lại: hoidap evaluate answers.",
            )
        question, last = questions[one.question]
        gold = _gold(question, by_slug)
        said = one.said
        judged.append(
            Judged(one, judge(question, gold, said.outcome, said.text, said.citations, longest=longest), last)
        )
    return judged


def figures(judged: Sequence[Judged]) -> list[Figure]:
    """Every measure over every split and variant that was asked; what was not asked has none."""
    found = []
    for split in dict.fromkeys(one.answered.split for one in judged):
        for variant in dict.fromkeys(one.answered.variant for one in judged if one.answered.split == split):
            asked = [one for one in judged if (one.answered.split, one.answered.variant) == (split, variant)]
            for measure in MEASURES:
                counted = [measure.hit(one) for one in asked if measure.counts(one)]
                if counted:
                    found.append(Figure(measure.name, split, variant.value, sum(counted), len(counted)))
    return found


def shares_by(
    judged: Iterable[Judged], key: Callable[[Judged], str], hit: Callable[[Judged], bool]
) -> dict[str, tuple[int, int]]:
    """For each value of ``key`` how many answers are hits, and of how many; by name."""
    counted: dict[str, list[bool]] = {}
    for one in judged:
        counted.setdefault(key(one), []).append(hit(one))
    return {name: (sum(hits), len(hits)) for name, hits in sorted(counted.items())}


def _expected(split: str) -> dict[str, tuple[GoldenQuestion, bool]]:
    if not is_conversations(split):
        return {question.id: (question, False) for question in load_questions(split)}
    return {
        turn.id: (turn, turn is conversation.turns[-1])
        for conversation in load_conversations(split)
        for turn in conversation.turns
    }


def _gold(question: GoldenQuestion, documents: Mapping[str, Document]) -> set[tuple[str, str]]:
    try:
        return addresses(question.gold, dict(documents))
    except LookupError as error:
        raise InputError(
            f"Câu {question.id}: quy định mẫu không có trong các văn bản của bản phát hành.",
            hint="Đánh giá bản phát hành dựng từ các văn bản mà tập câu hỏi được viết theo.",
        ) from error
