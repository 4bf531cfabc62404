"""Cutting a long text into parts that a messenger takes, where a reader would pause."""

from __future__ import annotations

import unicodedata

import regex

#: What must not be cut: an address, else what a reader sees as one sign (UAX 29).
_ATOM = regex.compile(r"https?://\S+|\X")
#: Where one may cut, best first; a cut comes after the match.
_PAUSES = tuple(
    regex.compile(pattern) for pattern in (r"\n\s*\n\s*", r"\s*\n\s*", r"(?<=[.!?;:…])\s+", r"\s+")
)
#: A better pause is preferred only where it leaves a part of this share of the limit.
_FULL_ENOUGH = 0.5


def units(text: str) -> int:
    """The length of ``text`` in UTF-16 units: what platforms count, and never less than its code points."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def composed(text: str) -> str:
    """``text`` in NFC, the form in which it is measured, cut and sent."""
    return unicodedata.normalize("NFC", text)


def cut(text: str, limit: int) -> list[tuple[int, int]]:
    """Where the parts of ``text`` begin and end, as indices; only whitespace lies between them.

    A part has at most ``limit`` UTF-16 units. An address is cut only where it alone is longer than a part.

    Args:
        text: composed.
        limit: at least 16.
    """
    parts = []
    start = len(text) - len(text.lstrip())
    end_of_text = len(text.rstrip())
    while start < end_of_text:
        room = _reach(text, start, end_of_text, limit)
        end, following = (room, room) if room == end_of_text else _pause(text, start, room)
        parts.append((start, end))
        start = following + len(text[following:]) - len(text[following:].lstrip())
    return parts


def shorten(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` UTF-16 units, its cut marked by "…" and made between signs."""
    text = composed(text).strip()
    if units(text) <= limit:
        return text
    return text[: _reach(text, 0, len(text), limit - 1)].rstrip() + "…"


def _reach(text: str, start: int, end: int, limit: int) -> int:
    """How far from ``start`` the limit reaches without cutting an atom."""
    reached, used = start, 0
    for atom in _ATOM.finditer(text, start, end):
        size = units(atom.group())
        if used + size > limit:
            if reached > start:
                return reached
            return _force(text, start, limit)
        used += size
        reached = atom.end()
    return end


def _force(text: str, start: int, limit: int) -> int:
    """An atom longer than a part: as much of it as fits, by signs and else by code points."""
    reached, used = start, 0
    for sign in regex.finditer(r"\X", text[start : start + limit]):
        if used + units(sign.group()) > limit:
            break
        used += units(sign.group())
        reached = start + sign.end()
    if reached > start:
        return reached
    while used + units(text[reached]) <= limit:
        used += units(text[reached])
        reached += 1
    return reached


def _pause(text: str, start: int, room: int) -> tuple[int, int]:
    """The best pause up to ``room``: where the part ends, and where the next may begin."""
    least = start + int((room - start) * _FULL_ENOUGH)
    if room < len(text) and text[room].isspace():
        room += 1  # a pause right behind the last sign that fits
    for number, pattern in enumerate(_PAUSES):
        found = [pause for pause in pattern.finditer(text, start, room) if pause.start() > start]
        if found and (found[-1].start() >= least or number == len(_PAUSES) - 1):
            return found[-1].start(), found[-1].end()
    return min(room, len(text)), min(room, len(text))
