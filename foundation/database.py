"""The database: one declarative base, one engine a process, short sessions.

SQLite (WAL) by default, PostgreSQL by URL. Timestamps are stored in UTC.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, DateTime, Dialect, Engine, Table, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

_READING = "reading"


class Base(DeclarativeBase):
    """Base of all tables."""


def table_of(row: type[Base]) -> Table:
    """The table behind ``row``, for statements that are built once and run with other values each time.

    Building a statement costs several times as much as running it: on the way of every message that is what counts.
    """
    return cast(Table, row.__table__)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; SQLite keeps no zone, so it is stored and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments, store the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored")
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand out aware moments."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Database:
    """Hands out sessions; one transaction a session.

    SQLite has one writer at a time. Within this process they wait for each other here, in turn: SQLite's own waiting
    sleeps, ever longer, and lets late ones pass, so that a webhook's short write could wait long behind turns.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        if sqlite and parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        # A statement that takes half a minute has met a lock that nobody will open.
        waits = {"connect_timeout": 5, "options": "-c statement_timeout=30000"}
        arguments: dict[str, Any] = {"timeout": 10} if sqlite else waits
        self.engine: Engine = create_engine(
            parsed,
            connect_args=arguments,
            pool_pre_ping=not sqlite,
            pool_size=20,
            max_overflow=20,
            hide_parameters=True,  # an error must not quote what a citizen wrote
        )
        if sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._writers: AbstractContextManager[object] = threading.Lock() if sqlite else nullcontext()
        self._queue: AbstractContextManager[object] = threading.Lock() if sqlite else nullcontext()
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._readers = sessionmaker(
            self.engine.execution_options(**{_READING: True}), expire_on_commit=False
        )

    @contextmanager
    def transaction(self, *, first: bool = False) -> Iterator[Session]:
        """A session that commits at the end, or rolls back when the block raises; what it reads stays so meanwhile.

        Not to be opened within another one.

        Args:
            first: wait for the writer at work alone, not for the others who queue: where somebody counts the seconds.
        """
        with nullcontext() if first else self._queue, self._writers, self._sessions.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads; it waits for no writer."""
        with self._readers.begin() as session:
            yield session

    def check(self) -> None:
        """Raise SQLAlchemy's error if the database does not answer."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # its driver would begin only at the first write: see _begin_sqlite
    cursor = connection.cursor()
    _enter_wal(cursor)
    # WAL with NORMAL survives a crash of the process; FULL would also survive a power cut at 10x the cost a turn.
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the writer's place at the beginning, so that what is read before writing is still true then."""
    reading = connection.get_execution_options().get(_READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _enter_wal(cursor: Any) -> None:
    """Two processes that open a new file at once: SQLite turns the second away at once, without its usual patience."""
    for _ in range(100):
        with suppress(sqlite3.OperationalError):
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        time.sleep(0.05)
    cursor.execute("PRAGMA journal_mode=WAL")
