"""Finding the provision that answers: search, constraints, selection and the judgement whether it answers at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.answerability import answerability, signs_of
from knowledge.calibration import Calibration
from knowledge.constraints import Unmet
from knowledge.encoder import Vectors
from knowledge.lingering import Favour
from knowledge.model import ProvisionKind
from knowledge.postings import Scores
from knowledge.question import Question
from knowledge.release import Release
from knowledge.reranking import SIGNS
from knowledge.satisfaction import satisfying
from knowledge.search import Hit
from knowledge.selection import Selection

#: A leaning question is judged together with its topic only where the passage has at least half of what it adds itself.
_LEANING_COVERAGE = 0.5
#: One that stays with the document of the last answer is known to be on its matter: it needs this share of the bar.
_LEANING_EASE = 0.5
#: As many hits are looked at for the one answer; the others tell whether there is another reading.
_CONSIDERED = 20
_FOUND = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """The best provision for a question.

    Attributes:
        question: the analysed question.
        chosen: the provision, ``None`` where search finds nothing.
        lacking: what the question pins down and the provision does not satisfy.
        confidence: answerability, 0 to 1.
        cosine: the best passage's, 0 without an encoder.
        stands: whether the provision may be quoted as the answer.
        near: whether it would answer, were nothing lacking.
        hits: what search found, best first.
        superseded: what would answer at another time than the one asked about (knowledge/in_force.py).
    """

    question: Question
    chosen: Selection | None
    lacking: tuple[Unmet, ...]
    confidence: float
    cosine: float
    stands: bool
    near: bool = False
    hits: Sequence[Hit] = ()
    superseded: Selection | None = None


def find(  # noqa: PLR0913  # one search needs them all; a record would only be unpacked here
    release: Release,
    question: Question,
    vector: Vectors | None,
    *,
    whole: Question | None = None,
    own: Question | None = None,
    alone: Vectors | None = None,
    favour: Favour | None = None,
    bonus: Scores | None = None,
) -> Finding:
    """Find the provision that answers.

    Args:
        release: the release of the turn.
        question: the analysed question.
        vector: of the question with its topic; ``None`` without an encoder.
        whole: the question with the topic it leans on, where it leans on one.
        own: the question by itself, where it says too little to be searched for without its topic's words.
        alone: the vector of the question without its topic, where it leans on one.
        favour: what the context says of the passages.
        bonus: what else is added to every passage, in their order.
    """
    calibration = release.manifest.calibration
    if favour is not None:
        bonus = favour.bonus if bonus is None else favour.bonus + bonus
    if question.foreign:
        return _find_by_meaning(release, question, vector, whole, alone, bonus)
    found = release.space.search(question, vector, calibration, alone=alone, bonus=bonus, limit=_FOUND)
    hits = found[:_CONSIDERED]
    chosen, lacking = satisfying(question, hits, release.documents, calibration, whole=whole, own=own)
    if chosen is None:
        return Finding(question, None, (), 0.0, 0.0, stands=False)
    rarity = release.space.rarity
    judged = [(question, hits[0])]
    if chosen.hit is not hits[0]:
        judged.append((question, chosen.hit))
    if whole is not None and rarity.coverage(question, chosen.hit.index) >= _LEANING_COVERAGE:
        judged.append((whole, chosen.hit))
    confidence = max(answerability(signs_of(asked, hit, rarity), calibration) for asked, hit in judged)
    if chosen.provision.kind is ProvisionKind.RECORD and question.wants_record and question.numbers:
        confidence = 1.0  # the particulars of a paper that we have and that the question names
    if favour is not None and chosen.hit.index in favour.sure:
        confidence = max(confidence, calibration.threshold)
    stays = favour is not None and favour.eased and favour.bonus[chosen.hit.index] > 0
    near = confidence >= calibration.threshold * (_LEANING_EASE if stays else 1.0)
    stands = near and not lacking
    return Finding(question, chosen, lacking, confidence, hits[0].cosine, stands, near, found)


def _find_by_meaning(
    release: Release,
    question: Question,
    vector: Vectors | None,
    whole: Question | None,
    alone: Vectors | None,
    bonus: Scores | None,
) -> Finding:
    """For a question in another language: its words are in no document, but the encoder knows what they mean."""
    if vector is None:
        return Finding(question, None, (), 0.0, 0.0, stands=False)
    calibration = by_meaning(release.manifest.calibration)
    hits = release.space.search(question, vector, calibration, alone=alone, bonus=bonus, limit=_CONSIDERED)
    chosen, lacking = satisfying(question, hits, release.documents, calibration)
    cosine = max((hit.cosine for hit in hits), default=0.0)
    if chosen is None:
        return Finding(question, None, lacking, 0.0, cosine, stands=False)
    signs = signs_of(question, chosen.hit, release.space.rarity)
    confidence = answerability(signs, calibration)
    stays = False
    if whole is not None:
        confidence = max(
            confidence, answerability(signs_of(whole, chosen.hit, release.space.rarity), calibration)
        )
        stays = bonus is not None and bonus[chosen.hit.index] > 0
    near = confidence >= calibration.threshold * (_LEANING_EASE if stays else 1.0)
    if not (
        signs.sampled and signs.told
    ):  # no samples, or none in its language: the passage itself has to be near
        near = cosine >= calibration.foreign_cosine
        confidence = max(confidence, calibration.threshold) if near else confidence
    return Finding(question, chosen, lacking, confidence, cosine, near and not lacking, near, hits)


def by_meaning(calibration: Calibration) -> Calibration:
    """The calibration with what the encoder tells alone; numbers and years that the question names still count."""
    kept = ("score", "nearest", "centre")
    alone, beside = (
        tuple(weight if sign in kept else 0.0 for sign, weight in zip(SIGNS, weights, strict=True))
        for weights in (calibration.rerank, calibration.rerank_sampled)
    )
    return replace(calibration, dense_weight=1.0, rerank=alone, rerank_sampled=beside)
