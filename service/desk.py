"""The officers' desk in the service: the limits of its look-ups and its background work."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from connectors.limits import RateLimit
from conversations.desk import Desk
from conversations.letter_lookup import LetterLookup
from foundation.errors import HoidapError

_log = logging.getLogger(__name__)

#: Codes a minute that one conversation and one network address may look up.
_LOOKUPS_OF_CONVERSATION, _LOOKUPS_OF_ADDRESS = 5, 20
#: Seconds between two looks for hand-overs whose time is over; one of so many looks also forgets what is old.
_SWEEP_EVERY, _PURGE_ONCE_IN = 20.0, 180


def build_lookup(desk: Desk) -> LetterLookup:
    """Look-ups by code, within their limits."""
    return LetterLookup(desk.letters, RateLimit(_LOOKUPS_OF_CONVERSATION), RateLimit(_LOOKUPS_OF_ADDRESS))


async def keep_desk(desk: Desk) -> None:
    """End hand-overs whose time is over and forget what is old, until cancelled."""
    looks = 0
    while True:
        try:
            await asyncio.to_thread(desk.handovers.sweep)
            if looks % _PURGE_ONCE_IN == 0:
                await asyncio.to_thread(desk.handovers.purge)
                await asyncio.to_thread(desk.letters.purge)
            looks += 1
        except (SQLAlchemyError, HoidapError) as error:
            _log.error("the desk could not be kept: %s", type(error).__name__)
        await asyncio.sleep(_SWEEP_EVERY)
