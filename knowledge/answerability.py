"""Is this passage an answer at all? A logistic score over signs none of which is enough alone.

The cosine tells other domains apart but not on-topic questions without an answer; what share of the question's
own terms the passage has, weighted by how rare they are, tells more (docs/adr/0006).
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

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
    """

    cosine: float
    coverage: float
    focus: float
    strength: float


def signs_of(question: Question, hit: Hit, rarity: Rarity) -> Signs:
    """The signs for a passage."""
    return Signs(
        cosine=hit.cosine,
        coverage=rarity.coverage(question, hit.index),
        focus=rarity.focus(question, hit.index),
        strength=hit.lexical / max(1, len(question.terms)),
    )


def answerability(signs: Signs, calibration: Calibration) -> float:
    """Probability (0 to 1) that the passage answers the question, by the fitted logit."""
    weights, bias, values = calibration.signs, calibration.bias, astuple(signs)
    if not signs.cosine:  # no encoder: the lexical signs have a logit of their own
        weights, bias = (0.0, *calibration.lexical_signs), calibration.lexical_bias
    logit = bias + sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))
