"""What a paper's provisions say about terms: its own, and those of the papers that it amends, replaces or ends.

The formulas are those of final clauses: "Quyết định này có hiệu lực thi hành kể từ ngày …", "thay thế Quyết định
số …", "Bãi bỏ khoản 2 Điều 5 Nghị quyết số …", "Điều 5 … được sửa đổi như sau". Wording that a paper quotes for
another one says nothing about itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.importer.deeds import (
    AMENDING,
    CONDITION,
    ENDED,
    ENDED_BY_THIS,
    ITSELF,
    PHRASE,
    deed_of,
    parts_of,
)
from knowledge.importer.statements import acted_on, papers_in
from knowledge.model import Document, Provision, ProvisionKind, Relation, RelationKind, Validity
from knowledge.places import Place, find_places, place_from
from vietnamese.dates import find_dates

_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZĐÀ-Ỹ])")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_IN_FORCE = re.compile(r"\bcó hiệu lực(?: thi hành)?(?=\s|,|$)", re.IGNORECASE)
_UPON_SIGNING = re.compile(r"\s*(?:kể\s+)?từ ngày (?:được )?(?:ký|ban hành|thông qua)\b", re.IGNORECASE)
_AFTER_DAYS = re.compile(r"\s*sau (\d{1,3})\s*(?:\([^)]*\)\s*)?ngày,? (?:kể )?từ ngày", re.IGNORECASE)
_FROM = re.compile(r"\s*(?:kể\s+)?(?:từ|vào)\s+(?=ngày|\d)", re.IGNORECASE)
_UNTIL = re.compile(r"\bđến (hết )?ngày\b", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:trừ|ngoại trừ)\b", re.IGNORECASE)
_BASIS = re.compile(r"Căn cứ\b")
_CARRYING_OUT = re.compile(r"(?:về việc )?(?:tổ chức )?(?:triển khai )?thực hiện\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Above:
    """What a provision takes over from those above it: what is being done, to which paper, to which of its parts."""

    kind: RelationKind | None = None
    paper: str = ""
    parts: str = ""
    issued: date | None = None


def read_clauses(document: Document) -> Document:
    """The document with its term, its provisions' own terms, and its relations with where they are stated."""
    reader = _Reader(document)
    subject = [
        Relation(RelationKind.CARRIES_OUT, paper.number, issued=paper.issued)
        for paper in papers_in(document.subject)[:1]
        if _CARRYING_OUT.match(document.subject)
    ]
    title = _Above()
    if AMENDING.match(document.subject) and (
        papers := acted_on(document.subject, papers_in(document.subject))
    ):
        title = _Above(RelationKind.AMENDS, papers[0].number, issued=papers[0].issued)
        subject.append(Relation(RelationKind.AMENDS, papers[0].number, issued=papers[0].issued))
    statements = [*subject, *reader.read(document.provisions, title)]
    term = replace(document.validity, start=reader.start or document.validity.start, end=reader.end)
    pairs = dict.fromkeys(
        (str(one.kind), one.paper) for one in statements if one.kind is not RelationKind.BASED_ON
    )
    return replace(
        document,
        validity=term,
        statements=tuple(dict.fromkeys(statements)),
        relations=tuple(pairs),
        provisions=tuple(_dated(node, reader.starts, Validity()) for node in document.provisions),
    )


