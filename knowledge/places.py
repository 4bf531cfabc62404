"""Places as texts name them: "khoản 2 Điều 5", "Điều 3 đến Điều 9", "Mục II.3 điểm b", "Phụ lục I"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache

_LETTERS = "abcdđeghiklmnopqrstuvxy"
#: A range longer than this is a slip ("Điều 1 đến Điều 9999").
_LONGEST_RANGE = 300


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a paper; what the text does not name is empty."""

    annex: str = ""
    part: str = ""
    chapter: str = ""
    section: str = ""
    article: str = ""
    clause: str = ""
    point: str = ""

    def covers(self, other: Place) -> bool:
        """Whether ``other`` is this place or lies in it, as far as their names tell."""
        if self.annex != other.annex:
            return False
        for field in fields(self):
            own, its = getattr(self, field.name), getattr(other, field.name)
            nested = field.name in ("section", "clause") and its.startswith(f"{own}.")
            if own and own != its and not nested:
                return False
        return self != Place()


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Places named together at ``start:end`` of a text."""

    start: int
    end: int
    places: tuple[Place, ...]


_JOIN = r"\s*(?:,|;|và|hoặc|đến)\s*(?:các\s+)?"
_POINT = rf"(?:[{_LETTERS}]\d?)(?![^\W_])"
_CLAUSE = r"\d{1,3}(?:\.\d{1,2}){0,2}[a-zđ]?(?![\w/])"
_ARTICLE = r"\d{1,3}[a-zđ]?(?![\w/])"
_POINTS = rf"(?:các\s+)?điểm\s+(?P<points>{_POINT}(?:{_JOIN}(?:điểm\s+)?{_POINT})*)"
_CLAUSES = rf"(?:các\s+)?khoản\s+(?P<clauses>{_CLAUSE}(?:{_JOIN}(?:khoản\s+)?{_CLAUSE})*)"
_ARTICLES = rf"(?:các\s+)?Điều\s+(?P<articles>{_ARTICLE}(?:{_JOIN}(?:Điều\s+)?{_ARTICLE})*)"
_FORMAL = re.compile(
    rf"(?:{_POINTS}\s*,?\s*)?(?:{_CLAUSES}\s*,?\s*)?{_ARTICLES}|(?:{_POINTS.replace('points', 'points2')}\s*,?\s*)?"
    rf"{_CLAUSES.replace('clauses', 'clauses2')}",
    re.IGNORECASE,
)
_SECTION = re.compile(
    rf"\bMục\s+(?P<section>(?:[IVX]+|[A-H]|\d{{1,2}})(?:\.[\dIVX]+)*)(?![\w])(?:,?\s+điểm\s+(?P<point>{_POINT}))?"
)
_OUTER = re.compile(r"\b(?P<name>Phần|Chương)\s+(?P<value>[IVXLC]+|\d{1,2}|thứ\s+\w+)(?!\w)", re.IGNORECASE)
_ANNEX = re.compile(
    r"\b(?:Phụ lục(?:\s+số)?(?:\s+(?:[IVX]+|\d{1,2}|[A-H])(?!\w))?|(?:Biểu\s+)?Mẫu số\s+\d{1,2}[a-z]?"
    r"|(?:Quy định|Quy chế|Đề án|Kế hoạch|Chương trình|Điều lệ|Danh mục|Quy trình|Phương án)"
    r"(?=\s+(?:ban hành\s+)?kèm theo))",
    re.IGNORECASE,
)


def find_places(text: str) -> list[PlaceMention]:
    """The places that ``text`` names, in order; an annex named after or around a place is part of it."""
    annexes = [(match.start(), match.end(), _annex(match[0])) for match in _ANNEX.finditer(text)]
    found = [
        PlaceMention(match.start(), match.end(), tuple(_formal(match))) for match in _FORMAL.finditer(text)
    ]
    for match in _SECTION.finditer(text):
        place = Place(section=match["section"], point=match["point"] or "")
        found.append(PlaceMention(match.start(), match.end(), (place,)))
    for match in _OUTER.finditer(text):
        value = _plain(match["value"]).removeprefix("thứ ").upper()
        place = Place(part=value) if match["name"].lower() == "phần" else Place(chapter=value)
        found.append(PlaceMention(match.start(), match.end(), (place,)))
    return sorted(_annexed(found, annexes), key=lambda mention: mention.start)


@lru_cache(maxsize=1 << 16)  # "Khoản 1 Điều 5" is a place in nearly every paper
def place_from(text: str) -> Place:
    """The one place that a provision's own place names; the empty one where it names none."""
    merged = Place()
    for mention in find_places(text):
        place = mention.places[0]
        merged = Place(
            *(getattr(merged, field.name) or getattr(place, field.name) for field in fields(merged))
        )
    return merged


def _annexed(found: list[PlaceMention], annexes: list[tuple[int, int, str]]) -> Iterable[PlaceMention]:
    """Mentions with the annex they stand in: "Điều 4 Quy định kèm theo"; an annex named alone is a place too."""
    taken = set()
    for mention in sorted(found, key=lambda mention: mention.start):
        after = next((annex for annex in annexes if 0 <= annex[0] - mention.end <= 12), None)
        if after is None:
            yield mention
            continue
        taken.add(after)
        places = tuple(
            Place(after[2], *(getattr(place, field.name) for field in fields(place)[1:]))
            for place in mention.places
        )
        yield PlaceMention(mention.start, after[1], places)
    for annex in annexes:
        if annex not in taken:
            yield PlaceMention(annex[0], annex[1], (Place(annex=annex[2]),))


def _formal(match: re.Match[str]) -> Iterable[Place]:
    """Where several are listed with a smaller one before them, the smaller one belongs to the first."""
    articles = _listed(match["articles"] or "")
    clauses = _listed(match["clauses"] or match["clauses2"] or "")
    points = _listed(match["points"] or match["points2"] or "")
    first = articles[0] if articles else ""
    if points:
        yield from (
            Place(article=first, clause=clauses[0] if clauses else "", point=point) for point in points
        )
        clauses = clauses[1:]
    if clauses:
        yield from (Place(article=first, clause=clause) for clause in clauses)
    inner = bool(points or match["clauses"] or match["clauses2"])
    yield from (Place(article=article) for article in (articles[1:] if inner else articles))


def _listed(text: str) -> list[str]:
    """The values of "3, 4 và 7" or "3 đến Điều 9"."""
    values: list[str] = []
    upto = False
    for match in re.finditer(rf"đến|(?<!\w)(?:\d[\d.]*[a-zđ]?|[{_LETTERS}]\d?)(?!\w)", text, re.IGNORECASE):
        value = match[0].lower()
        if value == "đến":
            upto = True
        elif upto and values:
            values += _between(values[-1], value)
            upto = False
        else:
            values.append(value)
    return values


def _between(first: str, last: str) -> list[str]:
    """What follows ``first`` up to ``last``."""
    if first.isdigit() and last.isdigit() and int(first) < int(last) <= int(first) + _LONGEST_RANGE:
        return [str(number) for number in range(int(first) + 1, int(last) + 1)]
    if first in _LETTERS and last in _LETTERS:
        return list(_LETTERS[_LETTERS.index(first) + 1 : _LETTERS.index(last) + 1])
    return [last]


def _annex(name: str) -> str:
    """One spelling: "Phụ lục số 01" is "phụ lục 1"."""
    return re.sub(r"\b0+(?=\d)", "", re.sub(r"(?<=phụ lục) số", "", _plain(name)))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
