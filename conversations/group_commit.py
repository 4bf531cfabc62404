"""Group commit: webhook bodies that come while others are being stored are stored together, in one transaction.

SQLite has one writer at a time, which turns want to be too: in a flood each body would wait for its own place among
them. Whoever comes alone waits for nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.exc import OperationalError

from conversations.inbox import Delivery, Inbox

#: Bodies in one transaction: so many are written in less time than a platform waits.
_MOST = 64


class GroupCommit:
    """Stores bodies in the background of one event loop."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        # A thread of its own: those that all share may be busy with turns.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inbox")
        self._waiting: list[tuple[Delivery, asyncio.Future[int]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def accept(self, delivery: Delivery) -> int:
        """Store what a body brought; returns how many of its events are to be answered, once they are stored.

        Raises:
            SQLAlchemyError: it was not stored; the platform must send it again.
        """
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, stored))
        if self._storing is None:
            self._storing = asyncio.create_task(self._store())
        waiting: int = await stored
        return waiting

    async def _store(self) -> None:
        try:
            while self._waiting:
                # In the order of lanes, so that two processes that store for the same chats seldom wait for
                # each other for ever: a body may have several chats.
                group = sorted(self._waiting[:_MOST], key=lambda each: self._first_lane(each[0]))
                del self._waiting[:_MOST]
                deliveries = [delivery for delivery, _ in group]
                outcomes = await asyncio.get_running_loop().run_in_executor(
                    self._thread, self._outcomes, deliveries
                )
                for (_, stored), outcome in zip(group, outcomes, strict=True):
                    if stored.done():
                        continue  # whoever brought it has hung up
                    if isinstance(outcome, Exception):
                        stored.set_exception(outcome)
                    else:
                        stored.set_result(outcome)
        finally:
            self._storing = None

    def _first_lane(self, delivery: Delivery) -> str:
        first = delivery.arrivals[0].event.chat if delivery.arrivals else ""
        return self._inbox.lane(delivery.channel, delivery.account, first)

    def _outcomes(self, deliveries: Sequence[Delivery]) -> Sequence[int | Exception]:
        """What came of each: where one cannot be stored, the others are; where the database is away, none is."""
        try:
            return self._inbox.accept(deliveries)
        except OperationalError as error:
            return [error] * len(deliveries)
        except Exception as error:  # noqa: BLE001 - it belongs to whoever brought the body
            if len(deliveries) == 1:
                return [error]
            return [outcome for one in deliveries for outcome in self._outcomes([one])]
