"""Other papers in a sentence, each with the provisions of it that the sentence means or excepts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.places import find_places
from vietnamese.dates import find_dates
from vietnamese.document_numbers import DocumentNumber, find_document_numbers

_EXCEPT = re.compile(r"\b(?:trừ|ngoại trừ)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper named at ``start:end`` of a sentence; parts and exceptions as the sentence words them.

    ``issued`` is its date where it stands after the number: "số 15/QĐ-UBND ngày 20 tháng 3 năm 2019".
    """

    start: int
    end: int
    number: str
    issued: date | None = None
    parts: str = ""
    excepted: str = ""


def papers_in(text: str) -> list[Paper]:
    """The papers that ``text`` names by number, in order."""
    if not any(character.isdigit() for character in text):
        return []
    return [
        Paper(one.start, one.end, written(one.number), _date_at(text[one.end : one.end + 40]))
        for one in find_document_numbers(text)
    ]


def mentions_of(sentence: str, papers: Sequence[Paper]) -> list[Paper]:
    """The same papers with their parts: what stands between one and the one before belongs to it.

    "Khoản 2 Điều 5 Nghị quyết số 12, Điều 3 Quyết định số 7": what is excepted stands after the number.
    """
    found: list[Paper] = []
    before = 0
    for paper, after in zip(papers, [*papers[1:], None], strict=True):
        follows = sentence[paper.end : after.start if after else len(sentence)]
        excepted = _EXCEPT.search(follows)
        exception = _places(follows[excepted.end() :]) if excepted else ""
        found.append(replace(paper, parts=_places(sentence[before : paper.start]), excepted=exception))
        before = paper.end + (len(follows) if excepted else 0)
    return found


def written(number: DocumentNumber) -> str:
    """A number as it can be read again: in full, or with its kind where it has no code."""
    return number.canonical if number.code or not number.kind else f"{number.kind} số {number.canonical}"


def _date_at(text: str) -> date | None:
    """The day that ``text`` begins with."""
    for mention in find_dates(text):
        if mention.year is not None and mention.start <= len(", "):
            return date(mention.year, mention.month, mention.day)
    return None


def _places(text: str) -> str:
    found = find_places(text)
    return text[found[0].start : max(mention.end for mention in found)] if found else ""
