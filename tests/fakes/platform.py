"""What the fake platforms share: a server in a thread, a log of what was accepted, faults, and webhooks re-sent.

A fake enforces its platform's rules as documented, and judges: what it accepted is what a citizen was shown.
"""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tests.fakes.serving import address_of, listening, served
from tests.fakes.wire import Recorded, Wire

#: Kinds of fault: an HTTP status as text, or one of these.
OK_FALSE, HANG, DROP_BEFORE, DROP_AFTER = "ok_false", "hang", "drop_before", "drop_after"
#: Seconds that a hanging answer takes: longer than any client waits.
_HANG = 60.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that the platform accepted, as the citizen sees it."""

    at: float
    chat: str
    text: str
    buttons: tuple[tuple[str, str], ...]
    id: str


@dataclass(slots=True)
class Delivery:
    """An event on its way to the webhook.

    Attributes:
        statuses: what each try was answered with; 0 where no answer came.
        seconds: how long each try took.
    """

    event: str
    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether the service took it."""
        return bool(self.statuses) and self.statuses[-1] == 200


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages a platform takes in so many seconds: of all chats together, or of each."""

    count: int
    seconds: float
    each_chat: bool = False


class FakePlatform(ABC):
    """Base of the fakes.

    Attributes:
        unlimited: leaves the platform's rate limits out, for whoever measures something else.
        refused: how many messages were refused by a rate limit.

    Args:
        resend: seconds before each re-sending of an event that was not taken; the platform's own schedule, compressed.
        wire: remembers what goes over the wire, where somebody wants to look at it.
    """

    def __init__(
        self,
        webhook: str = "",
        resend: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0, 4.0),
        wire: Wire | None = None,
    ) -> None:
        self.webhook = webhook
        self.resend = resend
        self.wire = wire
        self.shown: list[Shown] = []
        self.deliveries: list[Delivery] = []
        self.faults: deque[str] = deque()
        self.fault_rates: dict[str, float] = {}
        self.random = random.Random(57)  # noqa: S311 - chance, not a secret
        self.lock = threading.Lock()
        self.ahead = 0.0
        self.unlimited = False
        self.refused = 0
        self._taken: dict[tuple[float, str], deque[float]] = {}
        self._number = 0
        self._threads = ThreadPoolExecutor(32)
        self._client = httpx.Client(timeout=5.0, trust_env=False, limits=httpx.Limits(max_connections=64))
        self._listener = listening()
        self._serving = ExitStack()
        self.url = address_of(self._listener)

    @abstractmethod
    def routes(self) -> list[Route]:
        """The platform's API."""

    @abstractmethod
    def sealed(self, body: Any) -> tuple[bytes, dict[str, str]]:
        """A webhook's body and headers, signed as the platform signs."""

    @abstractmethod
    def allowances(self) -> tuple[Allowance, ...]:
        """The platform's rate limits."""

    @abstractmethod
    def refusal(self, status: int, wait: float = 1.0) -> Response:
        """How the platform itself says that it cannot serve now; with 429, for ``wait`` seconds."""

    # --- the citizen's side ---------------------------------------------------------------------------------------

    def of(self, chat: str) -> list[Shown]:
        """What a citizen was shown, in order."""
        with self.lock:
            return [shown for shown in self.shown if shown.chat == chat]

    def wait_for(self, chat: str, count: int, seconds: float = 20.0) -> list[Shown]:
        """What a citizen was shown, once it is ``count`` messages."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if len(shown := self.of(chat)) >= count:
                return shown
            time.sleep(0.02)
        raise AssertionError(f"{len(self.of(chat))} of {count} messages were shown")

    def deliver(self, event: str, body: Any, *, times: int = 1) -> list[Future[None]]:
        """Bring an event to the webhook, ``times`` times, in the background; re-sent until it is taken."""
        content, headers = self.sealed(body)
        futures = []
        for _ in range(times):
            delivery = Delivery(event)
            with self.lock:
                self.deliveries.append(delivery)
            futures.append(self._threads.submit(self._bring, delivery, content, headers))
        return futures

    def _bring(self, delivery: Delivery, content: bytes, headers: dict[str, str]) -> None:
        for wait in (0.0, *self.resend):
            time.sleep(wait)
            started = time.monotonic()
            more = {"num_retry": str(len(delivery.statuses))} if delivery.statuses else {}
            try:
                response = self._client.post(self.webhook, content=content, headers=headers | more)
                status, answer = response.status_code, response.content
            except httpx.HTTPError as error:
                status, answer = 0, type(error).__name__.encode()
            took = time.monotonic() - started
            if self.wire is not None:
                self.wire.add(
                    f"POST {urlsplit(self.webhook).path}",
                    headers | more,
                    content,
                    to_service=True,
                    status=status,
                    answer=answer,
                    seconds=took,
                )
            delivery.seconds.append(took)
            delivery.statuses.append(status)
            if status == 200:
                return

    # --- the service's side ---------------------------------------------------------------------------------------

    def now(self) -> float:
        """The platform's clock, in seconds."""
        return time.time() + self.ahead

    def number(self) -> int:
        """A number that was not given before."""
        with self.lock:
            self._number += 1
            return self._number

    def accept(self, chat: str, text: str, buttons: tuple[tuple[str, str], ...] = ()) -> str:
        """Take a message: from here on the citizen sees it."""
        name = f"out-{self.number()}"
        with self.lock:
            self.shown.append(Shown(time.monotonic(), chat, text, buttons, name))
        return name

    async def taken(self, chat: str, accept: Callable[[], Response]) -> Response:
        """Answer with ``accept``, unless the platform takes no more for now or a fault is due."""
        if wait := self.over(chat):
            return self.refusal(429, wait)
        fault = self._fault()
        match fault:
            case "":
                return accept()
            case "hang":
                accept()
                await asyncio.sleep(_HANG)
                return Response(status_code=504)
            case "drop_before":
                return _broken()
            case "drop_after":
                accept()
                return _broken()
            case _:
                return self.refusal(200 if fault == OK_FALSE else int(fault))

    def left(self, allowance: Allowance) -> int:
        """How many messages of all chats an allowance still takes."""
        taken = self._taken.get((allowance.seconds, ""), ())
        return allowance.count - sum(self.now() - at < allowance.seconds for at in list(taken))

    def over(self, chat: str) -> float:
        """Seconds until the platform takes a message of ``chat``; 0 takes it, and counts it."""
        if self.unlimited:
            return 0.0
        with self.lock:
            now, windows = self.now(), []
            for allowance in self.allowances():
                key = (allowance.seconds, chat if allowance.each_chat else "")
                window = self._taken.setdefault(key, deque())
                while window and now - window[0] >= allowance.seconds:
                    window.popleft()
                if len(window) >= allowance.count:
                    self.refused += 1
                    return allowance.seconds - (now - window[0])
                windows.append(window)
            for window in windows:
                window.append(now)
        return 0.0

    def _fault(self) -> str:
        with self.lock:
            if self.faults:
                return self.faults.popleft()
            chance = self.random.random()
            for fault, rate in self.fault_rates.items():
                if chance < rate:
                    return fault
                chance -= rate
        return ""

    def __enter__(self) -> Self:
        self.app = Starlette(routes=self.routes())
        app = self.app if self.wire is None else Recorded(self.app, self.wire)
        self._serving.enter_context(served(app, self._listener))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._serving.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._client.close()


async def fields_of(request: Request) -> dict[str, Any]:
    """The parameters of a call, whether they came as JSON, as a form or in the address."""
    request.app.state.last = (str(request.url), dict(request.headers), await request.body())
    if request.headers.get("content-type", "").startswith("application/json"):
        read: dict[str, Any] = json.loads(await request.body() or b"{}")
        return read
    form = parse_qsl((await request.body()).decode(), keep_blank_values=True)
    return {**request.query_params, **dict(form)}


def _broken() -> Response:
    """An answer that promises a body and breaks off."""

    async def nothing() -> AsyncIterator[bytes]:
        yield b"{"

    return StreamingResponse(nothing(), headers={"Content-Length": "1000"})
