"""What belongs to a conversation: the tables whose rows go with it, known by their foreign keys."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from conversations.tables import ConversationRow
from foundation.database import Base, table_of


def belongings(conversation: str | ColumnElement[str]) -> dict[type[Base], ColumnElement[bool]]:
    """Every table that belongs to ``conversation``, directly or through another one, and which of its rows do."""
    rows = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda row: row.__tablename__)
    owned: dict[type[Base], ColumnElement[bool]] = {}
    grown = True
    while grown:
        grown = False
        for row in rows:
            if row in owned or row is ConversationRow:
                continue
            for column in table_of(row).columns:
                for key in column.foreign_keys:
                    owner = next((other for other in owned if table_of(other) is key.column.table), None)
                    if key.column is table_of(ConversationRow).c.id:
                        owned[row] = column == conversation
                    elif owner is not None:
                        owned[row] = column.in_(select(key.column).where(owned[owner]))
            grown = grown or row in owned
    return owned
