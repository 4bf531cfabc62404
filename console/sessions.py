"""Sessions: a random cookie in the browser, its hash in the database; they expire, or end at once when told to."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session as DatabaseSession

from console.tables import AccountRow, ConsoleSessionRow
from foundation.clock import Clock
from foundation.database import Database

#: Unused for so long, a session ends.
IDLE = timedelta(minutes=30)
#: So long after signing in it ends in any case.
ABSOLUTE = timedelta(hours=12)
#: So long one may take for the second factor.
HALF = timedelta(minutes=10)
#: Use is noted no more often than this, so that looking at pages does not write all the time.
_NOTE_USE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that has signed in.

    Attributes:
        id: which it is among the account's; opens nothing.
        verified: whether all factors were given; else only the second one may be.
    """

    id: str
    account_id: str
    verified: bool
    address: str
    agent: str
    started_at: datetime
    used_at: datetime


def new_token() -> str:
    """What stands in a cookie: 256 random bits."""
    return secrets.token_urlsafe(32)


def form_token(token: str) -> str:
    """What each form of this cookie's browser carries against forged requests."""
    return hmac.new(token.encode("utf-8", "replace"), b"hoidap.console.form", hashlib.sha256).hexdigest()


def digest_of(token: str) -> str:
    """What is kept of a cookie."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def start_session(
    session: DatabaseSession, account_id: str, now: datetime, *, verified: bool, address: str, agent: str
) -> str:
    """Begin a session under a new token, which is returned; those that have expired are cleared away."""
    session.execute(delete(ConsoleSessionRow).where(_expired(now)))
    token = new_token()
    session.add(
        ConsoleSessionRow(
            digest=digest_of(token),
            account_id=account_id,
            verified=verified,
            address=address,
            agent=agent[:200],
            started_at=now,
            used_at=now,
        )
    )
    return token


def end_sessions(session: DatabaseSession, account_id: str, *, but: str = "") -> int:
    """End the sessions of an account, all or all but one; how many there were."""
    where = (ConsoleSessionRow.account_id == account_id, ConsoleSessionRow.digest != but)
    ended = session.scalars(select(ConsoleSessionRow.digest).where(*where)).all()
    session.execute(delete(ConsoleSessionRow).where(*where))
    return len(ended)


class Sessions:
    """The sessions that are open."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, token: str, *, used: bool = True) -> Session | None:
        """The open session of this cookie; its use is noted, unless a page asked by itself."""
        now, digest = self._clock(), digest_of(token)
        with self._database.reading() as session:
            query = select(ConsoleSessionRow).join(AccountRow).where(ConsoleSessionRow.digest == digest)
            row = session.scalars(query.where(AccountRow.disabled_at.is_(None))).first()
        if row is None or not _open(row, now):
            return None
        if used and row.verified and now - row.used_at >= _NOTE_USE:
            with self._database.transaction() as session:
                held = session.get(ConsoleSessionRow, digest, with_for_update=True)
                if held is None:  # ended in between
                    return None
                held.used_at = now
        return _session(row)

    def clear(self) -> int:
        """Forget the sessions that have expired; how many there were."""
        with self._database.transaction() as session:
            gone = (
                delete(ConsoleSessionRow).where(_expired(self._clock())).returning(ConsoleSessionRow.digest)
            )
            return len(session.execute(gone).all())

    def of(self, account_id: str) -> tuple[Session, ...]:
        """The open sessions of an account, the newest first."""
        now = self._clock()
        with self._database.reading() as session:
            query = select(ConsoleSessionRow).where(ConsoleSessionRow.account_id == account_id)
            rows = session.scalars(query.order_by(ConsoleSessionRow.started_at.desc())).all()
        return tuple(_session(row) for row in rows if row.verified and _open(row, now))


def _expired(now: datetime) -> ColumnElement[bool]:
    return or_(ConsoleSessionRow.used_at < now - IDLE, ConsoleSessionRow.started_at < now - ABSOLUTE)


def _open(row: ConsoleSessionRow, now: datetime) -> bool:
    if not row.verified:
        return now - row.started_at < HALF
    return now - row.used_at < IDLE and now - row.started_at < ABSOLUTE


def _session(row: ConsoleSessionRow) -> Session:
    return Session(
        row.digest, row.account_id, row.verified, row.address, row.agent, row.started_at, row.used_at
    )
