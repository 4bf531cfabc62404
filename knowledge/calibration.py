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
        name_bonus: added where the question names the document by kind and issuer.
        record_bonus: added to a paper's own record where the question asks for particulars, else subtracted.
        likeness: weight of the likeness to sample questions among what is reranked at all.
        rerank: weights of ``knowledge.reranking.SIGNS``, that of the first stage's score being one.
        rerank_sampled: the same for a passage that has sample questions.
        unsampled: slope and offset that bring the score of a passage without samples to the scale of those with some.
        group_margin: a list is preferred to one of its own items that scores at most this much higher.
        list_margin: the same where the question asks for a list.
        satisfying_margin: one that satisfies what the question pins down is taken though it scores so much lower.
        signs: weights of cosine, coverage, focus and strength in the answerability logit.
        bias: of that logit.
        sampled_signs: weights of cosine, told, nearest, centre and gap for a passage that has sample questions.
        sampled_bias: of that logit.
        lexical_signs: weights of coverage, focus and strength where there is no encoder, hence no cosine.
        lexical_bias: of that logit, shifted so that one threshold serves both.
        vouching: smallest likeness at which a sample question speaks for what its provision states.
        threshold: smallest answerability (0 to 1) that is answered.
        foreign_cosine: smallest best cosine at which a question in another language is answered.
        curated: smallest share of the question's terms, share of the served wording's terms, and cosine of the two
            at which a curated answer fits.
        curated_lexical: the two shares where there is no encoder.
        scope_cosine: a refused question whose best cosine is below is called out of scope.
    """

    dense_weight: float = 0.5
    number_bonus: float = 0.3
    year_bonus: float = 0.3
    year_mention: float = 0.1
    year_malus: float = 0.2
    name_bonus: float = 0.3
    record_bonus: float = 0.2
    likeness: float = 1.0
    rerank: tuple[float, ...] = (
        *(1.0, 0.1603, 0.1401, 0.1307, 0.103, -0.1456, 0.2238, 0.0277, 0.2272, -0.2651),
        *(0.0, 0.0, 0.0),
    )
    rerank_sampled: tuple[float, ...] = (
        *(0.18, 0.0315, -0.0999, 0.0285, 0.0323, -0.0585, 0.0241, 0.0178, -0.0292, 0.0267),
        *(0.3602, 0.451, 0.4954),
    )
    unsampled: tuple[float, float] = (0.6, 0.0)
    group_margin: float = 0.02
    list_margin: float = 0.05
    satisfying_margin: float = 0.05
    signs: tuple[float, float, float, float] = (22.445, 5.354, -0.859, 0.245)
    bias: float = -22.805
    sampled_signs: tuple[float, float, float, float, float] = (7.52, 7.139, 6.859, 4.447, -10.723)
    sampled_bias: float = -12.337
    lexical_signs: tuple[float, float, float] = (7.212, -0.943, 0.201)
    lexical_bias: float = -4.483
    vouching: float = 0.5
    threshold: float = 0.34
    scope_cosine: float = 0.851
    foreign_cosine: float = 0.826
    curated: tuple[float, float, float] = (0.7, 0.6, 0.92)
    curated_lexical: tuple[float, float] = (0.8, 0.7)


#: As ``python -m evaluation.calibrate`` fitted it on the development questions; see docs/adr/0006 for the threshold.
FITTED = Calibration()
