"""Comparisons: a question about two years, two papers or two things is two questions."""

from __future__ import annotations

import re

from vietnamese.dates import find_years
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold, fold_aligned

_COMPARING = re.compile(
    r"\b(?:khac|so sanh|so voi|lech nhau|chenh (?:nhau|lech)|giong nhau|hon kem|hay la|"
    r"tang (?:them )?(?:bao nhieu|may))\b"
)
#: Words between two things that differ, and words that say that they do; folded.
_JOINTS = frozenset(("va", "voi"))
_DIFFERING = re.compile(
    r"\b(?:(?:co )?(?:gi )?(?:khac|lech|chenh)(?: (?:nhau|biet|lech))?"
    r"(?: (?:gi|the nao|ra sao|nhu the nao|o dau|cho nao|o cho nao|voi|so voi))*)\b"
)
_PAPERS = frozenset(
    (
        "nghi quyet",
        "quyet dinh",
        "ke hoach",
        "luat",
        "nghi dinh",
        "thong tu",
        "chi thi",
        "cong van",
        "thong bao",
    )
)


def sides_of(text: str) -> tuple[str, str] | None:
    """The two questions that a comparison asks, each naming one of the two years or papers; else ``None``."""
    folded, _ = fold_aligned(text)
    if not _COMPARING.search(folded):
        return None
    numbers = [(mention.start, mention.end) for mention in find_document_numbers(text)]
    years = [(mention.start, mention.end) for mention in find_years(text) if mention.first == mention.last]
    for spans in (years, numbers):
        if len(spans) == 2 and _digits(text, spans[0]) != _digits(text, spans[1]):
            first, second = spans
            return _without(text, second), _without(text, first)
    return _things(text)


def _things(text: str) -> tuple[str, str] | None:
    """The sides of a comparison of two things that are named alike: "cấp mới và cấp lại … khác nhau thế nào"."""
    words = text.split()
    folded = [fold(word).strip(" ,.?!:;") for word in words]
    line = " ".join(folded)
    differing = _DIFFERING.search(line)
    if differing is None or len(line.split()) != len(words):
        return None
    start = len(line[: differing.start()].split())
    end = start + len(differing.group().split())
    for joint, sign in enumerate(folded):
        if joint == start:
            left, right, tail = range(start), range(end, len(words)), range(0)
        elif joint < start and sign in _JOINTS:
            left, right, tail = range(joint), range(joint + 1, start), range(end, len(words))
        else:
            continue
        first = _named_alike(folded, left, right)
        if first is None:
            continue
        size = left.stop - first
        thing, other, rest = range(first, left.stop), right[:size], right[size:]
        if _kind(folded, right.start) is not None:  # a paper is named to the end
            other, rest = right, range(0)
        sides = [[*range(first), *side, *rest, *tail] for side in (thing, other)]
        one, two = (" ".join(words[index] for index in side) for side in sides)
        return (one, two) if one != two else None
    return None


def _named_alike(folded: list[str], left: range, right: range) -> int | None:
    """Where in ``left`` the thing begins whose name begins as ``right`` does, or is a paper as ``right`` is."""
    if len(right) < 2:
        return None
    kind = _kind(folded, right.start)
    for index in left:
        if folded[index] == folded[right.start] and index + 1 < left.stop:
            return index
        if kind and _kind(folded, index):
            return index
    return None


def _kind(folded: list[str], index: int) -> str | None:
    """The kind of paper that is named at ``index``, if one is."""
    return next(
        (kind for kind in (folded[index], " ".join(folded[index : index + 2])) if kind in _PAPERS), None
    )


def _without(text: str, span: tuple[int, int]) -> str:
    return " ".join((text[: span[0]] + text[span[1] :]).split())


def _digits(text: str, span: tuple[int, int]) -> str:
    return "".join(sign for sign in text[slice(*span)] if sign.isdigit())
