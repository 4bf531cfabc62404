"""Rasa's tracker database, seen from the app: only to erase a conversation from it, engine up or down."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def forget_tracker_rows(file: Path, engine_id: str) -> None:
    """Delete the tracker rows of a conversation; nothing to do before Rasa's first start.

    Raises:
        sqlite3.Error: the rows could not be deleted; the conversation must then not count as erased.
    """
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=5)) as connection, connection:
        known = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'events'"
        ).fetchone()
        if known:
            connection.execute("DELETE FROM events WHERE sender_id = ?", (engine_id,))
