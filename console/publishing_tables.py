"""The tables of checking and publishing. What is live says the file in the folder of releases, not they."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, UtcDateTime


class CheckRow(Base):
    """A check of the draft: its release built beside the live one, and the golden questions asked of both.

    Attributes:
        state: see :class:`console.checks.CheckState`.
        phase: what is being done; empty before and after.
        beat_at: when whoever runs it last gave a sign of life.
        draft: digest of what the release was built of; empty until it is.
        base: the release that was live, ``release`` the one that was built.
        better, worse, reworded, same: how many questions.
        right_before, right_after: of ``asked`` questions.
    """

    __tablename__ = "checks"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    phase: Mapped[str] = mapped_column(String(10))
    done: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    requested_by: Mapped[str] = mapped_column(String(80))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    draft: Mapped[str] = mapped_column(String(64))
    base: Mapped[str] = mapped_column(String(40))
    release: Mapped[str] = mapped_column(String(40), index=True)
    asked: Mapped[int] = mapped_column(Integer)
    better: Mapped[int] = mapped_column(Integer)
    worse: Mapped[int] = mapped_column(Integer)
    reworded: Mapped[int] = mapped_column(Integer)
    same: Mapped[int] = mapped_column(Integer)
    right_before: Mapped[int] = mapped_column(Integer)
    right_after: Mapped[int] = mapped_column(Integer)
    error: Mapped[str] = mapped_column(Text)
    hint: Mapped[str] = mapped_column(Text)


class ComparedRow(Base):
    """A question whose answer is not as it was, with both answers."""

    __tablename__ = "checked_answers"

    check_id: Mapped[str] = mapped_column(ForeignKey("checks.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    verdict: Mapped[str] = mapped_column(String(10))
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class PublicationRow(Base):
    """A release that went live, is about to, or was to.

    Attributes:
        previous: what was live before.
        kind: ``publish``, ``rollback``, or ``elsewhere`` for what was done on the server.
        state: see :class:`console.publications.PublicationState`.
        check_id: what it was published on; empty for the other kinds.
        by, address: who, and from where.
        due_at: when a scheduled one goes live.
        moved_at: when it came to its present state.
        trouble: why it did not.
    """

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    release: Mapped[str] = mapped_column(String(40), index=True)
    previous: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), index=True)
    check_id: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(45))
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    trouble: Mapped[str] = mapped_column(Text)


class PublishingRulesRow(Base):
    """The one row of what administrators decided; whoever checks or publishes holds it meanwhile.

    Attributes:
        alone: whether authors may publish their own changes.
        kept: how many releases that were live are kept.
    """

    __tablename__ = "publishing_rules"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    alone: Mapped[bool] = mapped_column(Boolean)
    kept: Mapped[int] = mapped_column(Integer)
