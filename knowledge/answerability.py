"""Is this passage an answer at all? A logistic score over signs none of which is enough alone.

The cosine tells other domains apart but not on-topic questions without an answer; what share of the question's
own terms the passage has, weighted by how rare they are, tells more (docs/adr/0006).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from knowledge.calibration import Calibration
from knowledge.question import Question
from knowledge.rarity import Rarity
from knowledge.search import Hit


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a passage.

    Attributes:
        cosine: of question and passage.
        coverage: share (0 to 1) of the question's terms that the passage or its document's header has.
        focus: share (0 to 1) of what is asked beyond the document's name that the passage has.
        strength: BM25 of both fields per term of the question.
        told: share (0 to 1) of the question's terms that the passage or its sample questions have.
        nearest: likeness to the nearest of its sample questions.
        centre: likeness to all of them together.
        gap: likeness to the nearest question that no document answers.
        sampled: whether it was compared to sample questions.
    """

    cosine: float
    coverage: float
    focus: float
    strength: float
    told: float = 0.0
    nearest: float = 0.0
    centre: float = 0.0
    gap: float = 0.0
    sampled: bool = False


def signs_of(question: Question, hit: Hit, rarity: Rarity) -> Signs:
    """The signs for a passage."""
    [present] = rarity.present(question, [hit.index])
    return Signs(
        cosine=hit.cosine,
        coverage=rarity.coverage(question, hit.index, present),
        focus=rarity.focus(question, hit.index, present),
        strength=hit.lexical / max(1, len(question.terms)),
        told=rarity.told(question, hit.index, present),
        nearest=hit.nearest,
        centre=hit.centre,
        gap=hit.gap,
        sampled=hit.sampled,
    )


def answerability(signs: Signs, calibration: Calibration) -> float:
    """Probability (0 to 1) that the passage answers the question, by the logit fitted for what is known of it."""
    weights: tuple[float, ...]
    values: tuple[float, ...]
    about_words = (signs.coverage, signs.focus, signs.strength)
    if not signs.cosine:  # no encoder
        weights, bias, values = calibration.lexical_signs, calibration.lexical_bias, about_words
    elif not signs.sampled:  # no sample questions: the passage has to speak for itself
        weights, bias, values = calibration.signs, calibration.bias, (signs.cosine, *about_words)
    else:
        weights, bias = calibration.sampled_signs, calibration.sampled_bias
        values = (signs.cosine, signs.told, signs.nearest, signs.centre, signs.gap)
    logit = bias + sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))
