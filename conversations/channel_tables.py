"""The tables of the messengers' spine: who is written to, what came in, what goes out, what is switched on.

Nothing here names anybody in the clear: a lane is a keyed hash of the chat, its address and every payload are sealed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, UtcDateTime

#: SQLite numbers its rows by itself only in this type.
_Number = BigInteger().with_variant(Integer, "sqlite")


class ContactRow(Base):
    """A chat on a channel: its address, its lane and who works on it.

    The lane's id is also its conversation's. ``due_at`` is when the lane has work to do, null while it has none;
    whoever works on it holds the lease until ``leased_until``. ``noticed_at`` is when the channel's notice was told
    there.
    """

    __tablename__ = "contacts"
    __table_args__ = (Index("ix_contacts_due", "channel", "due_at"),)

    lane: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[bytes] = mapped_column(LargeBinary)
    last_inbound_at: Mapped[datetime] = mapped_column(UtcDateTime)
    greeted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    quiet_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    noticed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_by: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InboundRow(Base):
    """A message on its way in: ``pending`` until its turn is over, then ``done``, ``refused`` or ``failed``.

    The row outlives its sealed payload: it is what recognises a message that is sent again.
    """

    __tablename__ = "inbound"
    __table_args__ = (
        Index("ix_inbound_lane", "lane", "state", "id"),
        Index("ix_inbound_received", "received_at"),
    )

    id: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    lane: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(40))
    attempts: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OutboundRow(Base):
    """A part on its way out: ``pending``, ``sending``, ``sent``, ``failed`` or ``uncertain``."""

    __tablename__ = "outbound"
    __table_args__ = (
        UniqueConstraint("inbound", "position"),
        Index("ix_outbound_lane", "lane", "state", "id"),
        Index("ix_outbound_state", "channel", "state"),
    )

    id: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(20))
    lane: Mapped[str] = mapped_column(String(32))
    inbound: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int]
    part: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(60))
    platform_id: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ChannelRow(Base):
    """The kill switch of a channel, why it stands still if it does, and what everyone on it is told."""

    __tablename__ = "channels"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    on: Mapped[bool]
    trouble: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(300), default="")
    notice: Mapped[str] = mapped_column(String(500), default="")
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
