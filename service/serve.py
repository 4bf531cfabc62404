"""Running everything: both ports in one event loop, the engine beside them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import portalocker
import uvicorn
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from threadpoolctl import threadpool_limits
from typing_extensions import override

from conversations.tally import Tally
from conversations.web_feed import WebFeed
from foundation.clock import utc_now
from foundation.errors import ReleaseError, StartError
from foundation.settings import Settings
from knowledge.library import Library
from service.app import create_app
from service.desk import keep_desk
from service.inbox import keep_inbox
from service.parts import Parts, build_parts, forget_old, releases_folder, tracker_file
from service.preparation import complete
from service.project import ROOT, engine_environment, engine_python, train_if_changed
from service.publisher import Publisher
from service.sample_worker import SampleWorker
from service.scan_worker import ScanWorker
from service.supervisor import Supervisor

_log = logging.getLogger(__name__)

#: Seconds; a running process notices a new release and has loaded it within two.
_RELEASE_LOOK = 0.25
#: Seconds between two looks for what is to be forgotten.
_PURGE_EVERY = 3600.0
#: Seconds from one count of turns to the next, and between two steps of a long one.
_COUNT_EVERY, _BETWEEN_COUNTS = 60.0, 0.1


@contextlib.contextmanager
def hold_data(folder: Path) -> Iterator[None]:
    """Hold the data folder for this process.

    Raises:
        StartError: another service holds it, or it cannot be written to.
    """
    lock = portalocker.Lock(folder / "lock", mode="a", timeout=0, fail_when_locked=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        raise StartError(
            f"Không ghi được vào thư mục dữ liệu {folder}: {error.strerror}.",
            hint="Cấp quyền ghi cho thư mục này, hoặc chọn thư mục khác bằng HOIDAP_DATA.",
        ) from error
    except portalocker.LockException as error:
        raise StartError(
            f"Một dịch vụ khác đang chạy với thư mục dữ liệu {folder}.",
            hint="Dừng dịch vụ kia, hoặc chọn thư mục khác bằng HOIDAP_DATA.",
        ) from error
    try:
        yield
    finally:
        lock.release()


def bind(host: str, port: int, name: str) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        StartError: the port is taken or the address is not this machine's.
    """
    # asyncio turns Nagle's algorithm off only where the protocol is named; with it every answer waits 40 ms for the
    # acknowledgement of its headers.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise StartError(
            f"Không mở được cổng {port} trên {host}: {error.strerror}.",
            hint=f"Dừng chương trình đang dùng cổng này, hoặc chọn cổng khác bằng {name}.",
        ) from error
    return listener


async def serve(settings: Settings, prepare: Callable[[Parts], None], tell: Callable[[str], None]) -> None:
    """Run until interrupted.

    Args:
        settings: in force.
        prepare: brings schema, documents and release up to date before the public port opens.
        tell: called with the public address once the page answers.

    Raises:
        StartError: a port is taken.
    """
    # A product of a question with all samples takes half a millisecond on one thread. On all of them each waits for the
    # others, and for their cores where these are busy: thirty milliseconds were seen.
    threadpool_limits(1)
    public = bind(settings.host, settings.port, "HOIDAP_PORT")
    private = bind("127.0.0.1", settings.action_port, "HOIDAP_ACTION_PORT")
    engine_port = settings.engine_port or _free_port()
    engine_token, action_token = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    engine_url = f"http://127.0.0.1:{engine_port}" if settings.engine else ""
    parts = build_parts(settings, engine_url=engine_url, engine_token=engine_token)
    scans = ScanWorker(parts.scans, settings.documents)
    samples = SampleWorker(
        lambda go_on: complete(parts.documents, parts.answerer.encoder, releases_folder(settings), go_on)
    )
    publisher = Publisher(settings, parts.console.publishing)
    try:
        async with asyncio.TaskGroup() as tasks:
            background = []
            engine = parts.engine
            if engine is not None:
                # Training and starting Rasa take longest: they begin while documents are still being indexed.
                parts.supervisor = Supervisor(
                    lambda: _engine_command(settings, engine_port),
                    engine_environment(
                        settings,
                        HOIDAP_ENGINE_TOKEN=engine_token,
                        HOIDAP_ACTION_URL=f"http://127.0.0.1:{private.getsockname()[1]}/webhook",
                        HOIDAP_ACTION_TOKEN=action_token,
                        HOIDAP_TRACKER_DB=str(tracker_file(settings)),
                    ),
                    ROOT,
                    settings.data / "engine.log",
                    engine.ready,
                )
                background.append(tasks.create_task(parts.supervisor.run()))
            # Where a first release takes longer to build than the engine to train, its first turn comes with the page.
            background.append(tasks.create_task(_serve_actions(parts, private, action_token)))
            await asyncio.to_thread(prepare, parts)
            scans.start()
            samples.start()
            publisher.start()
            background.append(tasks.create_task(_watch_release(parts.library)))
            background.append(tasks.create_task(parts.messengers.run()))
            background.append(tasks.create_task(keep_inbox(parts.console)))
            background.append(tasks.create_task(_purge(parts)))
            background.append(tasks.create_task(_count(parts.console.tally)))
            background.append(tasks.create_task(keep_desk(parts.desk)))
            address = f"http://{settings.host}:{public.getsockname()[1]}"
            server = _server(create_app(parts), settings, lambda: tell(address))
            for sign in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(sign, _stop, server, parts.web_feed)
            await _run(server, public)
            for task in background:
                task.cancel()
    finally:
        scans.stop()
        samples.stop()
        publisher.stop()
        await parts.close()
        public.close()
        private.close()


