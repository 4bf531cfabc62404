"""When a part that could not be sent is tried again."""

from __future__ import annotations

import random
from datetime import timedelta

from conversations.channel import Refusal, Refused

#: Tries of one part. With the waits between them a platform may be away for about half an hour.
MAX_ATTEMPTS = 12
_LONGEST = 300.0
#: Seconds between tries while an account stands still: a person has to mend it.
_STANDSTILL = 300.0
#: How much longer than asked a part waits at most, as a share and in seconds: parts refused together come back apart.
_SPREAD, _MOST_SPREAD = 0.25, 5.0


def wait_after(refused: Refused, attempts: int, spread: random.Random) -> timedelta | None:
    """How long to wait after the ``attempts``-th try, or ``None`` where trying again is of no use.

    The wait doubles from a second up to five minutes; a random half of it is left off so that parts that failed
    together do not come back together ("equal jitter"). What the platform asks for is the least. A part that is held
    back to keep within the platform's limits waits just for them, however often.
    """
    asked = refused.retry_after or 0.0
    asked += spread.uniform(0.0, min(_SPREAD * asked, _MOST_SPREAD))
    if refused.why is Refusal.HELD:
        return timedelta(seconds=asked)
    if refused.why is Refusal.CHANNEL:
        return timedelta(seconds=_STANDSTILL)
    if refused.why is not Refusal.BUSY or attempts >= MAX_ATTEMPTS:
        return None
    wait = min(2.0 ** (attempts - 1), _LONGEST) * spread.uniform(0.5, 1.0)
    return timedelta(seconds=max(wait, asked))
