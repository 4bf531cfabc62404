"""Bringing the database to the present schema."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from foundation.database import Database

#: The newest revision in ``service/migrations/versions``; a test holds the two together.
HEAD = "0001"


def migrate(database: Database) -> bool:
    """Run what is missing of the migrations.

    Returns:
        Whether anything had to be done.
    """
    with database.engine.begin() as connection:
        if inspect(connection).has_table("alembic_version"):
            present = connection.scalar(text("SELECT version_num FROM alembic_version"))
            if present == HEAD:
                return False  # the usual start, spared the loading of Alembic
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
