"""How a citizen wants to be reached: it goes around the dialogue engine, which sees only the mask.

message ──mask──▶ engine ──▶ action ("keep the contact of this turn")
        └─ what the mask hides, in memory for as long as the turn runs ─▶ sealed column
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from vietnamese.personal_data import mask

_MASKS = re.compile(r"(\[số điện thoại\]|\[thư điện tử\])")


def contact_in(text: str) -> str:
    """The telephone numbers and e-mail addresses that the mask hides in ``text``; empty where there are none."""
    pieces = _MASKS.split(mask(text))
    if len(pieces) == 1:
        return ""
    # Other masks may hide identity numbers between them: those are nobody's contact.
    pattern = "".join(
        "(.+?)" if place % 2 else re.sub(r"\\\[[^]]*\\\]", ".+?", re.escape(piece))
        for place, piece in enumerate(pieces)
    )
    found = re.fullmatch(pattern, text, re.DOTALL)
    return ", ".join(group.strip() for group in found.groups()) if found else ""


class ContactsAtHand:
    """The contacts in the messages whose turns run at this moment, by the engine's id; never written down."""

    def __init__(self) -> None:
        self._contacts: dict[str, str] = {}

    @contextmanager
    def holding(self, engine_id: str, text: str | None) -> Iterator[None]:
        """Keep what ``text`` holds until the end of the block, which runs within the conversation's lane."""
        contact = contact_in(text) if text else ""
        if contact:
            self._contacts[engine_id] = contact
        try:
            yield
        finally:
            self._contacts.pop(engine_id, None)

    def of(self, engine_id: str) -> str:
        """The contact in the message that is being answered; empty where it has none."""
        return self._contacts.get(engine_id, "")
