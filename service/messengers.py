"""The messengers, put together: connectors by the settings, the spine they share, and its background work."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from connectors.connector import Connector
from connectors.webhooks import Webhooks
from conversations.conversation import ConversationStore
from conversations.dead_letters import DeadLetters
from conversations.dispatcher import Dispatcher
from conversations.inbox import Inbox
from conversations.lane_work import LaneWork
from conversations.responder import Responder
from conversations.retention import purge
from conversations.switches import Switches
from conversations.turns import Turns
from conversations.wake import Bells
from conversations.wording import Wordings
from foundation.clock import utc_now
from foundation.database import Database
from foundation.sealing import Seal
from foundation.settings import Settings
from service.connectors import build_connector

_log = logging.getLogger(__name__)

#: Turns led side by side, over all channels; more only wait for each other.
_TURNS_AT_ONCE = 8
#: Seconds between two tries to reach a database that is down.
_PAUSE = 1.0
#: Seconds between two looks for what is to be forgotten.
_PURGE_EVERY = 600.0


@dataclass(slots=True)
class Messengers:
    """The channels that are switched on by the settings, and what they share."""

    connectors: Mapping[str, Connector]
    database: Database
    lanes: LaneWork
    switches: Switches
    dead_letters: DeadLetters
    responder: Responder
    webhooks: Webhooks
    wake: Bells
    database_url: str

    async def run(self) -> None:
        """Answer what comes in, until cancelled."""
        if not self.connectors:
            return
        await self._recover()
        turns_at_once = asyncio.Semaphore(_TURNS_AT_ONCE)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._purge())
            tasks.create_task(self.wake.listen(self.database_url))
            for connector in self.connectors.values():
                dispatcher = Dispatcher(
                    connector, self.lanes, self.responder, self.switches, self.wake, turns_at_once
                )
                tasks.create_task(dispatcher.run())

    async def _recover(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self.lanes.recover)
            except SQLAlchemyError as error:
                _log.error("messengers wait for the database: %s", type(error).__name__)
                await asyncio.sleep(_PAUSE)
            else:
                return

    async def close(self) -> None:
        """Let go of connections."""
        for connector in self.connectors.values():
            await connector.close()

    async def _purge(self) -> None:
        while True:
            try:
                expired = await asyncio.to_thread(purge, self.database, utc_now)
                if expired:
                    _log.error("%d messages were not answered within a day", expired)
            except SQLAlchemyError as error:
                _log.error("old messages could not be forgotten: %s", type(error).__name__)
            await asyncio.sleep(_PURGE_EVERY)


def build_connectors(settings: Settings, database: Database, secrets: Sequence[str]) -> dict[str, Connector]:
    """The connectors of the channels that are switched on.

    Raises:
        SettingsError: the settings of one are not complete.
    """
    seal = Seal(secrets)
    return {name: build_connector(name, settings, database, seal) for name in settings.enabled_channels()}


def build_messengers(
    settings: Settings,
    database: Database,
    secrets: Sequence[str],
    store: ConversationStore,
    turns: Turns,
    connectors: Mapping[str, Connector],
    wordings: Wordings,
) -> Messengers:
    """Put the messengers together."""
    seal = Seal(secrets)
    inbox = Inbox(database, utc_now, seal, secrets[0].encode())
    lanes = LaneWork(database, utc_now, seal, _place(settings))
    wake = Bells()
    return Messengers(
        connectors=connectors,
        database=database,
        lanes=lanes,
        switches=Switches(database, utc_now),
        dead_letters=DeadLetters(database, utc_now),
        responder=Responder(
            store,
            turns,
            lanes,
            utc_now,
            quiet=timedelta(minutes=settings.takeover_minutes),
            words=wordings.words,
        ),
        webhooks=Webhooks(
            connectors,
            inbox,
            wake,
            sender_rate=settings.sender_rate,
            channel_rate=settings.channel_rate,
        ),
        wake=wake,
        database_url=settings.database,
    )


def _place(settings: Settings) -> str:
    """Names this data folder as a worker's place: one process at a time holds it."""
    named = f"{socket.gethostname()}\0{settings.data.resolve()}"
    return hashlib.sha256(named.encode()).hexdigest()[:16]
