"""Bringing the database to the present schema."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from foundation.database import Database

#: The newest revision in ``service/migrations/versions``; a test holds the two together.
HEAD = "0016"
#: Names our lock among those of the same PostgreSQL server's database.
_LOCK = 57_1169


def migrate(database: Database) -> bool:
    """Run what is missing of the migrations.

    Returns:
        Whether anything had to be done.
    """
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Of two processes that start at once the second waits here; SQLite has one writer anyway.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if _present(connection) == HEAD:
            return False  # the usual start, spared the loading of Alembic
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _present(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
