"""Vietnamese text in the encodings of old fonts, turned into Unicode: TCVN3 (ABC, ".VnTime") and VNI ("VNI-Times").

Such text is Latin-1 to programs ("Céng hßa", "Coäng hoøa") and Vietnamese only in its font. Where a file names
fonts, the font tells; else spelling does: words that are Vietnamese syllables only when decoded. The table of
TCVN3 is that of the standard TCVN 5712:1993 VN3; VNI writes a letter and after it a character for its mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache

from vietnamese.spelling import is_syllable


class Encoding(Enum):
    """An encoding that exists only in fonts."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_MARKS = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVES = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni() -> dict[str, str]:
    pairs = {bare + mark: bare + tone for bare in "aeouyi" for mark, tone in _MARKS.items()}
    pairs |= {
        mine + mark: letter + tone
        for mine, letter in (("ô", "ơ"), ("ö", "ư"))
        for mark, tone in _MARKS.items()
    }
    pairs |= {bare + mark: f"{bare}\u0302{tone}" for bare in "aeo" for mark, tone in _HATS.items()}
    pairs |= {f"a{mark}": f"a\u0306{tone}" for mark, tone in _BREVES.items()}
    small = {key: unicodedata.normalize("NFC", value) for key, value in (pairs | _VNI_ALONE).items()}
    # A capital takes the capital of the mark in words of capitals ("AÙ") and, as some keyboards left it, the small one.
    large = {key.upper(): value.upper() for key, value in small.items()}
    mixed = {key[0].upper() + key[1:]: value.upper() for key, value in small.items() if len(key) == 2}
    return small | large | mixed


_VNI = _vni()
_VNI_LETTERS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_REPERTOIRES = {
    Encoding.TCVN3: frozenset(_TCVN3),
    Encoding.VNI: frozenset("".join(_VNI)) - frozenset("aeouyiAEOUYI"),
}
#: Symbol fonts shift their 256 characters to here.
_SYMBOLS = {0xF000 + code: code for code in range(0x20, 0x100)}
#: A word with at least one letter that is not ASCII; the codes of old fonts are letters, whatever Unicode calls them.
_LETTERS = "\u00a1-\u024f\u0300-\u036f\u1e00-\u1eff"
_WORD = re.compile(rf"[A-Za-z]*[{_LETTERS}][A-Za-z{_LETTERS}]*")
_FONT = re.compile(r"(?:[A-Z]{6}\+)?(?:(?P<tcvn3>\.(?i:vn)|_?Vn(?=[A-Z]))|(?i:vni)(?=[- ]|$))")
_NEAR = 3  # decided words on each side that decide for one which could be either


def of_font(name: str) -> tuple[Encoding | None, bool]:
    """The encoding that a font of this name draws, and whether it draws capitals for small letters (".VnTimeH").

    ``name`` as files give it: "ABCDEF+.VnTimeH,Bold", "VNI-Times".
    """
    found = _FONT.match(name)
    if found is None:
        return None, False
    if not found["tcvn3"]:
        return Encoding.VNI, False
    family = re.split(r"[,-]", name)[0]
    return Encoding.TCVN3, family.rstrip().endswith("H")


def decode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """``text`` of a font of that encoding, in Unicode (NFC); words with letters the encoding lacks are left alone.

    Args:
        text: as a program sees it: the font's codes as Latin-1 characters.
        encoding: of the font.
        capitals: whether the font draws capitals for small letters.
    """
    decoded = _WORD.sub(lambda word: _decoded(word[0], encoding), text.translate(_SYMBOLS))
    return decoded.upper() if capitals else decoded


def decode_run(text: str, font: str) -> str:
    """``text`` set in ``font``: decoded where the font is a legacy one and the text really needs it."""
    encoding, capitals = of_font(font)
    if encoding is None:
        return text
    readings = [_readings(word) for word in _WORD.findall(text.translate(_SYMBOLS))]
    if sum(None in found for found in readings) > sum(encoding in found for found in readings):
        return text.upper() if capitals else text  # somebody has converted the letters and left the font
    return decode(text, encoding, capitals=capitals)


