"""The inbox: what a webhook brought is stored, once, before the platform is told that it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, bindparam, case, select
from sqlalchemy.orm import Session

from conversations.channel_tables import ChannelRow, ContactRow, InboundRow
from conversations.event import EVENT, Event, EventKind, dedupe_key
from conversations.lane import lane_of
from conversations.wake import call_out
from foundation.clock import Clock
from foundation.database import Database, table_of
from foundation.sealing import Seal
from foundation.upsert import insert_of


class InboundState(StrEnum):
    """Where a message on its way in has got to."""

    PENDING = "pending"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event that is to be stored.

    Attributes:
        event: as the connector read it.
        refused: why it is not answered ("rate"), or empty. It is stored all the same, so that its repeat is known.
    """

    event: Event
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one webhook body brought.

    Attributes:
        max_age: events older than that are stored as refused.
    """

    channel: str
    account: str
    arrivals: Sequence[Arrival]
    max_age: timedelta


_channels = table_of(ChannelRow)
_IS_ON = select(_channels.c.on).where(_channels.c.name == bindparam("name"))


@cache
def _insert(dialect: str) -> Executable:
    """Stores an event; gives its number, unless it is known."""
    insert = insert_of(dialect, InboundRow).on_conflict_do_nothing(index_elements=["key"])
    return insert.returning(table_of(InboundRow).c.id)


@cache
def _ring(dialect: str, spoken: bool) -> Executable:
    """Gives a lane work now; ``spoken``: by the citizen, whose address is mended where it could not be opened."""
    insert = insert_of(dialect, ContactRow)
    new, known = insert.excluded, table_of(ContactRow).c
    changed: dict[str, ColumnElement[Any]] = {"due_at": new.due_at}
    if spoken:
        # Platforms promise no order: what was said before does not make the last word older.
        later = case(
            (new.last_inbound_at > known.last_inbound_at, new.last_inbound_at), else_=known.last_inbound_at
        )
        changed |= {"address": new.address, "last_inbound_at": later}
    return insert.on_conflict_do_update(index_elements=["lane"], set_=changed)


class Inbox:
    """Stores what comes in; one transaction for one webhook body or for several."""

    def __init__(self, database: Database, clock: Clock, seal: Seal, key: bytes) -> None:
        self._database = database
        self._clock = clock
        self._seal = seal
        self._key = key

    def lane(self, channel: str, account: str, chat: str) -> str:
        """The lane of a chat."""
        return lane_of(self._key, channel, account, chat)

    def accept(self, deliveries: Sequence[Delivery]) -> list[int]:
        """Store the events of each delivery, unless they are known, and have their lanes worked on.

        Events that are too old and those of a channel that is switched off are stored as refused.

        Returns:
            How many of each delivery are to be answered.

        Raises:
            SQLAlchemyError: nothing was stored; the platforms must send the bodies again.
        """
        with self._database.transaction(first=True) as session:  # a platform waits
            waiting = [self._store(session, delivery) for delivery in deliveries]
            for channel in {one.channel for one, count in zip(deliveries, waiting, strict=True) if count}:
                call_out(session, channel)
        return waiting

    def _store(self, session: Session, delivery: Delivery) -> int:
        now, channel, account = self._clock(), delivery.channel, delivery.account
        waiting = 0
        dialect = session.get_bind().dialect.name
        off = "off" if session.scalar(_IS_ON, {"name": channel}) is False else ""
        for arrival in delivery.arrivals:
            event = arrival.event
            stale = "stale" if now - event.sent_at > delivery.max_age else ""
            refused = arrival.refused or stale or off
            lane = self.lane(channel, account, event.chat)
            row = {
                "key": dedupe_key(channel, account, event),
                "channel": channel,
                "lane": lane,
                "kind": event.kind.value,
                "payload": None if refused else self._seal.seal(EVENT.dump_json(event)),
                "state": InboundState.REFUSED if refused else InboundState.PENDING,
                "reason": refused,
                "attempts": 0,
                "sent_at": event.sent_at,
                "received_at": now,
                "settled_at": now if refused else None,
            }
            if session.scalar(_insert(dialect), row) is None or refused:
                continue
            waiting += 1
            contact = {
                "lane": lane,
                "channel": channel,
                "address": self._seal.seal(event.chat),
                "last_inbound_at": event.sent_at,
                "due_at": now,
            }
            # An officer's word is not the citizen's.
            session.execute(_ring(dialect, event.kind is not EventKind.TAKEN_OVER), contact)
        return waiting
