"""Wake-up calls within a process and between processes."""

from __future__ import annotations

import asyncio
import time

import pytest

from conversations.wake import Bells
from foundation.database import Database
from tests.conversations.house import House
from tests.conversations.post_office import PostOffice
from tests.postgres import PostgresServer

pytestmark = pytest.mark.anyio


async def seconds_until(bells: Bells, topic: str, patience: float = 5.0) -> float:
    began = time.monotonic()
    await bells.wait(topic, patience)
    return time.monotonic() - began


async def test_a_bell_that_rang_before_somebody_waited_is_heard_once() -> None:
    bells = Bells()
    bells.announce("telegram")
    assert await seconds_until(bells, "telegram") < 1
    assert await seconds_until(bells, "telegram", 0.05) >= 0.05


async def test_bells_of_other_topics_wake_nobody() -> None:
    bells = Bells()
    bells.announce("messenger")
    assert await seconds_until(bells, "telegram", 0.05) >= 0.05


async def test_work_that_another_process_brought_is_heard_of(postgres: PostgresServer, house: House) -> None:
    if house.database.engine.dialect.name != "postgresql":
        return  # one process has one SQLite
    bells = Bells()
    await bells.wait("zalo_oa", 0.01)
    listening = asyncio.create_task(
        bells.listen(house.database.engine.url.render_as_string(hide_password=False))
    )
    assert await seconds_until(bells, "zalo_oa") < 4  # rung once the connection stood
    office = PostOffice(house)
    office.arrives(office.event("một"))
    assert await seconds_until(bells, "zalo_oa") < 2
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


@pytest.mark.slow
async def test_calls_are_heard_again_after_the_server_died() -> None:
    server = PostgresServer()
    try:
        url = server.migrated_database()
        bells = Bells()
        await bells.wait("zalo_oa", 0.01)
        listening = asyncio.create_task(bells.listen(url))
        assert await seconds_until(bells, "zalo_oa") < 4
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(server.start)
        assert await seconds_until(bells, "zalo_oa", 15.0) < 10
        database = Database(url)
        database.check()
        database.close()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
    finally:
        server.close()
