"""Search: lexical and dense scores fused, with what the question pins down (numbers, years) on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from knowledge.calibration import Calibration
from knowledge.dense import DenseIndex
from knowledge.encoder import Vectors
from knowledge.lexical import LexicalIndex
from knowledge.likeness import Likenesses, LikenessIndex
from knowledge.model import Document
from knowledge.passages import Passage
from knowledge.pins import Facts, Pinned, Pins, facts_of
from knowledge.postings import Indices, Scores
from knowledge.question import Question
from knowledge.rarity import Rarity
from knowledge.reranking import SIGNS, signs_of_candidate
from knowledge.sampled import Sampled
from knowledge.terms import Terms

#: Up to so many passages all of them are candidates, and search is exact; above, the best of each side are.
EXHAUSTIVE = 20_000
#: So many candidates come from each side, and from each kind of passages that the question pins down.
_FROM_EACH = 100
#: As many candidates of the first stage are reranked, and so many of them at least by their words alone.
_RERANKED = 40
_BY_WORDS = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found.

    Attributes:
        index: its place among the release's passages.
        passage: what was found.
        score: fused score with bonuses; comparable within one question only.
        cosine: with the question, 0 where there is no encoder.
        lexical: raw BM25 of both fields.
        nearest: likeness (-1 to 1) to the nearest of its sample questions, 0 where it has none.
        centre: likeness to all of them together.
        gap: likeness of the question to the nearest one that no document answers.
        sampled: whether it has sample questions to which the question was compared.
        vouched: the kinds of things that it states, by those of them that are very like the question.
        fused: the first stage's score, by which it came among those that were reranked.
    """

    index: int
    passage: Passage
    score: float
    cosine: float
    lexical: float
    nearest: float = 0.0
    centre: float = 0.0
    gap: float = 0.0
    sampled: bool = False
    vouched: frozenset[str] = frozenset()
    fused: float = 0.0


