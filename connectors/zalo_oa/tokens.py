"""The tokens of an Official Account in the database, so that any number of processes use each refresh token once.

A refresh token serves once, and the access token before dies the moment the new one exists. So whoever refreshes
claims the generation first, and stores the new pair before anybody uses it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from connectors.zalo_oa.token_table import ZaloTokenRow
from foundation.clock import Clock
from foundation.database import Database
from foundation.sealing import Seal
from foundation.upsert import insert_into

#: More than twice as long as a refresh can take.
_CLAIM = timedelta(seconds=30)
#: The share of an access token's life after which the next is fetched: 20 of 25 hours.
_FRESH = 0.8


@dataclass(frozen=True, slots=True)
class Pair:
    """What the platform gives: both tokens, and how long the first lives."""

    access: str
    refresh: str
    life: timedelta


@dataclass(frozen=True, slots=True)
class Current:
    """The access token in force.

    Attributes:
        generation: of its pair.
        due: whether the next pair should be fetched by now.
        dead: whether it has expired.
        lost: whether no next pair can be fetched: a person must give consent again.
    """

    access: str
    generation: int
    due: bool
    dead: bool
    lost: bool


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent that was asked for: what its answer must bring, and what proves that we asked."""

    state: str
    verifier: str


class TokenStore:
    """Reads and writes the tokens of one account; every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, seal: Seal, oa: str) -> None:
        self._database = database
        self._clock = clock
        self._seal = seal
        self._oa = oa

    def current(self) -> Current | None:
        """The token in force, or ``None`` before the first consent."""
        now = self._clock()
        with self._database.reading() as session:
            row = session.get(ZaloTokenRow, self._oa)
            if row is None or row.access_token is None or row.issued_at is None or row.expires_at is None:
                return None
            due = now >= row.issued_at + _FRESH * (row.expires_at - row.issued_at)
            # Who claimed it and never came back may have spent it.
            lost = row.lost or (row.refreshing_until is not None and row.refreshing_until <= now)
            return Current(
                self._seal.open_text(row.access_token), row.generation, due, now >= row.expires_at, lost
            )

    def claim(self, generation: int) -> str | None:
        """Claim the refresh of ``generation``: its refresh token, or ``None`` if another has claimed or done it."""
        now = self._clock()
        with self._database.transaction() as session:
            row = session.scalar(
                update(ZaloTokenRow)
                .where(
                    ZaloTokenRow.oa_id == self._oa,
                    ZaloTokenRow.generation == generation,
                    ZaloTokenRow.refreshing_until.is_(None),
                    ZaloTokenRow.lost.is_(False),
                )
                .values(refreshing_until=now + _CLAIM)
                .returning(ZaloTokenRow)
            )
            return (
                None if row is None or row.refresh_token is None else self._seal.open_text(row.refresh_token)
            )

    def unclaim(self, generation: int) -> None:
        """The refresh token was not used: it may be tried again."""
        self._change(generation, refreshing_until=None)

    def lose(self, generation: int) -> None:
        """The refresh token is spent or refused, and there is no other."""
        self._change(generation, refreshing_until=None, lost=True)

    def renew(self, generation: int, pair: Pair) -> None:
        """Store the pair that follows ``generation``."""
        self._change(generation, **self._columns(pair), generation=generation + 1)

    def begin(self, pair: Pair) -> None:
        """Store the pair that a consent gave."""
        with self._database.transaction() as session:
            row = self._row(session)
            row.generation += 1
            for name, value in self._columns(pair).items():
                setattr(row, name, value)
            row.consent = None

    def ask_consent(self, consent: Consent) -> None:
        """Remember what the answer to a consent must bring."""
        with self._database.transaction() as session:
            self._row(session).consent = self._seal.seal(json.dumps([consent.state, consent.verifier]))

    def asked_consent(self) -> Consent | None:
        """What was remembered last, until a consent was given."""
        with self._database.reading() as session:
            row = session.get(ZaloTokenRow, self._oa)
            if row is None or row.consent is None:
                return None
            state, verifier = json.loads(self._seal.open_text(row.consent))
            return Consent(state, verifier)

    def _columns(self, pair: Pair) -> dict[str, object]:
        now = self._clock()
        return {
            "access_token": self._seal.seal(pair.access),
            "refresh_token": self._seal.seal(pair.refresh),
            "issued_at": now,
            "expires_at": now + pair.life,
            "refreshing_until": None,
            "lost": False,
        }

    def _change(self, of_generation: int, **values: object) -> None:
        with self._database.transaction() as session:
            session.execute(
                update(ZaloTokenRow)
                .where(
                    ZaloTokenRow.oa_id == self._oa,
                    ZaloTokenRow.generation == of_generation,
                    or_(ZaloTokenRow.refreshing_until.is_not(None), ZaloTokenRow.lost.is_(True)),
                )
                .values(**values)
            )

    def _row(self, session: Session) -> ZaloTokenRow:
        blank = {"oa_id": self._oa, "generation": 0, "lost": False}
        session.execute(insert_into(session, ZaloTokenRow).values(blank).on_conflict_do_nothing())
        return session.get_one(ZaloTokenRow, self._oa)
