"""Questions typed as people type: the same words with fewer marks, shortened, mistyped. Seeded, so repeatable."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from vietnamese.text import fold, nfc

SEED = 7
#: How often a word or phrase that has a short form is typed short.
_SHORTENED = 0.7
_MISTYPED = 0.15
#: Of those who also shorten and leave out marks.
_MISTYPED_MESSY = 0.1
_LOSES_MARKS = 0.5

#: Letters that lie beside one another on the keyboard.
_NEIGHBOURS = {
    key: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, key in enumerate(row)
}
_WORD = re.compile(r"[^\W\d_]+")
#: A run without spaces that holds a digit, a stroke or an at sign: numbers, dates, papers, addresses.
_NOT_A_WORD = re.compile(r"\S*[\d/@]\S*")


class Variant(StrEnum):
    """A way of typing.

    ``half`` leaves out the marks of every second word or so, ``nodia`` all marks and capitals. ``teencode``
    writes what ``teencode.txt`` shortens in short; ``chat`` does so by ``chat.txt``, a list that nothing was tuned to.
    ``typo`` swaps, drops, doubles or mistypes a letter in 15 % of the
    words. ``messy`` is teencode without marks and with slips in 10 % of the words.
    """

    ACCENTED = "accented"
    HALF = "half"
    NODIA = "nodia"
    TEENCODE = "teencode"
    CHAT = "chat"
    TYPO = "typo"
    MESSY = "messy"


def typed_as(text: str, variant: Variant, seed: int = SEED) -> str:
    """``text`` as people may type it; the same text, variant and seed give the same every time."""
    chance = random.Random(f"{seed}:{variant.value}:{text}")  # noqa: S311 - not for secrets
    text = nfc(text)
    match variant:
        case Variant.ACCENTED:
            return text
        case Variant.HALF:
            return _WORD.sub(lambda word: fold(word[0]) if chance.random() < _LOSES_MARKS else word[0], text)
        case Variant.NODIA:
            return fold(text)
        case Variant.TEENCODE | Variant.CHAT:
            return _shortened(text, chance, f"{variant}.txt")
        case Variant.TYPO:
            return _mistyped(text, chance, _MISTYPED)
        case Variant.MESSY:
            return _mistyped(fold(_shortened(text, chance)), chance, _MISTYPED_MESSY)


@cache
def short_forms(file: str = "teencode.txt") -> Mapping[str, tuple[str, ...]]:
    """What a list says: words and phrases in lower case, each with the short forms people type."""
    forms = {}
    for line in (Path(__file__).parent / file).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            written, _, typed = line.partition("=")
            forms[nfc(written.strip())] = tuple(form.strip() for form in nfc(typed).split(","))
    return forms


@cache
def _shortenable(file: str) -> re.Pattern[str]:
    longest_first = sorted(short_forms(file), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def _shortened(text: str, chance: random.Random, file: str = "teencode.txt") -> str:
    def short(phrase: re.Match[str]) -> str:
        known = short_forms(file).get(phrase[0].lower())
        return chance.choice(known) if known and chance.random() < _SHORTENED else phrase[0]

    return _shortenable(file).sub(short, text)


def _mistyped(text: str, chance: random.Random, rate: float) -> str:
    kept = [match.span() for match in _NOT_A_WORD.finditer(text)]

    def slip(word: re.Match[str]) -> str:
        inside = any(start <= word.start() < end for start, end in kept)
        return word[0] if inside or len(word[0]) < 2 or chance.random() >= rate else _slip(word[0], chance)

    return _WORD.sub(slip, text)


def _slip(word: str, chance: random.Random) -> str:
    """One slip of the fingers; a word of which all letters are the same may come out as it was."""
    place = chance.randrange(len(word) - 1)
    before, here, after = word[:place], word[place], word[place + 1 :]
    match chance.choice(("swap", "drop", "double", "neighbour")):
        case "swap":
            return f"{before}{after[0]}{here}{after[1:]}"
        case "drop":
            return before + after
        case "double":
            return f"{before}{here}{here}{after}"
        case _:
            beside = _NEIGHBOURS.get(fold(here))
            return before + (chance.choice(beside) if beside else here) + after
