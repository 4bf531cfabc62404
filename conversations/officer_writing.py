"""What officers' changes to letters and hand-overs have in common: how a row is held, how long a text may be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from conversations.officer_tables import HandoverRow, LetterRow
from conversations.tables import ConversationRow
from foundation.database import Database
from foundation.errors import InputError, MissingError

_Row = TypeVar("_Row", LetterRow, HandoverRow)


@contextmanager
def changing(
    database: Database, row: type[_Row], which: ColumnElement[bool], missing: MissingError
) -> Iterator[tuple[Session, _Row]]:
    """A row held against others who would change it, by its conversation: turns and erasing hold that first, too.

    Raises:
        MissingError: there is none; it is ``missing``.
    """
    with database.transaction() as session:
        of = select(row.conversation_id).where(which)
        session.execute(select(ConversationRow.id).where(ConversationRow.id.in_(of)).with_for_update())
        found = session.scalar(select(row).where(which))
        if found is None:
            raise missing
        yield session, found


def fitting(text: str, most: int, what: str, hint: str) -> str:
    """A text with plain ends of lines.

    Raises:
        InputError: it is longer than ``most`` characters; ``what`` names it.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > most:
        raise InputError(f"{what} dài {len(text)} ký tự, tối đa {most}.", hint=hint)
    return text
