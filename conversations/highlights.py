"""Highlights: where in a reply's text the very thing asked for stands, for whoever shows the reply."""

from __future__ import annotations

from collections.abc import Iterable


def pieces(text: str, marked: Iterable[tuple[str, str]]) -> list[tuple[str, bool]]:
    """A reply's text cut into stretches and whether each is highlighted; together they are the text.

    Args:
        text: of the reply.
        marked: each citation's quote, with its highlight (empty for none).
    """
    spans = []
    for quote, highlight in marked:
        start = text.find(quote)
        offset = quote.find(highlight) if highlight else -1
        if start >= 0 and offset >= 0:
            spans.append((start + offset, start + offset + len(highlight)))
    cut, done = [], 0
    for start, end in sorted(spans):
        if start >= done:
            cut += [(text[done:start], False), (text[start:end], True)]
            done = end
    return [piece for piece in [*cut, (text[done:], False)] if piece[0]]
