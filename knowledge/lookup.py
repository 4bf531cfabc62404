"""Looking provisions up as an editor does who wants to cite one: by words, by number or place, by path.

Not the search that answers citizens: it reads the draft, finds exactly what is typed, and needs no index.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge.curated import Reference
from knowledge.model import Document, Provision
from knowledge.question import QUESTION_WORDS
from vietnamese.text import fold, syllables

#: At least this share of what is typed, weighed by rarity, must stand in the provision or above it.
_LEAST = 0.4
#: What stands in the provision itself counts so many times what stands above it.
_OWN = 2.0


@dataclass(frozen=True, slots=True)
class Found:
    """A provision that was looked up; ``above`` are the headings over it, outermost first."""

    reference: Reference
    document: Document
    provision: Provision
    above: tuple[str, ...] = ()


class Lookup:
    """The provisions of some documents, read once; safe to share between threads."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._all = [one for document in documents for one in _under(document)]
        self._by_reference = {one.reference: one for one in self._all}
        self._own = [_own(one) for one in self._all]
        above = {document.slug: _words_of_document(document) for document in documents}
        self._above = [above[one.reference.document].union(*map(_words, one.above)) for one in self._all]

    def cited(self, reference: Reference) -> Found | None:
        """The provision that a reference names, ``None`` where there is none."""
        return self._by_reference.get(reference)

    def find(self, typed: str, limit: int = 20) -> list[Found]:
        """The provisions meant by ``typed``, best first.

        ``slug#path`` names one; else each word is looked for in a provision, its place, the headings above it, and the
        name and number of its document.
        """
        address = typed.strip().rpartition("/van-ban/")[2]
        slug, mark, path = address.partition("#")
        if mark and (named := self.cited(Reference(slug, path))):
            return [named]
        weights = {word: self._weight(word) for word in _wanted(typed)}
        if not weights:
            return []
        total = sum(weights.values())
        ranked = []
        for place, (own, above) in enumerate(zip(self._own, self._above, strict=True)):
            inside = sum(weight for word, weight in weights.items() if word in own)
            around = sum(weight for word, weight in weights.items() if word not in own and word in above)
            if inside and inside + around >= _LEAST * total:
                ranked.append((-(_OWN * inside + around), len(own), place))
        return [self._all[place] for *_, place in sorted(ranked)[:limit]]

    def _weight(self, word: str) -> float:
        count = sum(1 for words in self._own if word in words)
        return math.log1p(len(self._all) / (1 + count))


def _under(document: Document) -> Iterator[Found]:
    def below(nodes: Sequence[Provision], above: tuple[str, ...]) -> Iterator[Found]:
        for node in nodes:
            yield Found(Reference(document.slug, node.path), document, node, above)
            yield from below(node.children, (*above, f"{node.label} {node.text}".strip()))

    return below(document.provisions, ())


def _wanted(typed: str) -> frozenset[str]:
    """The words and pairs of what is typed; those that only ask are left out, unless there are no others."""
    words = _words(typed)
    telling = frozenset(word for word in words if not QUESTION_WORDS.issuperset(word.split()))
    return telling or words


def _own(one: Found) -> frozenset[str]:
    node = one.provision
    return _words(f"{node.label} {node.text} {node.place} {' '.join(node.papers)}") | {node.path.lower()}


def _words_of_document(document: Document) -> frozenset[str]:
    return _words(f"{document.name} {document.title} {document.number}") | {document.slug}


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """The folded syllables of a text, and its pairs of neighbours: "dieu 6" tells more than "dieu" and "6"."""
    said = syllables(fold(text))
    return frozenset((*said, *(f"{first} {second}" for first, second in pairwise(said))))
