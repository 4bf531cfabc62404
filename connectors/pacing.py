"""Keeping within what a platform lets an account send, before it has to refuse.

Counted is what this process sends: where several share an account, the platform's own refusals tell the rest. Limits
of a single chat are left to those too: they are flexible, and hold up one chat alone.
"""

from __future__ import annotations

import time

from connectors.limits import MovingWindow
from conversations.channel import Refusal, Refused, SendResult

#: What a part is refused with that was not sent, so as to keep within the limits.
HELD = "pace"


class Pace:
    """How fast an account may send.

    Args:
        count: how many messages, of all its chats together; 0 where no limit is known.
        seconds: in how many seconds.
    """

    def __init__(self, count: int = 0, seconds: float = 1.0) -> None:
        self._window = MovingWindow(count, seconds) if count else None
        self._hushed_until = 0.0

    def hold(self) -> Refused | None:
        """Count a send that is about to be made; or, where it may not be made yet, say for how long not."""
        wait = max(self._hushed_until - time.monotonic(), self._window.wait() if self._window else 0.0)
        if wait > 0:
            return Refused(Refusal.HELD, HELD, wait)
        if self._window:
            self._window.take()
        return None

    def heed(self, result: SendResult) -> SendResult:
        """Hush the account for as long as the platform asks, where it limits all of it; passes ``result`` on."""
        if isinstance(result, Refused) and result.why is Refusal.BUSY and result.retry_after:
            self._hushed_until = time.monotonic() + result.retry_after
        return result
