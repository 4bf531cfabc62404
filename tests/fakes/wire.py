"""What went over the wire between a fake platform and the service, kept for whoever wants to look at it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Headers that say nothing of the protocol.
_DULL = frozenset({"host", "connection", "accept", "accept-encoding", "user-agent", "content-length"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request with its answer.

    Attributes:
        number: in the order of :class:`Wire`, from 1.
        at: when it began, seconds since 1970.
        to_service: from the platform to the service (a webhook), else the other way (an API call).
        request: method and address.
        status: of the answer; 0 where none came.
        seconds: how long it took.
    """

    number: int
    at: float
    to_service: bool
    request: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    status: int
    answer: bytes
    seconds: float


class Wire:
    """Remembers the last exchanges."""

    def __init__(self, size: int = 100) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=size)
        self._lock = threading.Lock()
        self._count = 0

    @property
    def exchanges(self) -> list[Exchange]:
        """Oldest first."""
        with self._lock:
            return list(self._exchanges)

    def add(
        self,
        request: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        to_service: bool,
        status: int,
        answer: bytes,
        seconds: float,
    ) -> None:
        """Remember an exchange that is over."""
        told = tuple((name, value) for name, value in headers.items() if name.lower() not in _DULL)
        with self._lock:
            self._count += 1
            exchange = Exchange(
                number=self._count,
                at=time.time() - seconds,
                to_service=to_service,
                request=request,
                headers=told,
                body=body,
                status=status,
                answer=answer,
                seconds=seconds,
            )
            self._exchanges.append(exchange)


class Recorded:
    """An app whose exchanges are remembered.

    Args:
        app: any ASGI app.
        wire: where to.
    """

    def __init__(self, app: ASGIApp, wire: Wire) -> None:
        self._app = app
        self._wire = wire

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through, and look at it."""
        began = time.monotonic()
        body, answer, status = bytearray(), bytearray(), 0

        async def hear() -> Message:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        async def say(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            answer.extend(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, hear, say)
        finally:
            query = scope.get("query_string", b"").decode()
            self._wire.add(
                f"{scope['method']} {scope['path']}{'?' + query if query else ''}",
                {name.decode(): value.decode("latin-1") for name, value in scope["headers"]},
                bytes(body),
                to_service=False,
                status=status,
                answer=bytes(answer),
                seconds=time.monotonic() - began,
            )
