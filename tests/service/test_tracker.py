"""Rasa's tracker rows are erased from the app's side."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.tracker import TrackerRows, forget_tracker_rows


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """A tracker database as Rasa's SQL store lays it out."""
    file = tmp_path / "tracker.sqlite"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, data TEXT)")
        rows = [("e1", "một"), ("e1", "hai"), ("e2", "ba"), ("e1' OR '1'='1", "bốn")]
        connection.executemany("INSERT INTO events (sender_id, data) VALUES (?, ?)", rows)
    return file


def left(tracker: Path) -> list[str]:
    with closing(sqlite3.connect(tracker)) as connection:
        return [data for (data,) in connection.execute("SELECT data FROM events ORDER BY id")]


def test_the_rows_of_one_conversation_go_and_all_others_stay(tracker: Path) -> None:
    forget_tracker_rows(tracker, "e1")
    assert left(tracker) == ["ba", "bốn"]
    forget_tracker_rows(tracker, "e1' OR '1'='1")
    assert left(tracker) == ["ba"]


def test_before_rasas_first_start_there_is_nothing_to_do(tmp_path: Path) -> None:
    file = tmp_path / "tracker.sqlite"
    forget_tracker_rows(file, "e1")
    assert not file.exists()
    sqlite3.connect(file).close()
    forget_tracker_rows(file, "e1")


def test_rows_that_cannot_be_deleted_are_an_error(tracker: Path) -> None:
    tracker.write_bytes(b"no database " * 1000)
    with pytest.raises(sqlite3.Error):
        forget_tracker_rows(tracker, "e1")


def test_what_was_said_before_a_moment_goes_and_the_rest_is_read_in_order(tmp_path: Path) -> None:
    file = tmp_path / "tracker.sqlite"
    rows = TrackerRows(file)
    moment = datetime(2026, 11, 30, tzinfo=UTC)
    assert rows.forget_before(moment) == 0
    assert rows.read("e1") == []
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, timestamp FLOAT, data TEXT)"
        )
        said = [("e1", moment.timestamp() - 1, "{}")] * 1201
        said += [("e1", moment.timestamp() + at, f'{{"n": {at}}}') for at in range(2)]
        connection.executemany("INSERT INTO events (sender_id, timestamp, data) VALUES (?, ?, ?)", said)
    assert rows.forget_before(moment) == 1201
    assert rows.read("e1") == [{"n": 0}, {"n": 1}]
    rows.forget("e1")
    assert rows.read("e1") == []
