"""Replies that reach the web chat by themselves, outside of a turn: an officer's answer, for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversations.reply import REPLIES, Reply
from conversations.tables import ConversationRow, WebMessageRow
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import TokenError

#: The channel's name.
WEB = "web"


@dataclass(frozen=True, slots=True)
class WebMessage:
    """A reply with its number; numbers grow."""

    id: int
    conversation: str
    reply: Reply


class WebMessages:
    """The messages in the database; every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def post(self, conversation: str, reply: Reply) -> int:
        """Leave a reply for a conversation; returns its number.

        Raises:
            TokenError: there is no such conversation.
        """
        with self._database.transaction() as session:
            # Held until the end: of two messages to one conversation the lower number is seen first.
            if session.get(ConversationRow, conversation, with_for_update=True) is None:
                raise TokenError("Hội thoại này đã được xoá.")
            return post_within(session, conversation, reply, self._clock())

    def after(self, told: Mapping[str, int]) -> list[WebMessage]:
        """The messages of each conversation after the number that it was told last, in order."""
        if not told:
            return []
        with self._database.reading() as session:
            rows = session.scalars(
                select(WebMessageRow)
                .where(WebMessageRow.conversation_id.in_(told), WebMessageRow.id > min(told.values()))
                .order_by(WebMessageRow.id)
            )
            return [
                WebMessage(row.id, row.conversation_id, REPLIES.validate_python((row.reply,))[0])
                for row in rows
                if row.id > told[row.conversation_id]
            ]

    def last(self, conversation: str) -> int:
        """The number of the newest message of a conversation; 0 where there is none."""
        newest = (
            select(WebMessageRow.id)
            .where(WebMessageRow.conversation_id == conversation)
            .order_by(WebMessageRow.id.desc())
            .limit(1)
        )
        with self._database.reading() as session:
            return session.scalar(newest) or 0

    def open(self, conversations: list[str]) -> set[str]:
        """Those of ``conversations`` that have not been erased."""
        with self._database.reading() as session:
            return set(
                session.scalars(select(ConversationRow.id).where(ConversationRow.id.in_(conversations)))
            )


def post_within(session: Session, conversation: str, reply: Reply, now: datetime) -> int:
    """Within a transaction that holds the conversation: leave a reply for it; returns its number."""
    [stored] = REPLIES.dump_python((reply,), mode="json")
    row = WebMessageRow(conversation_id=conversation, reply=stored, posted_at=now)
    session.add(row)
    session.flush()
    return row.id
