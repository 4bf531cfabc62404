"""What the tests of conversations share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.database import Database
from tests.conversations.house import House, blank_database, small_releases
from tests.postgres import PostgresServer


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def shared_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one live release; nobody writes there."""
    return small_releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A new database with the present schema, of both kinds."""
    if request.param == "sqlite":
        database = blank_database(tmp_path / "hoidap.sqlite")
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        database = Database(server.migrated_database())
    yield database
    database.close()


@pytest.fixture
def house(database: Database, shared_releases: Path) -> House:
    return House(database, shared_releases)
