"""The numbers that search and refusal run on. Fitted on the development questions, stored in the manifest."""

from __future__ import annotations

from pydantic.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights and thresholds.

    Attributes:
        dense_weight: share of the dense score in the fused score (the rest is lexical).
        number_bonus: added where the document, or the paper a row speaks for, has a number the question names.
        year_bonus: added where a heading above the provision, or its own heading, names the year asked about.
        year_mention: added where only its text names it.
        year_malus: subtracted where they name years, but not that one.
        focus_weight: of the share of what is asked beyond the document's name that the passage has.
        name_bonus: added where the question names the document by kind and issuer.
        record_bonus: added to a paper's own record where the question asks for particulars, else subtracted.
        group_margin: a list is preferred to one of its own items that scores at most this much higher.
        list_margin: the same where the question asks for a list.
        signs: weights of cosine, coverage, focus and strength in the answerability logit.
        bias: of that logit.
        threshold: smallest answerability (0 to 1) that is answered.
        scope_cosine: a refused question whose best cosine is below is called out of scope.
    """

    dense_weight: float = 0.5
    number_bonus: float = 0.15
    year_bonus: float = 0.1
    year_mention: float = 0.05
    year_malus: float = 0.2
    focus_weight: float = 0.3
    name_bonus: float = 0.2
    record_bonus: float = 0.2
    group_margin: float = 0.02
    list_margin: float = 0.12
    signs: tuple[float, float, float, float] = (40.0, 4.0, 1.0, 0.2)
    bias: float = -38.0
    threshold: float = 0.5
    scope_cosine: float = 0.86


FITTED = Calibration()
