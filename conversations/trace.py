"""The trace of a turn: how its replies came about, small enough to be stored with every turn.

Of what the citizen wrote it holds no more than the turn's question does: where that is not kept, neither are entities
nor the context.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from conversations.told import Told
from knowledge.context import Context
from knowledge.trace import AnswerTrace, traced

#: A stored trace is no longer, in bytes of JSON.
LARGEST = 4096
#: The longest question of a context that is kept.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Guess:
    """An intent with its confidence, 0 to 1."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that the engine found in a text: its kind and the words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What the engine made of a message.

    Attributes:
        intent: that it went by; a button's is certain.
        ranking: what else it might have been, best first.
        entities: that it found.
    """

    intent: Guess
    ranking: tuple[Guess, ...] = ()
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """How the replies of a turn came about.

    Attributes:
        understood: by the engine; ``None`` where it did not lead.
        answer: of knowledge; ``None`` where the documents were not asked.
        follow_up, agency: with which knowledge was asked.
        before, after: the context; ``None`` where it is not kept.
        engine_ms: from handing the message to the engine to its reply, or until it was given up.
        answer_ms: that knowledge took for its answer, part of the engine's time where it led.
        whole_ms: from taking the message up to the end, without storing it.
    """

    understood: Understood | None = None
    answer: AnswerTrace | None = None
    follow_up: bool = False
    agency: str = ""
    before: Context | None = None
    after: Context | None = None
    engine_ms: float = 0.0
    answer_ms: float = 0.0
    whole_ms: float = 0.0


_TRACE = TypeAdapter(Trace)


def trace_of(
    understood: Understood | None,
    told: Told | None,
    contexts: tuple[Context, Context],
    *,
    engine_seconds: float,
    whole_seconds: float,
    kept: bool,
) -> Trace:
    """The trace of a turn.

    Args:
        understood, told: by the engine, by knowledge.
        contexts: before and after.
        engine_seconds, whole_seconds: that they took.
        kept: whether the turn's question is stored with it.
    """
    answer = told.answer if told else None
    trace = Trace(
        understood=understood,
        engine_ms=_milliseconds(engine_seconds),
        answer_ms=_milliseconds(told.seconds) if told else 0.0,
        whole_ms=_milliseconds(whole_seconds),
    )
    if not kept:
        return replace(trace, understood=replace(understood, entities=()) if understood else None)
    before, after = contexts
    return replace(
        trace,
        answer=traced(answer.grounds, answer.confidence) if answer and answer.grounds else None,
        follow_up=bool(told and told.follow_up),
        agency=told.agency[:_LONGEST] if told else "",
        before=_cut(before),
        # What was offered stands in the reply; for asking again it is needed in the context before alone.
        after=replace(_cut(after), choices=()),
    )


def dump_trace(trace: Trace) -> dict[str, Any]:
    """As JSON for the database, at most :data:`LARGEST` bytes: what tells least is left out first."""
    dumped = _dumped(trace)
    while _size(dumped) > LARGEST and trace.answer and trace.answer.passages:
        fewer = trace.answer.passages[:-1]
        trace = replace(trace, answer=replace(trace.answer, passages=fewer))
        dumped = _dumped(trace)
    if _size(dumped) > LARGEST:
        dumped = _dumped(replace(trace, before=None, after=None))
    if _size(dumped) > LARGEST:
        dumped = _dumped(replace(trace, before=None, after=None, answer=None, understood=None, agency=""))
    return dumped


def load_trace(stored: object) -> Trace | None:
    """From JSON; ``None`` where there is none, or another version's."""
    try:
        return None if stored is None else _TRACE.validate_python(stored)
    except ValueError:
        return None


def _dumped(trace: Trace) -> dict[str, Any]:
    dumped: dict[str, Any] = _TRACE.dump_python(trace, mode="json", exclude_defaults=True)
    return dumped


def _size(dumped: dict[str, Any]) -> int:
    return len(
        json.dumps(dumped)
    )  # with every letter outside of ASCII spelled out, as the database's driver does


def _cut(context: Context) -> Context:
    return replace(context, question=context.question[:_LONGEST])


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
