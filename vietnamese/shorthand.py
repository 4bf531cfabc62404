"""What shorthand may stand for: a table's readings, letters swapped as in chat, and first letters before a syllable.

"gđ" may be "giai đoạn" or "gia đình"; "fải" is "phải", "nhữg" "những"; "tgian" and "t.gian" are a syllable with t and
"gian" that were read together: "thời gian". Which reading a text means, :meth:`vietnamese.restorer.Restorer.write_out`
decides by the neighbours. Only what the texts have is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from vietnamese.abbreviations import find_codes, is_label
from vietnamese.paper_codes import KIND_CODES
from vietnamese.slips import is_well_formed
from vietnamese.text import fold, has_marks
from vietnamese.tones import place_tones


class Reading(NamedTuple):
    """What a piece of text may stand for: its syllables, and how likely they are typed so compared with others."""

    syllables: tuple[str, ...]
    weight: float = 1.0


_TOKEN = re.compile(r"[^\W\d_]{1,3}\.[^\W\d_]{2,}|[^\W_]+")
_WORD = re.compile(r"[^\W_]+")
_CONSONANT_RUN = re.compile(r"[bcdđghklmnpqrstvx]{1,3}")
#: How chat spells what begins and what ends a syllable; one change at each end.
_STARTS = (
    ("f", ("ph",)),
    ("dz", ("d", "v", "gi")),
    ("z", ("d", "v", "gi")),
    ("j", ("gi", "ch")),
    ("w", ("qu", "v")),
    ("q", ("qu",)),
    ("k", ("c",)),
    ("c", ("k",)),
    ("p", ("b", "ph")),
)
_ENDS = (
    ("g", ("ng",)),
    ("h", ("nh", "ch")),
    ("k", ("c", "ch")),
    ("j", ("i",)),
    ("iu", ("iêu", "iều", "iếu", "iểu", "iễu", "iệu", "êu")),
    ("ìu", ("iều",)),
    ("íu", ("iếu", "iêu")),
    ("ỉu", ("iểu",)),
    ("ịu", ("iệu",)),
)
#: A syllable without its vowels: "trg", "nhg". Other consonants in a row are rather first letters of words.
_CONSONANTS = re.compile(r"([ckt]h|ph|nh|tr)g")
_VOWELS = frozenset("aeiouy")
#: Most readings of first letters before a syllable, the most frequent first.
_MOST = 12
#: A pair read less often may be of two sentences' chance neighbours.
_SELDOM = 3


@cache
def _table() -> Mapping[str, tuple[Reading, ...]]:
    readings = {}
    for line in (Path(__file__).parent / "shorthand.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            typed, _, written = line.partition("=")
            readings[typed.strip()] = tuple(
                Reading(tuple(reading.split()), 1 / rank)
                for rank, reading in enumerate(written.split("|"), 1)
            )
    bare = {fold(typed): written for typed, written in readings.items() if typed.islower()}
    return bare | readings


class Shorthand:
    """Knows the readings that texts support. Safe to share between threads."""

    def __init__(self, forms: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> None:
        """Shorthand of texts in which syllables were read so often, alone and one after another."""
        self._forms = forms
        self._by_plain: dict[str, list[str]] = {}
        for form in forms:
            self._by_plain.setdefault(fold(form), []).append(form)
        self._before: dict[str, list[tuple[int, str, str]]] = {}
        self._beside: set[tuple[str, str]] = set()
        for (first, second), count in pairs.items():
            if first.isalpha() and second.isalpha():
                self._beside.add((fold(first), fold(second)))
                if count >= _SELDOM:
                    self._before.setdefault(fold(second), []).append((count, first, second))
        for known in self._before.values():
            known.sort(reverse=True)

    def readings(self, text: str) -> dict[tuple[int, int], Sequence[Reading]]:
        """The spans of ``text``, composed (NFC), that are shorthand, each with what it may stand for."""
        tokens = list(self._tokens(text))
        words = ["", *(fold(token[0]) for token in tokens), ""]
        found = {
            token.span(): read
            for place, token in enumerate(tokens)
            if (read := self._of(token, words[place], words[place + 2]))
        }
        kept = find_codes(text) if found else []
        return {
            (start, end): read
            for (start, end), read in found.items()
            if not any(first < end and start < last for first, last in kept)
        }

    def _tokens(self, text: str) -> Iterator[re.Match[str]]:
        for token in _TOKEN.finditer(text):
            if "." in token[0] and not self._completed(token[0].lower()):
                yield from _WORD.finditer(text, token.start(), token.end())
            else:
                yield token

    def _of(self, token: re.Match[str], before: str, after: str) -> Sequence[Reading]:
        typed, key = token[0], token[0].lower()
        if (len(key) == 1 and is_label(token, before)) or _is_code(token, before, after):
            return ()
        read = _table().get(typed) or _table().get(key)
        if read:
            return read
        plain = fold(key)
        known = place_tones(key) in self._forms if has_marks(key) else plain in self._by_plain
        if len(key) < 2 or known or key.isdigit():
            return ()
        spelt = self._without_vowels(key) or [
            form
            for form in self._respelt(key)
            if has_marks(key) or (before, fold(form)) in self._beside or (fold(form), after) in self._beside
        ]
        if spelt:
            return [Reading((form,)) for form in spelt]
        return () if is_well_formed(plain) else self._completed(key)

    def _respelt(self, key: str) -> Iterator[str]:
        """The known syllables that chat spells so."""
        starts = [key, *_swapped_start(key)]
        candidates = dict.fromkeys(end for start in starts for end in (start, *_swapped_end(start)))
        for candidate in candidates:
            if has_marks(candidate):
                if place_tones(candidate) in self._forms:
                    yield place_tones(candidate)
            elif candidate != key:
                yield from self._by_plain.get(candidate, ())

    def _without_vowels(self, key: str) -> list[str]:
        consonants = _CONSONANTS.fullmatch(key)
        if consonants is None:
            return []
        onset = consonants[1]
        return [
            form
            for form in self._forms
            if form.startswith(onset) and form.endswith("ng") and set(fold(form)[len(onset) : -2]) <= _VOWELS
        ]

    def _completed(self, key: str) -> list[Reading]:
        """Syllables that begin with the first letters and were read before the rest."""
        onset = _CONSONANT_RUN.match(key)
        found: list[tuple[int, str, str]] = []
        for length in range(1, len(onset[0]) + 1 if onset else 1):
            letters, rest = key[:length], key[length:].lstrip(".")
            known = self._before.get(fold(rest), ())
            found += (
                (count, first, second)
                for count, first, second in known
                if (first if "đ" in letters else fold(first)).startswith(letters)
                and len(first) > length
                and (not has_marks(rest) or second == place_tones(rest))
            )
        return [Reading((first, second)) for _, first, second in sorted(found, reverse=True)[:_MOST]]


def _is_code(token: re.Match[str], before: str, after: str) -> bool:
    """Whether a token is part of something written with signs: "a/b", "NQ-CP", but not "KT-XH"."""
    text = token.string
    beside = text[: token.start()][-1:] + text[token.end() : token.end() + 1]
    return any(sign in "/@_&" for sign in beside) or (
        "-" in beside and (before in KIND_CODES or after in KIND_CODES)
    )


def _swapped_start(key: str) -> Iterator[str]:
    for typed, meant in _STARTS:
        if key.startswith(typed):
            yield from (start + key[len(typed) :] for start in meant if not key.startswith(start))


def _swapped_end(key: str) -> Iterator[str]:
    for typed, meant in _ENDS:
        if key.endswith(typed) and len(key) > len(typed):
            yield from (
                key[: -len(typed)] + end for end in meant if not key.endswith(("nh", "ch", "ng", "th", "ph"))
            )
