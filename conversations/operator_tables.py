"""What administrators set while the service runs: words that open conversations, and how long things are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, UtcDateTime


class WordingRow(Base):
    """Words that stand in place of the default ones."""

    __tablename__ = "wordings"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PeriodRow(Base):
    """How long a kind of data is kept, where that is not the default; in the unit of its rule."""

    __tablename__ = "periods"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    amount: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
