"""Rasa's tracker database, seen from the app: to erase and to hand out, engine up or down."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

#: Rows a transaction; Rasa writes in between.
_PORTION = 500


def forget_tracker_rows(file: Path, engine_id: str) -> None:
    """Delete the tracker rows of a conversation; nothing to do before Rasa's first start.

    Raises:
        sqlite3.Error: the rows could not be deleted; the conversation must then not count as erased.
    """
    with _events(file) as connection:
        if connection is not None:
            connection.execute("DELETE FROM events WHERE sender_id = ?", (engine_id,))


@dataclass(frozen=True, slots=True)
class TrackerRows:
    """Fits :class:`conversations.retention.EngineRows`; raises ``sqlite3.Error`` where the file cannot be used."""

    file: Path

    def forget(self, engine_id: str) -> None:
        """See :func:`forget_tracker_rows`."""
        forget_tracker_rows(self.file, engine_id)

    def forget_before(self, moment: datetime) -> int:
        """Delete what was said before ``moment``, in portions."""
        count = 0
        while True:
            with _events(self.file) as connection:
                if connection is None:
                    return count
                done = connection.execute(
                    "DELETE FROM events WHERE id IN (SELECT id FROM events WHERE timestamp < ? LIMIT ?)",
                    (moment.timestamp(), _PORTION),
                ).rowcount
            count += done
            if done < _PORTION:
                return count

    def read(self, engine_id: str) -> Sequence[Mapping[str, Any]]:
        """The events of a conversation, in order."""
        with _events(self.file) as connection:
            if connection is None:
                return []
            rows = connection.execute("SELECT data FROM events WHERE sender_id = ? ORDER BY id", (engine_id,))
            return [json.loads(data) for (data,) in rows]


@contextmanager
def _events(file: Path) -> Iterator[sqlite3.Connection | None]:
    """A transaction on the table of events; ``None`` where there is none yet."""
    if not file.exists():
        yield None
        return
    with closing(sqlite3.connect(file, timeout=5)) as connection, connection:
        known = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'events'"
        ).fetchone()
        yield connection if known else None
