"""A dialogue engine that says what it was told to, and refuses what the real one's door refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from conversations.engine import EngineMessage, EngineTurn
from foundation.errors import EngineError
from vietnamese.text import nfc


def turn_of(message: EngineMessage, *replies: dict[str, Any]) -> EngineTurn:
    """The engine's answer to ``message``, read as the client reads it."""
    return EngineTurn.model_validate({"message_id": message.message_id, "replies": list(replies)})


def said(text: str, **more: Any) -> dict[str, Any]:
    """One reply of the engine."""
    return {"text": text, "outcome": "small_talk"} | more


async def _echo(message: EngineMessage) -> EngineTurn:
    return turn_of(message, said(f"máy: {message.text or message.intent}"))


class FakeEngine:
    """Fits :class:`conversations.engine.Engine`.

    Attributes:
        answer: makes the answer to a message; may wait or raise.
        messages: what came in, in order.
        forgotten: the conversations it was told to forget.
        deaf: whether it fails to confirm that it forgot.
    """

    def __init__(self) -> None:
        self.answer: Callable[[EngineMessage], Awaitable[EngineTurn]] = _echo
        self.messages: list[EngineMessage] = []
        self.forgotten: list[str] = []
        self.deaf = False

    async def turn(self, message: EngineMessage, deadline: float) -> EngineTurn:
        """See :class:`conversations.engine.Engine`."""
        _check(message)
        assert deadline > 0
        self.messages.append(message)
        return await self.answer(message)

    async def forget(self, conversation: str) -> None:
        """See :class:`conversations.engine.Engine`."""
        if self.deaf:
            raise EngineError("Engine did not answer: ConnectError.")
        self.forgotten.append(conversation)

    def says(self, *replies: dict[str, Any]) -> None:
        """Answer every message with these replies."""

        async def answer(message: EngineMessage) -> EngineTurn:
            return turn_of(message, *replies)

        self.answer = answer

    def fails(self, error: Exception) -> None:
        """Answer every message with an error."""

        async def answer(message: EngineMessage) -> EngineTurn:
            raise error

        self.answer = answer

    def sleeps(self, seconds: float) -> None:
        """Answer every message, but late."""

        async def answer(message: EngineMessage) -> EngineTurn:
            await asyncio.sleep(seconds)
            return await _echo(message)

        self.answer = answer


def _check(message: EngineMessage) -> None:
    """What ``bot.door.TurnBody`` wants."""
    assert 0 < len(message.message_id) <= 255
    assert 0 < len(message.conversation) <= 255
    assert (message.text is None) != (message.intent is None)
    if message.text is not None:
        assert len(message.text) <= 10_000
        assert nfc(message.text).strip()
        message.text.encode("utf-8")
    if message.intent is not None:
        assert message.intent.isidentifier()
    assert all(isinstance(value, str) for value in message.metadata.values())
