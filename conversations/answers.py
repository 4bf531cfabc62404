"""From knowledge's answer to a reply: the same words whether the engine leads the turn or is down."""

from __future__ import annotations

from knowledge.answer import Answer
from knowledge.outcome import Outcome

#: Offered with every refusal: (title, payload). The payload is the engine's own intent.
OFFICER_BUTTON = ("Gặp cán bộ", "/ask_officer")

_REFUSALS = (Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE)


def buttons_of(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The buttons under an answer as (title, payload) pairs; the payload of a choice is its whole question."""
    if answer.outcome is Outcome.CLARIFY:
        return tuple((choice.title, choice.question) for choice in answer.context.choices)
    return (OFFICER_BUTTON,) if answer.outcome in _REFUSALS else ()
