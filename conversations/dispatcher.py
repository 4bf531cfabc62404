"""The dispatcher of a channel: lanes that have work to do are taken up side by side, each one step after another.

claim lanes ─▶ lane: send a part │ answer a message ─▶ … ─▶ let the lane go
                     ▲ one step, written down before the next ┘
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, Protocol, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from conversations.channel import Channel, Refusal, Refused, SendResult, Unknown
from conversations.event import EventKind
from conversations.lane_steps import Incoming, Step
from conversations.lane_work import LEASE, LaneWork, LeaseLost
from conversations.outbox import Outgoing
from conversations.responder import Responder
from conversations.switches import Switches

_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")

#: Seconds. Whoever brings work says so; this is for what nobody says: a retry that falls due, a lost call.
_LOOK = 1.0
#: Seconds a turn may take before the citizen sees that somebody is writing: what comes within a second needs no sign.
_TYPING_AFTER = 1.0
#: Lanes that wait for their turn to be led; while so many do, no more are taken up: they are taken up together then.
_QUEUE = 4
#: Seconds between two tries to reach a database that is down.
_PAUSE = 0.5
#: Seconds that lanes have to finish the step they are at when the service ends.
_GRACE = 15.0


class Wake(Protocol):
    """Tells a dispatcher that its channel has work."""

    async def wait(self, topic: str, timeout: float) -> None:  # noqa: ASYNC109 - a wait that is over is no failure
        """Return when ``topic`` was announced, or after ``timeout`` seconds."""

    def announce(self, topic: str) -> None:
        """Wake whoever waits for ``topic``."""


class Dispatcher:
    """Works on the lanes of one channel until told to stop.

    Args:
        turns_at_once: shared by all channels: how many turns are led side by side.
        workers: how many lanes of this channel are worked on side by side.
    """

    def __init__(
        self,
        channel: Channel,
        lanes: LaneWork,
        responder: Responder,
        switches: Switches,
        wake: Wake,
        turns_at_once: asyncio.Semaphore,
        *,
        workers: int = 32,
    ) -> None:
        self._channel = channel
        self._lanes = lanes
        self._responder = responder
        self._switches = switches
        self._wake = wake
        self._turns_at_once = turns_at_once
        self._workers = workers
        self._held: dict[str, asyncio.Task[None]] = {}
        self._claiming: asyncio.Task[int] | None = None
        self._claims = self._queued = 0
        self._more = False
        self._off = self._ending = False
        self._look_at_switch = 0.0

    async def run(self) -> None:
        """Work until cancelled; then the steps under way are ended and their lanes let go."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep_leases())
                tasks.create_task(self._take_up())
        finally:
            self._ending = True
            claiming = () if self._claiming is None else (self._claiming,)
            with suppress(TimeoutError):
                async with asyncio.timeout(_GRACE):
                    if claiming:
                        await asyncio.wait(claiming)  # its lanes are held from here on
                    if self._held:
                        await asyncio.wait(self._held.values())
            for task in (*claiming, *self._held.values()):
                task.cancel()

    async def _take_up(self) -> None:
        while True:
            free = self._workers - len(self._held) if self._queued < _QUEUE else 0
            taken = 0
            if free:
                # Shielded: a claim that is being written when the service ends must be worked on, or its parts are
                # marked as being sent and nobody sends them.
                self._claims += 1
                self._claiming = asyncio.create_task(self._begin(free))
                taken = await asyncio.shield(self._claiming)
                self._more = taken == free
            if not free or taken < free:
                await self._wake.wait(self._channel.name, _LOOK)

    async def _begin(self, free: int) -> int:
        """Take up to ``free`` lanes to work; returns how many there were."""
        claimed = await self._kept(self._claim, free, tuple(self._held))
        for lane, step in claimed.items():
            self._held[lane] = asyncio.create_task(self._work(lane, step))
        return len(claimed)

    def _claim(self, free: int, held: tuple[str, ...]) -> dict[str, Step]:
        if time.monotonic() >= self._look_at_switch:
            self._off = not self._switches.state(self._channel.name).on
            self._look_at_switch = time.monotonic() + _LOOK
        return {} if self._halt else self._lanes.claim(self._channel.name, free, held)

    @property
    def _halt(self) -> bool:
        return self._off or self._ending

    @property
    def _claims_made(self) -> int | None:
        """How many claims there were; ``None`` while one is being made, which may or may not see what comes now."""
        return self._claims if self._claiming is None or self._claiming.done() else None

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 4)
            if self._held:
                await self._kept(self._lanes.renew, tuple(self._held))

    async def _work(self, lane: str, first: Step) -> None:
        step: Step | None = first
        unwritten: tuple[Outgoing, SendResult] | None = None
        claims: int | None = None
        try:
            while step is not None:
                if isinstance(step.work, Outgoing):
                    unwritten = (step.work, await self._send(step, step.work))
                    claims = self._claims_made
                    step = await self._kept(self._lanes.step, lane, unwritten, halt=self._halt)
                    unwritten = None
                elif (posted := await self._answer(lane, step.chat, step.work)) is not None:
                    step = posted
                else:
                    claims = self._claims_made
                    step = await self._kept(self._lanes.step, lane, halt=self._halt)
        except LeaseLost:
            _log.info("a lane of %s is somebody else's by now", self._channel.name)
        except Exception as error:  # noqa: BLE001 - its lease runs out, then it is taken up again
            _log.error("a lane of %s broke down: %s", self._channel.name, type(error).__name__)
            if unwritten is not None:
                await self._kept(self._lanes.settle, *unwritten)
        finally:
            del self._held[lane]
            # A claim that left this lane out, because it was held, may have missed what came to it meanwhile; and one
            # that found as many lanes as it might take has left others waiting.
            if self._more or claims is None or claims != self._claims_made:
                self._wake.announce(self._channel.name)

    async def _send(self, step: Step, outgoing: Outgoing) -> SendResult:
        if step.silence > self._channel.capabilities.window:
            return Refused(Refusal.WINDOW, "window")
        try:
            return await self._channel.send(step.chat, outgoing.part)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not lose the lane
            _log.error("%s could not send part %d: %s", self._channel.name, outgoing.id, type(error).__name__)
            return Unknown(type(error).__name__)

    async def _answer(self, lane: str, chat: str, incoming: Incoming) -> Step | None:
        beside = []
        if incoming.event.receipt:
            beside.append(asyncio.create_task(self._channel.acknowledge(incoming.event)))
        self._queued += 1
        try:
            async with self._turns_at_once:
                self._leave_queue()
                # Not before: in a crowd a typing sign for each who waits would cost as much as the answers.
                beside.append(asyncio.create_task(self._show_typing(chat, incoming)))
                try:
                    return await self._responder.respond(self._channel, lane, incoming)
                finally:
                    beside[-1].cancel()
        except LeaseLost:
            raise
        except Exception as error:  # noqa: BLE001 - it is taken up again, and given up after a few times
            _log.error(
                "message %d of %s could not be answered: %s",
                incoming.id,
                self._channel.name,
                type(error).__name__,
            )
            await asyncio.sleep(_PAUSE)
            return None
        finally:
            if beside:
                await asyncio.wait(beside, timeout=_PAUSE)

    def _leave_queue(self) -> None:
        """A turn is led from here on; whoever waits because so many waited goes on."""
        self._queued -= 1
        if self._queued == _QUEUE - 1:
            self._wake.announce(self._channel.name)

    async def _show_typing(self, chat: str, incoming: Incoming) -> None:
        await asyncio.sleep(_TYPING_AFTER)
        if incoming.event.kind is EventKind.MESSAGE and not incoming.quiet:
            await self._channel.show_typing(chat)

    async def _kept(self, call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Call the database, as often as it takes: what is known of a send must not be lost with a connection."""
        told = False
        while True:
            try:
                return await asyncio.to_thread(call, *args, **kwargs)
            except SQLAlchemyError as error:
                if not told:
                    _log.error("%s waits for the database: %s", self._channel.name, type(error).__name__)
                    told = True
                await asyncio.sleep(_PAUSE)
