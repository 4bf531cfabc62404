"""The service is killed again and again in the middle of its work; the platforms' logs judge."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.database import Database
from service.serve import _free_port as free_port
from tests.postgres import PostgresServer
from tests.service.crowd import Crowd, give_consent, idle, platforms, sending
from tests.service.running import Running, start

pytestmark = [pytest.mark.slow]

QUESTIONS, CHATS, KILLS = 5, 10, 4


def restart(data: Path, port: int, settings: dict[str, object]) -> Running:
    running = start(data, port, engine=0, encoder="none", **settings)
    running.wait(running.health, 60, "up")
    return running


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """One that may be killed."""
    server = PostgresServer()
    yield server
    server.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_message_is_lost_or_doubled_though_service_and_database_are_killed(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    data, port, chance = tmp_path / "data", free_port(), random.Random(57)  # noqa: S311
    server: PostgresServer | None = request.getfixturevalue("server") if kind == "postgresql" else None
    with platforms(f"http://127.0.0.1:{port}") as (fakes, settings):
        url = server.new_database() if server else f"sqlite:///{data / 'hoidap.sqlite'}"
        settings["database_url"] = url
        running = restart(data, port, settings)
        database = Database(url)
        try:
            give_consent(database)
            crowd = Crowd(fakes, chats=CHATS, questions=QUESTIONS)
            crowd.begin(pause=0.3)
            in_flight = 0
            for number in range(KILLS):
                time.sleep(chance.uniform(0.3, 1.5))
                if server and number % 2:
                    server.kill()
                    time.sleep(chance.uniform(0.0, 1.0))
                    server.start()
                    continue
                running.process.kill()
                running.process.wait()
                in_flight += sending(database)
                running = restart(data, port, settings)
            until = time.monotonic() + 120
            while crowd.asking() or not idle(database):
                assert time.monotonic() < until, running.log
                time.sleep(0.2)
            verdict = crowd.verdict(database)
        finally:
            database.close()
            running.end()
    assert verdict.undelivered == 0
    assert verdict.lost == []
    assert verdict.doubled == []
    assert verdict.disordered == []
    assert len(verdict.uncertain) <= in_flight
    assert verdict.shown >= verdict.asked - in_flight
