"""Keeping within what a platform lets an account send, before it has to refuse (library ``limits``).

Counted is what this process sends: where several share an account, the platform's own refusals tell the rest. Limits
of a single chat are left to those too: they are flexible, and hold up one chat alone.
"""

from __future__ import annotations

import time

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from conversations.channel import Refusal, Refused, SendResult

#: What a part is refused with that was not sent, so as to keep within the limits.
HELD = "pace"
#: Seconds: the least that a part is held, so that it does not come back before its place is free.
_LEAST = 0.05


class Pace:
    """How fast an account may send.

    Args:
        limits: of all its chats together.
    """

    def __init__(self, *limits: RateLimitItem) -> None:
        self._limits = limits
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._hushed_until = 0.0

    def hold(self) -> Refused | None:
        """Count a send that is about to be made; or, where it may not be made yet, say for how long not."""
        wait = self._hushed_until - time.monotonic()
        for limit in self._limits:
            if not self._limiter.test(limit):
                wait = max(wait, self._limiter.get_window_stats(limit).reset_time - time.time(), _LEAST)
        if wait > 0:
            return Refused(Refusal.HELD, HELD, wait)
        for limit in self._limits:
            self._limiter.hit(limit)
        return None

    def heed(self, result: SendResult) -> SendResult:
        """Hush the account for as long as the platform asks, where it limits all of it; passes ``result`` on."""
        if isinstance(result, Refused) and result.why is Refusal.BUSY and result.retry_after:
            self._hushed_until = time.monotonic() + result.retry_after
        return result
