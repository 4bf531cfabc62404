"""Succession: which papers ended or amended a provision, since when, and where they say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.citation import term_of
from knowledge.importer.record import RECORD_PATH
from knowledge.model import Document, Provision, ProvisionKind, Relation, RelationKind
from knowledge.places import find_places, place_from
from vietnamese.document_numbers import find_document_numbers

#: What takes a provision out of force.
ENDING = (RelationKind.ENDS, RelationKind.REPLACES)
_STATED = {str(kind): kind for kind in (*ENDING, RelationKind.AMENDS)}


@dataclass(frozen=True, slots=True)
class Change:
    """What another paper did to a provision.

    Attributes:
        kind: amended, replaced or ended it.
        by: number of that paper.
        since: from when, where it is known.
        document: that paper, if it is in the release.
        stating: the provision of it that says so, if it can be told.
        parts: the provisions that it names ("Điều 3 đến Điều 9"); empty for the whole paper.
    """

    kind: RelationKind
    by: str
    since: date | None
    document: Document | None = None
    stating: Provision | None = None
    parts: str = ""


def changes_of(document: Document, provision: Provision, library: Sequence[Document]) -> tuple[Change, ...]:
    """What ended and what amended a provision, or the document that it stands in; empty where nothing did."""
    term = term_of(document, provision)
    found = []
    if term.end is not None or term.ended_by:
        found.append(_change(RelationKind.ENDS, term.ended_by, term.end, document, provision, library))
    if term.amended_by and term.amended_by != term.ended_by:
        found.append(_change(RelationKind.AMENDS, term.amended_by, None, document, provision, library))
    return tuple(found)


def stated_of(
    document: Document, place: str, kinds: Sequence[RelationKind], library: Sequence[Document]
) -> tuple[Change, ...]:
    """What papers say that they do to a place of a document, the place itself being none of its provisions."""
    absent = Provision("", ProvisionKind.ITEM, "", place=place)
    return tuple(
        _of(statement, other, None)
        for other in library
        if other is not document
        for statement in _about(document, absent, other, kinds)
        if statement.parts
    )


def _change(
    kind: RelationKind,
    by: str,
    since: date | None,
    document: Document,
    provision: Provision,
    library: Sequence[Document],
) -> Change:
    kinds = ENDING if kind is RelationKind.ENDS else (kind,)
    papers = [other for other in library if by and by in (other.number, other.name) and other is not document]
    for other in papers:
        for statement in _about(document, provision, other, kinds):
            return _of(statement, other, since)
    only = papers[0] if len(papers) == 1 else None
    return Change(kind, by, since or (only.validity.start if only else None), only)


def _of(statement: Relation, other: Document, since: date | None) -> Change:
    stating = other.find(statement.path or RECORD_PATH)
    own = stating.validity.start if stating else None
    since = since or statement.since or own or other.validity.start
    return Change(statement.kind, other.number or other.name, since, other, stating, statement.parts)


def _about(
    document: Document, provision: Provision, other: Document, kinds: Sequence[RelationKind]
) -> Iterator[Relation]:
    """What ``other`` says of the provision, of the document's parts that it lies in first."""
    named = [
        number for text in (*provision.papers, document.number) for number in find_document_numbers(text)
    ]
    own = [
        Relation(_STATED[name], target, _parts(target)) for name, target in other.relations if name in _STATED
    ]
    place = place_from(provision.place)
    whole = []
    for statement in (*other.statements, *own):
        meant = find_document_numbers(statement.paper)
        if statement.kind not in kinds or not any(
            one.number.matches(number.number) for one in meant for number in named
        ):
            continue
        if not statement.parts:
            whole.append(statement)
        elif any(part.covers(place) for mention in find_places(statement.parts) for part in mention.places):
            yield statement
    yield from whole


def _parts(target: str) -> str:
    """The provisions that an editor's relation names: "Điều 3 đến Điều 9 của 193/2025/QH15"."""
    found = find_places(target)
    return target[found[0].start : found[-1].end] if found else ""
