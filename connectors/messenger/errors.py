"""What the Send API's errors mean for us.

Source: Messenger Platform, "Error codes", as of 2026.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from conversations.channel import Refusal, Refused, SendResult, Unknown

#: By code and subcode; a subcode of ``None`` stands for all others.
_MEANINGS: dict[tuple[int, int | None], Refusal] = {
    (1, None): Refusal.BUSY,
    (2, None): Refusal.BUSY,
    (4, None): Refusal.BUSY,
    (10, 1893063): Refusal.CHANNEL,
    (10, 2018108): Refusal.CHANNEL,
    (10, 2018278): Refusal.WINDOW,
    (10, 2534022): Refusal.WINDOW,
    (10, None): Refusal.CHANNEL,
    (100, 2018001): Refusal.RECIPIENT,
    (100, None): Refusal.PART,
    (190, None): Refusal.CHANNEL,
    (200, 1545041): Refusal.RECIPIENT,
    (200, None): Refusal.CHANNEL,
    (551, None): Refusal.RECIPIENT,
    (613, None): Refusal.BUSY,
    (80004, None): Refusal.BUSY,
    (80006, None): Refusal.BUSY,
}


class _Error(BaseModel):
    model_config = ConfigDict(extra="ignore")
    code: int
    error_subcode: int | None = None


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")
    error: _Error


def read_error(status: int, body: bytes) -> SendResult:
    """What an answer that is no success says of the part's fate."""
    try:
        error = _Body.model_validate_json(body).error
    except ValidationError:
        # Not the Send API's own word: something between us has answered.
        return Refused(Refusal.PART, f"HTTP {status}") if 400 <= status < 500 else Unknown(f"HTTP {status}")
    code = f"{error.code}/{error.error_subcode}" if error.error_subcode else str(error.code)
    exact = _MEANINGS.get((error.code, error.error_subcode))
    return Refused(exact or _MEANINGS.get((error.code, None), Refusal.PART), code)
