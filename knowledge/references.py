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
from vietnamese.document_numbers import DocumentNumber, find_document_numbers
from vietnamese.text import fold, syllables

_UNITS = ("tinh", "thanh pho", "xa", "phuong")
#: Between kind and issuer stand at most so many syllables ("kế hoạch truyền thông của UBND tỉnh").
_GAP = 5
_PURPOSE = re.compile(r"\b(?:thuc hien|trien khai|thi hanh|can cu|cu the hoa)\b")


@dataclass(frozen=True, slots=True)
class Names:
    """What a document is called without its number: by kind and issuer, or by kind and what it carries out."""

    slug: str
    by_issuer: re.Pattern[str] | None
    by_purpose: re.Pattern[str] | None
    carries_out: tuple[DocumentNumber, ...]


def names_of(document: Document) -> Names:
    """How people name a document without its number: its kind, then its issuer or a short form of it."""
    issuers = _short_forms(document.issuer)
    if not document.kind or document.kind == "Thông tin tổng hợp":
        return Names(document.slug, None, None, ())
    kind = rf"\b{re.escape(_plain(document.kind))}\b(?: \w+){{0,{_GAP}}}?"
    alternatives = "|".join(re.escape(form) for form in sorted(issuers, key=len, reverse=True))
    return Names(
        slug=document.slug,
        by_issuer=re.compile(rf"{kind} (?:{alternatives})\b") if issuers else None,
        by_purpose=re.compile(rf"{kind} {_PURPOSE.pattern}"),
        carries_out=tuple(
            mention.number
            for relation, target in document.relations
            if relation == "thuc_hien"
            for mention in find_document_numbers(target)
        ),
    )


def named_without_number(
    text: str, numbers: Sequence[DocumentNumber], names: Sequence[Names]
) -> frozenset[str]:
    """Slugs of the documents that a question names by kind and issuer, or by kind and what they carry out."""
    plain = _plain(text)
    return frozenset(
        name.slug
        for name in names
        if (name.by_issuer and name.by_issuer.search(plain))
        or (
            name.by_purpose
            and any(number.matches(target) for number in numbers for target in name.carries_out)
            and name.by_purpose.search(plain)
        )
    )


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
