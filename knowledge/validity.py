"""Validity across documents: what one paper says about another's term is put down at the other's provisions.

Rules: a paper that ends or replaces another ends it whole, or the provisions it names, from the day it says or from
when it is in force itself; one that amends another marks it whole, or the provisions it names. A term that a source
states itself stays unless it would last longer. Of several amending papers the latest marks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.model import Document, Doubt, Provision, Relation, RelationKind, Validity
from knowledge.places import Place, find_places, place_from
from vietnamese.document_numbers import DocumentNumber, find_document_numbers

_ENDING = (RelationKind.ENDS, RelationKind.REPLACES)
_READABLE = {str(kind): kind for kind in (RelationKind.AMENDS, RelationKind.REPLACES, RelationKind.ENDS)}


@dataclass(frozen=True, slots=True)
class _Mark:
    """What happens to a document: to all of it, or to ``parts`` without ``excepted``."""

    ends: bool
    by: str
    since: date | None
    parts: tuple[Place, ...]
    excepted: tuple[Place, ...]

    def hits(self, place: Place) -> bool:
        """Whether a provision at ``place`` is meant by name."""
        return any(part.covers(place) for part in self.parts)

    def spares(self, place: Place) -> bool:
        """Whether a provision at ``place`` is excepted."""
        return any(part.covers(place) for part in self.excepted)


def effective(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents, in the same order, with what ended or amended them and their provisions filled in.

    A paper is known by its number and, where a statement gives it, its date. A statement about a paper that is not
    among them changes nothing; one that several of them might be meant by
    changes nothing either and leaves a doubt with the document that states it.
    """
    known = _Numbers([document.number for document in documents])
    marks: dict[int, list[_Mark]] = defaultdict(list)
    doubts: dict[int, list[Doubt]] = defaultdict(list)
    whole = _Ended()
    for index, document in enumerate(documents):
        statements = _statements(document)
        starts = {node.path: node.validity.start for node in document.walk()} if statements else {}
        for statement in statements:
            meant = _number(statement.paper)
            if meant is None:
                continue
            mark = _mark(document, statement, starts.get(statement.path))
            if mark is None:
                doubts[index].append(_unclear(statement))
                continue
            whole.add(meant, mark)
            found = [
                other
                for other in known.like(meant)
                if other != index and _may_be_meant(documents[other], statement, document)
            ]
            if len(found) == 1:
                marks[found[0]].append(mark)
            elif found:
                doubts[index].append(_ambiguous(statement, [documents[other] for other in found]))
    return tuple(
        replace(
            _marked(
                document, sorted(dict.fromkeys(marks[index]), key=lambda mark: mark.since or date.min), whole
            ),
            doubts=tuple(dict.fromkeys((*document.doubts, *doubts[index]))),
        )
        for index, document in enumerate(documents)
    )


class _Numbers:
    """Documents by their numbers, so that many documents are looked up fast."""

    def __init__(self, numbers: Sequence[str]) -> None:
        self._by_number: dict[str, list[tuple[int, DocumentNumber]]] = defaultdict(list)
        for index, text in enumerate(numbers):
            if (number := _number(text)) is not None:
                self._by_number[number.number.lstrip("0")].append((index, number))

    def like(self, meant: DocumentNumber) -> list[int]:
        """The documents that a mention may mean; one with neither code nor kind says too little."""
        if meant.code is None and meant.kind is None:
            return []
        alike = self._by_number.get(meant.number.lstrip("0"), ())
        return [index for index, number in alike if meant.matches(number)]


class _Ended:
    """Papers that were ended whole: rows of compilations speak for them."""

    def __init__(self) -> None:
        self._by_number: dict[str, list[tuple[DocumentNumber, _Mark]]] = defaultdict(list)

    def __bool__(self) -> bool:
        return bool(self._by_number)

    def add(self, meant: DocumentNumber, mark: _Mark) -> None:
        """Note a paper if the mark ends all of it."""
        if mark.ends and not mark.parts and not mark.excepted and (meant.code or meant.kind):
            self._by_number[meant.number.lstrip("0")].append((meant, mark))

    def of(self, node: Provision) -> list[_Mark]:
        """What ended the one paper that a provision speaks for."""
        number = _number(node.papers[0]) if len(node.papers) == 1 else None
        if number is None:
            return []
        alike = self._by_number.get(number.number.lstrip("0"), ())
        return [mark for meant, mark in alike if meant.matches(number)]


