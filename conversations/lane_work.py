"""The work of a lane: leased by one worker at a time, done one step after another.

A step is a part to send, or else a message to answer; when there is neither, the lane is let go. What the worker of
a lapsed lease was sending is uncertain: it is left to an officer.
"""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from conversations import outbox
from conversations.channel import Part, SendResult
from conversations.channel_tables import ContactRow, InboundRow, OutboundRow
from conversations.event import EVENT, Event
from conversations.inbox import InboundState
from conversations.outbox import Outgoing
from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import SealError
from foundation.sealing import Seal

_log = logging.getLogger(__name__)

#: How long a worker that says nothing keeps its lanes.
LEASE = timedelta(seconds=20)
#: Times a message is taken up: one that ends the process each time must not do so for ever.
_MAX_ATTEMPTS = 5
#: The reason of what no secret of ours opens: it cannot be answered by trying again.
_UNREADABLE = "unreadable"


class LeaseLost(Exception):
    """Another worker has the lane, or it was erased: this one must leave it alone."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that is to be answered now.

    Attributes:
        id: its number in the inbox.
        key: its name, the same each time it is taken up.
        quiet: whether a person has taken over.
        greeted_at: when the bot last introduced itself, ``None`` if it has to.
    """

    id: int
    key: str
    event: Event
    quiet: bool
    greeted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """What a lane has to do next, and whom it concerns.

    Attributes:
        chat: the platform's id of the chat.
        silence: how long ago the citizen last wrote.
    """

    chat: str
    work: Outgoing | Incoming
    silence: timedelta


