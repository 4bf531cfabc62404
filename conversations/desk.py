"""What leads citizens to officers and back: letters, hand-overs, office hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.channel import Channel
from conversations.contact import ContactsAtHand
from conversations.delivery import Delivery
from conversations.handovers import Handovers
from conversations.letters import Letters
from conversations.office_calendar import OfficeCalendar
from foundation.clock import Clock
from foundation.database import Database
from foundation.sealing import Seal


@dataclass(frozen=True, slots=True)
class Desk:
    """What the dialogue's actions and the officers' pages share.

    Attributes:
        at_hand: the contacts in the turns that run in this process.
    """

    letters: Letters
    handovers: Handovers
    calendar: OfficeCalendar
    delivery: Delivery
    at_hand: ContactsAtHand


def build_desk(database: Database, clock: Clock, seal: Seal, channels: Mapping[str, Channel]) -> Desk:
    """The desk over its database; ``channels`` are the messengers that are connected."""
    delivery = Delivery(channels, clock)
    return Desk(
        letters=Letters(database, clock, seal),
        handovers=Handovers(database, clock, delivery),
        calendar=OfficeCalendar(database, clock),
        delivery=delivery,
        at_hand=ContactsAtHand(),
    )
