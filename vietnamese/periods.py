"""Days, months, quarters and years as spans of time: "1/7/2025", "t3/2025", "tháng 3 năm ngoái", "cuối năm 2024"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from vietnamese.dates import find_dates
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold_aligned


@dataclass(frozen=True)
class PeriodMention:
    """The days ``first`` to ``last``, both included, that ``start:end`` of a text names.

    ``yearly`` tells a whole year; ``stated`` is false where the year is a guess: "tháng 3" is the last one begun.
    """

    start: int
    end: int
    first: date
    last: date
    yearly: bool = False
    stated: bool = True


_GAP = r"\s{0,4}"
_AGO = {"nay": 0, "ngoai": 1, "truoc": 1, "roi": 1, "kia": 2}
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_PARTS = {"dau": (1, 3), "giua": (5, 8), "cuoi": (10, 12)}


def _named_year(number: int) -> str:
    """A year by its number or counted from today; ``number`` tells the groups of its uses apart."""
    by_number = rf"(?:nam{_GAP})?(?P<year{number}>(?:19|20)[0-9]{{2}})"
    return rf"(?:nam\s{{1,4}}(?P<ago{number}>ngoai|truoc|roi|kia|nay)|{by_number})"


_PERIOD = re.compile(
    r"(?<![a-z0-9])(?<![0-9][.,/-])(?:"
    rf"(?:thang{_GAP}|t\.?\s?)(?P<month>0?[1-9]|1[0-2])(?:{_GAP}[/.,-]{_GAP}|\s{{1,4}}){_named_year(1)}"
    rf"|(?P<number>0?[1-9]|1[0-2]){_GAP}[/-]{_GAP}{_named_year(2)}"
    rf"|quy{_GAP}(?P<quarter>[1-4]|iv|i{{1,3}})(?:{_GAP}[/,-]{_GAP}|\s{{1,4}}){_named_year(3)}"
    rf"|(?:(?P<part>dau|giua|cuoi)\s{{1,4}})?{_named_year(4)}"
    r"|thang\s{1,4}(?P<near>truoc|nay)"
    r"|thang\s{0,4}(?P<past>0?[1-9]|1[0-2])"
    r")(?![a-z0-9]|[.,/-][0-9]|/[a-z]|\s?%)"
)


def find_periods(text: str, today: date) -> list[PeriodMention]:
    """Every day and period that ``text`` names, in order; document numbers hold none.

    Args:
        text: in composed form.
        today: what "năm ngoái" counts from.
    """
    folded, offsets = fold_aligned(text)
    taken = [(mention.start, mention.end) for mention in find_document_numbers(text)]
    found = []
    for mention in find_dates(text):
        if mention.year is not None and not _meets(mention.start, mention.end, taken):
            day = date(mention.year, mention.month, mention.day)
            found.append(PeriodMention(mention.start, mention.end, day, day))
        taken.append((mention.start, mention.end))
    for match in _PERIOD.finditer(folded):
        start, end = offsets[match.start()], offsets[match.end()]
        if not _meets(start, end, taken):
            first, last = _span(match, today)
            yearly = bool((match["year4"] or match["ago4"]) and not match["part"])
            found.append(PeriodMention(start, end, first, last, yearly, stated=not match["past"]))
    return sorted(found, key=lambda mention: mention.start)


def month(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month."""
    return _months(year, number, number)


def _span(match: re.Match[str], today: date) -> tuple[date, date]:
    said = match.groupdict()
    numbers = [said[f"year{number}"] for number in range(1, 5)]
    ago = [said[f"ago{number}"] for number in range(1, 5)]
    year = next((int(one) for one in numbers if one), 0) or next(
        (today.year - _AGO[one] for one in ago if one), today.year
    )
    if said["month"] or said["number"]:
        return month(year, int(said["month"] or said["number"]))
    if said["past"]:
        past = int(said["past"])
        return month(year - (past > today.month), past)
    if said["near"]:
        day = today.replace(day=1) - timedelta(days=said["near"] == "truoc")
        return month(day.year, day.month)
    if said["quarter"]:
        last = 3 * _QUARTERS[said["quarter"]]
        return _months(year, last - 2, last)
    return _months(year, *_PARTS.get(said["part"] or "", (1, 12)))


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)


def _meets(start: int, end: int, others: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in others)
