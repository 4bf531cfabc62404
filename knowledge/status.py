"""Status: whether a paper or a provision is in force, what replaced or amended it, told from its term."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.as_of import Moment
from knowledge.citation import Citation, cite, term_of
from knowledge.composition import paper_of
from knowledge.importer.record import RECORD_PATH, display_date
from knowledge.model import Document, Provision, RelationKind, Validity
from knowledge.places import Place, find_places, place_from
from knowledge.question import Question, fold_spaced
from knowledge.release import Release
from knowledge.remarks import deed
from knowledge.shapes.clipping import clip
from knowledge.succession import ENDING, Change, changes_of, stated_of
from knowledge.terms import overlaps
from vietnamese.document_numbers import find_document_numbers

_PAPER = r"(?:van ban|luat|nghi quyet|quyet dinh|nghi dinh|thong tu|ke hoach)"
_DEED = r"(?:thay the|thay|bai bo|huy bo|sua doi|dieu chinh)(?: bo sung)?"
_NOT = r"(?:khong|ko|k|hong|chua)"
_ASKS = re.compile(
    rf"\b(?<!khong )(?:con|het|mat) (?:hieu luc|gia tri|(?:duoc )?ap dung)"
    rf"(?: (?:nua|duoc|phap ly|thi hanh|hay|vay|a|roi|den nay|hien nay))* {_NOT}\b"
    rf"|\b(?:bi|duoc) {_DEED} (?:{_NOT}|boi|bang)\b|\b(?:bi|duoc) {_PAPER} (?:nao|gi) {_DEED}\b"
    rf"|\b{_PAPER} (?:nao|gi) (?:da |moi |lai )?{_DEED}\b"
)
#: Which parts are no longer in force is for the text that lists them.
_PARTS = re.compile(r"\b(?:nhung|cac|may) (?:dieu|khoan|muc|phan|thu tuc|noi dung)\b")
_REPLACED = re.compile(r"\bthay\b")
_QUOTED = 200


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a paper or a provision of it is in force.

    Attributes:
        document: the paper.
        path: the provision, or the paper's record.
        text: the reply.
        citations: the paper's first, then where others say what they did to it.
    """

    document: Document
    path: str
    text: str
    citations: tuple[Citation, ...]


def status_asked(release: Release, question: Question, leaning_on: str, moment: Moment) -> Status | None:
    """The status that a question asks for; ``None`` where it asks for something else or of no one paper that we have.

    Args:
        release: of the turn.
        question: the analysed question.
        leaning_on: slug of the conversation's document, where the question leans on it.
        moment: what the question asks about.
    """
    asked = fold_spaced(question.restored)
    if question.foreign or not _ASKS.search(asked) or _PARTS.search(asked):
        return None
    document = _named(release, question, leaning_on)
    if document is None:
        return None
    if named := find_places(question.restored):
        written = question.restored[named[0].start : named[0].end].strip(" ,")
        return _of_place(document, named[0].places[0], written, release, moment)
    return _of_paper(document, release, moment, replaced=bool(_REPLACED.search(asked)))


def _named(release: Release, question: Question, leaning_on: str) -> Document | None:
    """The one paper that a question is about."""
    if not question.numbers:
        named = {release.space.passages[index].document for index in release.space.pins.of(question).named}
        slugs = named or {leaning_on}
        return release.document(next(iter(slugs))) if len(slugs) == 1 else None
    found = [
        document
        for document in release.documents
        for mention in find_document_numbers(document.number)
        if any(number.matches(mention.number) for number in question.numbers)
    ]
    return found[0] if len(found) == 1 else None


