"""The client of the engine's door: asks as the door wants to be asked, and waits no longer than it may."""

from __future__ import annotations

import ast
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from conversations.engine import EngineMessage, HttpEngine
from foundation.errors import EngineError
from knowledge.outcome import Outcome
from tests.conversations.door import Door, open_door

pytestmark = pytest.mark.anyio

DOOR = Path(__file__).parents[2] / "bot" / "door.py"
MESSAGE = EngineMessage("m1", "c1", "mục tiêu?", None, {"release": "r1"})
PRIVATE = "chuyện riêng của một người"


@pytest.fixture
def door() -> Iterator[Door]:
    with open_door() as door:
        yield door


@pytest.fixture
async def engine(door: Door) -> AsyncIterator[HttpEngine]:
    engine = HttpEngine(door.url, "token-of-the-engine")
    yield engine
    await engine.close()


def answer(*replies: dict[str, Any]) -> dict[str, Any]:
    return {"message_id": "m1", "intent": {"name": "greet", "confidence": 0.9}, "replies": list(replies)}


async def test_a_message_is_sent_with_the_token_and_in_the_doors_own_fields(
    door: Door, engine: HttpEngine
) -> None:
    door.body = answer()
    await engine.turn(MESSAGE, 2.0)
    [sent] = door.received
    assert (sent.method, sent.path, sent.token) == (
        "POST",
        "/webhooks/door/turns",
        "Bearer token-of-the-engine",
    )
    assert sent.body == {
        "message_id": "m1",
        "conversation": "c1",
        "text": "mục tiêu?",
        "intent": None,
        "metadata": {"release": "r1"},
    }
    assert set(sent.body) == fields_of_the_door()


def fields_of_the_door() -> set[str]:
    """The fields of ``bot.door.TurnBody``, which refuses others; the app's Python cannot import it."""
    [body] = [
        node
        for node in ast.walk(ast.parse(DOOR.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and node.name == "TurnBody"
    ]
    return {
        field.target.id
        for field in body.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
    }


async def test_replies_are_read_and_what_is_not_known_is_left_aside(door: Door, engine: HttpEngine) -> None:
    full = {
        "text": "Theo…",
        "outcome": "answered",
        "citations": [
            {
                "document": "57-NQ/TW",
                "title": "t",
                "place": "",
                "quote": "q",
                "url": "/u",
                "digest": False,
                "in_force": True,
            }
        ],
        "buttons": [{"title": "Gặp", "payload": "/ask_officer"}],
        "context": {"year": 2026},
        "of a later version": 1,
    }
    door.body = answer(full, {"text": "bare"})
    first, second = (await engine.turn(MESSAGE, 2.0)).replies
    assert (first.outcome, first.context, first.buttons[0].payload) == (
        Outcome.ANSWERED,
        {"year": 2026},
        "/ask_officer",
    )
    assert first.citations[0].document == "57-NQ/TW"
    assert (second.outcome, second.citations, second.context) == (Outcome.SMALL_TALK, (), None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"\xff\xfe",
        b"null",
        [],
        {},
        {"message_id": "m1"},
        {"message_id": "m1", "replies": [{"text": PRIVATE, "outcome": "no such outcome"}]},
        {"message_id": "m1", "replies": [{"text": PRIVATE, "citations": [{"document": PRIVATE}]}]},
        {"message_id": "m1", "replies": [{"text": [PRIVATE]}]},
        {"message_id": "m1", "replies": PRIVATE},
    ],
)
async def test_an_answer_in_another_form_is_an_error_that_quotes_nothing(
    door: Door, engine: HttpEngine, body: Any
) -> None:
    door.body = body
    with pytest.raises(EngineError) as refused:
        await engine.turn(MESSAGE, 2.0)
    assert PRIVATE not in refused.value.message
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("status", [401, 422, 500, 503, 302])
async def test_any_status_but_success_is_an_error(door: Door, engine: HttpEngine, status: int) -> None:
    door.status, door.body = status, answer({"text": "x"})
    with pytest.raises(EngineError, match=str(status)):
        await engine.turn(MESSAGE, 2.0)


async def test_a_late_answer_is_not_waited_for(door: Door, engine: HttpEngine) -> None:
    door.delay, door.body = 1.0, answer()
    started = time.monotonic()
    with pytest.raises(EngineError):
        await engine.turn(MESSAGE, 0.1)
    assert time.monotonic() - started < 0.8


async def test_an_engine_that_is_not_there_is_an_error_at_once(free_port: int) -> None:
    engine = HttpEngine(f"http://127.0.0.1:{free_port}", "token")
    try:
        assert await engine.ready() is False
        for call in (engine.turn(MESSAGE, 2.0), engine.forget("c1")):
            with pytest.raises(EngineError):
                await call
    finally:
        await engine.close()


async def test_it_is_ready_when_it_says_so(door: Door, engine: HttpEngine) -> None:
    assert await engine.ready() is True
    door.status = 503
    assert await engine.ready() is False
    assert [(sent.method, sent.path) for sent in door.received] == [("GET", "/webhooks/door/ready")] * 2


async def test_forgetting_names_the_conversation(door: Door, engine: HttpEngine) -> None:
    door.status, door.body = 204, b""
    await engine.forget("0123abcd")
    [sent] = door.received
    assert (sent.method, sent.path, sent.token) == (
        "DELETE",
        "/webhooks/door/conversations/0123abcd",
        "Bearer token-of-the-engine",
    )
