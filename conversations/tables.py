"""The tables of conversations. Of what citizens wrote only questions are kept, without personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, UtcDateTime


class ConversationRow(Base):
    """A citizen on a channel. ``engine_id`` is the random id under which Rasa knows the conversation."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    engine_id: Mapped[str] = mapped_column(String(32), unique=True)
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class TurnRow(Base):
    """One message in and its replies. ``replies`` is null while the turn is under way.

    Attributes:
        channel: of its conversation.
        question: what was asked, without personal data, where the documents were to answer it.
        words: the question as it is looked through; see :func:`conversations.past_turns.words_of`.
        trace: how the answer came about; see :mod:`conversations.trace`.
    """

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_message_id"),
        Index("ix_turns_conversation_accepted", "conversation_id", "accepted_at"),
        # All that turns are looked for by: 100 thousand are looked through without reading one of them.
        Index("ix_turns_found", "accepted_at", "id", "outcome", "channel", "release", "words"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    client_message_id: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(20), default="", server_default="")
    release: Mapped[str] = mapped_column(String(40))
    led_by: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(20))
    question: Mapped[str | None] = mapped_column(Text)
    words: Mapped[str | None] = mapped_column(String(400))
    trace: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    replies: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TurnCitationRow(Base):
    """A provision that a turn's replies cite, or what holds it: tells which answers a change touches.

    Attributes:
        document: slug of the document.
        path: of the provision in it; empty for the whole document.
        accepted_at: of the turn, so that the latest are found without it.
    """

    __tablename__ = "turn_citations"
    __table_args__ = (Index("ix_turn_citations_place", "document", "path", "accepted_at"),)

    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[str] = mapped_column(String(200), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FeedbackRow(Base):
    """Whether a reply was useful; ``turn_id`` is the turn that it belongs to, where that is known."""

    __tablename__ = "feedback"

    reply_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    turn_id: Mapped[str | None] = mapped_column(String(32), index=True)
    useful: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class WebMessageRow(Base):
    """A reply that reaches the web chat by itself, outside of a turn."""

    __tablename__ = "web_messages"
    # A number is never given again, even once its message is forgotten: readers resume behind the last they know.
    __table_args__ = ({"sqlite_autoincrement": True},)

    # SQLite numbers its rows by itself only in this type.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
