"""Search: lexical and dense scores fused, with what the question pins down (numbers, years) on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.calibration import Calibration
from knowledge.dense import DenseIndex
from knowledge.encoder import Vectors
from knowledge.lexical import LexicalIndex
from knowledge.model import Document
from knowledge.passages import Passage
from knowledge.pins import Facts, Pinned, Pins, facts_of
from knowledge.postings import Indices, Scores
from knowledge.question import Question
from knowledge.rarity import Rarity
from knowledge.reranking import signs_of_candidate
from knowledge.terms import Terms

#: Up to so many passages all of them are candidates, and search is exact; above, the best of each side are.
EXHAUSTIVE = 20_000
#: So many candidates come from each side, and from each kind of passages that the question pins down.
_FROM_EACH = 100
#: As many candidates of the first stage are reranked.
_RERANKED = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found.

    Attributes:
        index: its place among the release's passages.
        passage: what was found.
        score: fused score with bonuses; comparable within one question only.
        cosine: with the question, 0 where there is no encoder.
        lexical: raw BM25 of both fields.
    """

    index: int
    passage: Passage
    score: float
    cosine: float
    lexical: float


@dataclass
class SearchSpace:
    """Everything one release searches in; ``documents`` and ``passages`` keep their order.

    Attributes:
        facts: what reading the passages told; read again where it is not given.
        exhaustive: up to so many passages all are candidates.
    """

    documents: Sequence[Document]
    passages: Sequence[Passage]
    lexical: LexicalIndex
    dense: DenseIndex | None
    facts: Facts | None = None
    exhaustive: int = EXHAUSTIVE

    def search(
        self,
        question: Question,
        vector: Vectors | None,
        calibration: Calibration,
        *,
        bonus: Scores | None = None,
        limit: int = 20,
    ) -> list[Hit]:
        """The best passages, best first.

        Args:
            question: the analysed question.
            vector: its vector, or ``None`` for lexical search alone.
            calibration: weights in force.
            bonus: added to every passage's score, in passage order (the context of a conversation).
            limit: at most so many.
        """
        pinned = self.pins.of(question)
        candidates = self._candidates(question, vector, pinned, bonus)
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
        if bonus is not None:
            fused = fused + bonus[candidates]
        first = np.argsort(-fused, kind="stable")[: max(limit, _RERANKED)]
        weights = np.asarray(calibration.rerank)
        indices: list[int] = candidates[first].tolist()
        for place, index, present in zip(first, indices, self.rarity.present(question, indices), strict=True):
            signs = signs_of_candidate(
                question,
                self.passages[index],
                index,
                float(fused[place]),
                self.rarity,
                present,
            )
            fused[place] = weights @ signs
        return [
            Hit(
                int(candidates[place]),
                self.passages[candidates[place]],
                float(fused[place]),
                float(cosine[place]),
                float(lexical[place]),
            )
            for place in sorted(first, key=lambda place: -fused[place])[:limit]
        ]

    def _candidates(
        self, question: Question, vector: Vectors | None, pinned: Pinned, bonus: Scores | None
    ) -> Indices:
        """The passages that are scored, ascending."""
        if len(self.passages) <= self.exhaustive:
            return np.arange(len(self.passages), dtype=np.int32)
        favoured = pinned.favoured()
        if bonus is not None:
            favoured.append(np.flatnonzero(bonus > 0).astype(np.int32))
        found = [self.lexical.best(question.restored, question.typed, _FROM_EACH, favoured)]
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
        return Rarity(self.passages, self.lexical)

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