class LaneWork:
    """Hands out the work of lanes to one worker.

    Args:
        place: names where the worker runs, 16 signs; the same after a restart on the same data.
    """

    def __init__(self, database: Database, clock: Clock, seal: Seal, place: str) -> None:
        self._database = database
        self._clock = clock
        self._seal = seal
        self._place = place
        # Of this life of the process: what an earlier one was sending is uncertain, what this one marked is not.
        self._owner = place + secrets.token_hex(8)
        self._spread = random.Random()  # noqa: S311 - spreads retries, hides nothing

    def recover(self) -> None:
        """After a restart: let the lanes that this worker held before be taken up at once."""
        with self._database.transaction() as session:
            session.execute(
                update(ContactRow)
                .where(ContactRow.leased_by.startswith(self._place), ContactRow.leased_by != self._owner)
                .values(leased_until=self._clock())
            )

    def claim(self, channel: str, limit: int, held: Collection[str]) -> dict[str, Step]:
        """Lease up to ``limit`` lanes that have work to do, longest waiting first, and take up the first of it.

        Args:
            channel: whose lanes.
            limit: how many at most.
            held: the lanes that this worker is at work on already.

        Returns:
            What each lane has to do; those that had nothing after all are let go again.
        """
        now = self._clock()
        with self._database.transaction() as session:
            rows = session.scalars(
                select(ContactRow)
                .where(
                    ContactRow.channel == channel,
                    ContactRow.due_at <= now,
                    or_(ContactRow.leased_until.is_(None), ContactRow.leased_until <= now),
                    ContactRow.lane.not_in(held),
                )
                .order_by(ContactRow.due_at)
                .limit(limit)
                .with_for_update(skip_locked=True)
            ).all()
            steps = {}
            for row in rows:
                # With our own lease on it we never learnt that we had claimed it: nothing was sent.
                if row.leased_by not in {None, self._owner}:
                    outbox.abandon(session, row.lane, now)
                row.leased_by, row.leased_until = self._owner, now + LEASE
                step = self._next(session, row, now)
                if step is not None:
                    steps[row.lane] = step
            return steps

    def renew(self, lanes: Collection[str]) -> None:
        """Keep the leases of ``lanes``."""
        with self._database.transaction() as session:
            session.execute(
                update(ContactRow)
                .where(ContactRow.lane.in_(lanes), ContactRow.leased_by == self._owner)
                .values(leased_until=self._clock() + LEASE)
            )

    def step(
        self, lane: str, done: tuple[Outgoing, SendResult] | None = None, *, halt: bool = False
    ) -> Step | None:
        """Write down what became of the part that was sent, and take up what comes next.

        Args:
            lane: one that was claimed.
            done: the part that the last step handed out, and how sending it went.
            halt: take nothing up, let the lane go with its work.

        Returns:
            ``None`` where nothing is to be done now; the lane is let go.

        Raises:
            LeaseLost: the lane is not ours; what became of the part is written down all the same.
        """
        now = self._clock()
        with self._database.transaction() as session:
            if done is not None:
                outbox.settle(session, done[0].id, done[1], now, self._spread)
            contact = self._ours(session, lane, now)
            step = None
            if contact is not None and halt:
                _release(contact, now)
            elif contact is not None:
                step = self._next(session, contact, now)
        if contact is None:
            raise LeaseLost
        return step

    def settle(self, outgoing: Outgoing, result: SendResult) -> None:
        """Only write down what became of a part: for whoever cannot go on with its lane."""
        with self._database.transaction() as session:
            outbox.settle(session, outgoing.id, result, self._clock(), self._spread)

    def answer(
        self, session: Session, lane: str, incoming: Incoming, parts: Sequence[Part], greeted: bool
    ) -> Step | None:
        """Within a transaction: post the parts that answer a message, and be done with it.

        Returns:
            What comes next once the transaction is committed: the first of the parts.

        Raises:
            LeaseLost: the lane is not ours any more; nothing may be written.
        """
        now = self._clock()
        contact = self._ours(session, lane, now)
        row = session.get(InboundRow, incoming.id)
        if contact is None or row is None or row.state != InboundState.PENDING:
            raise LeaseLost
        first = outbox.post(session, contact, row.id, parts, now)
        if greeted:
            contact.greeted_at = now
        _settle(row, InboundState.DONE, "", now)
        if first is None:
            return None
        return Step(self._seal.open_text(contact.address), first, now - contact.last_inbound_at)

    def let_go(self, lane: str, incoming: Incoming, reason: str, quiet: timedelta | None = None) -> None:
        """Be done with a message without an answer; with ``quiet`` the bot says nothing for that long.

        Raises:
            LeaseLost: the lane is not ours any more.
        """
        now = self._clock()
        with self._database.transaction() as session:
            contact = self._ours(session, lane, now)
            row = session.get(InboundRow, incoming.id)
            if contact is None or row is None:
                raise LeaseLost
            if quiet is not None:
                contact.quiet_until, contact.greeted_at = now + quiet, None
            _settle(row, InboundState.DONE, reason, now)

    def erase(self, lane: str) -> None:
        """Erase who the lane belongs to and what is on its way; the events stay known by their keys alone."""
        now = self._clock()
        with self._database.transaction() as session:
            session.execute(delete(ContactRow).where(ContactRow.lane == lane))
            session.execute(delete(OutboundRow).where(OutboundRow.lane == lane))
            session.execute(
                update(InboundRow)
                .where(InboundRow.lane == lane)
                .values(lane="", payload=None, state=InboundState.DONE, reason="withdrawn", settled_at=now)
            )

    def _ours(self, session: Session, lane: str, now: datetime) -> ContactRow | None:
        """The lane's row, its lease renewed, if it is ours.

        The write comes first: with it nobody can put work into the lane between our last look and letting it go.
        """
        return session.scalar(
            update(ContactRow)
            .where(ContactRow.lane == lane, ContactRow.leased_by == self._owner)
            .values(leased_until=now + LEASE)
            .returning(ContactRow)
        )

    def _next(self, session: Session, contact: ContactRow, now: datetime) -> Step | None:
        try:
            chat = self._seal.open_text(contact.address)
        except SealError:
            _log.error("a chat's address cannot be opened with HOIDAP_SECRET: what waits there is given up")
            outbox.give_up(session, contact.lane, _UNREADABLE, now)
            _give_up(session, contact.lane, now)
            _release(contact, None)
            return None
        silence = now - contact.last_inbound_at
        part = outbox.head(session, contact.lane)
        if part is not None:
            if part.due_at <= now:
                return Step(chat, outbox.begin(part), silence)
            _release(contact, part.due_at)
            return None
        while (row := _first_pending(session, contact.lane)) is not None:
            read = self._read(row)
            if isinstance(read, str):
                _settle(row, InboundState.FAILED, read, now)
                session.flush()
                continue
            row.attempts += 1
            quiet = contact.quiet_until is not None and contact.quiet_until > now
            return Step(chat, Incoming(row.id, row.key, read, quiet, contact.greeted_at), silence)
        _release(contact, None)
        return None

    def _read(self, row: InboundRow) -> Event | str:
        """The event of a message, or why there is none to be answered."""
        if row.payload is None:
            return "expired"
        if row.attempts >= _MAX_ATTEMPTS:
            return "crashed"
        try:
            return EVENT.validate_json(self._seal.open(row.payload))
        except (SealError, ValidationError) as error:
            _log.error("message %d cannot be read: %s", row.id, type(error).__name__)
            return _UNREADABLE


def _first_pending(session: Session, lane: str) -> InboundRow | None:
    return session.scalar(
        select(InboundRow)
        .where(InboundRow.lane == lane, InboundRow.state == InboundState.PENDING)
        .order_by(InboundRow.id)
        .limit(1)
    )


def _give_up(session: Session, lane: str, now: datetime) -> None:
    session.execute(
        update(InboundRow)
        .where(InboundRow.lane == lane, InboundRow.state == InboundState.PENDING)
        .values(state=InboundState.FAILED, reason=_UNREADABLE, payload=None, settled_at=now)
    )


def _settle(row: InboundRow, state: InboundState, reason: str, now: datetime) -> None:
    """The payload goes with the turn."""
    row.state, row.reason, row.payload, row.settled_at = state, reason, None, now


def _release(contact: ContactRow, due_at: datetime | None) -> None:
    contact.leased_by = contact.leased_until = None
    contact.due_at = due_at
