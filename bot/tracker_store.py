"""Where Rasa keeps its conversations: SQL, each turn found by its message id, only the newest turns loaded.

Rasa's own SQL store loads, replays and counts all events of the session at every turn, so that each turn is
slower than the one before. What the rules and forms need is in the last few turns; the context of a
conversation lives in the app's database.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import Query, Session, sessionmaker
from sqlalchemy.pool import SingletonThreadPool

#: How many turns are loaded. A form asks two questions, so this is ample, and it bounds the work of a turn.
TURNS = 4

_Base: Any = declarative_base()


class RecentTrackerStore(SQLTrackerStore):
    """An SQL tracker store whose trackers hold the newest turns of the running session."""

    Base = _Base

    class SQLEvent(_Base):
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
        message_id = sa.Column(sa.String(255))

    def __init__(self, domain: Domain | None = None, **settings: Any) -> None:
        super().__init__(domain, **settings)
        if self.engine.dialect.name == "sqlite":
            # Rasa's engine opens and closes the file for each query; all queries come from one thread.
            self.engine = sa.create_engine(self.engine.url, poolclass=SingletonThreadPool)
            self.sessionmaker = sessionmaker(bind=self.engine)
            sa.event.listen(self.engine, "connect", _be_quick)
        # Without this a database error would carry the row, and with it citizens' words, into the log.
        self.engine.hide_parameters = True

    def turn(self, conversation: str, message_id: str) -> list[Event]:
        """The events of the turn that ``message_id`` began, its message first; empty if there was none."""
        rows = self.SQLEvent
        with self.session_scope() as session:
            messages = session.query(sa.func.min(rows.id)).filter(rows.sender_id == conversation)
            first = messages.filter(rows.message_id == message_id).scalar()
            if first is None:
                return []
            next_message = messages.filter(rows.message_id.is_not(None), rows.id > first).scalar()
            turn = session.query(rows.data).filter(rows.sender_id == conversation, rows.id >= first)
            if next_message is not None:
                turn = turn.filter(rows.id < next_message)
            return list(deserialise_events([json.loads(data) for (data,) in turn.order_by(rows.id)]))

    def erase(self, conversation: str) -> None:
        """Delete every event of ``conversation``."""
        with self.session_scope() as session:
            session.execute(sa.delete(self.SQLEvent).where(self.SQLEvent.sender_id == conversation))
            session.commit()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new in ``tracker``, all of it or, where that fails, nothing."""
        with self.session_scope() as session:
            new = [_row(tracker.sender_id, event) for event in self._additional_events(session, tracker)]
            if new:
                session.execute(sa.insert(self.SQLEvent), new)
                session.commit()

    def _event_query(self, session: Session, sender_id: str, fetch_events_from_all_sessions: bool) -> Query:
        """What Rasa's store takes for the conversation: the events it loads, and counts before saving."""
        rows = self.SQLEvent
        events = session.query(rows).filter(rows.sender_id == sender_id).order_by(rows.id)
        if fetch_events_from_all_sessions:
            return events
        return events.filter(rows.id >= self._start(session, sender_id))

    def _start(self, session: Session, sender_id: str) -> int:
        """The first event to load: where the session began, or where the bot listened TURNS turns ago."""
        rows = self.SQLEvent
        begins = sa.or_(rows.type_name == SessionStarted.type_name, rows.action_name == ACTION_LISTEN_NAME)
        newest = session.query(rows.id, rows.type_name).filter(rows.sender_id == sender_id, begins)
        start = 0
        for row in newest.order_by(rows.id.desc()).limit(TURNS + 1):
            start = row.id
            if row.type_name == SessionStarted.type_name:
                break
        return start


def _row(conversation: str, event: Event) -> dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": conversation,
        "type_name": event.type_name,
        "timestamp": event.timestamp,
        "intent_name": event.intent_name if isinstance(event, UserUttered) else None,
        "action_name": data.get("name"),
        "data": json.dumps(data),
        "message_id": event.message_id if isinstance(event, UserUttered) else None,
    }


def _be_quick(connection: Any, _record: object) -> None:
    """Readers beside the writer, and one flush to disk for many turns instead of several for each."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
