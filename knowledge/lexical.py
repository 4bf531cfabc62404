"""BM25 over two fields: accented syllables, and folded syllables with folded bigrams; raw scores added.

Syllables, not segmented words: measured better on seven Vietnamese sets. The folded field serves questions
typed without diacritics; the accented one tells apart what folding confuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.postings import Indices, PostingList, Postings, PostingsBuilder, Scores, best
from vietnamese.text import fold, syllables


class LexicalIndex:
    """The two BM25 fields of a release."""

    def __init__(self, accented: Postings, folded: Postings) -> None:
        self._accented = accented
        self._folded = folded

    @classmethod
    def build(cls, texts: Iterable[str], headers: Iterable[str] | None = None) -> LexicalIndex:
        """Index normalised texts; their order is the order of the scores.

        Args:
            texts: of the passages.
            headers: how each text begins: its document's header. What stands after it is the passage's own.
        """
        accented, folded = PostingsBuilder(), PostingsBuilder()
        known: dict[str, int] = {}
        for text, header in zip(texts, headers, strict=True) if headers else ((text, "") for text in texts):
            if header not in known:
                known[header] = len(syllables(header))
            start = known[header]
            read = syllables(text)
            accented.add(read)
            single = list(map(_folded, read))
            pairs = [f"{first} {second}" for first, second in pairwise(single)]
            folded.add(single[:start] + pairs[:start], single[start:] + pairs[start:])
        return cls(accented.finish(), folded.finish())

    @property
    def size(self) -> int:
        """Number of passages."""
        return self._folded.size

    def scores(self, restored: str, typed: str) -> Scores:
        """BM25 of every passage: the restored text against the accented field, the typed one against the folded."""
        total = np.zeros(self.size, dtype=np.float32)
        for one in self._lists(restored, typed):
            total[one.passages] += one.impacts
        return total

    def scores_at(self, restored: str, typed: str, passages: Indices) -> Scores:
        """BM25 of some passages, given in ascending order."""
        total = np.zeros(len(passages), dtype=np.float32)
        for one in self._lists(restored, typed):
            total += one.at(passages)
        return total

    def best(self, restored: str, typed: str, count: int, favoured: Sequence[Indices] = ()) -> Indices:
        """The ``count`` passages with the highest BM25 and a few more, ascending; see :func:`postings.best`."""
        return best(self._lists(restored, typed), self.size, count, favoured)

    def count(self, term: str) -> int:
        """In how many passages a folded syllable or bigram stands outside the document's header."""
        return self._folded.count_own(term)

    def have(self, terms: Iterable[str], passages: Indices) -> NDArray[np.bool_]:
        """Whether passages have folded terms, in the header or beyond; shape (terms, passages).

        Args:
            terms: folded syllables or bigrams.
            passages: in ascending order.
        """
        rows = []
        for term in terms:
            lists = self._folded.lists([term])
            rows.append(lists[0].at(passages) > 0 if lists else np.zeros(len(passages), dtype=np.bool_))
        return np.array(rows, dtype=np.bool_).reshape(len(rows), len(passages))

    def _lists(self, restored: str, typed: str) -> list[PostingList]:
        return [*self._accented.lists(accented_tokens(restored)), *self._folded.lists(folded_tokens(typed))]

    def save(self, folder: Path) -> None:
        """Write both fields below ``folder``."""
        self._accented.save(folder / "accented")
        self._folded.save(folder / "folded")

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Map what :meth:`save` wrote.

        Raises:
            OSError, ValueError: it cannot be read.
        """
        return cls(Postings.load(folder / "accented"), Postings.load(folder / "folded"))


def accented_tokens(text: str) -> list[str]:
    """Lower-case syllables with their diacritics."""
    return syllables(text)


def folded_tokens(text: str) -> list[str]:
    """Folded syllables followed by folded bigrams."""
    single = list(map(_folded, syllables(text)))
    return single + [f"{first} {second}" for first, second in pairwise(single)]


#: Vietnamese has some seven thousand syllables, and a text has them again and again.
_folded = lru_cache(maxsize=16384)(fold)
