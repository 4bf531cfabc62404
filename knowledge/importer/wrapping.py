"""Wrapped lines: joining them, and telling where a sentence has come to its end."""

from __future__ import annotations

import re
from collections.abc import Iterable

TERMINATED = (".", ";", ":", "./.", "!", "?")
_CUT = re.compile(r"[\dA-ZĐ]-$")
_SEPARATOR = re.compile(r"[\s\-–—_*=.~]+$")


def join(pieces: Iterable[str]) -> str:
    """Join wrapped lines; a hyphen at the end of a line belongs to a number such as "57-" + "NQ/TW"."""
    joined: list[str] = []
    for piece in pieces:
        if joined:
            joined.append("" if _CUT.search(joined[-1][-2:]) else " ")
        joined.append(piece)
    return "".join(joined)


def is_separator(text: str) -> bool:
    """Whether a line is only drawn: "-------", "*", "____"."""
    return _SEPARATOR.match(text) is not None
