"""The messengers' spine on a database, put together for a test around a fake channel and a fake engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from conversations.channel_tables import InboundRow, OutboundRow
from conversations.dead_letters import DeadLetters
from conversations.dispatcher import Dispatcher
from conversations.event import Event, EventKind
from conversations.inbox import Arrival, Delivery, Inbox
from conversations.lane_work import LaneWork
from conversations.responder import Responder
from conversations.switches import Switches
from conversations.turns import Turns
from conversations.wake import Bells
from foundation.sealing import Seal
from tests.conversations.fake_channel import FakeChannel
from tests.conversations.house import SECRET, House

CHAT = "8840512345678901234"


class SteadyClock:
    """A clock that stands still until it is moved; it begins at the real present."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **by: float) -> None:
        """Go on by a time delta."""
        self.ahead += timedelta(**by)


@dataclass
class PostOffice:
    """Everything between a channel and a conversation."""

    house: House
    channel: FakeChannel = field(default_factory=FakeChannel)
    owner: str = "worker-1"
    clock: SteadyClock = field(default_factory=SteadyClock)
    bells: Bells = field(default_factory=Bells)

    def __post_init__(self) -> None:
        self.seal = Seal([SECRET])
        database = self.house.database
        self.inbox = Inbox(database, self.clock, self.seal, SECRET.encode())
        self.lanes = LaneWork(database, self.clock, self.seal, self.owner)
        self.switches = Switches(database, self.clock)
        self.dead_letters = DeadLetters(database, self.clock)
        self.turns = Turns(
            self.house.store,
            self.house.engine,
            self.house.answers,
            self.house.library,
            deadline=2.0,
            lookup=self.house.lookup(),
        )
        self.desk = self.house.open_desk(self.clock, {self.channel.name: self.channel})
        self.responder = Responder(
            self.house.store, self.turns, self.lanes, self.clock, quiet=timedelta(minutes=60)
        )

    def dispatcher(self, workers: int = 32) -> Dispatcher:
        """A dispatcher of the channel."""
        return Dispatcher(
            self.channel,
            self.lanes,
            self.responder,
            self.switches,
            self.bells,
            asyncio.Semaphore(8),
            workers=workers,
        )

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """The dispatcher at work."""
        task = asyncio.create_task(self.dispatcher().run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def event(self, text: str | None = None, *, chat: str = CHAT, key: str = "", **more: object) -> Event:
        """What a citizen writes, unless ``kind`` says otherwise."""
        given = {"kind": EventKind.MESSAGE, "sent_at": self.clock()} | more
        return Event(key=key or f"{chat}:{text}:{more}", chat=chat, text=text, **given)  # type: ignore[arg-type]

    def delivery(self, *events: Event) -> Delivery:
        """What the body of a webhook with these is."""
        arrivals = [Arrival(event) for event in events]
        return Delivery(self.channel.name, self.channel.account, arrivals, self.channel.capabilities.max_age)

    def arrives(self, *events: Event) -> int:
        """A webhook brings these."""
        [waiting] = self.inbox.accept([self.delivery(*events)])
        self.bells.announce(self.channel.name)
        return waiting

    async def says(self, text: str, **more: object) -> None:
        """A citizen writes."""
        self.arrives(self.event(text, **more))  # type: ignore[arg-type]
        await self.idle()

    async def idle(self, seconds: float = 8.0) -> None:
        """Wait until no message waits for its answer and no part is due."""
        async with asyncio.timeout(seconds):
            while self._busy():
                self.bells.announce(self.channel.name)
                await asyncio.sleep(0.01)

    def _busy(self) -> bool:
        with self.house.database.transaction() as session:
            waiting = session.scalar(select(InboundRow.id).where(InboundRow.state == "pending").limit(1))
            open_parts = select(OutboundRow).where(OutboundRow.state.in_(["sending", "pending"]))
            heads: dict[str, OutboundRow] = {}
            for row in session.scalars(open_parts.order_by(OutboundRow.id)):
                heads.setdefault(row.lane, row)
        blocked = {lane for lane, row in heads.items() if row.due_at > self.clock()}
        return (waiting is not None and not blocked) or len(blocked) < len(heads)

    def inbound(self) -> list[tuple[str, str]]:
        """State and reason of every message, oldest first."""
        with self.house.database.transaction() as session:
            return [
                (row.state, row.reason) for row in session.scalars(select(InboundRow).order_by(InboundRow.id))
            ]

    def outbound(self) -> list[str]:
        """State of every part, oldest first."""
        with self.house.database.transaction() as session:
            return list(session.scalars(select(OutboundRow.state).order_by(OutboundRow.id)))
