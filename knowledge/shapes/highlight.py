"""Highlights: the words of a quotation that are the very thing asked for, where only one stretch can be meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from knowledge.demands import DEMANDS
from knowledge.question import Question
from knowledge.shapes.matching import standing_out
from knowledge.shapes.quantities import things_counted
from vietnamese.dates import find_dates
from vietnamese.text import fold, nfc

_Spans = Callable[[str], list[tuple[int, int]]]

_NUMBER = r"\d+(?:[.,]\d+)*(?:\s?[–-]\s?\d+(?:[.,]\d+)*)?"
_BOUND = r"(?:(?:ít nhất|tối thiểu|tối đa|không quá|trên|hơn|từ|dưới|khoảng|gần)\s)?"
_PERCENT = rf"{_BOUND}{_NUMBER}\s?%(?: GDP)?"
_MONEY = rf"{_BOUND}{_NUMBER}\s(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s?)*(?:đồng|USD|tỷ|tỉ|triệu)\b(?!\schí)"
_SPAN = rf"{_BOUND}{_NUMBER}\s(?:ngày làm việc|ngày|tháng|năm|tuần|giờ|phút|buổi)\b(?!\s\d)"
_MONTH = (
    r"(?:ngày\s\d{1,2}\s)?tháng\s\d{1,2}(?:/\d{4}|\snăm\s\d{4}|\shằng năm)?|\d{1,2}\stháng\s\d{1,2}\s\w+\snăm"
)
_DAY_MONTH = r"(?<![\d/])\d{1,2}/\d{1,2}(?:/\d{4})?(?![\d/])"
_SENTENCE = re.compile(r"(?<=[.;])\s+|\n")


def highlight_in(question: Question, lines: Sequence[str]) -> str:
    """The stretch of one of the lines that answers; empty where none or more than one may be meant.

    It is looked for in the line, and in its sentence, that has more of the question's words than all others.

    Args:
        question: what a date, sum, percentage, name, address or number is asked of.
        lines: of the quotation, headings left out.
    """
    kinds = {demand.kind for demand in question.demands}
    finders = [finder for kind, finder in _FINDERS.items() if kind in kinds]
    counted = things_counted(question.restored)
    if not finders and len(counted) == 1:
        finders = [_counted(*counted[0].split())]
    if len(finders) != 1 or len(counted) > 1:
        return ""  # two things are asked for
    find, terms = finders[0], frozenset((*question.terms, *question.pairs))
    if question.wants_record:
        lines = [line for line in lines if find(line)]
    place = 0 if len(lines) == 1 else standing_out(lines, terms, by=0.5)
    if place is None or not lines:
        return ""
    line = lines[place]
    found = _distinct(line, find(line))
    if len(found) > 1:
        parts = _sentences(line)
        best = standing_out(parts, terms)
        found = _distinct(parts[best], find(parts[best])) if best is not None else []
    return found[0] if len(found) == 1 else ""


def _distinct(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return list(dict.fromkeys(text[start:end].strip() for start, end in spans))


def _sentences(text: str) -> list[str]:
    ends = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


def _pattern(pattern: str) -> _Spans:
    compiled = re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)
    return lambda text: [match.span() for match in compiled.finditer(text)]


def _counted(thing: str, more: str = "") -> _Spans:
    """Numbers of what was asked for: "bao nhiêu lượt" finds "30 lượt", "bao nhiêu thủ tục" finds "14 thủ tục"."""
    numbers = re.compile(rf"(?<![\w/.,-]){_BOUND}{_NUMBER}\s(?P<thing>\w+)(?P<more>\s\w+)?", re.IGNORECASE)

    def find(text: str) -> list[tuple[int, int]]:
        return [
            (match.start(), match.end("more" if fold(match["more"] or "").strip() == more != "" else "thing"))
            for match in numbers.finditer(text)
            if fold(match["thing"]) == thing
        ]

    return find


def _days(text: str) -> list[tuple[int, int]]:
    clean = nfc(text)
    dates = [(mention.start, mention.end) for mention in find_dates(clean)] if clean == text else []
    others = [match.span() for pattern in (_MONTH, _DAY_MONTH) for match in re.finditer(pattern, text)]
    for span in others:
        if not any(span[0] < end and start < span[1] for start, end in dates):
            dates.append(span)
    return sorted(dates)


def _offered(kind: str) -> _Spans:
    offers = next(demand.offers for demand in DEMANDS if demand.kind == kind)
    return lambda text: [match.span() for match in offers.finditer(text)]


#: Where each kind of thing stands in a text, the most telling kind first.
_FINDERS: dict[str, _Spans] = {
    "percent": _pattern(_PERCENT),
    "money": _pattern(_MONEY),
    "duration": _pattern(_SPAN),
    "day": _days,
    "phone": _offered("phone"),
    "mailbox": _offered("mailbox"),
    "link": _pattern(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]]"),
    "paper_number": _pattern(r"\d+(?:/\d{4})?[/-][A-ZĐ][A-ZĐa-z0-9/-]*"),
    "name": _offered("name"),
    "signature": _pattern(r"(?<=Người ký: )[^\n]+"),
}
