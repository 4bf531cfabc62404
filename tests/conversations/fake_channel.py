"""A messenger of one's own making: it keeps what it accepted, and fails as it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from conversations.channel import Capabilities, Part, Refusal, Refused, SendResult, Sent
from conversations.event import Event
from conversations.reply import Reply


@dataclass
class FakeChannel:
    """Fits :class:`conversations.channel.Channel`.

    Attributes:
        shown: what each chat was shown, in order.
        results: what the next sends come to instead of being accepted.
        accepts_first: whether a send that has a result in ``results`` is shown all the same.
        slow: seconds that a send takes.
        most_at_once: the most parts that were on their way at one moment.
    """

    name: str = "zalo_oa"
    account: str = "oa-1"
    slow: float = 0.0
    accepts_first: bool = False
    shown: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    results: list[SendResult | Exception] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    in_flight: dict[str, int] = field(default_factory=dict)
    sends: int = 0
    most_at_once: int = 0

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(2000, 2000, 5, 100, True, True, timedelta(days=7), timedelta(hours=2))

    def render(self, replies: Sequence[Reply]) -> list[Part]:
        return [
            {"text": reply.text, "buttons": [[button.id, button.title] for button in reply.buttons]}
            for reply in replies
        ]

    async def send(self, chat: str, part: Part) -> SendResult:
        self.sends += 1
        assert self.in_flight.get(chat, 0) == 0, "two parts of one chat on their way at once"
        self.in_flight[chat] = 1
        self.most_at_once = max(self.most_at_once, sum(self.in_flight.values()))
        try:
            await asyncio.sleep(self.slow)
            result = self.results.pop(0) if self.results else Sent(f"m{self.sends}")
            if isinstance(result, Sent) or self.accepts_first:
                self.shown.setdefault(chat, []).append(part["text"])
                self.buttons[chat] = [(name, title) for name, title in part["buttons"]]
            if isinstance(result, Exception):
                raise result
            return result
        finally:
            self.in_flight[chat] = 0

    async def show_typing(self, chat: str) -> None:
        self.typed.append(chat)

    async def acknowledge(self, event: Event) -> None:
        self.acknowledged.append(event.receipt)

    async def close(self) -> None:
        pass


BUSY = Refused(Refusal.BUSY, "503")
