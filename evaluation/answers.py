"""Asking the golden questions: every question of a split, answered and judged."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.golden import GoldenQuestion, addresses
from evaluation.metrics import Judgement, judge, share
from knowledge.answer import Answerer
from knowledge.context import Context
from knowledge.release import Release
from vietnamese.text import fold

#: What is told of a split: a measure and the kind of question it is taken over.
MEASURES = (
    ("right", "answerable"),
    ("cited", "answerable"),
    ("refused", "out_of_scope"),
    ("refused", "unanswerable"),
)


def judge_answers(
    release: Release, answerer: Answerer, questions: Sequence[GoldenQuestion], *, folded: bool
) -> list[Judgement]:
    """Ask every question by itself and judge the answers.

    Args:
        release: what is asked.
        answerer: answers, with or without an encoder.
        questions: of one split.
        folded: whether they are typed without diacritics.
    """
    documents = {document.slug: document for document in release.documents}
    judged = []
    for question in questions:
        text = fold(question.question) if folded else question.question
        answer = answerer.answer(release, text, Context())
        gold = addresses(question.gold, documents)
        judged.append(judge(question, gold, answer.outcome, answer.text, answer.citations))
    return judged


def figures(judged: Sequence[Judgement]) -> dict[tuple[str, str], tuple[float, int]]:
    """For each of :data:`MEASURES` the share, to three places, and over how many questions it was taken."""
    found = {}
    for measure, kind in MEASURES:
        of_kind = [one for one in judged if one.question.kind == kind]
        found[measure, kind] = (round(share(of_kind, measure), 3), len(of_kind))
    return found
