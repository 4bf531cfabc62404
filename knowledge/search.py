"""Search: lexical and dense scores fused, with what the question pins down (numbers, years) on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.calibration import Calibration
from knowledge.dense import DenseIndex
from knowledge.encoder import Vectors
from knowledge.importer.record import RECORD_PATH
from knowledge.lexical import LexicalIndex, Scores
from knowledge.model import Document
from knowledge.passages import Passage
from knowledge.question import Question
from knowledge.rarity import Rarity
from knowledge.references import Names, leading_numbers, named_without_number, names_of
from knowledge.reranking import signs_of_candidate
from vietnamese.dates import find_years
from vietnamese.document_numbers import DocumentNumber, find_document_numbers

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
    """Everything one release searches in; ``documents`` and ``passages`` keep their order."""

    documents: Sequence[Document]
    passages: Sequence[Passage]
    lexical: LexicalIndex
    dense: DenseIndex | None

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
        lexical = self.lexical.scores(question.restored, question.typed)
        fused = _spread(lexical)
        cosine = np.zeros(len(self.passages), dtype=np.float32)
        if vector is not None and self.dense is not None:
            cosine = self.dense.scores(vector)
            weight = calibration.dense_weight
            fused = (1 - weight) * fused + weight * _spread(cosine)
        fused = fused + self._pinned(question, calibration)
        if bonus is not None:
            fused = fused + bonus
        candidates: list[int] = np.argsort(-fused, kind="stable")[: max(limit, _RERANKED)].tolist()
        weights = np.asarray(calibration.rerank)
        for index in candidates:
            first = float(fused[index])
            signs = signs_of_candidate(question, self.passages[index], index, first, self.rarity)
            fused[index] = weights @ signs
        order = sorted(candidates, key=lambda index: -fused[index])[:limit]
        return [
            Hit(
                index,
                self.passages[index],
                float(fused[index]),
                float(cosine[index]),
                float(lexical[index]),
            )
            for index in order
        ]

    def _pinned(self, question: Question, calibration: Calibration) -> Scores:
        bonus = np.zeros(len(self.passages), dtype=np.float32)
        named = named_without_number(question.typed, question.numbers, self._names)
        numbers = leading_numbers(question.typed, question.numbers, named=bool(named))
        for index, passage in enumerate(self.passages):
            if any(number.matches(own) for number in numbers for own in self._numbers[index]):
                bonus[index] += calibration.number_bonus
            if passage.document in named:
                bonus[index] += calibration.name_bonus
            if passage.path == RECORD_PATH:
                bonus[index] += calibration.record_bonus * (1 if question.wants_record else -1)
        wanted = {year for mention in question.years for year in range(mention.first, mention.last + 1)}
        if wanted:
            for index, (headed, mentioned) in enumerate(self._years):
                if wanted & headed:
                    bonus[index] += calibration.year_bonus
                elif wanted & mentioned:
                    bonus[index] += calibration.year_mention
                elif headed:
                    bonus[index] -= calibration.year_malus
        return bonus

    @cached_property
    def rarity(self) -> Rarity:
        """How rare terms are among the passages."""
        return Rarity(self.passages)

    @cached_property
    def mentioned_numbers(self) -> frozenset[DocumentNumber]:
        """Every document number that the documents have or mention."""
        texts = (text for passage in self.passages for text in (passage.header, passage.body))
        return frozenset(mention.number for text in texts for mention in find_document_numbers(text))

    def warm(self) -> None:
        """Compute what the first question would otherwise wait for."""
        _ = (self.rarity, self.mentioned_numbers, self._names, self._numbers, self._years)

    @cached_property
    def _names(self) -> list[Names]:
        return [names_of(document) for document in self.documents]

    @cached_property
    def _numbers(self) -> list[tuple[DocumentNumber, ...]]:
        """For each passage the numbers it is known by: its document's and those of the papers it speaks for."""
        by_slug = {document.slug: document for document in self.documents}
        found = []
        for passage in self.passages:
            document = by_slug[passage.document]
            provision = document.find(passage.path)
            names = (document.number, *(provision.papers if provision else ()))
            found.append(tuple(mention.number for name in names for mention in find_document_numbers(name)))
        return found

    @cached_property
    def _years(self) -> list[tuple[frozenset[int], frozenset[int]]]:
        """For each passage the years that the headings down to it name, and those that its text names."""
        found = []
        for passage in self.passages:
            own = passage.body.partition(". ")[0] if passage.group else ""
            found.append((_years_in(f"{passage.context}. {own}"), _years_in(passage.body)))
        return found


def _years_in(text: str) -> frozenset[int]:
    return frozenset(year for mention in find_years(text) for year in range(mention.first, mention.last + 1))


def _spread(scores: Scores) -> Scores:
    """Min-max over the passages of one question (fusion by score, docs/adr/0003)."""
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
