"""Bringing the database to the present schema."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from foundation.database import Database

#: The newest revision in ``service/migrations/versions``; a test holds the two together.
HEAD = "0004"


def migrate(database: Database) -> bool:
    """Run what is missing of the migrations.

    Returns:
        Whether anything had to be done.
    """
    with database.engine.begin() as connection:
        if _present(connection) == HEAD:
            return False  # the usual start, spared the loading of Alembic
        if connection.dialect.name == "sqlite":
            # Its driver begins only at the first row written: tables half made would stay, and two processes make both.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if _present(connection) == HEAD:
                return False
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