def decode_texts(texts: Sequence[str]) -> list[str]:
    """The lines or paragraphs of one file, legacy words found by spelling and decoded; the others unchanged.

    Text that is partly Unicode and partly legacy is decided word by word: a word that could be either goes
    with the words around it.
    """
    readings = [[_readings(word) for word in _WORD.findall(text)] for text in texts]
    possible = {None, *_established(texts, readings)}
    if possible == {None}:
        return list(texts)
    settled = iter(_settled([found & possible for line in readings for found in line]))
    return [_decode_words(text, settled) for text in texts]


@lru_cache(maxsize=1 << 16)
def _readings(word: str) -> frozenset[Encoding | None]:
    """The encodings in which a word with marks is a Vietnamese syllable; None stands for Unicode."""
    plain: frozenset[Encoding | None] = frozenset({None} if is_syllable(word) else ())
    if len(word) == 1:
        return plain
    return plain | {
        encoding for encoding in Encoding if _writes(encoding, word) and is_syllable(_decoded(word, encoding))
    }


def _established(
    texts: Sequence[str], readings: Sequence[Sequence[frozenset[Encoding | None]]]
) -> set[Encoding]:
    """The encodings that some lines can be read in alone: chance and foreign words make no such lines."""
    found: set[Encoding] = set()
    for encoding in Encoding:
        words: set[str] = set()
        for text, line in zip(texts, readings, strict=True):
            only = line.count(frozenset({encoding}))
            others = sum(len(reading) == 1 for reading in line) - only
            if only >= 2 and only * 2 >= len(line) and only >= 2 * others:
                words.update(
                    word for word, read in zip(_WORD.findall(text), line, strict=True) if read == {encoding}
                )
        if len(words) >= 3:
            found.add(encoding)
    return found


def _settled(readings: Sequence[frozenset[Encoding | None]]) -> list[Encoding | None]:
    """One reading a word: its only one, else the commonest of the nearest words that have only one."""
    known = [(index, next(iter(found))) for index, found in enumerate(readings) if len(found) == 1]
    settled: list[Encoding | None] = []
    after = 0  # the first of `known` not before the word
    for index, found in enumerate(readings):
        while after < len(known) and known[after][0] < index:
            after += 1
        if len(found) == 1:
            settled.append(known[after][1])
            continue
        near = Counter(reading for _, reading in known[max(0, after - _NEAR) : after + _NEAR])
        settled.append(near.most_common(1)[0][0] if near else None)
    return settled


def _decode_words(text: str, readings: Iterator[Encoding | None]) -> str:
    old_capitals = False

    def decoded(word: re.Match[str]) -> str:
        nonlocal old_capitals
        encoding = next(readings)
        old_capitals |= encoding is Encoding.TCVN3
        return word[0] if encoding is None else _decoded(word[0], encoding)

    new = _WORD.sub(decoded, text)
    return _capitals(text, new) if old_capitals else new


def _writes(encoding: Encoding, word: str) -> bool:
    return _REPERTOIRES[encoding].issuperset(letter for letter in word if not letter.isascii())


def _decoded(word: str, encoding: Encoding) -> str:
    if not _writes(encoding, word):
        return word
    if encoding is Encoding.VNI:
        return _VNI_LETTERS.sub(lambda letters: _VNI[letters[0]], word)
    return "".join(_TCVN3.get(letter, letter) for letter in word)


def _capitals(before: str, after: str) -> str:
    """TCVN3 has no capitals with tones: words typed in capitals ("HéI") were drawn so by the font."""
    letters = [letter for letter in before if letter.isascii() and letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return after.upper()
    return re.sub(r"[^\W\d_]+", _capital_word, after)


def _capital_word(word: re.Match[str]) -> str:
    bare = [letter for letter in word[0] if letter.isascii()]
    return word[0].upper() if len(bare) > 1 and all(letter.isupper() for letter in bare) else word[0]
