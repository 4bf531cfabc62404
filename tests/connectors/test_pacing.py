"""The platforms' rate limits: kept where they are known, obeyed where a platform says so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.connector import Connector
from connectors.pacing import Pace
from conversations.channel import Refusal, Refused, SendResult, Sent
from foundation.database import Database
from tests.connectors.platforms import CHAT, connector_to
from tests.conversations.house import blank_database
from tests.fakes.messenger import FakeMessenger
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOa

pytestmark = pytest.mark.anyio

PART: dict[str, Any] = {"text": "Kinh tế số đạt 30% GDP."}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = blank_database(tmp_path / "hoidap.sqlite")
    yield database
    database.close()


@pytest.fixture
async def telegram(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[FakeTelegram, Connector]]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # the connector sets it where it is loaded first
    with FakeTelegram() as fake:
        connector = connector_to("telegram", fake.url, database)
        yield fake, connector
        await connector.close()


def refused(result: SendResult) -> Refused:
    assert isinstance(result, Refused)
    return result


async def test_no_more_goes_to_telegram_in_a_second_than_it_takes(
    telegram: tuple[FakeTelegram, Connector],
) -> None:
    fake, connector = telegram
    began = time.monotonic()
    results = await asyncio.gather(*(connector.send(f"{5000 + number}", PART) for number in range(40)))
    if time.monotonic() - began < 1:  # else a slow machine has kept the limit by itself
        held = [result for result in results if not isinstance(result, Sent)]
        assert len(held) == 10
        assert all(refused(result).why is Refusal.HELD for result in held)
        assert all(0 < (refused(result).retry_after or 0) <= 1 for result in held)
    assert fake.refused == 0
    assert len(fake.shown) == sum(isinstance(result, Sent) for result in results)


async def test_a_chat_that_gets_too_much_waits_alone(telegram: tuple[FakeTelegram, Connector]) -> None:
    fake, connector = telegram
    assert isinstance(await connector.send(CHAT, PART), Sent)
    limited = refused(await connector.send(CHAT, PART))
    assert (limited.why, limited.retry_after) == (Refusal.BUSY, 1.0)
    assert isinstance(await connector.send("77", PART), Sent)
    fake.ahead += 1.0
    assert isinstance(await connector.send(CHAT, PART), Sent)


async def test_an_account_over_its_limit_is_silent_for_as_long_as_it_is_told(database: Database) -> None:
    with FakeZaloOa() as fake:
        fake.heard = {CHAT: fake.now(), "77": fake.now()}
        connector = connector_to("zalo_oa", fake.url, database)
        fake.faults.append("429")
        first = refused(await connector.send(CHAT, PART))
        assert (first.why, first.code, first.retry_after) == (Refusal.BUSY, "-32", 60.0)
        other = refused(await connector.send("77", PART))
        assert (other.why, other.code) == (Refusal.HELD, "pace")
        assert 55 < (other.retry_after or 0) <= 60
        assert fake.shown == []
        assert fake.left(fake.allowances()[0]) == 4000 - 1  # it was not even asked
        await connector.close()


async def test_zalo_says_how_much_of_a_minute_is_left(database: Database) -> None:
    with FakeZaloOa() as fake:
        fake.heard[CHAT] = fake.now()
        connector = connector_to("zalo_oa", fake.url, database)
        for _ in range(4000):
            fake.over(CHAT)
        full = refused(await connector.send(CHAT, PART))
        assert (full.why, full.code) == (Refusal.BUSY, "-32")
        await connector.close()


async def test_a_spent_month_of_a_bot_is_the_platforms_word_too(database: Database) -> None:
    with FakeZaloBot() as fake:
        fake.known = {CHAT: None, "77": None}
        for _ in range(3000):
            fake.over(CHAT)
        connector = connector_to("zalo_bot", fake.url, database, zalo_bot_monthly_quota=10_000)
        assert refused(await connector.send(CHAT, PART)).code == "429"
        assert refused(await connector.send("77", PART)).why is Refusal.HELD
        await connector.close()


async def test_a_page_over_its_days_limit_is_busy(database: Database) -> None:
    with FakeMessenger() as fake:
        fake.heard[CHAT] = fake.now()
        for _ in range(200):
            fake.over(CHAT)
        connector = connector_to("messenger", fake.url, database)
        assert refused(await connector.send(CHAT, PART)).why is Refusal.BUSY
        await connector.close()


def test_a_send_that_is_held_is_not_counted() -> None:
    pace = Pace(2)
    assert pace.hold() is None
    assert pace.hold() is None
    waits = [refused(held).retry_after or 0 for _ in range(20) if (held := pace.hold())]
    assert len(waits) == 20
    time.sleep(waits[-1] + 0.05)
    assert pace.hold() is None


def test_what_does_not_limit_the_account_hushes_nobody() -> None:
    pace = Pace()
    for result in (Sent("m1"), Refused(Refusal.BUSY, "503"), Refused(Refusal.RECIPIENT, "551", 60.0)):
        assert pace.heed(result) is result
        assert pace.hold() is None
