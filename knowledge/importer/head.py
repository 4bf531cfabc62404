"""The head of a paper: its number, and the place and date of issue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from knowledge.importer.labels import CAPITALS
from vietnamese.dates import find_dates
from vietnamese.document_numbers import find_document_numbers

_NUMBER = re.compile(r"(?:^|\s)Số\s*:?\s*(?=\d)(.+)$", re.IGNORECASE)
_LETTER_NUMBER = re.compile(r"(\d{1,5}(?:/\d{4})?)\s?([-/])\s?([A-ZĐ][\wĐđ&.]*(?:[-/–][A-ZĐ][\wĐđ&.]*)*)")
_PASSED = re.compile(r"\bnày (?:đã )?được [^.;]{0,200}?\bthông qua (?:vào )?(?=ngày\b)")
_PLACE = re.compile(rf"((?:[{CAPITALS}][^\W\d_{CAPITALS}]+\s?){{1,4}}),\s*ngày\b")


def number_of(head: Iterable[str]) -> str:
    """The official number: "145/KH-UBND", "57-NQ/TW", a letter's "312/UBND-KGVX"; empty where there is none."""
    for line in head:
        if not (match := _NUMBER.search(line)):
            continue
        found = find_document_numbers(match[1])
        letter = _LETTER_NUMBER.match(match[1])
        if found and found[0].start == 0 and (found[0].number.code or not letter):
            return found[0].number.canonical
        return f"{letter[1]}{letter[2]}{letter[3]}" if letter else ""
    return ""


def issued_of(head: Sequence[str]) -> tuple[date | None, str]:
    """Date and place of issue, from "Lạng Sơn, ngày 28 tháng 5 năm 2025", also where it is wrapped."""
    wrapped = [f"{line} {after}" for line, after in pairwise(head)]
    for line in (*head, *wrapped):
        for mention in find_dates(line):
            if mention.year is not None:
                place = _PLACE.search(line)
                return date(mention.year, mention.month, mention.day), place[1].strip() if place else ""
    return None, ""


def passed_on(text: str) -> date | None:
    """The day that a law says at its end it was passed on: "được Quốc hội … thông qua ngày 27 tháng 6 năm 2025"."""
    found = None
    for passed in _PASSED.finditer(text):
        for mention in find_dates(text[passed.end() : passed.end() + 40]):
            if mention.year is not None and mention.start == 0:
                found = date(mention.year, mention.month, mention.day)
    return found
