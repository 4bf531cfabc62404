"""What the tests of conversations share."""

from __future__ import annotations

from pathlib import Path

import pytest

from foundation.database import Database
from tests.conversations.house import House, small_releases


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def shared_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one live release; nobody writes there."""
    return small_releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def house(database: Database, shared_releases: Path) -> House:
    return House(database, shared_releases)
