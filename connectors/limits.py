"""Rate limits: moving windows, kept in memory and used within one event loop.

The library ``limits`` was used before: it starts a thread for nearly every count and walks through the whole window for
each, which was a twentieth of a message's whole cost.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable

from foundation.errors import RateError

#: Names that are remembered before those with an empty window are looked for and forgotten.
_SWEEP = 10_000


class MovingWindow:
    """At most so many in any so many seconds, for each name.

    Args:
        count: how many.
        seconds: how long the window is.
        clock: seconds that only grow.
    """

    def __init__(
        self, count: int, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._count = count
        self._seconds = seconds
        self._clock = clock
        self._taken: dict[str, deque[tuple[float, int]]] = {}
        self._sums: dict[str, int] = {}
        self._sweep_at = _SWEEP

    def wait(self, name: str = "", cost: int = 1) -> float:
        """Seconds until ``cost`` more may be taken; 0 where they may be now. Nothing is counted."""
        now = self._clock()
        taken, over = self._current(name, now), self._sums.get(name, 0) + cost - self._count
        if over <= 0:
            return 0.0
        for at, amount in taken:
            over -= amount
            if over <= 0:
                return at + self._seconds - now
        return self._seconds  # more than there ever is

    def take(self, name: str = "", cost: int = 1) -> None:
        """Count ``cost``."""
        now = self._clock()
        if len(self._taken) >= self._sweep_at:
            for idle in [other for other in self._taken if not self._current(other, now)]:
                del self._taken[idle], self._sums[idle]
            self._sweep_at = max(_SWEEP, 2 * len(self._taken))
        self._taken.setdefault(name, deque()).append((now, cost))
        self._sums[name] = self._sums.get(name, 0) + cost

    def _current(self, name: str, now: float) -> deque[tuple[float, int]]:
        """What was taken within the window, the rest forgotten."""
        taken = self._taken.get(name)
        if taken is None:
            return deque()
        while taken and taken[0][0] <= now - self._seconds:
            self._sums[name] -= taken.popleft()[1]
        return taken


class RateLimit:
    """At most so many messages a minute from one address, one chat or one channel."""

    def __init__(self, per_minute: int) -> None:
        self._window = MovingWindow(per_minute)

    def check(self, sender: str, cost: int = 1) -> None:
        """Count ``cost`` messages.

        Raises:
            RateError: the sender has used up its minute.
        """
        wait = self._window.wait(sender, cost)
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            raise RateError(
                "Anh/chị gửi quá nhanh.",
                retry_after=seconds,
                hint=f"Vui lòng chờ {seconds} giây rồi gửi lại.",
            )
        self._window.take(sender, cost)