@dataclass
class SearchSpace:
    """Everything one release searches in; ``documents`` and ``passages`` keep their order.

    Attributes:
        facts: what reading the passages told; read again where it is not given.
        sampled: what the sample questions of the passages say.
        likeness: how like questions are to them; ``None`` where there are none, or no encoder.
        exhaustive: up to so many passages all are candidates.
    """

    documents: Sequence[Document]
    passages: Sequence[Passage]
    lexical: LexicalIndex
    dense: DenseIndex | None
    facts: Facts | None = None
    sampled: Sampled = field(default_factory=Sampled)
    likeness: LikenessIndex | None = None
    exhaustive: int = EXHAUSTIVE

    def search(
        self,
        question: Question,
        vector: Vectors | None,
        calibration: Calibration,
        *,
        alone: Vectors | None = None,
        bonus: Scores | None = None,
        limit: int = 20,
    ) -> list[Hit]:
        """The best passages, best first.

        Args:
            question: the analysed question.
            vector: its vector, or ``None`` for lexical search alone.
            calibration: weights in force.
            alone: the vector of a question that leans on a topic, without it.
            bonus: added to every passage's score, in passage order (the context of a conversation).
            limit: at most so many.
        """
        pinned = self.pins.of(question)
        likenesses = self._likeness(vector, alone)
        candidates = self._candidates(question, vector, pinned, bonus, likenesses)
        whole = len(candidates) == len(self.passages)
        lexical = self._lexical(question, candidates)
        # Among so many that not all are looked at, some passage has none of the words.
        fused = _spread(lexical, float(lexical.min(initial=np.inf)) if whole else 0.0)
        cosine = np.zeros(len(candidates), dtype=np.float32)
        if vector is not None and self.dense is not None:
            cosine = self.dense.scores(vector) if whole else self.dense.scores_at(vector, candidates)
            weight = calibration.dense_weight
            fused = (1 - weight) * fused + weight * _spread(cosine, self.dense.lowest(vector))
        fused = fused + pinned.bonus(candidates, calibration)
        likeness = likenesses.at(candidates)
        context = np.zeros_like(fused) if bonus is None else bonus[candidates]
        promising = fused + context + calibration.likeness * (likeness.nearest + likeness.centre)
        # Passages without samples have a place among what is reranked by their words alone.
        by_words = np.argsort(-(fused + context), kind="stable")[:_BY_WORDS]
        by_likeness = np.argsort(-promising, kind="stable")[: max(limit, _RERANKED)]
        first = np.array(list(dict.fromkeys([*by_likeness.tolist(), *by_words.tolist()])), dtype=np.intp)
        indices: list[int] = candidates[first].tolist()
        hits = [
            Hit(
                index,
                self.passages[index],
                float(fused[place]),
                float(cosine[place]),
                float(lexical[place]),
                float(likeness.nearest[place]),
                float(likeness.centre[place]),
                likeness.gap,
                bool(len(likeness.samples)) and index in self.sampled,
                self.sampled.vouched(index, likeness.samples, calibration.vouching),
                float(fused[place]),
            )
            for place, index in zip(first, indices, strict=True)
        ]
        compared = bool(len(likeness.samples))
        scores = self._reranked(question, hits, calibration, compared=compared) + context[first]
        order = np.argsort(-scores, kind="stable")[:limit]
        return [replace(hits[place], score=float(scores[place])) for place in order]

    def _reranked(
        self, question: Question, hits: Sequence[Hit], calibration: Calibration, *, compared: bool
    ) -> Scores:
        """The second stage's scores of hits that have the first stage's.

        Where the question was compared to samples, a passage without some is scored by its own signs, on the scale of
        those that have some.
        """
        present = self.rarity.present(question, [hit.index for hit in hits])
        signs = np.array(
            [
                signs_of_candidate(question, hit, self.rarity, has)
                for hit, has in zip(hits, present, strict=True)
            ]
        ).reshape(len(hits), len(SIGNS))
        alone: Scores = (signs @ np.asarray(calibration.rerank)).astype(np.float32)
        sampled = np.array([hit.sampled for hit in hits], dtype=np.bool_)
        if not compared:
            return alone
        slope, offset = calibration.unsampled
        beside = signs @ np.asarray(calibration.rerank_sampled)
        scores: Scores = np.where(sampled, beside, slope * alone + offset).astype(np.float32)
        return scores

    def _likeness(self, vector: Vectors | None, alone: Vectors | None) -> Likenesses:
        """Of every passage how like the question is to its samples; nothing without samples or an encoder.

        With its topic a leaning question is most like what was asked before, and alone it lacks the topic: both count.
        """
        if self.likeness is None or vector is None:
            return Likenesses.none(len(self.passages))
        found = self.likeness.of(vector)
        return found if alone is None else found.mean(self.likeness.of(alone))

    def _candidates(
        self,
        question: Question,
        vector: Vectors | None,
        pinned: Pinned,
        bonus: Scores | None,
        likenesses: Likenesses,
    ) -> Indices:
        """The passages that are scored, ascending."""
        if len(self.passages) <= self.exhaustive:
            return np.arange(len(self.passages), dtype=np.int32)
        favoured = pinned.favoured()
        if bonus is not None:
            favoured.append(np.flatnonzero(bonus > 0).astype(np.int32))
        found = [self.lexical.best(question.restored, question.typed, _FROM_EACH, favoured)]
        found.append(likenesses.best(_FROM_EACH))
        if vector is not None and self.dense is not None:
            found.append(self.dense.nearest(vector, _FROM_EACH))
        return np.unique(np.concatenate(found))

    def _lexical(self, question: Question, candidates: Indices) -> Scores:
        if len(candidates) == len(self.passages):
            return self.lexical.scores(question.restored, question.typed)
        return self.lexical.scores_at(question.restored, question.typed, candidates)

    @cached_property
    def rarity(self) -> Rarity:
        """How rare terms are among the passages."""
        return Rarity(self.passages, self.lexical, self.sampled)

    @cached_property
    def terms(self) -> Terms:
        """From when to when the passages are in force."""
        return Terms(self.documents, self.passages)

    @cached_property
    def pins(self) -> Pins:
        """What questions can pin down."""
        return Pins(self.documents, self.passages, self.facts or facts_of(self.passages))

    def warm(self) -> None:
        """Compute what the first question would otherwise wait for."""
        _ = (self.rarity, self.pins, self.terms)


def _spread(scores: Scores, low: float) -> Scores:
    """Spread over 0 to 1 from the lowest score to the highest (fusion by score, docs/adr/0003)."""
    high = float(scores.max(initial=low))
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