async def _engine_command(settings: Settings, port: int) -> list[str]:
    python = engine_python(settings)
    model = await train_if_changed(settings)
    return [
        str(python),
        "-m",
        "bot",
        "--log-level",
        settings.log_level,
        "serve",
        "--model",
        str(model),
        "--port",
        str(port),
        "--until-stdin-ends",
    ]


class _Server(uvicorn.Server):
    """A server that tells when it accepts connections, and leaves signals to :func:`serve`.

    uvicorn would raise them again once it is done, which ends the process before its engine is ended.
    """

    def __init__(self, config: uvicorn.Config, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = tell

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        self._tell()


def _server(app: FastAPI, settings: Settings, tell: Callable[[], None] = lambda: None) -> uvicorn.Server:
    trusted = [address.strip() for address in settings.trusted_proxies.split(",") if address.strip()]
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # addresses are personal data
        proxy_headers=bool(trusted),
        forwarded_allow_ips=trusted,
        server_header=False,
        lifespan="off",  # the apps have none, and one that is cancelled would be logged as a failure
        timeout_keep_alive=75,
        timeout_graceful_shutdown=10,
    )
    return _Server(config, tell)


def _stop(server: uvicorn.Server, feed: WebFeed) -> None:
    """Let the requests under way end, then everything else; a second signal does not wait for them."""
    feed.end()  # its streams never end by themselves
    server.force_exit = server.should_exit
    server.should_exit = True


async def _serve_actions(parts: Parts, listener: socket.socket, token: str) -> None:
    """Open the private port; nobody is led to it before the page is up."""

    def build() -> FastAPI:
        # rasa-sdk takes a good part of a second to load, which the page need not wait for.
        from actions.executor import build_executor
        from service.action_port import create_action_app

        executor = build_executor(
            parts.library,
            parts.answerer,
            parts.store,
            parts.desk,
            parts.wordings,
            utc_now,
            parts.turns.desk,
        )
        return create_action_app(executor, token)

    await _run(_server(await asyncio.to_thread(build), parts.settings), listener)


async def _run(server: uvicorn.Server, listener: socket.socket) -> None:
    await server.serve(sockets=[listener])


async def _watch_release(library: Library) -> None:
    while True:
        try:
            await asyncio.to_thread(library.refresh)
        except (ReleaseError, OSError) as error:
            _log.error("the live release cannot be looked at: %s", error)
        await asyncio.sleep(_RELEASE_LOOK)


async def _purge(parts: Parts) -> None:
    while True:
        try:
            await asyncio.to_thread(forget_old, parts)
        except (SQLAlchemyError, sqlite3.Error) as error:
            _log.error("what is old could not be forgotten: %s", type(error).__name__)
        await asyncio.sleep(_PURGE_EVERY)


async def _count(tally: Tally) -> None:
    """Count the turns; between two steps those who wait for the database have their turn."""
    while True:
        more = False
        try:
            more = await asyncio.to_thread(tally.catch_up)
        except SQLAlchemyError as error:
            _log.error("turns could not be counted: %s", type(error).__name__)
        await asyncio.sleep(_BETWEEN_COUNTS if more else _COUNT_EVERY)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
