"""The tokens of a Zalo account: consent, refreshing in time, and each refresh token used once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from connectors.zalo_oa.access import AccessTokens
from connectors.zalo_oa.oauth import OAuth
from connectors.zalo_oa.token_table import ZaloTokenRow
from connectors.zalo_oa.tokens import Pair, TokenStore
from foundation.clock import utc_now
from foundation.database import Database
from foundation.errors import ChannelError, ForgedError
from foundation.sealing import Seal
from tests.connectors.platforms import SECRET
from tests.fakes.zalo_oa import APP, APP_SECRET, FakeZaloOa

pytestmark = pytest.mark.anyio

PAIR = Pair("access-0", "refresh-0", timedelta(hours=25))


class Clock:
    """The present, moved."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def fake() -> Iterator[FakeZaloOa]:
    with FakeZaloOa() as fake:
        yield fake


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database: Database, clock: Clock) -> TokenStore:
    return TokenStore(database, clock, Seal([SECRET]), "oa-1")


@pytest.fixture
async def tokens(fake: FakeZaloOa, store: TokenStore) -> AsyncIterator[AccessTokens]:
    oauth = OAuth(fake.url, APP, APP_SECRET)
    yield AccessTokens(store, oauth)
    await oauth.close()


async def consent(fake: FakeZaloOa, tokens: AccessTokens) -> dict[str, str]:
    """What the administrator's browser brings back."""
    url = await asyncio.to_thread(tokens.begin_consent, "https://hoidap.example.vn/webhooks/zalo_oa/consent")
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(url)
    return dict(httpx.URL(answer.headers["location"]).params)


async def test_a_consent_gives_the_first_tokens(fake: FakeZaloOa, tokens: AccessTokens) -> None:
    with pytest.raises(ChannelError):
        await tokens.get()
    back = await consent(fake, tokens)
    await tokens.finish_consent(back["code"], back["state"])
    assert (await tokens.get()).access == fake.access


async def test_a_consent_that_nobody_asked_for_is_refused(fake: FakeZaloOa, tokens: AccessTokens) -> None:
    with pytest.raises(ForgedError):
        await tokens.finish_consent("code", "state")
    back = await consent(fake, tokens)
    with pytest.raises(ForgedError):
        await tokens.finish_consent(back["code"], back["state"] + "x")
    await tokens.finish_consent(back["code"], back["state"])
    with pytest.raises(ForgedError):
        await tokens.finish_consent(back["code"], back["state"])


async def test_a_code_that_is_spent_leaves_the_tokens_as_they_were(
    fake: FakeZaloOa, tokens: AccessTokens, store: TokenStore
) -> None:
    store.begin(PAIR)
    back = await consent(fake, tokens)
    fake.codes.clear()
    with pytest.raises(ChannelError):
        await tokens.finish_consent(back["code"], back["state"])
    assert (await tokens.get()).access == "access-0"


async def test_a_token_is_refreshed_before_it_ends(
    fake: FakeZaloOa, tokens: AccessTokens, store: TokenStore, clock: Clock
) -> None:
    store.begin(PAIR)
    clock.ahead = timedelta(hours=19)
    assert (await tokens.get()).access == "access-0"
    clock.ahead = timedelta(hours=21)
    assert (await tokens.get()).access == fake.access != "access-0"
    assert fake.spent == {"refresh-0": 1}


async def test_a_refused_token_is_refreshed_once(
    fake: FakeZaloOa, tokens: AccessTokens, store: TokenStore
) -> None:
    store.begin(PAIR)
    first = await tokens.get()
    got = await asyncio.gather(*(tokens.get(first.generation) for _ in range(10)))
    assert {token.access for token in got} == {fake.access}
    assert fake.spent == {"refresh-0": 1}


async def test_while_zalo_is_away_the_old_token_serves(
    fake: FakeZaloOa, tokens: AccessTokens, store: TokenStore, clock: Clock
) -> None:
    store.begin(PAIR)
    clock.ahead = timedelta(hours=21)
    fake.oauth_faults = ["503", "500"]
    assert [(await tokens.get()).access for _ in range(2)] == ["access-0"] * 2
    assert (await tokens.get()).access == fake.access != "access-0"
    assert fake.spent == {"refresh-0": 1}


@pytest.mark.parametrize("status", ["502", "504"])
async def test_a_refresh_whose_answer_a_gateway_lost_is_not_repeated(
    fake: FakeZaloOa, tokens: AccessTokens, store: TokenStore, clock: Clock, status: str
) -> None:
    store.begin(PAIR)
    clock.ahead = timedelta(hours=21)
    fake.oauth_faults = [status]
    for _ in range(3):
        assert (await tokens.get()).access == "access-0"
    assert (await tokens.get()).lost
    assert fake.spent == {}


async def test_an_error_is_never_taken_for_tokens_and_asks_for_consent(
    fake: FakeZaloOa, tokens: AccessTokens, store: TokenStore, clock: Clock
) -> None:
    store.begin(PAIR)
    fake.refresh = "another"
    clock.ahead = timedelta(hours=21)
    assert (await tokens.get()).access == "access-0"
    assert (await tokens.get()).lost
    clock.ahead = timedelta(hours=26)
    with pytest.raises(ChannelError) as caught:
        await tokens.get()
    assert caught.value.code == "consent_lost"
    assert fake.spent == {"refresh-0": 1}
    back = await consent(fake, tokens)
    await tokens.finish_consent(back["code"], back["state"])
    assert (await tokens.get()).access == fake.access


async def test_a_refresh_whose_process_died_is_not_repeated(
    fake: FakeZaloOa, tokens: AccessTokens, store: TokenStore, clock: Clock
) -> None:
    store.begin(PAIR)
    assert store.claim(1) == "refresh-0"
    clock.ahead = timedelta(hours=21)
    assert (await tokens.get()).lost
    assert fake.spent == {}


def test_tokens_are_kept_sealed(database: Database, store: TokenStore) -> None:
    store.begin(PAIR)
    with database.reading() as session:
        row = session.scalars(select(ZaloTokenRow)).one()
        kept = repr(vars(row))
    assert "access-0" not in kept
    assert "refresh-0" not in kept


REFRESHER = """
import asyncio, sys
from connectors.zalo_oa.access import AccessTokens
from connectors.zalo_oa.oauth import OAuth
from connectors.zalo_oa.token_table import ZaloTokenRow
from connectors.zalo_oa.tokens import TokenStore
from foundation.clock import utc_now
from foundation.database import Database
from foundation.sealing import Seal

async def main(database, url, secret, rounds):
    oauth = OAuth(url, "4300", "app-secret")
    tokens = AccessTokens(TokenStore(Database(database), utc_now, Seal([secret]), "oa-1"), oauth)
    for wanted in range(1, rounds + 1):
        while (token := await tokens.get()).generation < wanted:
            await asyncio.sleep(0.001)
        token = await tokens.get(wanted)
        assert token.generation > wanted, token
    await oauth.close()

asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
"""


@pytest.mark.slow
def test_two_processes_that_refresh_at_once_use_each_refresh_token_once(
    fake: FakeZaloOa, database: Database
) -> None:
    TokenStore(database, utc_now, Seal([SECRET]), "oa-1").begin(PAIR)
    url = database.engine.url.render_as_string(hide_password=False)
    started = [
        subprocess.Popen([sys.executable, "-c", REFRESHER, url, fake.url, SECRET, "200"]) for _ in range(2)
    ]
    try:
        assert [process.wait(timeout=120) for process in started] == [0, 0]
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert len(fake.spent) == 200
    assert set(fake.spent.values()) == {1}
