"""``INSERT … ON CONFLICT``, which SQLite and PostgreSQL have and SQLAlchemy keeps in each one's dialect."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from foundation.database import Base, table_of


def insert_into(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what to do where the row is there already."""
    return insert_of(session.get_bind().dialect.name, table)


def insert_of(dialect: str, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """The same, for a statement that is built once (:func:`foundation.database.table_of`)."""
    return sqlite.insert(table_of(table)) if dialect == "sqlite" else postgresql.insert(table_of(table))
