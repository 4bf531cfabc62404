"""What entities look like: tables of names, regexes, years and document numbers, found in a text as typed.

Everything is matched without regard to case and diacritics; a diacritic that was typed has to be right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vietnamese.dates import find_dates, find_years
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold, fold_aligned, has_marks, nfc, syllables
from vietnamese.tones import place_tones


@dataclass(frozen=True)
class Found:
    """An entity at ``start:end`` of the text as typed. A ``kind`` of None only keeps others away."""

    start: int
    end: int
    kind: str | None
    value: str


class Table:
    """A lookup table: finds its entries, typed with their diacritics, without, or with some of them."""

    def __init__(self, kind: str, entries: list[str]) -> None:
        self._kind = kind
        self._entries: dict[str, list[str]] = {}
        for entry in entries:
            self._entries.setdefault(_key(entry), []).append(entry)
        longest_first = sorted(self._entries, key=len, reverse=True)
        choices = "|".join(re.escape(key).replace(r"\ ", r"\s+") for key in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{choices})(?!\w)")

    def find(self, text: str, folded: str, offsets: Sequence[int]) -> Iterator[Found]:
        for match in self._pattern.finditer(folded):
            start, end = offsets[match.start()], offsets[match.end()]
            for entry in self._entries[_key(match[0])]:
                if _agrees(text[start:end], entry):
                    yield Found(start, end, self._kind, entry)
                    break


class Patterns:
    """All that is looked for in a message."""

    def __init__(self, tables: dict[str, list[str]], regexes: list[tuple[str, str]]) -> None:
        self._tables = [Table(kind, entries) for kind, entries in tables.items()]
        self._regexes = [(kind, re.compile(_bare(pattern), re.IGNORECASE)) for kind, pattern in regexes]

    def find(self, text: str) -> list[Found]:
        """The entities of ``text`` in order. Where several overlap, the longest stands."""
        kept: list[Found] = []
        for found in sorted(self._all(text), key=lambda found: found.start - found.end):
            if all(found.end <= other.start or other.end <= found.start for other in kept):
                kept.append(found)
        return sorted((found for found in kept if found.kind), key=lambda found: found.start)

    def _all(self, text: str) -> Iterator[Found]:
        for number in find_document_numbers(text):
            yield Found(number.start, number.end, "document_number", number.number.canonical)
        for day in find_dates(text):
            yield Found(day.start, day.end, None, "")
        for year in find_years(text):
            years = str(year.first) if year.first == year.last else f"{year.first}-{year.last}"
            yield Found(year.start, year.end, "year", years)
        folded, offsets = fold_aligned(text)
        for table in self._tables:
            yield from table.find(text, folded, offsets)
        for kind, pattern in self._regexes:
            for match in pattern.finditer(folded):
                if match[0]:
                    start, end = offsets[match.start()], offsets[match.end()]
                    yield Found(start, end, kind, text[start:end])


def _key(text: str) -> str:
    return " ".join(fold(text).split())


def _agrees(typed: str, entry: str) -> bool:
    """Whether every syllable typed with a mark is the entry's: "số TP" is not "Sở TP", "so tp" is."""
    pairs = zip(_spelt(typed), _spelt(entry), strict=False)
    return all(not has_marks(syllable) or syllable == wanted for syllable, wanted in pairs)


def _spelt(text: str) -> list[str]:
    return syllables(place_tones(nfc(text)))


def _bare(pattern: str) -> str:
    """A regex without diacritics. Not in lower case: \\S is not \\s."""
    decomposed = unicodedata.normalize("NFD", pattern)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return bare.replace("đ", "d").replace("Đ", "D")
