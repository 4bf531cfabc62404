"""Turns that were, stored as the service stores them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from conversations.conversation import Asked, Claim, ConversationStore
from conversations.reply import Reply, new_reply
from foundation.database import Database
from knowledge.citation import Citation
from knowledge.context import Context
from knowledge.outcome import Outcome
from tests.conversations.canned_answers import CITATION

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # in Vietnam


class Past:
    """Stores turns.

    Attributes:
        now: when the next turn is accepted; moves on by itself by a minute.
    """

    def __init__(self, database: Database, now: datetime = NOON) -> None:
        self.now = now
        self._ends = now
        self.store = ConversationStore(database, lambda: self._ends, lambda _engine_id: None)
        self._number = 0

    def turn(
        self,
        question: str = "Mục tiêu năm 2026 là gì?",
        outcome: Outcome = Outcome.ANSWERED,
        *,
        channel: str = "web",
        release: str = "r1",
        led_by: str = "engine",
        seconds: float = 0.05,
        citations: tuple[Citation, ...] | None = None,
        trace: dict[str, object] | None = None,
        conversation: str = "",
        text: str = "Theo văn bản.",
    ) -> tuple[str, Reply]:
        """A turn of a conversation of its own; its id and its reply."""
        self._number += 1
        key = conversation or f"c{self._number}-{channel}"
        self.store.open(channel, key)
        if citations is None:
            citations = (CITATION,) if outcome is Outcome.ANSWERED else ()
        reply = new_reply(text, outcome, citations=citations)
        claim: Claim = replace(self.store.claim(key, f"m{self._number}", release), accepted_at=self.now)
        self._ends = self.now + timedelta(seconds=seconds)
        self.store.finish(key, claim, (reply,), Context(), led_by, asked=Asked(question, trace))
        self.now += timedelta(minutes=1)
        return claim.turn, reply

    def rate(self, reply: Reply, conversation: str, *, useful: bool, at: datetime | None = None) -> None:
        """The word of a citizen on a reply."""
        self._ends = at or self.now
        self.store.rate(conversation, reply.id, useful=useful, reason=None)


def cited(url: str) -> tuple[Citation, ...]:
    """One citation of this address."""
    return (replace(CITATION, url=url),)
