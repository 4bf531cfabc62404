"""What the error codes of the Official Account API mean for us. The tables of ZNS and ZBS are others.

Source: Zalo Official Account, "Error codes".
"""

from __future__ import annotations

from conversations.channel import Refusal, Refused

#: The access token is invalid, or expired and removed: a new one is to be fetched.
STALE_TOKEN = frozenset({-216, -220})

_MEANINGS = {
    Refusal.BUSY: (-32, -200),
    Refusal.RECIPIENT: (-211, -213, -217, -218, -227, -244),
    Refusal.WINDOW: (-230, -232, -305, -311),
    Refusal.CHANNEL: (
        *(-204, -205, -209, -212, -216, -219, -220, -221, -223, -224, -235, -240, -242),
        *(-320, -321),
    ),
}
_BY_CODE = {code: why for why, codes in _MEANINGS.items() for code in codes}
#: Limits are by the minute.
_NEXT_MINUTE = 60.0


def read_error(code: int) -> Refused:
    """What an error code other than 0 says; an unknown one is a fault of ours."""
    wait = _NEXT_MINUTE if code == -32 else None
    return Refused(_BY_CODE.get(code, Refusal.PART), str(code), wait)
