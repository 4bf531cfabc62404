"""Signing in: the password, then the second factor where there is one; wrong ones are counted and lock the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as DatabaseSession

from console.accounts import locked_row, read_name
from console.actions import Action
from console.audit import Actor, AuditLog
from console.passwords import fits, hash_password, outdated
from console.sessions import Session, digest_of, start_session
from console.tables import AccountRow, ConsoleSessionRow, RecoveryCodeRow
from console.totp import matching_step, recovery_digest
from foundation.clock import Clock
from foundation.database import Database
from foundation.sealing import Seal

#: So many wrong passwords or codes in a row lock an account …
FAILURES = 5
#: … for so long.
LOCKED_FOR = timedelta(minutes=15)


class Step(Enum):
    """How far signing in has come."""

    REFUSED = auto()  # wrong, unknown, locked or switched off: which of them is not said
    EXPIRED = auto()  # right, but a temporary password that was not used in time
    SECOND_FACTOR = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Visitor:
    """The browser that signs in."""

    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of an attempt; ``token`` is the new cookie, empty where it was refused."""

    step: Step
    token: str = ""


_REFUSED = Attempt(Step.REFUSED)


class SignIn:
    """The door of the console."""

    def __init__(self, database: Database, audit: AuditLog, seal: Seal, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._seal = seal
        self._clock = clock

    def with_password(self, name: str, password: str, visitor: Visitor) -> Attempt:
        """The first step. The same work is done and the same answer given whether or not there is such an account."""
        with self._database.reading() as session:
            found = session.scalars(select(AccountRow).where(AccountRow.name == read_name(name))).first()
        # Outside of a transaction: it takes long, and SQLite has one writer.
        right = fits(found.password_hash if found else None, password)
        if found is None:
            return _REFUSED
        better = hash_password(password) if right and outdated(found.password_hash) else None
        with self._database.transaction() as session:
            row = locked_row(session, found.id)
            if not self._may_try(row):
                return _REFUSED
            if not right or row.password_hash != found.password_hash:  # or changed meanwhile
                self._count_failure(session, row, visitor)
                return _REFUSED
            if row.password_ends_at is not None and row.password_ends_at <= self._clock():
                return Attempt(Step.EXPIRED)
            if better:
                row.password_hash = better
            done = row.totp_secret is None
            if done:
                self._note_success(session, row, visitor)
            token = self._start(session, row, visitor, verified=done)
            return Attempt(Step.DONE if done else Step.SECOND_FACTOR, token)

    def with_code(self, half: Session, code: str, visitor: Visitor) -> Attempt:
        """The second step: a code of the authenticator or a recovery code, each good for one time."""
        with self._database.transaction() as session:
            row = locked_row(session, half.account_id)
            held = session.get(ConsoleSessionRow, half.id)
            if held is None or not self._may_try(row) or row.totp_secret is None:
                return _REFUSED
            if not self._take_code(session, row, code, visitor):
                self._count_failure(session, row, visitor)
                if not self._may_try(row):
                    session.delete(held)
                return _REFUSED
            session.delete(held)
            self._note_success(session, row, visitor)
            return Attempt(Step.DONE, self._start(session, row, visitor, verified=True))

    def confirm(self, account_id: str, password: str, visitor: Visitor) -> bool:
        """Whether somebody who is signed in knows the password, before a change of what protects the account."""
        with self._database.reading() as session:
            known = session.scalar(select(AccountRow.password_hash).where(AccountRow.id == account_id))
        right = fits(known, password)
        with self._database.transaction() as session:
            row = locked_row(session, account_id)
            if not self._may_try(row):
                return False
            if not right or row.password_hash != known:
                self._count_failure(session, row, visitor)
                return False
            row.failures = 0
            return True

    def sign_out(self, token: str, actor: Actor) -> None:
        """End the session of this cookie."""
        with self._database.transaction() as session:
            session.execute(delete(ConsoleSessionRow).where(ConsoleSessionRow.digest == digest_of(token)))
            self._audit.add(session, actor, Action.SIGNED_OUT, actor.name)

    def _may_try(self, row: AccountRow) -> bool:
        locked = row.locked_until is not None and row.locked_until > self._clock()
        return row.disabled_at is None and not locked

    def _take_code(self, session: DatabaseSession, row: AccountRow, code: str, visitor: Visitor) -> bool:
        secret = self._seal.open_text(row.totp_secret or b"")
        step = matching_step(secret, code, self._clock(), row.totp_last_step)
        if step is not None:
            row.totp_last_step = step
            return True
        recovery = session.get(RecoveryCodeRow, recovery_digest(code))
        if recovery is None or recovery.account_id != row.id:
            return False
        session.delete(recovery)
        self._audit.add(session, Actor(row.name, visitor.address), Action.RECOVERY_CODE_USED, row.name)
        return True

    def _count_failure(self, session: DatabaseSession, row: AccountRow, visitor: Visitor) -> None:
        row.failures += 1
        actor = Actor(row.name, visitor.address)
        self._audit.add(session, actor, Action.SIGN_IN_FAILED, row.name)
        if row.failures >= FAILURES:
            row.failures = 0
            row.locked_until = self._clock() + LOCKED_FOR
            self._audit.add(session, actor, Action.LOCKED, row.name)

    def _note_success(self, session: DatabaseSession, row: AccountRow, visitor: Visitor) -> None:
        row.failures, row.locked_until, row.totp_pending = 0, None, None
        row.signed_in_at = self._clock()
        self._audit.add(session, Actor(row.name, visitor.address), Action.SIGNED_IN, row.name)

    def _start(self, session: DatabaseSession, row: AccountRow, visitor: Visitor, *, verified: bool) -> str:
        return start_session(
            session, row.id, self._clock(), verified=verified, address=visitor.address, agent=visitor.agent
        )
