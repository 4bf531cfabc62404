"""Other papers in a sentence, each with the provisions of it that the sentence means or excepts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.places import find_places
from vietnamese.dates import find_dates
from vietnamese.document_numbers import DocumentNumber, find_document_numbers

_ASIDE = re.compile(
    r"\bđược (?:sửa đổi|bổ sung)[^.;:]*\b(?:theo|bởi|tại|bằng)\b"
    r"|\b(?:thực hiện|triển khai|thi hành|hướng dẫn|quy định chi tiết|cụ thể hóa|căn cứ)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s,;]*(?:ngày [\d/ thángnăm]+)?[\s,;]*(?:và)?\s*[^\W\d]{0,12}\s*")
#: "trừ quy định tại Điều 73 của Luật này" excepts nothing of the other paper.
_OWN = re.compile(r"\bnày\b")
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


def acted_on(sentence: str, papers: Sequence[Paper]) -> list[Paper]:
    """The papers with their parts: what stands between one and the one before belongs to it.

    "Khoản 2 Điều 5 Nghị quyết số 12, Điều 3 Quyết định số 7": what is excepted stands after the number. Papers that
    are only named as earlier amendments ("Luật số 14 đã được sửa đổi theo Luật số 32 và Luật số 71"), or as what the
    paper acted on carries out ("Chương trình hành động thực hiện Nghị quyết số 57"), are left out.
    """
    papers = _leading(sentence, papers)
    found: list[Paper] = []
    before = 0
    for paper, after in zip(papers, [*papers[1:], None], strict=False):
        follows = sentence[paper.end : after.start if after else len(sentence)]
        excepted = _EXCEPT.search(follows)
        exception = follows[excepted.end() :] if excepted else ""
        exception = "" if _OWN.search(exception) else _places(exception)
        found.append(replace(paper, parts=_places(sentence[before : paper.start]), excepted=exception))
        before = paper.end + (len(follows) if excepted else 0)
    return found


def _leading(sentence: str, papers: Sequence[Paper]) -> list[Paper]:
    kept: list[Paper] = []
    before, aside = 0, False
    for paper in papers:
        between = sentence[before : paper.start]
        aside = _ASIDE.search(between) is not None or (aside and _AND.fullmatch(between) is not None)
        if not aside:
            kept.append(paper)
        before = paper.end
    return kept


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
