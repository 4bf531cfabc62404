"""The audit log: every change with who, when, what and from which address. It only grows.

Each entry holds SHA-256 over its own fields and the digest of the entry before, so that one that was altered or removed
in between shows. Removed from the end it shows against a digest that was noted elsewhere: exports end with it.
Entries hold no secrets and nothing of citizens.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from console.actions import Action
from console.tables import AuditRow
from foundation.clock import Clock
from foundation.database import Database

#: Names our lock among those of the same PostgreSQL database: entries are chained one after another.
_LOCK = 57_1170
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and from which network address; empty for the server's own command line."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``action`` is a text, since an entry outlives the code that wrote it."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, str]
    address: str
    previous: str
    digest: str

    def computed(self) -> str:
        """The digest that its fields should have."""
        fields = [
            self.number,
            self.at.isoformat(),
            self.actor,
            self.action,
            self.subject,
            dict(self.details),
            self.address,
            self.previous,
        ]
        text_of_all = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text_of_all.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries to show; an empty field wants all.

    Attributes:
        actor, action, subject: exactly these.
        since, until: from this moment, before that one.
        below: only numbers below this one; 0 for all.
    """

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    below: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking the chain found.

    Attributes:
        entries: how many there are.
        last: the digest of the newest, to be noted elsewhere; empty where there is none.
        broken: number of the first entry that does not follow from the one before; 0 where all do.
        anchored: whether the digest that was noted before still stands in the chain; true where none was given.
    """

    entries: int
    last: str
    broken: int = 0
    anchored: bool = True

    @property
    def intact(self) -> bool:
        """Whether nothing is amiss."""
        return not self.broken and self.anchored


@dataclass(slots=True)
class AuditLog:
    """Reads and writes the log."""

    database: Database
    clock: Clock

    def add(
        self,
        session: Session,
        actor: Actor,
        action: Action,
        subject: str = "",
        details: Mapping[str, str] | None = None,
    ) -> None:
        """Write an entry within the transaction that makes the change, so that neither is there without the other."""
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        session.flush()
        newest = session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1)).first()
        entry = Entry(
            number=newest.number + 1 if newest else 1,
            at=self.clock(),
            actor=actor.name,
            action=action.value,
            subject=subject,
            details=dict(details or {}),
            address=actor.address,
            previous=newest.digest if newest else "",
            digest="",
        )
        session.add(
            AuditRow(
                number=entry.number,
                at=entry.at,
                actor=entry.actor,
                action=entry.action,
                subject=entry.subject,
                details=dict(entry.details),
                address=entry.address,
                previous=entry.previous,
                digest=entry.computed(),
            )
        )
        session.flush()

    def witness(
        self, actor: Actor, action: Action, subject: str = "", details: Mapping[str, str] | None = None
    ) -> Callable[[Session], None]:
        """Writes the entry in the transaction of a change that is made outside of the console's own tables."""
        return lambda session: self.add(session, actor, action, subject, details)

    def note(
        self, actor: Actor, action: Action, subject: str = "", details: Mapping[str, str] | None = None
    ) -> None:
        """Write an entry about something that changes no table."""
        with self.database.transaction() as session:
            self.add(session, actor, action, subject, details)

    def newest(self, wanted: Wanted, limit: int) -> tuple[Entry, ...]:
        """At most ``limit`` entries, the newest first."""
        with self.database.reading() as session:
            query = _where(select(AuditRow), wanted).order_by(AuditRow.number.desc()).limit(limit)
            return tuple(_entry(row) for row in session.scalars(query))

    def all(self, wanted: Wanted | None = None) -> Iterator[Entry]:
        """Every entry, the oldest first, read in portions."""
        after = 0
        while True:
            with self.database.reading() as session:
                query = _where(select(AuditRow), wanted or Wanted())
                query = query.where(AuditRow.number > after).order_by(AuditRow.number).limit(_PAGE)
                entries = [_entry(row) for row in session.scalars(query)]
            yield from entries
            if len(entries) < _PAGE:
                return
            after = entries[-1].number

    def actors(self) -> tuple[str, ...]:
        """Everybody who stands in the log."""
        with self.database.reading() as session:
            return tuple(session.scalars(select(AuditRow.actor).distinct().order_by(AuditRow.actor)))

    def check(self, anchor: str = "") -> Verdict:
        """Follow the chain from its beginning; ``anchor`` is a digest noted earlier."""
        return check_chain(self.all(), anchor)


def check_chain(entries: Iterable[Entry], anchor: str = "") -> Verdict:
    """Follow ``entries``, the oldest first, which have to be all there are."""
    count, last, broken, anchored = 0, "", 0, not anchor
    for count, entry in enumerate(entries, 1):
        follows = entry.number == count and entry.previous == last and entry.digest == entry.computed()
        if not follows and not broken:
            broken = entry.number
        last = entry.digest
        anchored = anchored or last == anchor
    return Verdict(count, last, broken, anchored)


def _where(query: Select[Any], wanted: Wanted) -> Select[Any]:
    for column, value in (
        (AuditRow.actor, wanted.actor),
        (AuditRow.action, wanted.action),
        (AuditRow.subject, wanted.subject),
    ):
        if value:
            query = query.where(column == value)
    if wanted.since:
        query = query.where(AuditRow.at >= wanted.since)
    if wanted.until:
        query = query.where(AuditRow.at < wanted.until)
    if wanted.below:
        query = query.where(AuditRow.number < wanted.below)
    return query


def _entry(row: AuditRow) -> Entry:
    at = row.at.astimezone(UTC)
    return Entry(
        row.number,
        at,
        row.actor,
        row.action,
        row.subject,
        row.details,
        row.address,
        row.previous,
        row.digest,
    )
