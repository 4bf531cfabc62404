"""References: which documents a question names, by number or by kind and issuer.

"Kế hoạch của tỉnh thực hiện Quyết định 1169" names the province's plan; the decision is only what the plan
carries out. So a document named by kind and issuer, or by the number that comes first, is what is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.model import Document
from knowledge.question import normalise
from vietnamese.document_numbers import DocumentNumber
from vietnamese.text import fold, syllables

_UNITS = ("tinh", "thanh pho", "xa", "phuong")
#: Between kind and issuer stand at most so many syllables ("kế hoạch truyền thông của UBND tỉnh").
_GAP = 5
_PURPOSE = re.compile(r"\b(?:thuc hien|trien khai|thi hanh|can cu|cu the hoa)\b")


@dataclass(frozen=True, slots=True)
class Names:
    """The folded names of a document by kind and issuer, ready to be looked for."""

    slug: str
    pattern: re.Pattern[str] | None


def names_of(document: Document) -> Names:
    """How people name a document without its number: its kind, then its issuer or a short form of it."""
    issuers = _short_forms(document.issuer)
    if not document.kind or not issuers or document.kind == "Thông tin tổng hợp":
        return Names(document.slug, None)
    alternatives = "|".join(re.escape(form) for form in sorted(issuers, key=len, reverse=True))
    pattern = rf"\b{re.escape(_plain(document.kind))}\b(?: \w+){{0,{_GAP}}}? (?:{alternatives})\b"
    return Names(document.slug, re.compile(pattern))


def named_by_issuer(text: str, names: Sequence[Names]) -> frozenset[str]:
    """Slugs of the documents that a question names by kind and issuer, before it says what they carry out."""
    plain = _plain(text)
    found = [(match.start(), name.slug) for name in names if name.pattern and (match := name.pattern.search(plain))]
    return frozenset(slug for _, slug in found)


def leading_numbers(text: str, numbers: Sequence[DocumentNumber], *, named: bool) -> tuple[DocumentNumber, ...]:
    """The numbers that say which document is asked about.

    A number after "thực hiện", "triển khai", … is what another document carries out: it counts only where
    the question names no other document.
    """
    if named and numbers and _PURPOSE.search(_plain(text)):
        return ()
    return tuple(numbers)


def _short_forms(issuer: str) -> set[str]:
    """ "UBND tỉnh Lạng Sơn": "uy ban nhan dan tinh lang son", "tinh lang son", "tinh"; "Thủ tướng Chính phủ": "thu tuong"."""
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
