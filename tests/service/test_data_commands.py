"""``hoidap data``: periods, purge, export, erase."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conversations.conversation import ConversationStore
from conversations.letters import Letters
from foundation.database import Database
from foundation.sealing import Seal
from tests.conversations.house import blank_database
from tests.service.hoidap import Hoidap

LONG_AGO = datetime.now(UTC) - timedelta(days=1000)
CONVERSATION = "c" * 32


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = blank_database(tmp_path / "data" / "hoidap.sqlite")
    yield database
    database.close()


@pytest.fixture
def hoidap(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, database: Database
) -> Hoidap:
    monkeypatch.setenv("HOIDAP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOIDAP_ENCODER", "none")
    return Hoidap(monkeypatch, capsys)


@pytest.fixture
def code(database: Database, tmp_path: Path) -> str:
    """Of something left long ago, in a conversation that the engine remembers."""
    store = ConversationStore(database, lambda: LONG_AGO, lambda _engine_id: None)
    store.open("web", CONVERSATION)
    engine_id = store.claim(CONVERSATION, "m", "r").engine_id
    with closing(sqlite3.connect(tmp_path / "data" / "tracker.sqlite")) as connection, connection:
        connection.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, timestamp FLOAT, data TEXT)"
        )
        rows = [
            (engine_id, LONG_AGO.timestamp(), '{"text": "xưa"}'),
            ("other", datetime.now(UTC).timestamp(), "{}"),
        ]
        connection.executemany("INSERT INTO events (sender_id, timestamp, data) VALUES (?, ?, ?)", rows)
    letters = Letters(database, lambda: LONG_AGO, Seal(["a secret of the tests, 32 characters"]))
    return letters.leave(engine_id, "feedback", "góp ý cũ")


def remembered(tmp_path: Path) -> int:
    with closing(sqlite3.connect(tmp_path / "data" / "tracker.sqlite")) as connection:
        count: int = connection.execute("SELECT count(*) FROM events").fetchone()[0]
    return count


def test_the_periods_are_told(hoidap: Hoidap) -> None:
    told = {row["kept"]: row["words"] for row in hoidap("data", "periods", "--json").json}
    assert told["questions"] == "180 ngày"
    assert told["audit"] == "không xoá"
    assert hoidap("data", "periods").status == 0


def test_a_purge_forgets_what_is_old_also_in_the_engine(hoidap: Hoidap, code: str, tmp_path: Path) -> None:
    purged = hoidap("data", "purge", "--json").json
    assert (purged["letters"], purged["memory"]) == (1, 1)
    assert remembered(tmp_path) == 1
    assert hoidap("data", "export", code).status == 1
    assert not any(hoidap("data", "purge", "--json").json.values())
    assert "data_purged" in hoidap("user", "audit").out


def test_a_conversation_is_handed_out_and_erased(hoidap: Hoidap, code: str, tmp_path: Path) -> None:
    told = json.loads(hoidap("data", "export", code).out)
    assert told["letters"][0]["text"] == "góp ý cũ"
    assert told["engine"] == [{"text": "xưa"}]
    assert hoidap("data", "export", CONVERSATION, "--to", tmp_path / "out.json").status == 0
    assert json.loads((tmp_path / "out.json").read_text("utf-8")) == told
    assert hoidap("data", "erase", code, "--yes").status == 0
    assert remembered(tmp_path) == 1
    gone = hoidap("data", "erase", code, "--yes")
    assert gone.status == 1
    assert "Cách xử lý" in gone.err
    noted = [json.loads(line)["action"] for line in hoidap("user", "audit").out.splitlines()]
    assert noted.count("data_exported") == 2
    assert noted.count("data_erased") == 1
