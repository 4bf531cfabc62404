"""The tables between citizens and officers: letters, hand-overs with their exchange, office hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, UtcDateTime

#: SQLite numbers its rows by itself only in this type.
_Number = BigInteger().with_variant(Integer, "sqlite")
_IS_LIVE = text("ended_at IS NULL")


class LetterRow(Base):
    """What a citizen left for officers: a question, a difficulty, an opinion. Found under its code.

    Attributes:
        turn: the turn it was left in, so that a turn that is run again leaves nothing twice.
        contact: sealed; how the citizen wants to be reached, only with their consent.
        officer: who has claimed it; ``draft`` is what they have written so far.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_state", "state", "left_at", "code"),
        Index("ix_letters_officer", "officer", "state", "left_at"),
        Index("ix_letters_left", "left_at", "code"),
        Index("ix_letters_conversation_id", "conversation_id"),
        Index("ix_letters_turn", "turn", unique=True),
    )

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    left_at: Mapped[datetime] = mapped_column(UtcDateTime)
    turn: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(10))
    contact: Mapped[bytes | None] = mapped_column(LargeBinary)
    contact_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    officer: Mapped[str] = mapped_column(String(40))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    draft: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    pushed: Mapped[bool]
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HandoverRow(Base):
    """A citizen who wants to speak to an officer: ``waiting``, ``taken``, ``ended``. One live one a conversation.

    Attributes:
        officer: who has taken it; ``draft`` is what they are writing.
        spoke_at: when the officer last said something, or took it.
        ended_by: ``officer``, ``citizen``, or why it ended by itself.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        Index(
            "ix_handovers_live",
            "conversation_id",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
        Index("ix_handovers_conversation", "conversation_id", "ended_at"),
        Index("ix_handovers_ended", "ended_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(10))
    officer: Mapped[str] = mapped_column(String(40))
    draft: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    spoke_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(10))


class ExchangeRow(Base):
    """What was said in a hand-over since it was asked for; of the citizen, masked. ``key`` keeps repeats out."""

    __tablename__ = "exchange"
    __table_args__ = (Index("ix_exchange_handover", "handover_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    author: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class OfficeHoursRow(Base):
    """When officers are there for a talk; one row, none where nobody ever is."""

    __tablename__ = "office_hours"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    days: Mapped[list[Any]] = mapped_column(JSON)
    closed: Mapped[list[str]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
