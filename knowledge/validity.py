"""Validity across documents: what one paper says about another's term is put down at the other's provisions.

Rules: a paper that ends or replaces another ends it whole, or the provisions it names, from the day it says or from
when it is in force itself; one that amends another marks it whole, or the provisions it names. A term that a source
states itself stays unless it would last longer. Of several amending papers the latest marks.
"""

from __future__ import annotations

import re
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

    A statement about a paper that is not among them changes nothing; one that several of them might be meant by
    changes nothing either and leaves a doubt with the document that states it.
    """
    numbers = [_number(document.number) for document in documents]
    marks: dict[int, list[_Mark]] = {}
    spoken_for: list[tuple[DocumentNumber, _Mark]] = []
    doubts: dict[int, list[Doubt]] = {}
    for index, document in enumerate(documents):
        for statement in _statements(document):
            meant = _number(statement.paper)
            mark = _mark(document, statement)
            if meant is None:
                continue
            if mark is None:
                doubts.setdefault(index, []).append(_unclear(statement))
                continue
            spoken_for.append((meant, mark))
            found = [
                other
                for other, number in enumerate(numbers)
                if other != index and number is not None and _same(meant, number)
            ]
            if len(found) == 1:
                marks.setdefault(found[0], []).append(mark)
            elif found:
                doubts.setdefault(index, []).append(
                    _ambiguous(statement, [documents[other] for other in found])
                )
    whole = [
        (number, mark) for number, mark in spoken_for if mark.ends and not mark.parts and not mark.excepted
    ]
    return tuple(
        replace(
            _marked(document, _in_order(marks.get(index, ())), whole),
            doubts=tuple(dict.fromkeys((*document.doubts, *doubts.get(index, ())))),
        )
        for index, document in enumerate(documents)
    )


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


def _mark(document: Document, statement: Relation) -> _Mark | None:
    parts = _places(statement.parts)
    excepted = _places(statement.excepted)
    if (statement.parts and not parts) or (statement.excepted and not excepted):
        return None
    return _Mark(
        statement.kind in _ENDING,
        document.number or document.name,
        statement.since or _start_of(document, statement),
        parts,
        excepted,
    )


def _start_of(document: Document, statement: Relation) -> date | None:
    stating = document.find(statement.path) if statement.path else None
    return (stating.validity.start if stating else None) or document.validity.start


def _in_order(marks: Sequence[_Mark]) -> list[_Mark]:
    return sorted(marks, key=lambda mark: mark.since or date.min)


def _marked(
    document: Document, marks: Sequence[_Mark], whole: Sequence[tuple[DocumentNumber, _Mark]]
) -> Document:
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
    whole: Sequence[tuple[DocumentNumber, _Mark]],
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
    for mark in [*ending_parts, *_of_paper(node, whole)]:
        term = _after(term, mark)
    down = [mark for mark in reached if mark.parts]
    below = [mark for mark in marks if mark not in hit or mark in reached]
    children = tuple(_provision(child, below, whole, down) for child in node.children)
    return replace(node, validity=term, children=children)


def _spares_below(node: Provision, mark: _Mark) -> bool:
    return any(mark.spares(place_from(child.place)) for child in node.walk())


def _of_paper(node: Provision, whole: Sequence[tuple[DocumentNumber, _Mark]]) -> list[_Mark]:
    """What ended the one paper that a row or heading of a compilation speaks for."""
    number = _number(node.papers[0]) if len(node.papers) == 1 else None
    return [mark for meant, mark in whole if number is not None and _same(meant, number)]


def _after(term: Validity, mark: _Mark) -> Validity:
    if not mark.ends:
        return replace(term, amended_by=mark.by)
    if mark.since is None or (term.end is not None and term.end <= mark.since):
        return term
    return replace(term, end=mark.since, ended_by=mark.by)


def _places(text: str) -> tuple[Place, ...]:
    return tuple(place for mention in find_places(text) for place in mention.places)


def _span(text: str) -> str:
    found = find_places(text)
    return text[found[0].start : max(mention.end for mention in found)] if found else ""


def _number(text: str) -> DocumentNumber | None:
    found = find_document_numbers(text)
    return found[0].number if found else None


def _same(meant: DocumentNumber, number: DocumentNumber) -> bool:
    """Whether a paper is meant; a number with neither code nor kind says too little."""
    return (meant.code is not None or meant.kind is not None) and meant.matches(number)


def _ambiguous(statement: Relation, found: Sequence[Document]) -> Doubt:
    names = ", ".join(document.name for document in found)
    return Doubt(statement.place, f"“{statement.paper}” có thể là {names}: ghi rõ số và ký hiệu văn bản")


def _unclear(statement: Relation) -> Doubt:
    said = re.sub(r"\s+", " ", statement.parts or statement.excepted)
    return Doubt(statement.place, f"chưa rõ phần “{said}” của {statement.paper} là quy định nào")
