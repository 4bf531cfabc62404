"""How rare a term is among the passages of a release, and how much of a question a passage covers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

import numpy as np

from knowledge.lexical import LexicalIndex, folded_tokens
from knowledge.passages import Passage
from knowledge.question import Question, normalise, terms_in
from knowledge.sampled import Sampled


class Rarity:
    """Document frequencies of folded syllables and bigrams over the passages of a release, headers left out.

    A syllable counts as often as passages say it, or as their sample questions do where that is oftener: what
    everybody asks is not rare because papers do not say it.

    Which passages have which terms is asked of the lexical index, for the few passages that come into question.
    """

    def __init__(
        self, passages: Sequence[Passage], lexical: LexicalIndex, sampled: Sampled | None = None
    ) -> None:
        self._passages = passages
        self._lexical = lexical
        self._sampled = sampled or Sampled()
        self._weight = lru_cache(maxsize=8192)(self._weigh)

    def weight(self, term: str) -> float:
        """ln(1 + N / (1 + df)): the rarer, the heavier; an unknown term is the heaviest."""
        return self._weight(term)

    def _weigh(self, term: str) -> float:
        count = max(self._lexical.count(term), self._sampled.count(term))
        return math.log1p(self._lexical.size / (1 + count))

    def present(self, question: Question, indices: Sequence[int]) -> list[frozenset[str]]:
        """For each of some passages the terms of the question that it or its document's header has.

        Looked up for many passages at once; the methods below do so for one where they are not given it.
        """
        has = self._lexical.have(question.terms, np.array(indices, dtype=np.int32))
        return [
            frozenset(term for term, found in zip(question.terms, column, strict=True) if found)
            for column in has.T.tolist()
        ]

    def coverage(self, question: Question, index: int, present: frozenset[str] | None = None) -> float:
        """Share (0 to 1) of the question's terms, by weight, that passage ``index`` or its document's header has."""
        if present is None:
            present = self.present(question, [index])[0]
        return self._share(question.terms, present)

    def told(self, question: Question, index: int, present: frozenset[str] | None = None) -> float:
        """Share (0 to 1) of the question's terms that passage ``index``, its header or its sample questions have.

        What none of those who wrote its samples said, nor the paper, is what the provision hardly answers.
        """
        if present is None:
            present = self.present(question, [index])[0]
        return self._share(question.terms, present, self._sampled.terms(index))

    def focus(self, question: Question, index: int, present: frozenset[str] | None = None) -> float:
        """Share (0 to 1) of what the question asks beyond naming the document that passage ``index`` has.

        Terms of the document's header only say which document is meant; the others say which of its provisions.
        """
        if present is None:
            present = self.present(question, [index])[0]
        header = terms_of(self._passages[index].header)
        return self._share([term for term in question.terms if term not in header], present)

    def headed(self, question: Question, index: int) -> float:
        """Share (0 to 1) of the heading that stands over passage ``index``, or is its own, that the question says.

        Who asks for "mục tiêu chung" says the heading itself, whatever else they say.
        """
        passage = self._passages[index]
        heading = _heading_terms(_heading_of(passage)) - terms_of(passage.header)
        return self._share(heading, frozenset(question.terms)) if heading else 0.0

    def _share(
        self, terms: Iterable[str], present: AbstractSet[str], others: AbstractSet[str] = frozenset()
    ) -> float:
        # Asked for forty candidates of every question: one pass, and no set is made.
        total = had = 0.0
        for term in terms:
            weight = self._weight(term)
            total += weight
            if term in present or term in others:
                had += weight
        return had / total if total else 0.0


def _heading_of(passage: Passage) -> str:
    """A list's own heading; for an item the nearest heading above it."""
    return passage.heading if passage.group else passage.context.rpartition(". ")[2]


@lru_cache(maxsize=8192)
def _heading_terms(heading: str) -> frozenset[str]:
    return frozenset(terms_in(heading))


@lru_cache(maxsize=8192)
def terms_of(text: str) -> frozenset[str]:
    """Folded syllables and bigrams of a text in its normal form; remembered, since provisions come up again."""
    return frozenset(folded_tokens(normalise(text)))
