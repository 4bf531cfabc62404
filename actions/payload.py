"""The structured reply that actions put on the wire to the engine's door."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from knowledge.citation import Citation
from knowledge.outcome import Outcome

_CITATIONS: TypeAdapter[tuple[Citation, ...]] = TypeAdapter(tuple[Citation, ...])


def payload_of(
    text: str,
    outcome: Outcome,
    *,
    citations: tuple[Citation, ...] = (),
    buttons: tuple[tuple[str, str], ...] = (),
    context: dict[str, object] | None = None,
) -> dict[str, Any]:
    """A reply as JSON; ``buttons`` are (title, payload) pairs, ``context`` is absent where it did not change."""
    payload: dict[str, Any] = {
        "text": text,
        "outcome": outcome.value,
        "citations": _CITATIONS.dump_python(citations, mode="json"),
        "buttons": [{"title": title, "payload": value} for title, value in buttons],
    }
    if context is not None:
        payload["context"] = context
    return payload
