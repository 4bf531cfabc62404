"""``hoidap channel`` against the fake platforms: what an operator reads, and that no secret is among it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conversations.channel_tables import ContactRow, OutboundRow
from foundation.database import Database
from tests.connectors.platforms import FAKES, SECRET, settings_for
from tests.conversations.house import blank_database
from tests.fakes.messenger import FakeMessenger
from tests.fakes.platform import FakePlatform
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOa
from tests.service.crowd import give_consent
from tests.service.hoidap import Hoidap

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = blank_database(tmp_path / "data" / "hoidap.sqlite")
    yield database
    database.close()


@pytest.fixture(params=FAKES)
def fake(request: pytest.FixtureRequest) -> Iterator[FakePlatform]:
    with FAKES[request.param]() as fake:
        yield fake


@pytest.fixture
def name(fake: FakePlatform) -> str:
    return next(name for name, kind in FAKES.items() if isinstance(fake, kind))


@pytest.fixture
def hoidap(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    database: Database,
    fake: FakePlatform,
    name: str,
) -> Hoidap:
    given = settings_for({name: fake.url}, secret=SECRET, data=tmp_path / "data", encoder="none")
    for setting, value in given.items():
        monkeypatch.setenv(f"HOIDAP_{setting.upper()}", str(value))
    if isinstance(fake, FakeZaloOa):
        give_consent(database)
    return Hoidap(monkeypatch, capsys)


def letter(database: Database, channel: str, state: str) -> int:
    """A dead letter; its number."""
    lane = f"lane of {channel}"
    with database.transaction() as session:
        if session.get(ContactRow, lane) is None:
            session.add(
                ContactRow(lane=lane, channel=channel, address=b"", last_inbound_at=NOW, greeted_at=None)
            )
        row = OutboundRow(
            channel=channel,
            lane=lane,
            inbound=1,
            position=session.query(OutboundRow).count(),
            part={"text": "x"},
            state=state,
            attempts=2,
            code="-230",
            note="",
            platform_id="",
            created_at=NOW,
            due_at=NOW,
            settled_at=NOW,
        )
        session.add(row)
        session.flush()
        return row.id


def test_connecting_registers_what_programs_may_and_says_the_rest(
    hoidap: Hoidap, fake: FakePlatform, name: str
) -> None:
    ran = hoidap("channel", "connect", name)
    assert ran.status == 0, ran
    webhook = f"https://hoidap.example.vn/webhooks/{name}"
    match fake:
        case FakeTelegram() | FakeZaloBot():
            assert fake.hook["url"] == webhook
        case FakeZaloOa():
            assert f"{fake.url}/v4/oa/permission?" in ran.out.replace("\n", "")
            assert f"{webhook}/consent" in ran.out
        case _:
            assert webhook in ran.out
    assert not any(
        secret in ran.out + ran.err for secret in ("tg-secret", "bot-secret", "page-token", "app-secret")
    )


def test_the_state_of_a_channel_is_shown(hoidap: Hoidap, database: Database, name: str) -> None:
    letter(database, name, "uncertain")
    hoidap("channel", "connect", name)
    ran = hoidap("channel", "status", name)
    assert ran.status == 0, ran
    assert "1  tin đi không rõ đã tới chưa" in ran.out
    shown = hoidap("channel", "status", name, "--json").json
    assert shown["counts"]["out:uncertain"] == 1
    assert all(check["ok"] for check in shown["checks"])


def test_a_channel_that_is_off_says_how_to_turn_it_on(hoidap: Hoidap, name: str) -> None:
    assert hoidap("channel", "off", name).status == 0
    ran = hoidap("channel", "status", name)
    assert ran.status == 1
    assert f"hoidap channel on {name}" in ran.out
    hoidap("channel", "connect", name)
    assert hoidap("channel", "on", name).status == 0
    assert hoidap("channel", "status", name).status == 0


def test_the_menu_is_set(hoidap: Hoidap, fake: FakePlatform, name: str) -> None:
    assert hoidap("channel", "menu", name).status == 0
    if isinstance(fake, FakeMessenger):
        assert set(fake.profile) == {"get_started", "greeting", "ice_breakers", "persistent_menu"}
        assert "tự động" in fake.profile["greeting"][0]["text"]


def test_the_way_of_a_message_is_tried(hoidap: Hoidap, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIDAP_PUBLIC_URL", "http://127.0.0.1:9")
    ran = hoidap("channel", "test", name)
    assert ran.status == 1
    assert f"✗ Địa chỉ công khai: http://127.0.0.1:9/webhooks/{name} không tới được" in ran.out


def test_dead_letters_are_shown_and_sent_again(hoidap: Hoidap, database: Database, name: str) -> None:
    failed, uncertain = letter(database, name, "failed"), letter(database, name, "uncertain")
    ran = hoidap("channel", "dead-letters", name)
    assert ran.status == 0
    assert "không rõ" in ran.out
    assert "-230" in ran.out
    assert {one["id"] for one in hoidap("channel", "dead-letters", name, "--json").json} == {
        failed,
        uncertain,
    }
    assert hoidap("channel", "resend", name).status == 1
    assert hoidap("channel", "resend", name, "99").status == 1
    assert "1 tin" in hoidap("channel", "resend", name, "--failed").err
    assert "1 tin" in hoidap("channel", "resend", name, uncertain).err
    assert hoidap("channel", "dead-letters", name, "--json").json == []


def test_a_channel_that_is_not_used_is_said_to_be(
    hoidap: Hoidap, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOIDAP_CHANNELS", "")
    ran = hoidap("channel", "status", name)
    assert ran.status == 1
    assert "HOIDAP_CHANNELS" in ran.err


def test_a_channel_that_lacks_its_settings_names_them(
    hoidap: Hoidap, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOIDAP_ZALO_OA_APP_SECRET", "")
    ran = hoidap("channel", "status", name)
    assert ran.status == 1
    assert "HOIDAP_ZALO_OA_APP_SECRET" in ran.err
    assert "docs/kenh/zalo-oa.md" in ran.err.replace("\n", "")
