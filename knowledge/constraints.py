"""What a question pins down, and whether a provision satisfies it.

Years, numbers of papers, places, agencies, offices and articles that a question names must stand in the provision,
in the headings above it or in its document's name; the kind of thing it demands must be stated by the provision.
A score cannot replace this: a passage about 2030 is as near to "năm 2035" as can be (docs/adr/0006).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from knowledge.asked_numbers import asked_numbers_in
from knowledge.importer.labels import CAPITALS
from knowledge.model import Document, Provision, ProvisionKind
from knowledge.question import Question, fold_known, fold_spaced
from knowledge.rarity import terms_of
from knowledge.statements import Statement, statements_of
from vietnamese.dates import find_dates, find_years
from vietnamese.document_numbers import DocumentNumber, find_document_numbers
from vietnamese.places import provinces_in
from vietnamese.text import fold

_FIELDS = (
    "khoa hoc|tai chinh|noi vu|tu phap|cong thuong|xay dung|y te|giao duc|nong nghiep|van hoa|dan toc|ngoai vu|"
    "ngoai giao|quoc phong|cong an|thong tin|lao dong|tai nguyen|ke hoach|giao thong|du lich"
)
_AGENCY = re.compile(
    rf"\b(?:(?:so|(?<!can )bo) (?:{_FIELDS})|tinh doan|doan thanh nien|"
    r"hoi (?:nong dan|phu nu|lien hiep phu nu|cuu chien binh|chu thap do|nha bao|luat gia)|"
    r"lien doan lao dong|mat tran to quoc|cong an|thanh tra|bo doi bien phong|ngan hang nha nuoc|toa an|vien kiem sat|"
    r"hai quan|kho bac|bao hiem xa hoi|vnpt|viettel|mobifone|fpt)\b"
)
_ALL_DEPARTMENTS = re.compile(r"\bcac so\b|\bso,? ban,? nganh\b")
_ALL_MINISTRIES = re.compile(r"\bcac bo\b|\bbo,? nganh\b")
_OFFICE = re.compile(
    r"\b(?:pho )?(?:bo truong|thu tuong|chu tich|bi thu|giam doc|truong ban|chanh van phong|to truong|tong bi thu|"
    r"vien truong|cuc truong|truong phong|nguoi phat ngon|hieu truong)(?: thuong truc)?\b"
)
_WHO = re.compile(r"\b(?:ai|ong nao|ba nao|dong chi nao|nguoi nao|ten (?:la )?gi|ho ten|nha khoa hoc nao)\b")
_ARTICLE = re.compile(
    # "mấy điều" counts them; what follows is another word.
    r"\b(?<!may )(?<!bao nhieu )(dieu|chuong|khoan|muc|phan|phu luc) (\d{1,3}|[ivx]{1,5})\b"
    r"(?! (?:tieu|nam|thang|ngay|%))"
)
_FIGURES = re.compile(r"\d+")
#: A question that asks which, and not merely whether: what it says itself is no answer to it.
_OPEN = re.compile(r"\b(?:bao nhieu|bn|may|nao|gi|bao gio|bao lau|ai)\b")
#: Asks for all of a list.
_LISTING = re.compile(
    r"\b(?:gom (?:nhung )?gi|gom (?:nhung|cac) \w+ (?:gi|nao)|ke (?:ra|ten|het)|liet ke|la nhung)\b"
)
#: A statement with less than this of what the provision has of the question is about something else.
_PART = 3 / 4
_UNIT = re.compile(rf"\b(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Hh]uyện|[Tt]hôn)((?: [{CAPITALS}]\w+){{1,3}})")


@dataclass(frozen=True)
class Evidence:
    """What a provision says, with what stands above it.

    Attributes:
        own: its text with all below it.
        headings: the texts above it in its document.
        document: its document.
        papers: numbers of the papers it speaks for.
        place: where it stands in the paper.
        statements: what it says, one by one.
        record: whether it is a paper's record, where every field is about the paper.
        listed: the syllables, folded, of what it lists: its own text and its lists' where they have items.
        lists: whether it is a list itself.
    """

    own: str
    headings: str
    document: Document
    papers: tuple[str, ...]
    place: str
    statements: tuple[Statement, ...]
    record: bool
    listed: frozenset[str]
    lists: bool

    @classmethod
    def of(cls, document: Document, provision: Provision, headings: tuple[Provision, ...]) -> Evidence:
        """The evidence of a provision under its headings, outermost first."""
        return cls(
            own="\n".join(node.text for node in provision.walk()),
            headings="\n".join(node.text for node in headings),
            document=document,
            papers=provision.papers,
            place=provision.place,
            statements=statements_of(provision, headings),
            record=provision.kind is ProvisionKind.RECORD,
            listed=frozenset[str]().union(
                *(terms_of(node.text) for node in provision.walk() if len(node.children) > 1)
            ),
            lists=len(provision.children) > 1,
        )

    @cached_property
    def near(self) -> str:
        """The provision and its headings, normalised and folded."""
        return fold_known(f"{self.own}\n{self.headings}")

    @cached_property
    def header(self) -> str:
        """How its document is called."""
        return f"{self.document.name} {self.document.title} {self.document.issuer}"


@dataclass(frozen=True, slots=True)
class Unmet:
    """What a question pins down and a provision does not satisfy: ``kind`` and the ``wanted`` value as asked."""

    kind: str
    wanted: str

    @property
    def thing(self) -> str:
        """What is demanded, to compare with what other questions demand: of a number also what it counts."""
        return f"figure {self.wanted}" if self.kind == "figure" else self.kind


def unmet(question: Question, evidence: Evidence) -> tuple[Unmet, ...]:
    """Everything that the question pins down and the evidence does not satisfy."""
    asked = fold_spaced(question.restored)
    found = []
    for check in _CHECKS:
        found.extend(check(question, asked, evidence))
    return tuple(found)


def _demands(question: Question, asked: str, evidence: Evidence) -> list[Unmet]:
    """What no single statement of the matter states."""
    asked_numbers = () if question.foreign else asked_numbers_in(fold(question.restored).replace("&", " "))
    if not question.demands and not asked_numbers:
        return []
    known = frozenset(_FIGURES.findall(question.typed)) if _OPEN.search(asked) else frozenset[str]()
    matter = _on_the_matter(question, evidence)
    # Who asks how many and which ones can count the items of a list.
    told = evidence.lists and _LISTING.search(asked)
    # What is named last is told: "số tiền" says more than "con số".
    missing = [
        Unmet("figure", number.thing)
        for number in asked_numbers
        if not (number.thing and told)
        and number.thing not in evidence.listed
        and not any(number.stated_in(statement, known) for statement in matter)
    ]
    missing.extend(
        Unmet(demand.kind, "")
        for demand in question.demands
        if not any(demand.stated_in(statement.text, known) for statement in matter)
    )
    return missing


def demanded_by(question: Question) -> tuple[str, ...]:
    """The kinds of things that a question demands, as :attr:`Unmet.thing` names them."""
    numbers = () if question.foreign else asked_numbers_in(fold(question.restored).replace("&", " "))
    return (*(demand.kind for demand in question.demands), *(f"figure {number.thing}" for number in numbers))


def _on_the_matter(question: Question, evidence: Evidence) -> list[Statement]:
    """The statements that have a good part of what the evidence has of the question; of a record all fields."""
    if evidence.record:
        return list(evidence.statements)
    held = {
        statement: len(terms_of(statement.text).intersection(question.terms))
        for statement in evidence.statements
    }
    most = max(held.values(), default=0)
    return [statement for statement, count in held.items() if count >= _PART * most]


def named_in(question: Question) -> frozenset[str]:
    """Everything a question pins down, in a form that can be compared: questions that differ in it are different.

    Years, numbers of papers and any other figures, provinces and communes, agencies, offices, articles, and the
    kinds of things demanded.
    """
    asked = fold_spaced(question.restored)
    cues = (_AGENCY, _OFFICE, _ARTICLE, _FIGURES)
    return frozenset(
        chain(
            (_span(mention.first, mention.last) for mention in question.years),
            (number.canonical for number in question.numbers),
            provinces_in(question.typed) - {"lang son"},
            (fold(match.group(1).strip()) for match in _UNIT.finditer(question.typed)),
            (match.group() for cue in cues for match in cue.finditer(asked)),
            (f"demand {demand.kind}" for demand in question.demands),
        )
    )


def _years(question: Question, _: str, evidence: Evidence) -> list[Unmet]:
    wanted = {year for mention in question.years for year in range(mention.first, mention.last + 1)}
    if not wanted:
        return []
    near = years_in(f"{evidence.own}\n{evidence.headings}")
    issued = {evidence.document.issued.year} if evidence.document.issued else set()
    if wanted & near or (not near and wanted & (years_in(evidence.header) | issued)):
        return []
    return [Unmet("year", ", ".join(_span(mention.first, mention.last) for mention in question.years))]


def _numbers(question: Question, _: str, evidence: Evidence) -> list[Unmet]:
    if not question.numbers:
        return []
    known = _numbers_of(evidence.document)
    if any(number.matches(other) for other in known for number in question.numbers):
        return []
    return [Unmet("number", _names(question.numbers))]


def _places(question: Question, _: str, evidence: Evidence) -> list[Unmet]:
    # The province itself is what everything here is about.
    provinces = provinces_in(question.typed) - {"lang son"}
    if provinces:
        provinces -= provinces_in(f"{evidence.own}\n{evidence.headings}\n{evidence.header}")
    units = [match.group(1).strip() for match in _UNIT.finditer(question.typed)]
    absent = [unit for unit in units if fold(unit) not in evidence.near]
    return [Unmet("place", place) for place in [*sorted(provinces), *absent]]


def _agencies(_: Question, asked: str, evidence: Evidence) -> list[Unmet]:
    agencies = {match.group() for match in _AGENCY.finditer(asked)}
    text = f"{evidence.near} {fold_known(evidence.header)}" if agencies else ""
    missing = []
    for agency in agencies:
        everyone = {"so": _ALL_DEPARTMENTS, "bo": _ALL_MINISTRIES}.get(agency.partition(" ")[0])
        if agency not in text and not (everyone and everyone.search(evidence.near)):
            missing.append(Unmet("agency", agency))
    return missing


def _offices(question: Question, asked: str, evidence: Evidence) -> list[Unmet]:
    if question.foreign or not _WHO.search(asked):
        return []
    held = {match.group() for match in _OFFICE.finditer(evidence.near)}
    return [Unmet("office", office) for office in {match.group() for match in _OFFICE.finditer(asked)} - held]


def _articles(_: Question, asked: str, evidence: Evidence) -> list[Unmet]:
    wanted = {match.group() for match in _ARTICLE.finditer(asked)}
    text = f"{evidence.near} {fold_known(evidence.place)}" if wanted else ""
    return [Unmet("article", article) for article in wanted if not re.search(rf"\b{article}\b", text)]


_Check = Callable[[Question, str, Evidence], list[Unmet]]
_CHECKS: tuple[_Check, ...] = (_demands, _years, _numbers, _places, _agencies, _offices, _articles)


def years_in(text: str) -> frozenset[int]:
    """Every year that a text names, alone, in a span or in a date.

    A span whose two ends the text also names each by itself ("Bảng 2030 – 2045": one column for 2030, one for 2045)
    is two milestones, not a period.
    """
    mentions = find_years(text)
    single = {mention.first for mention in mentions if mention.first == mention.last}
    spans = {
        year
        for mention in mentions
        for year in (
            (mention.first, mention.last)
            if {mention.first, mention.last} <= single
            else range(mention.first, mention.last + 1)
        )
    }
    return frozenset(spans | {mention.year for mention in find_dates(text) if mention.year is not None})


def _numbers_of(document: Document) -> Iterator[DocumentNumber]:
    """Every number that a document has, states as related or mentions, the likeliest first."""
    related = (target for _, target in document.relations)
    for text in chain((document.number, document.title), related, (node.text for node in document.walk())):
        yield from (mention.number for mention in find_document_numbers(text))


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _names(numbers: tuple[DocumentNumber, ...]) -> str:
    return ", ".join(number.canonical for number in numbers)
