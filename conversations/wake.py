"""Wake-up calls: whoever brings work rings, whoever waits for it starts at once. A lost call costs a second."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

import psycopg
from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

_log = logging.getLogger(__name__)

#: PostgreSQL's name for our calls; the payload is the topic.
_NOTICE = "hoidap_work"
#: Seconds between two tries to reach a server that is down.
_PAUSE = 1.0


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
        """Wake whoever waits for ``topic`` in this process."""
        self._bells.setdefault(topic, asyncio.Event()).set()

    async def listen(self, database_url: str) -> None:
        """Ring for what other processes call out, until cancelled; at once over where the database has no calls.

        After each new connection all bells ring: calls may have been missed.
        """
        url = make_url(database_url)
        if url.get_backend_name() != "postgresql":
            return
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    address, autocommit=True, connect_timeout=5
                ) as connection:
                    await connection.execute(f"LISTEN {_NOTICE}")
                    for topic in tuple(self._bells):
                        self.announce(topic)
                    async for notice in connection.notifies():
                        self.announce(notice.payload)
            except psycopg.Error as error:
                _log.warning("calls of other processes are not heard: %s", type(error).__name__)
            await asyncio.sleep(_PAUSE)


def call_out(session: Session, topic: str) -> None:
    """Within a transaction: once it is committed, wake who waits for ``topic`` in other processes."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(_NOTICE, topic)))
