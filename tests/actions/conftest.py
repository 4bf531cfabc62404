"""The private port over a real store, asked as Rasa asks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from actions.executor import build_executor
from foundation.database import Database
from knowledge.release import build_release, switch_live
from service.action_port import create_action_app
from service.schema import migrate
from tests.conversations.house import House
from tests.knowledge.samples import NOW, HashEncoder, two_sources

TOKEN = "token-of-the-actions"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An open conversation with nothing in it yet."""
    database = Database(f"sqlite:///{tmp_path / 'hoidap.sqlite'}")
    migrate(database)
    releases = tmp_path / "releases"
    switch_live(releases, build_release(releases, two_sources(), HashEncoder(), NOW).id)
    yield House(database, releases)
    database.close()


@pytest.fixture
async def port(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the private port, with its token."""
    app = create_action_app(build_executor(house.library, house.answers, house.store), TOKEN)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://127.0.0.1",
        headers={"Authorization": f"Bearer {TOKEN}"},
    ) as client:
        yield client
