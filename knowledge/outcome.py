"""How a turn ended; the same words in code, logs, tables and screens."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"
    EXPIRED_SOURCE = "expired_source"
    SMALL_TALK = "small_talk"
    HANDOVER = "handover"
    FORM = "form"
    BLOCKED = "blocked"
    UNAVAILABLE = "unavailable"
