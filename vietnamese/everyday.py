"""Everyday words said as official papers say them: "sếp" is "người đứng đầu", "tiền nong" is "kinh phí".

Papers never use the everyday word in that sense, so nothing is lost by replacing it, and search by words finds
what only search by meaning could have guessed.
"""

from __future__ import annotations

import re
from pathlib import Path

from vietnamese.text import fold_aligned, nfc


def _load(file: Path) -> dict[str, str]:
    lines = nfc(file.read_text("utf-8")).splitlines()
    pairs = (line.partition("=") for line in lines if line.strip() and not line.startswith("#"))
    return {everyday.strip().lower(): official.strip() for everyday, _, official in pairs}


_OFFICIAL = _load(Path(__file__).parent / "everyday.txt")
_PLAIN = {fold_aligned(everyday)[0]: everyday for everyday in _OFFICIAL}
#: The longest first, so that "làm giấy tờ" is not taken for "giấy tờ".
_SAID = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_PLAIN, key=len, reverse=True)))})(?!\w)")


def in_official_words(text: str) -> str:
    """``text``, composed (NFC), with its everyday words replaced; typed without marks they are known, too."""
    text = nfc(text)
    folded, offsets = fold_aligned(text)
    pieces: list[str] = []
    end = 0
    for match in _SAID.finditer(folded):
        start, stop = offsets[match.start()], offsets[match.end()]
        everyday = _PLAIN[match.group()]
        typed = text[start:stop].lower()
        if " " not in everyday and not everyday.isascii() and typed != everyday:
            continue  # a bare syllable is most likely another word
        pieces += [text[end:start], _OFFICIAL[everyday]]
        end = stop
    return "".join(pieces) + text[end:]
