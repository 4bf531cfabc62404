"""How good a ranking is: pure functions over the ids found, best first, and what is relevant.

As trec_eval defines them: recall over all that is relevant, the reciprocal of the first relevant rank, and nDCG with
the grade itself as the gain, discounted by log2(rank + 1) (Järvelin and Kekäläinen 2002). Binary grades are 0 and 1.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence


def recall(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Share of what is relevant among the first ``k``; 0 where nothing is."""
    return len(set(ranked[:k]) & set(relevant)) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str], k: int = 10) -> float:
    """One over the rank (from 1) of the first relevant id among the first ``k``; 0 where there is none."""
    return next((1 / rank for rank, found in enumerate(ranked[:k], start=1) if found in relevant), 0.0)


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Discounted gain of the first ``k`` over the best that is possible; 0 where nothing has a grade above 0.

    Args:
        ranked: ids without repetition, best first.
        grades: of the judged ids; others have grade 0, negative ones count as 0.
        k: how many are looked at.
    """
    best = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain([grades.get(found, 0) for found in ranked[:k]]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(max(0, grade) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
