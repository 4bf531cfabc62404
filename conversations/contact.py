"""How a citizen wants to be reached: it goes around the dialogue engine, which sees only the mask.

message ──mask──▶ engine ──▶ action ("keep the contact of this turn")
        └─ what the mask hides, in memory for as long as the turn runs ─▶ sealed column
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vietnamese.personal_data import Kind, find_personal_data

_CONTACTS = {Kind.PHONE, Kind.MAIL}


def contact_in(text: str) -> str:
    """The telephone numbers and e-mail addresses that the mask hides in ``text``; empty where there are none."""
    found = (datum for datum in find_personal_data(text) if datum.kind in _CONTACTS)
    return ", ".join(text[datum.start : datum.end].strip() for datum in found)


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
