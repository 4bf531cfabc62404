"""The engine for its tests: trained once for each state of the project, started once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.stand import Engine, FakeApp, fingerprint, train


@pytest.fixture(scope="session")
def model(pytestconfig: pytest.Config) -> Path:
    """The archive of the project's model; kept between runs while nothing it depends on changes."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("engine-model")
    archive = folder / f"{fingerprint()}.tar.gz"
    if not archive.exists():
        for older in folder.glob("*.tar.gz"):
            older.unlink()
        train(archive)
    return archive


@pytest.fixture(scope="session")
def shared_app() -> Iterator[FakeApp]:
    app = FakeApp()
    yield app
    app.close()


@pytest.fixture
def app(shared_app: FakeApp) -> FakeApp:
    """The fake app behind the engine, as at first."""
    shared_app.reset()
    return shared_app


@pytest.fixture(scope="session")
def shared_engine(
    model: Path, shared_app: FakeApp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    engine = Engine(model, shared_app, tmp_path_factory.mktemp("engine"), port)
    try:
        engine.start()
        yield engine
    finally:
        engine.stop()


@pytest.fixture
def engine(shared_engine: Engine, app: FakeApp) -> Engine:
    """The running engine."""
    return shared_engine
