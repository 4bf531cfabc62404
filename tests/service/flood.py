"""A flood of webhook bodies over raw sockets: a client library would choke before the service does."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.connectors.webhook_bodies import CHANNELS, body_of, sealed
from tests.fakes.messenger import FakeMessenger
from tests.fakes.platform import FakePlatform
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOa

_FIRST_CHAT = 90000


@dataclass
class Flood:
    """What came of a flood.

    Attributes:
        seconds: how long each answer took, shortest first once it is over.
        statuses: of all answers.
    """

    seconds: list[float] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    def percentile(self, share: float) -> float:
        """The time that ``share`` of the answers do not exceed."""
        return self.seconds[int(len(self.seconds) * share)]


def flood(url: str, *, rate: int, seconds: int, connections: int = 8, chats: int = 100) -> Flood:
    """Bring ``rate`` bodies a second for ``seconds``, from ``chats`` chats of each channel."""
    address = urlsplit(url)
    result = Flood()

    def bring(worker: int) -> None:
        connection = socket.create_connection((address.hostname or "", address.port or 0), timeout=10)
        with connection, connection.makefile("rb") as answers:
            each = connections / rate
            began = time.monotonic()
            for number in range(rate * seconds // connections):
                time.sleep(max(0.0, began + number * each - time.monotonic()))
                request = _request(worker, number, chats)
                started = time.monotonic()
                connection.sendall(request)
                result.statuses.add(int(answers.readline().split()[1]))
                while (line := answers.readline()) not in {b"\r\n", b""}:
                    assert b"chunked" not in line
                result.seconds.append(time.monotonic() - started)

    workers = [threading.Thread(target=bring, args=(worker,)) for worker in range(connections)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    result.seconds.sort()
    return result


def _request(worker: int, number: int, chats: int) -> bytes:
    channel = CHANNELS[number % len(CHANNELS)]
    chat = f"{_FIRST_CHAT + (worker * 1000 + number) % chats}"
    text = f"Mục tiêu năm {2041 + number % 50}?"
    content, headers = sealed(channel, body_of(channel, text, chat=chat, message=f"{worker}-{number}"))
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"POST /webhooks/{channel} HTTP/1.1\r\nHost: x\r\n{lines}Content-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


@contextlib.contextmanager
def open_gates(fakes: dict[str, FakePlatform], chats: int = 100) -> Iterator[None]:
    """The platforms leave out their rate limits, and let the flood's chats be written to."""
    before = [fake.unlimited for fake in fakes.values()]
    for fake in fakes.values():
        fake.unlimited = True
        for number in range(chats):
            know(fake, f"{_FIRST_CHAT + number}")
    try:
        yield
    finally:
        for fake, was in zip(fakes.values(), before, strict=True):
            fake.unlimited = was


def know(fake: FakePlatform, chat: str) -> None:
    """The citizen has written before, and may be written to."""
    match fake:
        case FakeMessenger() | FakeZaloOa():
            fake.heard[chat] = fake.now()
        case FakeZaloBot():
            fake.known[chat] = None
        case _:
            pass
