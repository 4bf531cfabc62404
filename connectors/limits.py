"""Rate limits: a moving minute, kept in memory (library ``limits``)."""

from __future__ import annotations

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from foundation.errors import RateError


class RateLimit:
    """At most so many messages a minute from one address, one chat or one channel."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, sender: str, cost: int = 1) -> None:
        """Count ``cost`` messages.

        Raises:
            RateError: the sender has used up its minute.
        """
        if not self._limiter.hit(self._item, sender, cost=cost):
            reset = self._limiter.get_window_stats(self._item, sender).reset_time
            wait = max(1, int(reset - time.time()) + 1)
            raise RateError(
                "Anh/chị gửi quá nhanh.", retry_after=wait, hint=f"Vui lòng chờ {wait} giây rồi gửi lại."
            )