def _of_paper(document: Document, release: Release, moment: Moment, *, replaced: bool) -> Status | None:
    record = document.find(RECORD_PATH)
    if record is None:
        return None
    library = release.documents
    name = paper_of(document)
    changes = changes_of(document, record, library)
    lines = [_line(name, document.validity, changes, moment)]
    for parts, change in _ended_parts(document, library, moment.last):
        lines.append(f"Riêng {parts} {deed(change)}.")
        changes = (*changes, change)
    if replaced and not any(change.kind in ENDING for change in changes):
        lines.append(f"Trong các văn bản hiện có, không có văn bản nào thay thế {name}.")
    return _status(document, record, lines, changes, moment)


def _of_place(
    document: Document, place: Place, written: str, release: Release, moment: Moment
) -> Status | None:
    """The status of a place, be it among the provisions or only in what other papers say of it."""
    provision = _at(document, place)
    name = f"{written[:1].upper()}{written[1:]} {paper_of(document)}"
    library = release.documents
    if provision is not None:
        changes = changes_of(document, provision, library)
        line = _line(name, term_of(document, provision), changes, moment)
        return _status(document, provision, [line], changes, moment)
    record = document.find(RECORD_PATH)
    changes = stated_of(document, written, (*ENDING, RelationKind.AMENDS), library)
    if record is None or not changes:
        return None
    lines = [f"{name} {'đã ' if _past(change, moment) else 'sẽ '}{deed(change)}." for change in changes]
    return _status(document, record, lines, changes, moment)


def _at(document: Document, place: Place) -> Provision | None:
    """The provision at a place, else the first one that lies in it."""
    inside = [node for node in document.walk() if node.place and place.covers(place_from(node.place))]
    exact = (node for node in inside if place_from(node.place) == place)
    return next(exact, inside[0] if inside else None)


def _line(name: str, term: Validity, changes: Sequence[Change], moment: Moment) -> str:
    then = f"Tại thời điểm {moment.as_of.words}, " if moment.as_of else ""
    if term.start and moment.last < term.start:
        return f"{then}{name} chưa có hiệu lực; có hiệu lực từ ngày {display_date(term.start)}."
    ended = next((change for change in changes if change.kind in ENDING), None)
    amended = next((change for change in changes if change.kind is RelationKind.AMENDS), None)
    if not overlaps(term, moment.first, moment.last):
        by = f": {deed(ended, dated=False)}" if ended and ended.by else ""
        return f"{then}{name} đã hết hiệu lực từ ngày {display_date(term.end or moment.first)}{by}."
    since = f", từ ngày {display_date(term.start)}" if term.start else ""
    line = f"{then}{name} {'có' if then else 'còn'} hiệu lực{since}, theo các văn bản hiện có."
    if amended:
        line += f" Văn bản này {'đã ' if _past(amended, moment) else ''}{deed(amended)}."
    if term.end:
        line += f" {name} {'' if term.end <= moment.today else 'sẽ '}hết hiệu lực từ ngày {display_date(term.end)}."
    return line


def _ended_parts(document: Document, library: Sequence[Document], day: date) -> Iterator[tuple[str, Change]]:
    """The parts that ended before the paper as a whole, each with what ended them, once."""
    told: dict[Change, list[str]] = {}
    for node in document.walk():
        end = node.validity.end
        if end is None or end == document.validity.end or end > day or not node.place:
            continue
        for change in changes_of(document, node, library):
            if change.kind in ENDING:
                told.setdefault(change, []).append(node.place)
    for change, places in told.items():
        yield change.parts or ", ".join(dict.fromkeys(places)), change


def _past(change: Change, moment: Moment) -> bool:
    return change.since is None or change.since <= moment.today


def _status(
    document: Document, provision: Provision, lines: Sequence[str], changes: Sequence[Change], moment: Moment
) -> Status:
    shown = [(document, provision)]
    shown += [(change.document, change.stating) for change in changes if change.document and change.stating]
    citations = [cite(paper, node, clip(node.text, _QUOTED), moment.today) for paper, node in shown]
    return Status(document, provision.path, "\n".join(lines), tuple(dict.fromkeys(citations)))