def _statements(document: Document) -> list[Relation]:
    """What a document says of others: read from its provisions, else from the relations that an editor wrote.

    An editor writes "Điều 3 đến Điều 9 của 193/2025/QH15".
    """
    if document.statements:
        parted = {(one.kind, one.paper) for one in document.statements if one.parts}
        # A title "Sửa đổi một số điều của …" amends those that the provisions name.
        return [
            one
            for one in document.statements
            if str(one.kind) in _READABLE
            and (one.parts or one.excepted or (one.kind, one.paper) not in parted)
        ]
    written = []
    for name, target in document.relations:
        if name not in _READABLE:
            continue
        before = 0
        for mention in find_document_numbers(target):
            parts = _span(target[before : mention.start])
            written.append(Relation(_READABLE[name], target[mention.start : mention.end], parts))
            before = mention.end
    return written


def _mark(document: Document, statement: Relation, start: date | None) -> _Mark | None:
    """What a statement means, ``start`` the stating provision's own; ``None`` where its parts cannot be told."""
    parts = _places(statement.parts)
    excepted = _places(statement.excepted)
    if (statement.parts and not parts) or (statement.excepted and not excepted):
        return None
    return _Mark(
        statement.kind in _ENDING,
        document.number or document.name,
        statement.since or start or document.validity.start,
        parts,
        excepted,
    )


def _marked(document: Document, marks: Sequence[_Mark], whole: _Ended) -> Document:
    term = document.validity
    for mark in marks:
        if not mark.parts and not mark.excepted:
            term = _after(term, mark)
    partial = [mark for mark in marks if mark.parts or mark.excepted]
    papers = any(node.papers for node in document.walk())
    if not partial and not (papers and whole):
        return replace(document, validity=term)
    provisions = tuple(_provision(node, partial, whole, ()) for node in document.provisions)
    return replace(document, validity=term, provisions=provisions)


def _provision(
    node: Provision,
    marks: Sequence[_Mark],
    whole: _Ended,
    inherited: Sequence[_Mark],
) -> Provision:
    place = place_from(node.place) if marks else Place()
    # What lies below inherits: the annex of a form, the chapter that an article's place does not repeat.
    hit = [mark for mark in marks if mark in inherited or not mark.parts or mark.hits(place)]
    reached = [mark for mark in hit if not mark.spares(place)]
    term = node.validity
    ending_parts = [
        mark for mark in reached if mark.parts or node.children == () or not _spares_below(node, mark)
    ]
    for mark in [*ending_parts, *whole.of(node)]:
        term = _after(term, mark)
    down = [mark for mark in reached if mark.parts]
    below = [mark for mark in marks if mark not in hit or mark in reached]
    children = tuple(_provision(child, below, whole, down) for child in node.children)
    return replace(node, validity=term, children=children)


def _spares_below(node: Provision, mark: _Mark) -> bool:
    return any(mark.spares(place_from(child.place)) for child in node.walk())


def _after(term: Validity, mark: _Mark) -> Validity:
    if not mark.ends:
        return replace(term, amended_by=mark.by)
    if mark.since is None or (term.end is not None and term.end <= mark.since):
        return term
    return replace(term, end=mark.since, ended_by=mark.by)


def _places(text: str) -> tuple[Place, ...]:
    """The places that can be told; "khoản 2" without its article might be any."""
    found = (place for mention in find_places(text) for place in mention.places)
    return tuple(place for place in found if replace(place, clause="", point="") != Place())


def _span(text: str) -> str:
    found = find_places(text)
    return text[found[0].start : max(mention.end for mention in found)] if found else ""


def _number(text: str) -> DocumentNumber | None:
    found = find_document_numbers(text)
    return found[0].number if found else None


def _may_be_meant(other: Document, statement: Relation, stating: Document) -> bool:
    """Whether the dates agree: a paper is named with its own date, and no paper ends a later one."""
    if other.issued is None:
        return True
    if statement.issued is not None:
        return other.issued == statement.issued
    return stating.issued is None or other.issued <= stating.issued


def _ambiguous(statement: Relation, found: Sequence[Document]) -> Doubt:
    names = ", ".join(document.name for document in found)
    return Doubt(statement.place, f"“{statement.paper}” có thể là {names}: ghi rõ số và ký hiệu văn bản")


def _unclear(statement: Relation) -> Doubt:
    said = re.sub(r"\s+", " ", statement.parts or statement.excepted)
    return Doubt(statement.place, f"chưa rõ phần “{said}” của {statement.paper} là quy định nào")
