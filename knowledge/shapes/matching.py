"""Matching: which of several texts has what was asked, and the others have not."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.rarity import terms_of


def weights(texts: Sequence[str], terms: frozenset[str]) -> list[float]:
    """For each text the terms it has, each weighed by how few of the texts have it (1 where it alone does)."""
    found = [terms & terms_of(text) for text in texts]
    shared = {term: sum(term in one for one in found) for one in found for term in one}
    return [sum(1 / shared[term] for term in one) for one in found]


def standing_out(texts: Sequence[str], terms: frozenset[str], *, by: float = 1.0) -> int | None:
    """The text whose weight is above all others' by at least ``by``; ``None`` where there is no such text."""
    scores = weights(texts, terms)
    ranked = sorted(scores, reverse=True)
    if not ranked or ranked[0] <= 0 or (len(ranked) > 1 and ranked[0] - ranked[1] < by):
        return None
    return scores.index(ranked[0])
