"""What the tests of conversations share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.database import Database
from knowledge.release import build_release, switch_live
from service.schema import migrate
from tests.conversations.house import House
from tests.knowledge.samples import NOW, HashEncoder, two_sources


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def shared_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one live release; nobody writes there."""
    folder = tmp_path_factory.mktemp("releases")
    switch_live(folder, build_release(folder, two_sources(), HashEncoder(), NOW).id)
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new SQLite database with the present schema."""
    database = Database(f"sqlite:///{tmp_path / 'hoidap.sqlite'}")
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def house(database: Database, shared_releases: Path) -> House:
    return House(database, shared_releases)
