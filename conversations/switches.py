"""The switches of the channels: an officer turns one off, and a dead account is said to stand still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from conversations.channel_tables import ChannelRow, ContactRow
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import InputError

#: Characters that there is room for.
REASON_ROOM = 300
NOTICE_ROOM = 500

Noted = Callable[[Session], None]
"""What is written in the transaction of a change besides: an audit log's entry."""


@dataclass(frozen=True, slots=True)
class Switch:
    """How a channel stands.

    Attributes:
        on: whether it takes and gives messages.
        trouble: the platform's error for which nothing goes out, empty while all is well.
        reason: why it is off, for citizens; may be empty.
        notice: what everyone on it is told; mostly empty.
    """

    on: bool = True
    trouble: str = ""
    reason: str = ""
    notice: str = ""


def _nothing_else(_session: Session) -> None:
    pass


class Switches:
    """Reads and turns the switches; they hold for all processes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def state(self, channel: str) -> Switch:
        """How ``channel`` stands."""
        with self._database.reading() as session:
            row = session.get(ChannelRow, channel)
            return Switch() if row is None else Switch(row.on, row.trouble, row.reason, row.notice)

    def turn(self, channel: str, *, on: bool, reason: str = "", beside: Noted = _nothing_else) -> None:
        """Turn ``channel`` on, or off for a reason.

        Raises:
            InputError: the reason is too long to be shown.
        """
        reason = "" if on else _shown(reason, REASON_ROOM)
        now = self._clock()
        with self._database.transaction() as session:
            row = _row(session, channel, now)
            row.on, row.reason, row.changed_at = on, reason, now
            beside(session)

    def announce(self, channel: str, notice: str, beside: Noted = _nothing_else) -> None:
        """Tell everyone on ``channel`` something; an empty ``notice`` takes it back.

        On the web it stands above the chat; on a messenger each citizen reads it once, before the next answer.

        Raises:
            InputError: it is too long to be shown.
        """
        notice = _shown(notice, NOTICE_ROOM)
        now = self._clock()
        with self._database.transaction() as session:
            row = _row(session, channel, now)
            row.notice, row.changed_at, row.announced_at = notice, now, now
            beside(session)


def notice_for(session: Session, channel: str, lane: str, now: datetime) -> str:
    """The notice that the citizen of ``lane`` was not told yet, and from now on counts as told; mostly empty."""
    row = session.get(ChannelRow, channel)
    if row is None or not row.notice:
        return ""
    told = session.scalar(select(ContactRow.noticed_at).where(ContactRow.lane == lane))
    if told is not None and row.announced_at is not None and told >= row.announced_at:
        return ""
    session.execute(update(ContactRow).where(ContactRow.lane == lane).values(noticed_at=now))
    return row.notice


def report_trouble(session: Session, channel: str, trouble: str, now: datetime) -> None:
    """Note why nothing goes out on ``channel``, or with an empty ``trouble`` that something did."""
    row = session.get(ChannelRow, channel)
    if row is None and not trouble:
        return
    row = row or _row(session, channel, now)
    if row.trouble != trouble[:60]:
        row.trouble, row.changed_at = trouble[:60], now


def _shown(text: str, room: int) -> str:
    text = " ".join(text.split())
    if len(text) > room:
        raise InputError(f"Dài {len(text)} ký tự, quá {room} ký tự.", hint="Viết ngắn lại.")
    return text


def _row(session: Session, channel: str, now: datetime) -> ChannelRow:
    row = session.get(ChannelRow, channel)
    if row is None:
        row = ChannelRow(name=channel, on=True, trouble="", reason="", notice="", changed_at=now)
        session.add(row)
        session.flush()
    return row
