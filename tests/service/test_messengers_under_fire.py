"""The service is killed again and again in the middle of its work; the platforms' logs judge."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from foundation.database import Database
from service.serve import _free_port as free_port
from tests.service.crowd import Crowd, give_consent, idle, platforms, sending
from tests.service.running import Running, start

pytestmark = [pytest.mark.slow]

QUESTIONS, CHATS, KILLS = 5, 10, 4


def restart(data: Path, port: int, settings: dict[str, object]) -> Running:
    running = start(data, port, engine=0, encoder="none", **settings)
    running.wait(running.health, 60, "up")
    return running


def test_no_message_is_lost_or_doubled_though_the_service_is_killed(tmp_path: Path) -> None:
    data, port, chance = tmp_path / "data", free_port(), random.Random(57)  # noqa: S311
    with platforms(f"http://127.0.0.1:{port}") as (fakes, settings):
        running = restart(data, port, settings)
        database = Database(f"sqlite:///{data / 'hoidap.sqlite'}")
        try:
            give_consent(database)
            crowd = Crowd(fakes, chats=CHATS, questions=QUESTIONS)
            crowd.begin(pause=0.3)
            in_flight = 0
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.3, 1.5))
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
