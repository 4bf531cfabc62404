"""Where Rasa keeps its conversations: SQL, each turn found by its message id, only the newest turns loaded.

Rasa's own SQL store loads, replays and counts all events of the session at every turn, so that each turn is slower
than the one before. What the rules and forms need is in the last few turns; the context of a conversation lives in
the app's database.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, UserUttered, deserialise_events
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.ext.declarative import DeclarativeMeta, declarative_base
from sqlalchemy.orm import Query, Session

#: How many turns are loaded. A form asks two questions, so this is ample, and it bounds the work of a turn.
TURNS = 6


def _message_id(context: DefaultExecutionContext) -> str | None:
    row = context.get_current_parameters()
    if row["type_name"] != UserUttered.type_name:
        return None
    message_id: str | None = json.loads(row["data"]).get("message_id")
    return message_id


class RecentTrackerStore(SQLTrackerStore):
    """An SQL tracker store whose trackers hold the newest turns of the running session."""

    Base: DeclarativeMeta = declarative_base()

    class SQLEvent(Base):
        """An event of a conversation; the event of a citizen's message carries the message's id."""

        __tablename__ = "events"
        __table_args__ = (sa.Index("ix_events_turn", "sender_id", "message_id"),)

        id = sa.Column(sa.Integer, primary_key=True)
        sender_id = sa.Column(sa.String(255), nullable=False)
        type_name = sa.Column(sa.String(255), nullable=False)
        timestamp = sa.Column(sa.Float)
        intent_name = sa.Column(sa.String(255))
        action_name = sa.Column(sa.String(255))
        data = sa.Column(sa.Text)
        message_id = sa.Column(sa.String(255), default=_message_id)

    def __init__(self, domain: Domain | None = None, **settings: Any) -> None:
        super().__init__(domain, **settings)
        # Without this a database error would carry the row, and with it citizens' words, into the log.
        self.engine.hide_parameters = True
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _be_quick)

    def turn(self, conversation: str, message_id: str) -> list[Event] | None:
        """The events of the turn that ``message_id`` began, its message first; None if there was none."""
        rows = self.SQLEvent
        with self.session_scope() as session:
            first = (
                session.query(sa.func.min(rows.id))
                .filter(rows.sender_id == conversation, rows.message_id == message_id)
                .scalar()
            )
            if first is None:
                return None
            following = (
                session.query(sa.func.min(rows.id))
                .filter(rows.sender_id == conversation, rows.message_id.is_not(None), rows.id > first)
                .scalar()
            )
            stored = session.query(rows.data).filter(rows.sender_id == conversation, rows.id >= first)
            if following is not None:
                stored = stored.filter(rows.id < following)
            return deserialise_events([json.loads(data) for (data,) in stored.order_by(rows.id)])

    def erase(self, conversation: str) -> None:
        """Delete every event of ``conversation``."""
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == conversation).delete()
            session.commit()

    def _event_query(self, session: Session, sender_id: str, fetch_events_from_all_sessions: bool) -> Query:
        rows = self.SQLEvent
        events = session.query(rows).filter(rows.sender_id == sender_id).order_by(rows.id)
        if fetch_events_from_all_sessions:
            return events
        return events.filter(rows.id >= self._start(session, sender_id))

    def _start(self, session: Session, sender_id: str) -> int:
        """The id of the first event to load: the session's start, or where the bot began to listen TURNS turns ago."""
        rows = self.SQLEvent
        starts = (
            session.query(rows.id, rows.type_name)
            .filter(rows.sender_id == sender_id)
            .filter(sa.or_(rows.type_name == SessionStarted.type_name, rows.action_name == ACTION_LISTEN_NAME))
            .order_by(rows.id.desc())
            .limit(TURNS + 1)
        )
        start = 0
        for start, type_name in starts:
            if type_name == SessionStarted.type_name:
                break
        return start


def _be_quick(connection: Any, _record: object) -> None:
    """Readers and the writer side by side, one flush to disk a checkpoint instead of two a turn."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
