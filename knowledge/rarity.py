"""How rare a term is among the passages of a release, and how much of a question a passage covers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.lexical import folded_tokens
from knowledge.passages import Passage
from knowledge.question import Question, normalise, terms_in


class Rarity:
    """Document frequencies of folded syllables and bigrams over the passages of a release."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._own = [terms_of(f"{passage.context}. {passage.body}") for passage in passages]
        headers = {passage.header: terms_of(passage.header) for passage in passages}
        self._heading = [frozenset(terms_in(_heading_of(passage))) for passage in passages]
        self._header = [headers[passage.header] for passage in passages]
        self._counts = Counter(term for terms in self._own for term in terms)
        self._size = len(passages)

    def weight(self, term: str) -> float:
        """ln(1 + N / (1 + df)): the rarer, the heavier; an unknown term is the heaviest."""
        return math.log1p(self._size / (1 + self._counts.get(term, 0)))

    def coverage(self, question: Question, index: int) -> float:
        """Share (0 to 1) of the question's terms, by weight, that passage ``index`` or its document's header has."""
        return self._share(question.terms, self._own[index] | self._header[index])

    def focus(self, question: Question, index: int) -> float:
        """Share (0 to 1) of what the question asks beyond naming the document that passage ``index`` has.

        Terms of the document's header only say which document is meant; the others say which of its provisions.
        """
        header = self._header[index]
        beyond = [term for term in question.terms if term not in header]
        return self._share(beyond, self._own[index])

    def headed(self, question: Question, index: int) -> float:
        """Share (0 to 1) of the heading that stands over passage ``index``, or is its own, that the question says.

        Who asks for "mục tiêu chung" says the heading itself, whatever else they say.
        """
        heading = self._heading[index] - self._header[index]
        return self._share(heading, frozenset(question.terms)) if heading else 0.0

    def _share(self, terms: Iterable[str], present: frozenset[str]) -> float:
        weights = [(self.weight(term), term in present) for term in terms]
        total = sum(weight for weight, _ in weights)
        return sum(weight for weight, has in weights if has) / total if total else 0.0


def _heading_of(passage: Passage) -> str:
    """A list's own heading; for an item the nearest heading above it."""
    return passage.heading if passage.group else passage.context.rpartition(". ")[2]


@lru_cache(maxsize=8192)
def terms_of(text: str) -> frozenset[str]:
    """Folded syllables and bigrams of a text in its normal form; remembered, since provisions come up again."""
    return frozenset(folded_tokens(normalise(text)))
