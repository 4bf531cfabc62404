"""The public app over a real database, a small release and a fake engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from foundation.settings import Settings
from service.app import create_app
from service.parts import Parts, build_parts, tracker_file
from service.tracker import forget_tracker_rows
from tests.conversations.house import House, blank_database, small_releases


@dataclass
class Service:
    """The public app in this process.

    Attributes:
        house: the conversations behind it, with the fake engine and the canned knowledge.
        parts: what the app is made of.
        api: a client at one network address.
    """

    house: House
    parts: Parts
    api: TestClient

    def at(self, address: str) -> TestClient:
        """A client at another network address."""
        return TestClient(self.app, client=(address, 50000))

    @property
    def app(self) -> FastAPI:
        app = self.api.app
        assert isinstance(app, FastAPI)
        return app


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def shared_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one live release; nobody writes there."""
    return small_releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def start(tmp_path: Path, shared_releases: Path) -> Iterator[Callable[..., Service]]:
    """Starts the app with given settings."""
    opened: list[Parts] = []

    def begin(**given: Any) -> Service:
        settings = Settings.model_validate({"data": tmp_path / "data", "encoder": "none"} | given)
        blank_database(settings.data / "hoidap.sqlite").close()
        parts = build_parts(settings)
        opened.append(parts)
        house = House(parts.database, shared_releases)
        house.store = house.open_store(
            lambda engine_id: forget_tracker_rows(tracker_file(settings), engine_id)
        )
        house.turns = house.open_turns(house.engine)
        parts.library, parts.answerer = house.library, house.answers
        parts.store, parts.web_turns = house.store, house.turns
        return Service(house, parts, TestClient(create_app(parts), client=("192.0.2.7", 50000)))

    yield begin
    for parts in opened:
        parts.database.close()


@pytest.fixture
def service(start: Callable[..., Service]) -> Service:
    return start()


@pytest.fixture
def api(service: Service) -> TestClient:
    return service.api
