"""Years and dates as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vietnamese.document_numbers import Mention, find_document_numbers
from vietnamese.text import fold_aligned


@dataclass(frozen=True)
class YearMention:
    """A year or a range of years at ``start:end`` of a text; for a single year ``first == last``."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True)
class DateMention:
    """A calendar day at ``start:end`` of a text; ``year`` is ``None`` where the text gives none."""

    start: int
    end: int
    day: int
    month: int
    year: int | None


_LEFT = r"(?<![a-z0-9])(?<![0-9][.,/-])"
_RIGHT = r"(?![a-z0-9]|[.,/][0-9])"
_GAP = r"\s{0,8}"
_YEAR4 = r"(?P<year>(?:19|20)[0-9]{2})"
_DATES = tuple(
    re.compile(_LEFT + pattern + _RIGHT)
    for pattern in (
        rf"(?:ngay{_GAP})?(?P<day>[0-9]{{1,2}})\s?(?P<sign>[-/.])\s?(?P<month>[0-9]{{1,2}})\s?(?P=sign)\s?{_YEAR4}",
        rf"(?:ngay{_GAP})?(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})/(?P<short>[0-9]{{2}})",
        rf"{_YEAR4}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})",
        rf"(?:ngay{_GAP})?(?P<day>[0-9]{{1,2}}){_GAP}thang{_GAP}(?P<month>[0-9]{{1,2}})(?:{_GAP}nam{_GAP}|{_GAP}[/,]?{_GAP}){_YEAR4}",
        rf"(?:ngay|hom|mung|mong){_GAP}(?P<day>[0-9]{{1,2}})(?:{_GAP}thang{_GAP}|\s?[/-]\s?)(?P<month>[0-9]{{1,2}})",
    )
)
#: A year stands after "năm" or after a month or quarter; alone it is one between 2000 and 2099.
_TO = rf"{_GAP}(?:[-–—]|den(?:{_GAP}het)?|toi|sang){_GAP}(?:nam{_GAP})?"
_YEARS = re.compile(
    rf"(?:(?P<named>(?<![a-z0-9])nam{_GAP})|(?<![a-z0-9])(?:0?[1-9]|1[0-2]|iv|i{{1,3}})/"
    r"|(?<![a-z0-9])(?<![0-9][.,/-]))"
    rf"(?P<first>(?:19|20)[0-9]{{2}})(?:{_TO}(?P<last>(?:19|20)[0-9]{{2}}))?(?![a-z0-9]|[.,/-][0-9]|/[a-z]|\s?%)"
)


def find_dates(text: str) -> list[DateMention]:
    """Every real calendar day of ``text`` that is stated by day and month, in order.

    Without a year, "ngày" has to stand before ("ngày 10/6"): "10/6" alone may be anything.
    """
    folded, offsets = fold_aligned(text)
    found: list[DateMention] = []
    for pattern in _DATES:
        for match in pattern.finditer(folded):
            start, end = offsets[match.start()], offsets[match.end()]
            mention = _date(start, end, match.groupdict())
            if mention is not None and not _overlaps(start, end, found):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def find_years(text: str) -> list[YearMention]:
    """Every year and range of years of ``text``, in order; dates and document numbers hold none.

    "2028-2030" and "2028 đến năm 2030" are one mention; so is "năm 2026".
    """
    folded, offsets = fold_aligned(text)
    taken: list[DateMention | Mention] = [*find_dates(text), *find_document_numbers(text)]
    found: list[YearMention] = []
    for match in _YEARS.finditer(folded):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        start = offsets[match.start("named" if match["named"] else "first")]
        end = offsets[match.end()]
        if _overlaps(start, end, taken) or (first < 2000 and not match["named"]):
            continue
        if first <= last:
            found.append(YearMention(start, end, first, last))
        else:  # "2030 - 2025" is no range
            found.append(YearMention(start, offsets[match.end("first")], first, first))
            found.append(YearMention(offsets[match.start("last")], end, last, last))
    return found


def _date(start: int, end: int, parts: dict[str, str | None]) -> DateMention | None:
    short, full = parts.get("short"), parts.get("year")
    year = int(full) if full else 2000 + int(short) if short else None
    day, month = int(parts["day"] or 0), int(parts["month"] or 0)
    try:
        date(year or 2000, month, day)  # 2000 is a leap year: 29 February passes where no year is stated
    except ValueError:
        return None
    return DateMention(start, end, day, month, year)


def _overlaps(start: int, end: int, others: Iterable[DateMention | Mention]) -> bool:
    return any(start < other.end and other.start < end for other in others)
