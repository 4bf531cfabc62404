"""Keeping the editors' inbox in the background: never in a citizen's turn, and a little at a time."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from console.console import Console
from console.unanswered.tidying import tidy
from foundation.errors import HoidapError

_log = logging.getLogger(__name__)

#: So many questions at a time: encoding them keeps one of the encoder's threads for a tenth of a second.
_AT_ONCE = 8
#: Seconds between two portions where more wait, and between two looks where none did.
_SOON, _LATER = 0.1, 5.0
#: Seconds between two looks at what imported answers cite, and at what citizens have erased.
_REMEMBER_EVERY, _TIDY_EVERY = 60.0, 3600.0


async def keep_inbox(console: Console) -> None:
    """Group unanswered questions, remember what imported answers cite, forget what was erased; until cancelled."""
    now = asyncio.get_running_loop().time
    remember_at = tidy_at = now()
    while True:
        more = False
        try:
            more = await asyncio.to_thread(console.grouping.step, _AT_ONCE)
            if now() >= remember_at:
                await asyncio.to_thread(console.desk.remember)
                remember_at = now() + _REMEMBER_EVERY
            if now() >= tidy_at:
                await asyncio.to_thread(tidy, console.database, console.grouping)
                tidy_at = now() + _TIDY_EVERY
        except (SQLAlchemyError, HoidapError) as error:
            _log.error("the inbox could not be kept: %s", type(error).__name__)
        await asyncio.sleep(_SOON if more else _LATER)
