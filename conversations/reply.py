"""Replies as the Chat API gives them, and the buttons behind them."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from foundation.ids import new_id
from knowledge.citation import Citation
from knowledge.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Button:
    """A button.

    Attributes:
        id: what the browser sends back; says nothing by itself.
        title: what the citizen reads.
        payload: what pressing it means, kept on the server: a question, or ``/intent`` of our own making.
    """

    id: str
    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the citizen."""

    id: str
    text: str
    outcome: Outcome
    citations: tuple[Citation, ...] = ()
    buttons: tuple[Button, ...] = ()

    def public(self) -> dict[str, Any]:
        """The Chat API's form: buttons without their payloads."""
        dumped: dict[str, Any] = _REPLY.dump_python(self, mode="json")
        dumped["buttons"] = [{"id": button.id, "title": button.title} for button in self.buttons]
        return dumped


_REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
REPLIES: TypeAdapter[tuple[Reply, ...]] = TypeAdapter(tuple[Reply, ...])
"""To and from JSON for the database, payloads included."""


def new_reply(
    text: str,
    outcome: Outcome,
    *,
    citations: tuple[Citation, ...] = (),
    buttons: tuple[tuple[str, str], ...] = (),
) -> Reply:
    """A reply with fresh ids; ``buttons`` are (title, payload) pairs."""
    made = tuple(Button(new_id(), title, payload) for title, payload in buttons)
    return Reply(new_id(), text, outcome, citations, made)
