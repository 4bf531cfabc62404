"""Pins: the passages that a question pins down by what it names – numbers, years, documents, a paper's record.

What only reading every passage can tell is found once, by the build, and stored with the index. A document's
passages follow one another, so that a document is a range of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray
from pydantic.dataclasses import dataclass as record

from knowledge.calibration import Calibration
from knowledge.importer.record import RECORD_PATH
from knowledge.model import Document
from knowledge.passages import Passage
from knowledge.postings import Indices, Scores
from knowledge.question import Question
from knowledge.references import NamedDocuments, NumberIndex, leading_numbers, names_of
from vietnamese.dates import find_years
from vietnamese.document_numbers import DocumentNumber, find_document_numbers

_A_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DIGIT = re.compile(r"[0-9]")

Number = tuple[str, str | None, str | None, str | None]
"""The parts of a :class:`DocumentNumber`."""


@record(frozen=True, slots=True)
class Facts:
    """What reading the passages tells; they are named by their places.

    Attributes:
        mentioned: every document number that the passages have, once.
        headed: for each year the passages whose headings name it.
        said: for each year the passages whose text names it.
    """

    mentioned: list[Number]
    headed: dict[int, list[int]]
    said: dict[int, list[int]]


def facts_of(passages: Iterable[Passage]) -> Facts:
    """Read all passages."""
    mentioned: dict[DocumentNumber, None] = {}
    headed, said = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    header = ""
    for place, passage in enumerate(passages):
        if passage.header != header:
            header = passage.header
            mentioned |= {mention.number: None for mention in find_document_numbers(header)}
        if _DIGIT.search(passage.body):
            mentioned |= {mention.number: None for mention in find_document_numbers(passage.body)}
        own = passage.body.partition(". ")[0] if passage.group else ""
        for years, text in ((headed, f"{passage.context}. {own}"), (said, passage.body)):
            for year in _years_in(text):
                years[year].append(place)
    return Facts([astuple(number) for number in mentioned], dict(headed), dict(said))


@dataclass(frozen=True, slots=True)
class Pinned:
    """The passages that one question pins down, each kind ascending.

    Attributes:
        numbered: of the documents it names by number, and those that speak for such a paper.
        named: of the documents it names by kind and issuer.
        headed: with a heading that names a year asked about.
        said: with a text that names one.
        other_year: with a heading that names any year; empty where no year is asked about.
        records: all records of papers.
        wants_record: whether the question asks for a paper's particulars.
    """

    numbered: Indices
    named: Indices
    headed: Indices
    said: Indices
    other_year: Indices
    records: Indices
    wants_record: bool

    def favoured(self) -> list[Indices]:
        """The kinds that gain by it."""
        kinds = (
            self.numbered,
            self.named,
            self.headed,
            self.said,
            self.records if self.wants_record else _NONE,
        )
        return [kind for kind in kinds if len(kind)]

    def bonus(self, passages: Indices, calibration: Calibration) -> Scores:
        """What is added to the scores of some passages, ascending."""
        bonus = np.zeros(len(passages), dtype=np.float32)
        bonus[_among(passages, self.numbered)] += calibration.number_bonus
        bonus[_among(passages, self.named)] += calibration.name_bonus
        sign = 1 if self.wants_record else -1
        bonus[_among(passages, self.records)] += sign * calibration.record_bonus
        headed, said = _among(passages, self.headed), _among(passages, self.said)
        bonus[headed] += calibration.year_bonus
        bonus[said & ~headed] += calibration.year_mention
        bonus[_among(passages, self.other_year) & ~headed & ~said] -= calibration.year_malus
        return bonus


class Pins:
    """What questions can pin down in the passages of a release."""

    def __init__(self, documents: Sequence[Document], passages: Sequence[Passage], facts: Facts) -> None:
        self._spans = _spans(documents, passages)
        self._by_slug = {document.slug: place for place, document in enumerate(documents)}
        self._named = NamedDocuments(names_of(document) for document in documents)
        self._records = _array(place for place, passage in enumerate(passages) if passage.path == RECORD_PATH)
        self._headed = {year: _array(places) for year, places in facts.headed.items()}
        self._said = {year: _array(places) for year, places in facts.said.items()}
        self._any_year = _union(self._headed.values())
        self._mentioned = NumberIndex[DocumentNumber]()
        for parts in facts.mentioned:
            number = DocumentNumber(*parts)
            self._mentioned.add(number, number)
        self._numbered = NumberIndex[range]()
        for document, span in zip(documents, self._spans, strict=True):
            for mention in find_document_numbers(document.number):
                self._numbered.add(mention.number, span)
            papers = {node.path: node.papers for node in document.walk() if node.papers}
            for place in span if papers else ():
                for name in papers.get(passages[place].path, ()):
                    for mention in find_document_numbers(name):
                        self._numbered.add(mention.number, range(place, place + 1))

    def mentions(self, number: DocumentNumber) -> bool:
        """Whether any document has or mentions a number that matches."""
        return bool(self._mentioned.of(number))

    def span(self, slug: str) -> range:
        """The passages of a document; empty for one that is not there."""
        place = self._by_slug.get(slug)
        return range(0) if place is None else self._spans[place]

    def speaking_for(self, paper: str) -> Indices:
        """The passages of a paper, by its number: all of its document, and what others hold of it."""
        numbers = (mention.number for mention in find_document_numbers(paper))
        return _places(span for number in numbers for span in self._numbered.of(number))

    def of(self, question: Question) -> Pinned:
        """What a question pins down."""
        named = self._named.named(question.typed, question.numbers)
        numbers = leading_numbers(question.typed, question.numbers, named=bool(named))
        wanted = {year for mention in question.years for year in range(mention.first, mention.last + 1)}
        return Pinned(
            numbered=_places(span for number in numbers for span in self._numbered.of(number)),
            named=_places(self._spans[place] for place in named),
            headed=_union(self._headed[year] for year in wanted if year in self._headed),
            said=_union(self._said[year] for year in wanted if year in self._said),
            other_year=self._any_year if wanted else _NONE,
            records=self._records,
            wants_record=question.wants_record,
        )


_NONE = np.zeros(0, dtype=np.int32)


def _years_in(text: str) -> frozenset[int]:
    if not _A_YEAR.search(text):
        return frozenset()
    return frozenset(year for mention in find_years(text) for year in range(mention.first, mention.last + 1))


def _spans(documents: Sequence[Document], passages: Sequence[Passage]) -> list[range]:
    """The range of each document's passages, which stand in the order of the documents."""
    counts = Counter(passage.document for passage in passages)
    ends = list(accumulate(counts[document.slug] for document in documents))
    return [range(start, end) for start, end in pairwise([0, *ends])]


def _array(places: Iterable[int]) -> Indices:
    return np.fromiter(places, dtype=np.int32)


def _places(spans: Iterable[range]) -> Indices:
    return _union(np.arange(span.start, span.stop, dtype=np.int32) for span in spans)


def _union(parts: Iterable[Indices]) -> Indices:
    """All that any of the parts has, ascending."""
    held = list(parts)
    return held[0] if len(held) == 1 else np.unique(np.concatenate([_NONE, *held]))


def _among(passages: Indices, kind: Indices) -> NDArray[np.bool_]:
    """Which of some passages are of a kind; both ascending."""
    if not len(kind):
        return np.zeros(len(passages), dtype=np.bool_)
    place = np.minimum(np.searchsorted(kind, passages), len(kind) - 1)
    found: NDArray[np.bool_] = kind[place] == passages
    return found
