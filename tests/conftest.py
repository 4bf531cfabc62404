"""What holds for every test, on the app's Python and on the engine's alike.

- No network but loopback: any other connection or name look-up is an error, and fails the test even where the
  code under test swallows it.
- A clean environment: none of our settings and no proxy of the machine reaches a test.
- Property tests repeat the same examples in CI.
- Tests marked `slow`, `engine` or `browser` have more time than the others.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from foundation.database import Database
    from tests.postgres import PostgresServer

LONG_SECONDS = 300
LONG_MARKERS = ("slow", "engine", "browser")
PROXY_NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy", "ws_proxy", "wss_proxy")

# Deadlines measure the machine, not the code.
hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_configure() -> None:
    _clean(os.environ)
    # The encoder's threads spin where the cores are busy; set before numpy is imported.
    os.environ["OMP_NUM_THREADS"] = "1"
    sys.addaudithook(_refuse_other_machines)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        long = any(item.get_closest_marker(name) for name in LONG_MARKERS)
        if long and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONG_SECONDS))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server, started for the first test that asks for it."""
    from tests.postgres import PostgresServer  # the engine's Python has no driver for it

    server = PostgresServer()
    yield server
    server.close()


DATABASES = ("sqlite", "postgresql")


@pytest.fixture(params=DATABASES)
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind without a table in it."""
    from foundation.database import Database

    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'hoidap.sqlite'}")
    else:
        database = Database(request.getfixturevalue("postgres").new_database())
    yield database
    database.close()


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind with the present schema and nothing in it."""
    from foundation.database import Database
    from tests.conversations.house import blank_database

    if request.param == "sqlite":
        database = blank_database(tmp_path / "hoidap.sqlite")
    else:
        database = Database(request.getfixturevalue("postgres").migrated_database())
    yield database
    database.close()


# --- no network but loopback --------------------------------------------------------------------------------


class NetworkUsed(RuntimeError):
    """A test tried to reach another machine. No OSError: no retry or fallback is to take it for an outage."""


_attempts: list[str] = []

# Where each audited call has the host: its position, and whether a whole socket address stands there.
_HOSTS = {
    "socket.connect": (1, True),
    "socket.sendto": (1, True),
    "socket.sendmsg": (1, True),
    "socket.getaddrinfo": (0, False),
    "socket.gethostbyname": (0, False),
    "socket.gethostbyaddr": (0, False),
}


def _refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _HOSTS:
        return
    position, is_address = _HOSTS[event]
    host = arguments[position]
    if is_address:
        if not isinstance(host, tuple):  # a Unix socket's path, or nothing: a connected socket
            return
        host = host[0]
    if not _is_loopback(host):
        _attempts.append(f"{event} to {host!r}")
        raise NetworkUsed(
            f"{event} to {host!r}: tests reach nothing but this machine; use a fake from tests/fakes"
        )


def _is_loopback(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "0.0.0.0", "::", socket.gethostname()):  # noqa: S104 - asked for, not bound
        return True
    try:
        return ipaddress.ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fails the test that tried to reach another machine, also where the refusal was caught."""
    _attempts.clear()
    yield
    if _attempts:
        pytest.fail("the network was used: " + "; ".join(_attempts))


# --- a clean environment ------------------------------------------------------------------------------------


def _clean(environment: MutableMapping[str, str]) -> None:
    for name in list(environment):
        if name.startswith("HOIDAP_") or name.lower() in PROXY_NAMES:
            del environment[name]


@pytest.fixture(autouse=True)
def clean_environment() -> Iterator[None]:
    """Puts the environment back after the test, whatever it or the code under test has set."""
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


# --- things to ask for --------------------------------------------------------------------------------------


@pytest.fixture
def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A real headless browser; for tests marked `browser`."""
    from tests.chromium import launched

    with launched() as opened:
        yield opened
