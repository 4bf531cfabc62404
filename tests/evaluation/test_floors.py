"""What the golden questions must reach, with and without diacritics.

Only figures of the test split appear, never its questions: nobody is to tune on them.
"""

from __future__ import annotations

import pytest

from evaluation.answers import judge_answers
from evaluation.golden import load_questions
from evaluation.metrics import Judgement, share
from knowledge.answer import Answerer
from knowledge.composition import MAX_CHARACTERS
from knowledge.encoder import Encoder
from knowledge.release import Release
from tests.knowledge.real_release import BUILD_SECONDS
from tests.knowledge.samples import NOW

pytestmark = [pytest.mark.slow, pytest.mark.timeout(BUILD_SECONDS)]

#: A point or two below what was reached (docs/evaluation.md); a change that costs more must be meant.
FLOORS = {
    ("development", "right", "answerable"): 0.90,
    ("development", "cited", "answerable"): 0.91,
    ("development", "refused", "out_of_scope"): 0.92,
    ("development", "refused", "unanswerable"): 0.80,
    ("test", "right", "answerable"): 0.80,
    ("test", "cited", "answerable"): 0.84,
    ("test", "refused", "out_of_scope"): 0.95,
    ("test", "refused", "unanswerable"): 0.55,
}
#: Of the words alone, where the encoder is missing: enough to be of use, not the bar of the whole.
LEXICAL_BAR = 0.75
#: How much lower a figure may be where the questions are typed without diacritics.
DROP = 0.05

Real = tuple[Release, Encoder]
_judged: dict[tuple[str, bool], list[Judgement]] = {}


def judgements(real: Real, split: str, *, folded: bool) -> list[Judgement]:
    """Every question of a split, asked and judged; asked once a session."""
    if (split, folded) not in _judged:
        release, encoder = real
        _judged[split, folded] = judged_by(Answerer(encoder, lambda: NOW), release, split, folded=folded)
    return _judged[split, folded]


def judged_by(answerer: Answerer, release: Release, split: str, *, folded: bool) -> list[Judgement]:
    """Every question of a split, asked and judged."""
    return judge_answers(release, answerer, load_questions(split), folded=folded, longest=MAX_CHARACTERS)


def reached(real: Real, split: str, measure: str, kind: str, *, folded: bool) -> float:
    """The share of a split's questions of a kind for which a measure holds, to three places."""
    of_kind = [one for one in judgements(real, split, folded=folded) if one.question.kind == kind]
    return round(share(of_kind, measure), 3)


@pytest.mark.parametrize(("split", "measure", "kind"), FLOORS)
def test_golden_questions_reach_their_floors(real: Real, split: str, measure: str, kind: str) -> None:
    assert reached(real, split, measure, kind, folded=False) >= FLOORS[split, measure, kind]


@pytest.mark.parametrize(("split", "measure", "kind"), FLOORS)
def test_typing_without_diacritics_costs_little(real: Real, split: str, measure: str, kind: str) -> None:
    accented = reached(real, split, measure, kind, folded=False)
    assert reached(real, split, measure, kind, folded=True) >= round(accented - DROP, 3)


def test_without_the_encoder_most_questions_are_still_answered_and_other_matters_refused(real: Real) -> None:
    release, _ = real
    answerer = Answerer(None, lambda: NOW)
    judged = judged_by(answerer, release, "development", folded=False)
    assert share([one for one in judged if one.question.kind == "answerable"], "right") >= LEXICAL_BAR
    assert share([one for one in judged if one.question.kind == "out_of_scope"], "refused") >= 0.85
