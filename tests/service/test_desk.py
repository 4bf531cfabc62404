"""The desk is kept while the service runs, whatever goes wrong in one look."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

import service.desk
from foundation.errors import MissingError
from service.desk import keep_desk
from tests.conversations.house import House, blank_database, small_releases


@pytest.mark.parametrize(
    "failure", [MissingError("đã xoá"), OperationalError("SELECT", {}, Exception("gone"))]
)
def test_a_look_that_fails_is_not_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    monkeypatch.setattr(service.desk, "_SWEEP_EVERY", 0.01)
    house = House(blank_database(tmp_path / "house.sqlite"), small_releases(tmp_path / "releases"))
    sweep, failures, swept = house.desk.handovers.sweep, iter([failure]), asyncio.Event()

    def fail_at_first() -> None:
        for first in failures:
            raise first
        sweep()
        loop.call_soon_threadsafe(swept.set)

    async def keep() -> None:
        keeping = asyncio.create_task(keep_desk(house.desk))
        waiting = asyncio.create_task(swept.wait())
        try:
            await asyncio.wait({keeping, waiting}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
            assert swept.is_set(), keeping
        finally:
            keeping.cancel()
            waiting.cancel()

    monkeypatch.setattr(house.desk.handovers, "sweep", fail_at_first)
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        runner.run(keep())
    house.database.close()
