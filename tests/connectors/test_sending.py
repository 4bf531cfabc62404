"""Sending through each connector to its platform, and what is known of a message that went wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors import calls
from connectors.telegram import connector as telegram
from conversations.channel import Refusal, Refused, Sent, Unknown
from conversations.wording import default_words
from tests.connectors.platforms import CHAT, FAKES, Line, connector_to
from tests.conversations.house import blank_database
from tests.fakes.messenger import FakeMessenger
from tests.fakes.platform import FakePlatform
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOa

pytestmark = pytest.mark.anyio

PART: dict[str, Any] = {
    "text": "Kinh tế số đạt 30% GDP; R&D < 2%.",
    "emphasis": [[15, 22]],
    "buttons": [["b" * 32, "Năm 2026"], ["c" * 32, "Gặp cán bộ"]],
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


LINES: dict[str, dict[str, Any]] = {name: {} for name in FAKES} | {
    "zalo_bot by python-zalo-bot": {"zalo_bot_client": "python-zalo-bot"}
}


@pytest.fixture(params=LINES)
async def line(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Line]:
    monkeypatch.setattr(calls, "TIMEOUT", httpx.Timeout(0.7, connect=0.7))
    monkeypatch.setattr(telegram, "_TIMEOUT", 0.7)
    monkeypatch.setattr("connectors.zalo_bot.community._PATIENCE", 0.7)
    name = request.param.split()[0]
    database = blank_database(tmp_path / "hoidap.sqlite")
    with FAKES[name]() as fake:
        known(fake)
        connector = connector_to(name, fake.url, database, **LINES[request.param])
        yield Line(name, fake, connector)
        await connector.close()
    database.close()


def known(fake: FakePlatform) -> None:
    """The citizen has written before."""
    match fake:
        case FakeMessenger() | FakeZaloOa():
            fake.heard[CHAT] = fake.now()
        case FakeZaloBot():
            fake.known[CHAT] = None
        case _:
            pass


async def test_a_part_is_shown_with_its_buttons(line: Line) -> None:
    result = await line.connector.send(CHAT, PART)
    (shown,) = line.fake.of(CHAT)
    assert isinstance(result, Sent)
    if line.name != "telegram":
        assert result.id == shown.id
        assert shown.text == PART["text"]
    else:
        assert shown.text == "Kinh tế số đạt <b>30% GDP</b>; R&amp;D &lt; 2%."
    titles = [title for _, title in shown.buttons]
    assert titles == ([] if line.name == "zalo_bot" else ["Năm 2026", "Gặp cán bộ"])


@pytest.mark.parametrize("fault", ["429", "500", "503", "ok_false"])
async def test_a_platform_that_refuses_for_now_is_busy(line: Line, fault: str) -> None:
    line.fake.faults.append(fault)
    result = await line.connector.send(CHAT, PART)
    assert isinstance(result, Refused)
    assert result.why is Refusal.BUSY
    assert line.fake.of(CHAT) == []


@pytest.mark.parametrize("fault", ["hang", "drop_after", "drop_before", "502", "504"])
async def test_when_no_answer_comes_nobody_knows(line: Line, fault: str) -> None:
    if line.name == "zalo_oa" and fault.isdigit():
        fault = "hang"
    line.fake.faults.append(fault)
    assert isinstance(await line.connector.send(CHAT, PART), Unknown)
    assert len(line.fake.of(CHAT)) == (fault in {"hang", "drop_after"})


async def test_a_platform_that_is_not_there_was_never_reached(line: Line, tmp_path: Path) -> None:
    database = blank_database(tmp_path / "other.sqlite")
    connector = connector_to(line.name, "http://127.0.0.1:9", database)
    result = await connector.send(CHAT, PART)
    assert isinstance(result, Refused)
    assert result.why is Refusal.BUSY
    await connector.close()
    database.close()


async def test_the_longest_part_is_taken(line: Line) -> None:
    limit = line.connector.capabilities.text_limit
    for text in ("ệ" * limit, "👍" * (limit // 2)):
        line.fake.ahead += 1.0  # a chat gets no more than a message a second
        assert isinstance(await line.connector.send(CHAT, PART | {"text": text, "emphasis": []}), Sent)


async def test_the_credentials_and_the_menu_are_looked_at(line: Line) -> None:
    connected = await line.connector.connect("https://hoidap.example.vn/webhooks/" + line.name)
    status = await line.connector.status()
    menu = await line.connector.publish_menu(default_words())
    assert all(check.ok for check in (*connected, *status, *menu))
    assert not any("secret" in check.detail for check in (*connected, *status, *menu))


async def test_typing_and_acknowledging_raise_nothing(line: Line, tmp_path: Path) -> None:
    await line.connector.show_typing(CHAT)
    database = blank_database(tmp_path / "other.sqlite")
    nowhere = connector_to(line.name, "http://127.0.0.1:9", database)
    await nowhere.show_typing(CHAT)
    await nowhere.close()
    database.close()
    if isinstance(line.fake, FakeMessenger | FakeTelegram | FakeZaloBot):
        assert line.fake.typing == [CHAT]


async def test_who_may_not_be_written_to_any_more_is_told_apart(line: Line) -> None:
    match line.fake:
        case FakeTelegram() as fake:
            fake.blocked.add(CHAT)
            expected = Refusal.RECIPIENT
        case FakeZaloBot() as fake:
            fake.known.clear()
            expected = Refusal.PART
        case fake:
            fake.ahead = 8 * 24 * 3600.0
            expected = Refusal.WINDOW
    result = await line.connector.send(CHAT, PART)
    assert isinstance(result, Refused)
    assert result.why is expected


async def test_a_wrong_token_stops_the_channel(line: Line, tmp_path: Path) -> None:
    wrong = {
        "zalo_bot": {"zalo_bot_token": "77:wrong"},
        "messenger": {"messenger_page_token": "wrong"},
        "telegram": {"telegram_token": "99:wrong"},
        "zalo_oa": {},
    }[line.name]
    if isinstance(line.fake, FakeZaloOa):
        line.fake.access, line.fake.refresh = "other", "other"
    database = blank_database(tmp_path / "other.sqlite")
    connector = connector_to(line.name, line.fake.url, database, **wrong)
    result = await connector.send(CHAT, PART)
    assert isinstance(result, Refused)
    assert result.why is Refusal.CHANNEL
    assert not all(check.ok for check in await connector.status())
    await connector.close()
    database.close()


async def test_somebody_without_a_zalo_account_is_answered_without_buttons(tmp_path: Path) -> None:
    database = blank_database(tmp_path / "hoidap.sqlite")
    with FakeZaloOa() as fake:
        fake.heard[CHAT] = fake.now()
        connector = connector_to("zalo_oa", fake.url, database)
        assert isinstance(await connector.send(f"anonymous:{CHAT}:k9", PART), Sent)
        (shown,) = fake.of(CHAT)
        assert (shown.text, shown.buttons) == (PART["text"], ())
        await connector.close()
    database.close()


async def test_a_bot_whose_month_is_spent_sends_nothing(tmp_path: Path) -> None:
    database = blank_database(tmp_path / "hoidap.sqlite")
    with FakeZaloBot() as fake:
        fake.known[CHAT] = None
        connector = connector_to("zalo_bot", fake.url, database, zalo_bot_monthly_quota=2)
        results = [await connector.send(CHAT, PART) for _ in range(3)]
        assert [type(result) for result in results] == [Sent, Sent, Refused]
        assert results[-1] == Refused(Refusal.CHANNEL, "monthly quota")
        assert len(fake.of(CHAT)) == 2
        await connector.close()
    database.close()


async def test_the_quota_of_a_reply_is_kept_and_a_charged_one_is_told_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Free for 48 hours after the citizen's word, charged until the seventh day, refused afterwards."""
    database = blank_database(tmp_path / "hoidap.sqlite")
    with FakeZaloOa() as fake:
        fake.heard[CHAT] = fake.now()
        connector = connector_to("zalo_oa", fake.url, database)
        notes = []
        for hours in (47, 49, 24 * 7 - 1):
            fake.ahead = hours * 3600.0
            result = await connector.send(CHAT, PART)
            assert isinstance(result, Sent)
            notes.append(result.note)
        fake.ahead = 24 * 7 * 3600.0 + 1
        late = await connector.send(CHAT, PART)
        await connector.close()
    database.close()
    assert notes == ["reply", "charged", "charged"]
    assert caplog.messages == ["Zalo OA charged a reply: it carried no quota"] * 2
    assert isinstance(late, Refused)
    assert (late.why, late.code) == (Refusal.WINDOW, "-230")
