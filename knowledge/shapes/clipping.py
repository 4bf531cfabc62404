"""Clipping: a provision's words cut to a length, at the ends of phrases, never reworded; "…" stands for what is cut."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from knowledge.shapes.matching import standing_out, weights
from vietnamese.text import fold

MORE = " …"
#: Less than this of an item says nothing.
MIN_ITEM = 60
#: What a cut item takes beyond its words: "…" and the end of its line.
_TAIL = len(MORE) + 1
#: A phrase's end is taken where it costs at most this share of the length.
_DEAREST = 0.2

_PHRASE_END = re.compile(r"[,;.:)](?=\s)")
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+(?=\S)")
#: Words, folded, that no phrase ends with: they announce what was cut.
_OPENING_WORDS = frozenset(
    "va hoac cua cac nhung cho voi ve theo trong tai la de tu den toi do bang tren duoi nhu ma nham ngay thang nam "
    "tren hon khoang thieu nhat khong chua".split()
)


def clip(text: str, length: int) -> str:
    """The beginning of a text, at most ``length`` characters before the "…", up to the end of a phrase or a word."""
    if len(text) <= length:
        return text
    kept = text[: max(0, length) + 1]
    end = max((match.start() + (match.group() == ")") for match in _PHRASE_END.finditer(kept)), default=0)
    if end < length * (1 - _DEAREST) or end > length:
        end = _words_end(text, length)
    return text[:end].rstrip(" ,;:.") + MORE


def clip_around(text: str, length: int, terms: frozenset[str]) -> str:
    """At most ``length`` characters of a text, the sentence that has most of what was asked among them.

    Args:
        text: a provision's words.
        length: longest result, both "…" included.
        terms: what the question asks for, folded.
    """
    if len(text) <= length:
        return text
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    spans = list(pairwise(starts))
    scores = weights([text[start:end] for start, end in spans], terms)
    start, end = spans[scores.index(max(scores))]
    if end <= length - len(MORE):
        return clip(text, length - len(MORE))
    return "… " + clip(text[start:], length - 2 * len(MORE))


def fit(items: Sequence[str], room: int, terms: frozenset[str], rest: int = 0) -> list[str]:
    """The items within ``room`` characters: whole if they fit, else every item's beginning, else the first ones.

    A citizen who asks for a list is better served by the beginning of every item than by the whole of two. As few
    items as possible are cut, and the one that alone has what was asked is cut last.

    Args:
        items: one a line; the ends of lines count.
        room: characters.
        terms: what singles an item out for the question, folded.
        rest: what the words about items left out take.
    """
    if sum(len(item) + 1 for item in items) <= room:
        return list(items)
    least = list(accumulate(min(len(item), MIN_ITEM) + _TAIL for item in items))
    if least[-1] > room:
        room -= rest
        items = items[: max(1, bisect_right(least, room))]
    shares = _shares([len(item) for item in items], room - len(items) * _TAIL, standing_out(items, terms))
    shown, spare = [], 0
    for item, share in zip(items, shares, strict=True):
        shown.append(clip(item, share + spare))
        spare += share - len(shown[-1].removesuffix(MORE))
    return shown


def _shares(lengths: Sequence[int], room: int, asked: int | None) -> list[int]:
    """How much of each item is shown: the longest are cut to one length, as few as leave half of each."""
    order = sorted(range(len(lengths)), key=lambda index: (index == asked, -lengths[index]))
    half = max(MIN_ITEM, max(lengths) // 2)
    for count in range(1, len(order) + 1):
        cut = order[:count]
        left = room - sum(lengths[index] for index in order[count:])
        share = level([lengths[index] for index in cut], max(0, left))
        enough = MIN_ITEM if asked is not None and count == len(order) - 1 else half
        if share >= enough or count == len(order):
            return [min(length, share) if index in cut else length for index, length in enumerate(lengths)]
    return []


def level(lengths: Sequence[int], room: int) -> int:
    """The length to which all are cut so that together they take ``room``; short ones stay whole."""
    for done, length in enumerate(ordered := sorted(lengths)):
        if length * (len(ordered) - done) >= room:
            return room // (len(ordered) - done)
        room -= length
    return max(lengths, default=0)


def _words_end(text: str, length: int) -> int:
    end = text.rfind(" ", 0, length + 1)
    if end <= 0:
        return length
    while (start := text.rfind(" ", 0, end)) > 0:
        word = fold(text[start + 1 : end]).strip("“\"'(")
        if word not in _OPENING_WORDS and any(sign.isalpha() for sign in word):
            break
        end = start
    return end
