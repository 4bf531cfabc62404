"""Everything that is kept of one conversation: found by its id or a code left in it, handed out, erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conversations.belongings import belongings
from conversations.channel_tables import ContactRow
from conversations.lane_work import erase_lane
from conversations.letter_code import read_letter_code
from conversations.officer_tables import LetterRow
from conversations.retention import EngineRows
from conversations.switches import Noted
from conversations.tables import ConversationRow
from conversations.tally import count_erased
from foundation.clock import Clock
from foundation.database import Base, Database, table_of
from foundation.errors import MissingError, SealError
from foundation.sealing import Seal


@dataclass(frozen=True, slots=True)
class Record:
    """A conversation and how much is kept of it.

    Attributes:
        rows: of each table, by its name.
        contact: whether a messenger's address is kept, sealed.
    """

    conversation: str
    channel: str
    opened_at: datetime
    updated_at: datetime
    rows: Mapping[str, int]
    contact: bool


class PersonalRecords:
    """Finds, hands out and erases; the tables that belong to conversations are known by their foreign keys."""

    def __init__(self, database: Database, clock: Clock, seal: Seal, engine: EngineRows) -> None:
        self._database = database
        self._clock = clock
        self._seal = seal
        self._engine = engine

    def find(self, named: str) -> Record:
        """The record of a conversation.

        Args:
            named: its id, or the code of something left in it.

        Raises:
            MissingError: there is none.
        """
        with self._database.reading() as session:
            row = _conversation(session, named)
            rows = {
                table_of(kind).name: session.scalar(select(func.count()).select_from(kind).where(theirs)) or 0
                for kind, theirs in belongings(row.id).items()
            }
            contact = session.get(ContactRow, row.id) is not None
            return Record(row.id, row.channel, row.created_at, row.updated_at, rows, contact)

    def export(self, named: str, beside: Noted) -> dict[str, Any]:
        """All of it, fit for JSON; what was sealed is opened.

        Raises:
            MissingError: there is none.
        """
        with self._database.transaction() as session:
            row = _conversation(session, named)
            told: dict[str, Any] = {"conversations": [self._fields(row)]}
            for kind, theirs in belongings(row.id).items():
                kept = session.scalars(select(kind).where(theirs))
                told[table_of(kind).name] = [self._fields(one) for one in kept]
            contact = session.get(ContactRow, row.id)
            told["contacts"] = [self._fields(contact)] if contact else []
            told["engine"] = list(self._engine.read(row.engine_id))
            beside(session)
        return told

    def erase(self, named: str, beside: Noted) -> None:
        """Erase all of it, the engine's rows and a messenger's address included.

        A turn that is under way finds its conversation gone: it writes nothing, and has the engine forget what it
        wrote since (:meth:`conversations.turns.Turns.run`).

        Raises:
            MissingError: there is none.
        """
        with self._database.transaction() as session:
            # Held first, as turns and officers do.
            row = _conversation(session, named, lock=True)
            self._engine.forget(row.engine_id)
            erase_lane(session, row.id, self._clock())
            count_erased(session, row.id)
            session.delete(row)
            beside(session)

    def _fields(self, row: Base) -> dict[str, Any]:
        return {column.name: self._shown(getattr(row, column.key)) for column in table_of(type(row)).columns}

    def _shown(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, bytes):
            try:
                return self._seal.open_text(value)
            except SealError:
                return None
        return value


def _conversation(session: Session, named: str, *, lock: bool = False) -> ConversationRow:
    plain, held = "".join(named.split()), lock or None
    found = session.get(ConversationRow, plain.lower(), with_for_update=held)
    if found is None:
        code = read_letter_code(named.strip()) or plain.upper()
        of_code = session.scalar(select(LetterRow.conversation_id).where(LetterRow.code == code))
        found = session.get(ConversationRow, of_code, with_for_update=held) if of_code else None
    if found is None:
        raise MissingError(
            "Không có hội thoại hay mã này.",
            hint="Xem lại từng chữ của mã. Hội thoại đã xoá thì không còn gì để tìm.",
        )
    return found