class _Reader:
    """Goes through the provisions in reading order."""

    def __init__(self, document: Document) -> None:
        self.start: date | None = None
        self.end: date | None = None
        self.starts: list[tuple[Place, date]] = []
        self._number = document.number
        self._issued = document.issued

    def read(self, provisions: Sequence[Provision], above: _Above, article: str = "") -> Iterator[Relation]:
        """The statements of ``provisions``; own terms are kept on the way."""
        quoting = False
        for node in provisions:
            if node.kind in (ProvisionKind.TABLE, ProvisionKind.ROW):
                continue
            quoted = quoting or (
                node.text[:1] in '“"' and node.kind is ProvisionKind.PARAGRAPH and bool(node.text)
            )
            if quoted:
                quoting = _still_quoting(node.text, quoting)
                continue
            here = place_from(node.place).article or article
            stated = list(self._sentences(node, above, here))
            yield from stated
            yield from self.read(node.children, _handed_down(node, stated, above), here)

    def _sentences(self, node: Provision, above: _Above, article: str) -> Iterator[Relation]:
        basis = node.kind is ProvisionKind.PARAGRAPH and _BASIS.match(node.text)
        if basis:
            for paper in papers_in(node.text):
                yield Relation(
                    RelationKind.BASED_ON, paper.number, path=node.path, place=node.place, issued=paper.issued
                )
            return
        if node.kind is ProvisionKind.PARAGRAPH and "." not in node.path and _CARRYING_OUT.match(node.text):
            for paper in papers_in(node.text)[:1]:
                yield Relation(
                    RelationKind.CARRIES_OUT,
                    paper.number,
                    path=node.path,
                    place=node.place,
                    issued=paper.issued,
                )
            return
        for sentence in _SENTENCE.split(_QUOTED.sub("“”", node.text)):
            self._own_term(sentence, article)
            for relation in self._relations(sentence, above):
                yield replace(relation, path=node.path, place=node.place)

    # --- its own term -----------------------------------------------------------------------------------------

    def _own_term(self, sentence: str, article: str) -> None:
        ended = ENDED.search(sentence)
        if (
            ended
            and (own := ITSELF.search(sentence[: ended.start()]))
            and not papers_in(sentence[: ended.start()])
        ):
            if not CONDITION.search(sentence[: own.start()]) and (day := _from_day(sentence[ended.end() :])):
                self.end = day
            return
        force = _IN_FORCE.search(sentence)
        if force is None:
            return
        before, when = sentence[: force.start()], sentence[force.end() :]
        excepted = _EXCEPT.search(when)
        rule, exception = (when[: excepted.start()], when[excepted.end() :]) if excepted else (when, "")
        start = self._day(rule)
        if start is not None and not papers_in(before):
            own = ITSELF.search(before)
            named = [place for mention in find_places(before) for place in mention.places]
            if named:
                self._begin(named, start, article)
            elif own:
                self.start = start
                if until := _UNTIL.search(rule):
                    days = _days(rule[until.start() :])
                    self.end = days[0] + timedelta(days=1) if days else self.end
        if (later := _IN_FORCE.search(exception)) and (start := self._day(exception[later.end() :])):
            places = [
                place for mention in find_places(exception[: later.start()]) for place in mention.places
            ]
            self._begin(places, start, article)

    def _begin(self, places: Sequence[Place], start: date, article: str) -> None:
        for place in places:
            # "Khoản 2 Điều này" names the article that says so.
            self.starts.append(
                (place if place.article or not place.clause else replace(place, article=article), start)
            )

    def _day(self, when: str) -> date | None:
        if _UPON_SIGNING.match(when):
            return self._issued
        if days := _AFTER_DAYS.match(when):
            return self._issued + timedelta(days=int(days[1])) if self._issued else None
        return _from_day(when)

    # --- what it does to other papers -------------------------------------------------------------------------

    def _relations(self, sentence: str, above: _Above) -> Iterator[Relation]:
        done = deed_of(sentence)
        if done is None:
            kind = above.kind
            if kind is None or kind is RelationKind.AMENDS or not papers_in(sentence):
                return
            scope = sentence
        else:
            kind, scope = done
        ended = kind in (RelationKind.ENDS, RelationKind.REPLACES)
        since = _from_day_anywhere(sentence) if ended else None
        papers = [paper for paper in papers_in(scope) if paper.number != self._number]
        if papers:
            for paper in acted_on(scope, papers):
                yield Relation(
                    kind, paper.number, paper.parts, paper.excepted, since=since, issued=paper.issued
                )
        elif above.paper:
            parts = parts_of(scope)
            if above.parts and parts and not re.search(r"Điều|Mục|Chương|Phần|Phụ lục", parts):
                parts = f"{parts} {above.parts}"
            if parts or PHRASE.search(sentence):
                yield Relation(kind, above.paper, parts or above.parts, since=since, issued=above.issued)


def _handed_down(node: Provision, stated: Sequence[Relation], above: _Above) -> _Above:
    """What the provisions below ``node`` need not repeat."""
    deeds = [one for one in stated if one.kind is not RelationKind.BASED_ON]
    if not deeds:
        done = deed_of(node.text) if node.text.endswith(":") else None
        return replace(above, kind=done[0]) if done else above
    papers = {one.paper for one in deeds}
    if len(papers) > 1:
        return replace(above, kind=deeds[0].kind)
    kind = deeds[0].kind if node.text.endswith(":") or deeds[0].kind is RelationKind.AMENDS else None
    return _Above(kind, deeds[0].paper, deeds[0].parts, deeds[0].issued)


def _still_quoting(text: str, quoting: bool) -> bool:
    depth = (1 if quoting else 0) + text.count("“") - text.count("”")
    if "“" in text or "”" in text:
        return depth > 0
    return quoting != (text.count('"') % 2 == 1)


def _from_day(text: str) -> date | None:
    """The day in "kể từ ngày 01 tháng 7 năm 2025" at the beginning of ``text``."""
    match = _FROM.search(text)
    days = _days(text[match.end() :]) if match and match.start() < 40 else []
    return days[0] if days else None


def _from_day_anywhere(sentence: str) -> date | None:
    """The day after "hết hiệu lực", or after "có hiệu lực" where this paper comes into force and another ends."""
    for pattern in (ENDED, _IN_FORCE):
        if (match := pattern.search(sentence)) and (day := _from_day(sentence[match.end() :])):
            return day
    if (ending := ENDED_BY_THIS.search(sentence)) and (day := _from_day(sentence[ending.end() :])):
        return day
    return None


def _days(text: str) -> list[date]:
    """The day that ``text`` begins with ("ngày 01 tháng 7 năm 2025", "đến hết ngày …"), if any."""
    return [
        date(mention.year, mention.month, mention.day)
        for mention in find_dates(text[:80])
        if mention.year is not None and mention.start <= len("đến hết ")
    ]


def _dated(node: Provision, starts: Sequence[tuple[Place, date]], outer: Validity) -> Provision:
    own = place_from(node.place) if starts else Place()
    start = next((day for place, day in reversed(starts) if place.covers(own)), None)
    term = replace(node.validity, start=start) if start else node.validity.within(outer)
    children = tuple(_dated(child, starts, term) for child in node.children)
    return replace(node, validity=term, children=children)
