"""Wake-up calls within one process: whoever brings work rings, whoever waits for it starts at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Bells:
    """One bell a topic; used within one event loop. A bell that was rung before somebody waits is heard."""

    def __init__(self) -> None:
        self._bells: dict[str, asyncio.Event] = {}

    async def wait(self, topic: str, timeout: float) -> None:  # noqa: ASYNC109 - see :class:`dispatcher.Wake`
        """Return when ``topic`` was announced since the last wait, or after ``timeout`` seconds."""
        bell = self._bells.setdefault(topic, asyncio.Event())
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await bell.wait()
        bell.clear()

    def announce(self, topic: str) -> None:
        """Wake whoever waits for ``topic``."""
        self._bells.setdefault(topic, asyncio.Event()).set()
