"""The tables of what is counted: numbers a day, which outlive the turns that they were counted from."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, UtcDateTime


class DailyCountRow(Base):
    """How often something came about on a day in Vietnam; see :class:`conversations.counts.Measure`."""

    __tablename__ = "daily_counts"

    # In this order: a page reads one measure over a stretch of days.
    measure: Mapped[str] = mapped_column(String(12), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]


class TallyRow(Base):
    """How far counting has come: the last turn that is counted, the last day with ratings. There is one row."""

    __tablename__ = "tally"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    turn: Mapped[str] = mapped_column(String(32))
    rated: Mapped[date] = mapped_column(Date)
