"""References: which documents a question names, by number or by kind and issuer.

"Kế hoạch của tỉnh thực hiện Quyết định 1169" names the province's plan; the decision is only what the plan
carries out. So a document named by kind and issuer, or by the number that comes first, is what is asked about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from knowledge.model import Document
from knowledge.question import normalise
from vietnamese.document_numbers import DocumentNumber, find_document_numbers
from vietnamese.text import fold, syllables

T = TypeVar("T")

_UNITS = ("tinh", "thanh pho", "xa", "phuong")
#: Between kind and issuer stand at most so many syllables ("kế hoạch truyền thông của UBND tỉnh").
_GAP = 5
_PURPOSE = re.compile(r"\b(?:thuc hien|trien khai|thi hanh|can cu|cu the hoa)\b")


@dataclass(frozen=True, slots=True)
class Names:
    """What a document is called without its number: by kind and issuer, or by kind and what it carries out.

    ``kind`` is folded; where it is empty the document is called nothing but its number.
    """

    kind: str
    by_issuer: re.Pattern[str] | None
    by_purpose: re.Pattern[str] | None
    carries_out: tuple[DocumentNumber, ...]


def names_of(document: Document) -> Names:
    """How people name a document without its number: its kind, then its issuer or a short form of it."""
    kind = "" if document.kind == "Thông tin tổng hợp" else _plain(document.kind)
    if not kind:
        return Names("", None, None, ())
    by_issuer, by_purpose = _patterns(kind, document.issuer)
    return Names(
        kind=kind,
        by_issuer=by_issuer,
        by_purpose=by_purpose,
        carries_out=tuple(
            mention.number
            for relation, target in document.relations
            if relation == "thuc_hien"
            for mention in find_document_numbers(target)
        ),
    )


class NamedDocuments:
    """Which documents a question names by kind and issuer, or by kind and what they carry out.

    Many documents share kind and issuer: each pattern is tried once, however many documents it stands for.
    """

    def __init__(self, names: Iterable[Names]) -> None:
        self._by_issuer: dict[str, dict[re.Pattern[str], list[int]]] = defaultdict(lambda: defaultdict(list))
        self._carrying_out: NumberIndex[tuple[re.Pattern[str], int]] = NumberIndex()
        for place, name in enumerate(names):
            if name.by_issuer:
                self._by_issuer[name.kind][name.by_issuer].append(place)
            if name.by_purpose:
                for number in name.carries_out:
                    self._carrying_out.add(number, (name.by_purpose, place))

    def named(self, text: str, numbers: Sequence[DocumentNumber]) -> list[int]:
        """The places, ascending, that the documents which a question names had among the names."""
        plain = _plain(text)
        found = {
            place
            for kind, patterns in self._by_issuer.items()
            if kind in plain
            for pattern, places in patterns.items()
            if pattern.search(plain)
            for place in places
        }
        for number in numbers:
            found |= {place for pattern, place in self._carrying_out.of(number) if pattern.search(plain)}
        return sorted(found)


class NumberIndex(Generic[T]):
    """What belongs to document numbers, found by all numbers that match."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[DocumentNumber, T]]] = defaultdict(list)

    def add(self, number: DocumentNumber, value: T) -> None:
        """Add what belongs to a number."""
        self._known[number.number.lstrip("0")].append((number, value))

    def of(self, number: DocumentNumber) -> list[T]:
        """What belongs to the numbers that match, in the order added."""
        return [
            value for known, value in self._known.get(number.number.lstrip("0"), ()) if number.matches(known)
        ]


def leading_numbers(
    text: str, numbers: Sequence[DocumentNumber], *, named: bool
) -> tuple[DocumentNumber, ...]:
    """The numbers that say which document is asked about.

    A number after "thực hiện", "triển khai", … is what another document carries out: it counts only where
    the question names no other document.
    """
    if named and numbers and _PURPOSE.search(_plain(text)):
        return ()
    return tuple(numbers)


@cache
def _patterns(kind: str, issuer: str) -> tuple[re.Pattern[str] | None, re.Pattern[str]]:
    """How a kind of document is named by its issuer, and by what it carries out."""
    opening = rf"\b{re.escape(kind)}\b(?: \w+){{0,{_GAP}}}?"
    forms = "|".join(re.escape(form) for form in sorted(_short_forms(issuer), key=len, reverse=True))
    return (
        re.compile(rf"{opening} (?:{forms})\b") if forms else None,
        re.compile(rf"{opening} {_PURPOSE.pattern}"),
    )


def _short_forms(issuer: str) -> set[str]:
    """The forms in which an issuer is named, folded.

    "UBND tỉnh Lạng Sơn" is also "tinh lang son" and "tinh", "Thủ tướng Chính phủ" also "thu tuong".
    """
    forms: set[str] = set()
    for part in issuer.split(";"):
        plain = _plain(part)
        if not plain:
            continue
        forms.add(plain)
        unit = next((unit for unit in _UNITS if f" {unit} " in f" {plain} "), None)
        if unit:
            forms |= {plain[plain.index(unit) :], unit}
        elif len(plain.split()) > 3:
            forms.add(" ".join(plain.split()[:2]))
    return forms


def _plain(text: str) -> str:
    return " ".join(fold(syllable) for syllable in syllables(normalise(text)))
