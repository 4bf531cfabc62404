"""How urgent a group is: each time it was asked counts one, and half as much with every fortnight that has gone by.

    heat now = Σ 2^(−age in days / 14)

What is kept is the logarithm of that sum as seen from one fixed day, so that the order of groups stays right while time
passes, nothing has to be computed anew, and an index can deliver it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

_HALF = timedelta(days=14)
_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def heat_of(moments: Iterable[datetime]) -> float:
    """What is kept of some moments, at least one."""
    halves = [(moment - _DAY) / _HALF for moment in moments]
    highest = max(halves)
    return highest + math.log2(math.fsum(2.0 ** (each - highest) for each in halves))


def warmed(heat: float, moment: datetime) -> float:
    """What is kept once it was asked at one more moment."""
    one = (moment - _DAY) / _HALF
    high, low = max(heat, one), min(heat, one)
    return high + math.log2(1.0 + 2.0 ** max(low - high, -60.0))


def heat_now(heat: float, now: datetime) -> float:
    """The sum itself, as of ``now``."""
    return float(2.0 ** min(heat - (now - _DAY) / _HALF, 60.0))
