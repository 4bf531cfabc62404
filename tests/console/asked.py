"""What citizens asked, put into the database as turns leave it; and a console with a release to answer from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from console.unanswered.grouping import Grouping
from conversations.tables import ConversationRow, FeedbackRow, TurnRow
from foundation.database import Database
from knowledge.outcome import Outcome
from knowledge.store import DocumentStore
from tests.knowledge.samples import GARDENS, RULES

_serial = count(1)


@dataclass
class Citizens:
    """They ask on the web, each in a conversation of their own."""

    database: Database
    clock: Callable[[], datetime]
    conversations: list[str] = field(default_factory=list)

    def ask(
        self,
        question: str | None,
        outcome: Outcome = Outcome.NOT_FOUND,
        *,
        days_ago: float = 0,
        conversation: str = "",
        release: str = "20261101T000000-00000000",
        useful: bool | None = None,
    ) -> str:
        """One turn; returns its conversation."""
        serial = next(_serial)
        # The clock stands still in tests; no two citizens ask in the same instant.
        now = self.clock() + timedelta(microseconds=serial)
        at = now - timedelta(days=days_ago)
        turn = hashlib.sha256(str(serial).encode()).hexdigest()[:32]
        with self.database.transaction() as session:
            if not conversation:
                conversation = turn[::-1]
                session.add(
                    ConversationRow(
                        id=conversation,
                        channel="web",
                        engine_id=turn,
                        context={},
                        created_at=at,
                        updated_at=at,
                    )
                )
                session.flush()
            session.add(
                TurnRow(
                    id=turn,
                    conversation_id=conversation,
                    client_message_id=turn,
                    release=release,
                    led_by="fallback",
                    outcome=outcome.value,
                    question=question,
                    replies=[{"id": f"r{turn[:20]}", "text": "…", "outcome": outcome.value}],
                    accepted_at=at,
                    answered_at=at,
                )
            )
            session.flush()
            if useful is not None:
                session.add(
                    FeedbackRow(
                        reply_id=f"r{turn[:20]}",
                        turn_id=turn,
                        conversation_id=conversation,
                        useful=useful,
                        reason=None,
                        given_at=now,
                    )
                )
        self.conversations.append(conversation)
        return conversation

    def erase(self, conversation: str) -> None:
        """They have a conversation erased."""
        with self.database.transaction() as session:
            session.delete(session.get_one(ConversationRow, conversation))


def group_all(grouping: Grouping) -> None:
    """Group everything that waits."""
    while grouping.step(50):
        pass


def keep_two_papers(database: Database, clock: Callable[[], datetime]) -> DocumentStore:
    """The two small papers, in the database."""
    store = DocumentStore(database, clock)
    for name, text in (("cho-dem.md", RULES), ("cay-xanh.md", GARDENS)):
        store.import_content(Path(name), text.encode())
    return store
