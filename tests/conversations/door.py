"""A loopback server in the engine's place: keeps what it was sent and answers what it was told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import override


@dataclass
class Received:
    """A request as it came in."""

    method: str
    path: str
    token: str | None
    body: Any


@dataclass
class Door:
    """What is answered: a status, a body (bytes as they are, else JSON), and after how many seconds."""

    status: int = 200
    body: Any = None
    delay: float = 0.0
    url: str = ""
    received: list[Received] = field(default_factory=list)


@contextmanager
def open_door() -> Iterator[Door]:
    """A door on a free port of the loopback."""
    door = Door()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            token = self.headers.get("authorization")
            door.received.append(Received(self.command, self.path, token, json.loads(raw) if raw else None))
            time.sleep(door.delay)
            content = door.body if isinstance(door.body, bytes) else json.dumps(door.body).encode()
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(door.status)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815 - named by http.server

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    door.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield door
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
