"""The private port over a real store, asked as Rasa asks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from actions.executor import build_executor
from conversations.wording import Wordings
from service.action_port import create_action_app
from tests.conversations.house import House, blank_database, small_releases

TOKEN = "token-of-the-actions"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one live release; nobody writes there."""
    return small_releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def house(tmp_path: Path, releases: Path) -> Iterator[House]:
    database = blank_database(tmp_path / "hoidap.sqlite")
    yield House(database, releases)
    database.close()


@pytest.fixture
def wordings(house: House) -> Wordings:
    """The words that administrators set."""
    return Wordings(house.database, house.clock)


@pytest.fixture
async def port(house: House, wordings: Wordings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the private port, with its token."""
    app = create_action_app(
        build_executor(house.library, house.answers, house.store, house.desk, wordings, house.clock), TOKEN
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://127.0.0.1",
        headers={"Authorization": f"Bearer {TOKEN}"},
    ) as client:
        yield client
