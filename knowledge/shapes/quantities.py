"""Quantities: numbers with what they count, and how exactly they are meant ("ít nhất 80 %")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vietnamese.dates import find_dates
from vietnamese.text import fold, nfc

#: How exactly a number is meant, by the folded words before it.
_BOUNDS = {
    "at least": "it nhat|toi thieu|tu",
    "above": "tren|hon",
    "at most": "khong qua|toi da|nhieu nhat",
    "below": "duoi",
    "about": "gan|khoang|chung",
}
_BOUND = "|".join(_BOUNDS.values())
#: Asks for a number; with diacritics, since folded "máy" is "mấy".
_ASKED = re.compile(r"\b(?:mấy|bao nhiêu)\s+(?P<thing>\w+(?: \w+)?)", re.IGNORECASE)
_QUANTITY = re.compile(
    rf"(?<![\w/.,-])(?:(?P<bound>{_BOUND}) )?(?P<number>\d+(?:[.,]\d+)*)(?![\d/-]|[.,]\d)"
    r"(?:\s?(?P<percent>%)|\s(?P<unit>(?:(?:nghin|trieu|ty|ti)\b ?)+(?:dong|usd)?|[a-z]+))"
)
#: What stands before a number that counts nothing: a date, a number of a paper, a place in it.
_NAMING = re.compile(
    r"\b(?:nam|thang|ngay|quy|so|dieu|khoan|muc|chuong|quyet|dinh|luat|hoach|quyet dinh|den|toi)\s*$"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``start:end`` of a folded text.

    Attributes:
        number: as written, without its unit.
        unit: "%", the word that follows, "trieu", "ty dong" or the like, or "date"; folded.
        bound: how exactly it is meant: "at least", "above" ...; empty where it is meant exactly.
    """

    start: int
    end: int
    number: str
    unit: str
    bound: str


def things_counted(question: str) -> list[str]:
    """What a question, diacritics restored, asks the number of: the two words after "mấy", folded."""
    return [fold(match["thing"]) for match in _ASKED.finditer(nfc(question))]


def find_quantities(folded: str) -> list[Quantity]:
    """Every quantity of a folded text, in order; years, dates and numbers of papers are none."""
    found = []
    for match in _QUANTITY.finditer(folded):
        before = folded[: match.start()]
        year = len(match["number"]) == 4 and match["number"][:2] in ("19", "20")
        if year or (_NAMING.search(before) and not match["percent"] and not match["bound"]):
            continue
        bound = next((name for name, words in _BOUNDS.items() if match["bound"] in words.split("|")), "")
        found.append(
            Quantity(
                match.start(), match.end(), match["number"], match["percent"] or match["unit"].strip(), bound
            )
        )
    return found


def find_days(folded: str) -> list[Quantity]:
    """Every calendar day of a folded text as a quantity "10/6" or "10/6/2025" of the unit "date"."""
    found = []
    for mention in find_dates(folded):
        number = "/".join(str(part) for part in (mention.day, mention.month, mention.year) if part)
        before = folded[: mention.start].rsplit(maxsplit=1)[-1:]
        bound = before[0] if before and before[0] in ("truoc", "sau") else ""
        found.append(Quantity(mention.start, mention.end, number, "date", bound))
    return found
