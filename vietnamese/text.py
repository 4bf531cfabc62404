"""The plain forms of a text: cleaned, folded, cut into syllables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

#: Icelandic eth looks like the Vietnamese d with stroke, and old fonts and keyboards write it instead.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ"})
_PLAIN_SPACES = frozenset(" \t\n\r\f\v")
#: Control, format (zero-width, direction) and lone surrogate code points: invisible, and they break words.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_SYLLABLE = re.compile(r"[^\W_]+")
#: Letters, with marks of their own where they are decomposed.
_LONGEST_SYLLABLE = 12
_ADDRESS = re.compile(
    r"https?://\S+"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:vn|com|net|org|gov|edu|info|io|me)(?![\w-])(?:[/?#]\S*)?",
    re.IGNORECASE,
)


def nfc(text: str) -> str:
    """``text`` composed (NFC), without invisible characters, every exotic space a plain one.

    Tabs, line ends and form feeds stay, and so does the length of every run of spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", "".join(map(_cleaned, text))).translate(_LOOKALIKES)


@lru_cache(maxsize=4096)
def _cleaned(character: str) -> str:
    if character in _PLAIN_SPACES:
        return character
    if character.isspace():
        return "\n" if character in "\x85\u2028\u2029" else " "
    return "" if unicodedata.category(character) in _INVISIBLE else character


def fold(text: str) -> str:
    """``text`` in lower case without diacritics, "đ" as "d": what is the same typed with or without marks."""
    if text.isascii():
        return text.lower()
    return _folded_syllable(text) if len(text) <= _LONGEST_SYLLABLE else _folded(text)


@lru_cache(maxsize=16384)
def _folded_syllable(text: str) -> str:
    """A language has few syllables, and a release that is loaded folds each of them some ten times."""
    return _folded(text)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare.lower()).replace("đ", "d").replace("ð", "d")


# A question is aligned by each who looks for something in it: the last few texts are remembered.
@lru_cache(maxsize=16)
def fold_aligned(text: str) -> tuple[str, Sequence[int]]:
    """The folded text and, for each of its characters and its end, the index in ``text`` it comes from.

    A span ``i:j`` of the folded text is the span ``offsets[i]:offsets[j]`` of ``text``. Invisible characters
    and combining marks belong to the character before them.
    """
    pieces = list(map(_folded_character, text))
    whole = "".join(pieces)
    if len(whole) == len(text) and "" not in pieces:
        return whole, range(len(text) + 1)
    folded: list[str] = []
    offsets: list[int] = []
    for index, piece in enumerate(pieces):
        for bare in piece:
            folded.append(bare)
            offsets.append(index)
    return "".join(folded), (*offsets, len(text))


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    return fold(_cleaned(character))


def syllables(text: str) -> list[str]:
    """The runs of letters or digits of ``text``, composed and in lower case, in order."""
    return _SYLLABLE.findall(nfc(text).lower())


def has_marks(text: str) -> bool:
    """Whether any letter of ``text`` carries a Vietnamese diacritic ("đ" counts)."""
    if text.isascii():
        return False
    decomposed = unicodedata.normalize("NFD", text)
    return any(character in "đĐðÐ" or unicodedata.combining(character) for character in decomposed)


def find_addresses(text: str) -> list[tuple[int, int]]:
    """The spans of web and e-mail addresses in ``text``."""
    return [match.span() for match in _ADDRESS.finditer(text)]
