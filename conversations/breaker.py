"""A circuit breaker before the engine: while it hangs, turns do not each wait for it to the end of their deadline.

Source of the pattern: M. Nygard, "Release It!", 2nd edition, chapter 5.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from conversations.engine import Engine, EngineMessage, EngineTurn
from foundation.errors import EngineError

#: Failures in a row, each after a wait, that open the breaker.
_FAILURES = 3
#: Seconds; a failure that comes at once, such as a refused connection, costs nobody a wait.
_WAIT = 0.5
#: Seconds the engine is left alone; then one turn tries it.
_REST = 5.0


class EngineBreaker:
    """An :class:`Engine` that fails at once while the one behind it hangs."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._failures = 0
        self._rests_until = 0.0
        self._probing = False

    async def turn(self, message: EngineMessage, deadline: float) -> EngineTurn:
        """See :class:`Engine`."""
        probe = self._failures >= _FAILURES
        if probe and (self._probing or self._clock() < self._rests_until):
            raise EngineError("Engine hangs and is left alone for a while.")
        self._probing = probe
        started = self._clock()
        try:
            turn = await self._engine.turn(message, deadline)
        except (EngineError, asyncio.CancelledError):
            if self._clock() - started >= _WAIT:
                self._failures += 1
                self._rests_until = self._clock() + _REST
            raise
        else:
            self._failures = 0
            return turn
        finally:
            if probe:
                self._probing = False

    async def forget(self, conversation: str) -> None:
        """See :class:`Engine`."""
        await self._engine.forget(conversation)
