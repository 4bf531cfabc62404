"""What open web chats hear by themselves: one look a second serves all of them.

switch and messages in the database ──one look──▶ feed ──▶ listeners, one a stream
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from conversations.switches import Switch, Switches
from conversations.web_messages import WebMessage, WebMessages
from foundation.errors import ClosedError, RateError

_log = logging.getLogger(__name__)

CHANNEL = "web"
#: Seconds between two looks. What an operator switches is in force for questions within one, on streams within two.
_LOOK = 0.9
#: Streams from one network address, and altogether; who finds no room looks now and then instead.
_PER_ADDRESS = 6
_ALTOGETHER = 500
_RETRY_AFTER = 30
_CLOSED = "Dịch vụ đang tạm dừng. Anh/chị vui lòng quay lại sau."


@dataclass(eq=False, slots=True)
class Listener:
    """A stream: what it still has to say. ``None`` ends it.

    Attributes:
        told: the number of the last message it was given.
    """

    conversation: str
    address: str
    told: int
    heard: asyncio.Queue[WebMessage | Switch | None] = field(default_factory=asyncio.Queue)


class WebFeed:
    """The switch of the web channel and the messages of its conversations, as this process sees them."""

    def __init__(self, messages: WebMessages, switches: Switches) -> None:
        self._messages = messages
        self._switches = switches
        self._listeners: set[Listener] = set()
        self._looking: asyncio.Task[None] | None = None
        self._switch = Switch()
        self._looked = -_LOOK
        self._reading = asyncio.Lock()
        self._ended = False

    async def switch(self) -> Switch:
        """How the web channel stands, at most a second ago."""
        async with self._reading:  # those who come meanwhile wait for the same look
            if time.monotonic() - self._looked >= _LOOK:
                self._switch = await asyncio.to_thread(self._switches.state, CHANNEL)
                self._looked = time.monotonic()
            return self._switch

    async def require_open(self) -> None:
        """Let questions pass while the channel is on.

        Raises:
            ClosedError: it is switched off.
        """
        switch = await self.switch()
        if not switch.on:
            raise ClosedError(switch.reason or _CLOSED, hint="Các trang văn bản vẫn đọc được.")

    def check_room(self, address: str) -> None:
        """See that one more stream fits.

        Raises:
            RateError: it does not.
        """
        of_address = sum(listener.address == address for listener in self._listeners)
        if of_address >= _PER_ADDRESS or len(self._listeners) >= _ALTOGETHER:
            raise RateError(
                "Có quá nhiều kết nối đang mở.", retry_after=_RETRY_AFTER, hint="Hỏi lại sau ít phút."
            )

    @contextmanager
    def listening(self, conversation: str, told: int, address: str) -> Iterator[Listener]:
        """Hear what comes after message ``told``, until the end of the block."""
        listener = Listener(conversation, address, told)
        if self._ended:
            listener.heard.put_nowait(None)
        self._listeners.add(listener)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            if not self._listeners and self._looking is not None:
                self._looking.cancel()
                self._looking = None

    def end(self) -> None:
        """End all streams: the service stops."""
        self._ended = True
        for listener in self._listeners:
            listener.heard.put_nowait(None)

    async def _look(self) -> None:
        told = self._switch
        while True:
            try:
                switch = await self.switch()
                await self._deliver()
            except SQLAlchemyError as error:
                _log.error("web chats wait for the database: %s", type(error).__name__)
            else:
                if switch != told:
                    told = switch
                    for listener in self._listeners:
                        listener.heard.put_nowait(switch)
            await asyncio.sleep(_LOOK)

    async def _deliver(self) -> None:
        listeners = tuple(self._listeners)
        told: dict[str, int] = {}
        for listener in listeners:
            told[listener.conversation] = min(listener.told, told.get(listener.conversation, listener.told))
        messages = await asyncio.to_thread(self._messages.after, told)
        open_ones = await asyncio.to_thread(self._messages.open, list(told))
        for listener in listeners:
            for message in messages:
                if message.conversation == listener.conversation and message.id > listener.told:
                    listener.told = message.id
                    listener.heard.put_nowait(message)
            if listener.conversation not in open_ones:
                listener.heard.put_nowait(None)
