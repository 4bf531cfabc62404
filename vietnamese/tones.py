"""Where the tone mark of a syllable stands.

Two placements are in use: the classic "hòa, thủy" and the newer "hoà, thuỷ". They differ only in open
syllables ending in oa, oe or uy; keyboards and hasty typing add misplaced marks of their own ("tóan", "qúy").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"[^\W\d_]+")
#: Onset, vowels, coda of a toneless syllable. The u of "qu" and, before a vowel, the i of "gi" are onset.
_SYLLABLE = re.compile(
    r"(?P<onset>qu|gi(?=[aăâeêioôơuưy])|ngh?|[ckgt]h|ph|nh|tr|[bcdđghklmnprstvx])?"
    r"(?P<vowels>[aăâeêioôơuưy]{1,3})(?P<coda>ch|nh|ng|[cmnpt])?"
)


def place_tones(text: str) -> str:
    """``text`` with every tone mark on the vowel where the classic spelling has it; capitals stay.

    The result is composed (NFC). What is not a Vietnamese syllable with exactly one tone is left alone.
    """
    if text.isascii():
        return text
    return _WORD.sub(lambda match: _placed(match[0]), unicodedata.normalize("NFC", text))


@lru_cache(maxsize=16384)
def _placed(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = [character for character in letters if character in _TONES]
    if len(tones) != 1:
        return word
    bare = unicodedata.normalize("NFC", letters.replace(tones[0], ""))
    syllable = _SYLLABLE.fullmatch(bare.lower())
    if syllable is None or len(bare) != len(word):
        return word
    place = _tone_place(syllable)
    return unicodedata.normalize("NFC", bare[: place + 1] + tones[0] + bare[place + 1 :])


def _tone_place(syllable: re.Match[str]) -> int:
    start, vowels = syllable.start("vowels"), syllable["vowels"]
    shaped = [index for index, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if shaped:
        return start + shaped[-1]
    if syllable["coda"]:
        return start + len(vowels) - 1
    return start + (1 if len(vowels) == 3 else 0)
