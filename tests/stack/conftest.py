"""The whole stack, started once: ``hoidap serve`` with the real engine, encoder and documents."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from foundation.database import Database
from knowledge.release import live_id, live_is_whole
from tests.service.crowd import give_consent, platforms
from tests.stack.citizen import Answer, Citizen
from tests.stack.stack import ENGINE_PYTHON, Stack, free_port, keep, reuse, start_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The running stack, its engine ready."""
    assert ENGINE_PYTHON.exists(), f"no engine at {ENGINE_PYTHON}: run scripts/setup"
    data, port = tmp_path_factory.mktemp("stack"), free_port()
    reuse(data)
    with platforms(f"http://127.0.0.1:{port}") as (fakes, settings):
        running = start_stack(data, port, **settings)
        client = running.client(limits=httpx.Limits(max_connections=32))
        try:
            # Encoding all passages takes a minute or two where nothing is kept, all sample questions some five more.
            running.wait(running.health, 1200, "up")
            consented(data)
            early = Citizen(client).ask("muc tieu nam 2026 cua tinh la gi")
            running.wait(
                lambda: live_is_whole(data / "releases"), 1200, "whole: sample questions are missing"
            )
            first_release = live_id(data / "releases")
            assert first_release is not None
            stack = Stack(running, client, early, first_release, fakes)
            stack.wait_for_engine(600)
            keep(data)
            yield stack
        finally:
            client.close()
            running.end()
            for large in ("models", "releases"):  # the logs stay, for whoever looks for a failure's reason
                shutil.rmtree(data / large, ignore_errors=True)


def consented(data: Path) -> None:
    """What the administrator of the Zalo account does once."""
    database = Database(f"sqlite:///{data / 'hoidap.sqlite'}")
    give_consent(database)
    database.close()


@pytest.fixture
def citizen(stack: Stack) -> Citizen:
    """Somebody who has not asked anything yet."""
    return stack.citizen()


@pytest.fixture
def early(stack: Stack) -> Answer:
    """What the first question got as soon as the page was up."""
    return stack.early


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder for documents to import."""
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder
