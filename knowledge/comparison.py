"""Comparisons: a question about two years or two papers is two questions."""

from __future__ import annotations

import re

from vietnamese.dates import find_years
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold_aligned

_COMPARING = re.compile(
    r"\b(?:khac|so sanh|so voi|lech nhau|chenh (?:nhau|lech)|giong nhau|hon kem|hay la|"
    r"tang (?:them )?(?:bao nhieu|may))\b"
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
    return None


def _without(text: str, span: tuple[int, int]) -> str:
    return " ".join((text[: span[0]] + text[span[1] :]).split())


def _digits(text: str, span: tuple[int, int]) -> str:
    return "".join(sign for sign in text[slice(*span)] if sign.isdigit())
