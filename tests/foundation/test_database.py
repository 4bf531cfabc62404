"""The database on SQLite: moments, transactions, journal."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import ForeignKey, MetaData, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from foundation.database import Database, UtcDateTime

VIETNAM = timezone(timedelta(hours=7))


class Tables(DeclarativeBase):
    """Apart from the service's own."""

    metadata = MetaData()


class Visit(Tables):
    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    after: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'visits.sqlite'}")
    Tables.metadata.create_all(database.engine)
    yield database
    database.close()


def stored(database: Database) -> list[datetime | None]:
    with database.reading() as session:
        return list(session.scalars(select(Visit.at).order_by(Visit.id)))


def test_the_folder_of_a_new_database_is_made(database: Database, tmp_path: Path) -> None:
    assert (tmp_path / "new" / "folder" / "visits.sqlite").is_file()
    database.check()


def test_a_moment_comes_back_aware_in_utc_and_the_same(database: Database) -> None:
    moment = datetime(2026, 11, 23, 7, 30, 0, 123456, tzinfo=VIETNAM)
    with database.transaction() as session:
        session.add_all([Visit(at=moment), Visit(at=None)])
    first, second = stored(database)
    assert first == moment
    assert first is not None
    assert first.utcoffset() == timedelta(0)
    assert second is None


def test_moments_of_different_zones_sort_by_time(database: Database) -> None:
    early = datetime(2026, 1, 1, 6, 0, tzinfo=VIETNAM)
    late = datetime(2026, 1, 1, 0, 0, tzinfo=UTC)
    with database.transaction() as session:
        session.add_all([Visit(at=late), Visit(at=early)])
    with database.transaction() as session:
        assert list(session.scalars(select(Visit.at).order_by(Visit.at))) == [early, late]


def test_a_naive_moment_is_refused_and_nothing_is_stored(database: Database) -> None:
    with (
        pytest.raises(StatementError, match="naive"),
        database.transaction() as session,
    ):
        session.add(Visit(at=datetime(2026, 1, 1)))  # noqa: DTZ001 - a naive one is meant
    assert stored(database) == []


def test_a_block_that_raises_leaves_nothing_behind(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            session.add(Visit(at=datetime(2026, 1, 1, tzinfo=UTC)))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert stored(database) == []


def test_sqlite_keeps_a_write_ahead_log_and_checks_references(database: Database) -> None:
    with database.transaction() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(Visit(at=None, after=99))


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    seen: list[int] = []
    with database.transaction() as session:
        session.add(Visit(at=None))
        session.flush()
        reader = threading.Thread(target=lambda: seen.append(len(stored(database))))
        reader.start()
        reader.join(timeout=5)
    assert seen == [0]
    assert len(stored(database)) == 1


def test_what_a_session_handed_out_can_be_read_after_it(database: Database) -> None:
    with database.transaction() as session:
        visit = Visit(at=datetime(2026, 1, 1, tzinfo=UTC))
        session.add(visit)
    assert visit.id == 1


def test_a_database_that_does_not_answer_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'folder.sqlite'}")
    with pytest.raises(OperationalError):
        database.check()
    database.close()
