"""The tables of the inbox. Questions stay with their turns, and are erased with them.

Of one question a group keeps what it means and names, until the next tidying after that question was forgotten.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Float, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, UtcDateTime


class GroupRow(Base):
    """Questions that ask for the same.

    Attributes:
        example: the turn whose question stands for the group; null once it was erased, until another is chosen.
        vector: of the question that stands for it, float32; empty where questions are grouped by their words alone.
        encoder: that made the vector; empty where there is none.
        named: the years, numbers and places that this question pins down; empty without a vector.
        state: see :class:`console.unanswered.groups.State`.
        questions: how many turns; and of each cause how many.
        heat: how often and how lately it was asked; see :mod:`console.unanswered.heat`.
        assignee: name of the account that takes care of it; empty for nobody.
        answer: slug of the curated answer that serves it.
        reason: why it was dismissed.
        settled_at, settled_by: of the answer or the dismissal.
        since: how often it was asked since then.
        back_after: it comes back once it was asked so often; null for never.
        returned: whether it has come back.
        revision: goes up with every change by a person.
    """

    __tablename__ = "question_groups"
    __table_args__ = (
        Index("ix_question_groups_state_heat", "state", "heat"),
        Index("ix_question_groups_assignee", "assignee", "state", "heat"),
        # A number is never given again: the audit log and the address of a page name it.
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    example: Mapped[str | None] = mapped_column(ForeignKey("turns.id", ondelete="SET NULL"), index=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    encoder: Mapped[str] = mapped_column(String(200))
    named: Mapped[list[str]] = mapped_column(JSON, deferred=True)
    state: Mapped[str] = mapped_column(String(10))
    questions: Mapped[int] = mapped_column(Integer)
    not_found: Mapped[int] = mapped_column(Integer)
    out_of_scope: Mapped[int] = mapped_column(Integer)
    unclear: Mapped[int] = mapped_column(Integer)
    not_useful: Mapped[int] = mapped_column(Integer)
    heat: Mapped[float] = mapped_column(Float)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assignee: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(20))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str] = mapped_column(String(40))
    since: Mapped[int] = mapped_column(Integer)
    back_after: Mapped[int | None] = mapped_column(Integer)
    returned: Mapped[bool]
    revision: Mapped[int] = mapped_column(Integer)


class GroupedRow(Base):
    """A turn in its group.

    Attributes:
        letters: SHA-256 of the question's folded syllables: the same wording is found without its text.
        cause: see :class:`console.unanswered.sources.Cause`.
    """

    __tablename__ = "grouped_questions"
    __table_args__ = (Index("ix_grouped_questions_group", "group_number", "letters"),)

    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True)
    group_number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), ForeignKey("question_groups.number", ondelete="CASCADE")
    )
    letters: Mapped[str] = mapped_column(String(64), index=True)
    cause: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProgressRow(Base):
    """Up to which moment a source was read."""

    __tablename__ = "grouping_progress"

    source: Mapped[str] = mapped_column(String(20), primary_key=True)
    moment: Mapped[datetime] = mapped_column(UtcDateTime)
