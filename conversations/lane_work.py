"""The work of a lane: leased by one worker at a time, done one step after another.

A step is a part to send, or else a message to answer; when there is neither, the lane is let go. What the worker of
a lapsed lease was sending is uncertain: it is left to an officer.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from conversations import outbox
from conversations.channel import Part, SendResult
from conversations.channel_tables import ContactRow, InboundRow, OutboundRow
from conversations.inbox import InboundState
from conversations.lane_steps import CONTACT, Contact, Incoming, Step, release, settle, take_up
from conversations.outbox import OutboundState, Outgoing
from foundation.clock import Clock
from foundation.database import Database, table_of
from foundation.sealing import Seal

#: How long a worker that says nothing keeps its lanes.
LEASE = timedelta(seconds=20)


_contacts, _inbound, _outbound = table_of(ContactRow), table_of(InboundRow), table_of(OutboundRow)
_IS_OURS = (_contacts.c.lane == bindparam("of"), _contacts.c.leased_by == bindparam("by"))
_CLAIMABLE = (
    select(*CONTACT, _contacts.c.leased_by, _contacts.c.due_at)
    .where(
        _contacts.c.channel == bindparam("of"),
        _contacts.c.due_at <= bindparam("moment"),
        or_(_contacts.c.leased_until.is_(None), _contacts.c.leased_until <= bindparam("moment")),
        _contacts.c.lane.not_in(bindparam("held", expanding=True)),
    )
    .order_by(_contacts.c.due_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(_contacts)
    .where(_contacts.c.lane.in_(bindparam("these", expanding=True)))
    .values(leased_by=bindparam("by"), leased_until=bindparam("until"))
)
_OURS = update(_contacts).where(*_IS_OURS).values(leased_until=bindparam("until")).returning(*CONTACT)
_GREETED = (
    update(_contacts)
    .where(_contacts.c.lane == bindparam("of"))
    .values(greeted_at=bindparam("moment"), quiet_until=bindparam("until"))
)
_RELEASED = (
    update(_contacts)
    .where(
        *_IS_OURS,
        _contacts.c.due_at == bindparam("moment"),
        ~exists().where(
            _outbound.c.lane == bindparam("of"),
            _outbound.c.state.in_((OutboundState.PENDING, OutboundState.SENDING)),
        ),
        ~exists().where(_inbound.c.lane == bindparam("of"), _inbound.c.state == InboundState.PENDING),
    )
    .values(leased_by=None, leased_until=None, due_at=None)
    .returning(_contacts.c.lane)
)


class LeaseLost(Exception):
    """Another worker has the lane, or it was erased: this one must leave it alone."""


def erase_lane(session: Session, lane: str, now: datetime) -> None:
    """Erase who a lane belongs to and what is on its way.

    The keys of its events stay, without a trace of whose they were: a message that is sent again is not answered.
    """
    # In the order of a worker who writes down that a part was sent and goes on: neither waits for the other for ever.
    session.execute(delete(OutboundRow).where(OutboundRow.lane == lane))
    session.execute(delete(ContactRow).where(ContactRow.lane == lane))
    session.execute(
        update(InboundRow)
        .where(InboundRow.lane == lane)
        .values(lane="", payload=None, state=InboundState.DONE, reason="withdrawn", settled_at=now)
    )


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
        # When each lane that we hold had work at the time it was claimed: new work has another moment.
        self._due: dict[str, datetime | None] = {}

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
        given = {"of": channel, "moment": now, "most": limit, "held": list(held)}
        with self._database.transaction() as session:
            steps = {}
            for *columns, owner, due_at in session.execute(_CLAIMABLE, given).all():
                contact = Contact(*columns)
                # With our own lease on it we never learnt that we had claimed it: nothing was sent.
                if owner not in {None, self._owner}:
                    outbox.abandon(session, contact.lane, now)
                step = take_up(session, contact, self._seal, now)
                if step is not None:
                    steps[contact.lane] = step
                    self._due[contact.lane] = due_at
            if steps:
                session.execute(_LEASE, {"these": list(steps), "by": self._owner, "until": now + LEASE})
            return steps

    def renew(self, lanes: Collection[str]) -> None:
        """Keep the leases of ``lanes``."""
        with self._database.transaction() as session:
            session.execute(
                update(ContactRow)
                .where(ContactRow.lane.in_(lanes), ContactRow.leased_by == self._owner)
                .values(leased_until=self._clock() + LEASE)
            )

    def check(self, lane: str) -> None:
        """See that the lane is ours.

        Raises:
            LeaseLost: another worker has it, or it was erased.
        """
        with self._database.reading() as session:
            ours = select(ContactRow.lane).where(ContactRow.lane == lane, ContactRow.leased_by == self._owner)
            if session.scalar(ours) is None:
                raise LeaseLost

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
                outbox.settle(session, done[0], done[1], now, self._spread)
            if not halt and self._released(session, lane):
                return None
            contact = self._ours(session, lane, now)
            step = None
            if contact is not None and halt:
                release(session, lane, now)
            elif contact is not None:
                step = take_up(session, contact, self._seal, now)
            if step is None:
                self._due.pop(lane, None)
        if contact is None:
            raise LeaseLost
        return step

    def settle(self, outgoing: Outgoing, result: SendResult) -> None:
        """Only write down what became of a part: for whoever cannot go on with its lane."""
        with self._database.transaction() as session:
            outbox.settle(session, outgoing, result, self._clock(), self._spread)

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
        if contact is None or not settle(session, incoming.id, "", now):
            raise LeaseLost
        first = outbox.post(session, contact.channel, lane, incoming.id, parts, now)
        if greeted:
            session.execute(_GREETED, {"of": lane, "moment": now, "until": contact.quiet_until})
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
            if contact is None or not settle(session, incoming.id, reason, now):
                raise LeaseLost
            if quiet is not None:
                session.execute(_GREETED, {"of": lane, "moment": None, "until": now + quiet})

    def erase(self, lane: str) -> None:
        """See :func:`erase_lane`."""
        with self._database.transaction() as session:
            erase_lane(session, lane, self._clock())

    def _ours(self, session: Session, lane: str, now: datetime) -> Contact | None:
        """Whose lane it is, its lease renewed, if it is ours.

        The write comes first: with it nobody can put work into the lane between our last look and letting it go.
        """
        row = session.execute(_OURS, {"of": lane, "by": self._owner, "until": now + LEASE}).one_or_none()
        return None if row is None else Contact(*row)

    def _released(self, session: Session, lane: str) -> bool:
        """Let the lane go in one statement, as nearly every step can: nothing waits in it and nothing has come.

        What comes sets the lane's moment and is not seen by the statement where it commits meanwhile (PostgreSQL);
        then the moment is another, the lane stays ours, and is looked at as usual.
        """
        if lane not in self._due:
            return False
        given = {"of": lane, "by": self._owner, "moment": self._due[lane]}
        released = session.scalar(_RELEASED, given) is not None
        if released:
            del self._due[lane]
        return released
