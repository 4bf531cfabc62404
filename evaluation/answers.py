"""Asking the core a split's questions and judging the answers at once, for tests and fitting."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.golden import GoldenQuestion, addresses
from evaluation.metrics import LONGEST, Judgement, judge
from evaluation.variants import Variant, typed_as
from knowledge.answer import Answerer
from knowledge.context import Context
from knowledge.release import Release


def judge_answers(
    release: Release,
    answerer: Answerer,
    questions: Sequence[GoldenQuestion],
    *,
    folded: bool = False,
    variant: Variant | None = None,
    longest: int = LONGEST,
) -> list[Judgement]:
    """Ask every question by itself and judge the answers.

    Args:
        release: what is asked.
        answerer: answers, with or without an encoder.
        questions: of one split.
        folded: whether they are typed without diacritics.
        variant: how they are typed; takes the place of ``folded``.
        longest: most characters of a right answer.
    """
    documents = {document.slug: document for document in release.documents}
    typing = variant or (Variant.NODIA if folded else Variant.ACCENTED)
    judged = []
    for question in questions:
        answer = answerer.answer(release, typed_as(question.question, typing), Context())
        gold = addresses(question.gold, documents)
        judged.append(judge(question, gold, answer.outcome, answer.text, answer.citations, longest=longest))
    return judged
