"""What a message from a messenger is answered with."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from conversations import welcome
from conversations.channel import Channel
from conversations.conversation import Beside, ConversationStore
from conversations.event import EventKind
from conversations.lane_work import Incoming, LaneWork
from conversations.message import Message, read_message
from conversations.reply import Reply, new_reply
from conversations.turns import Turns
from foundation.clock import Clock
from foundation.errors import InputError, TokenError
from knowledge.outcome import Outcome

#: Two ways of opening a chat may come at once (following and tapping the button): one greeting is enough.
_ONE_GREETING = timedelta(minutes=10)
_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)]?\s*", re.ASCII)


class Responder:
    """Answers messages; whoever calls holds the lane.

    Args:
        quiet: how long the bot says nothing after a person has answered.
    """

    def __init__(
        self, store: ConversationStore, turns: Turns, lanes: LaneWork, clock: Clock, *, quiet: timedelta
    ) -> None:
        self._store = store
        self._turns = turns
        self._lanes = lanes
        self._clock = clock
        self._quiet = quiet

    async def respond(self, channel: Channel, lane: str, incoming: Incoming) -> None:
        """Be done with a message: its answer is in the outbox, or there is none.

        Raises:
            LeaseLost: the lane is somebody else's by now; nothing was written.
        """
        match incoming.event.kind:
            case EventKind.WITHDRAWN:
                await self._withdraw(lane)
            case EventKind.TAKEN_OVER:
                await self._let_go(lane, incoming, "taken_over", self._quiet)
            case _ if incoming.quiet:
                await self._let_go(lane, incoming, "quiet")
            case EventKind.FIRST_CONTACT:
                await self._greet(channel, lane, incoming)
            case EventKind.UNREADABLE:
                await self._tell(channel, lane, incoming, new_reply(welcome.UNREADABLE, Outcome.SMALL_TALK))
            case EventKind.RATE_LIMITED:
                await self._tell(channel, lane, incoming, new_reply(welcome.TOO_FAST, Outcome.BLOCKED))
            case EventKind.MESSAGE:
                await self._answer(channel, lane, incoming)

    async def _answer(self, channel: Channel, lane: str, incoming: Incoming) -> None:
        await asyncio.to_thread(self._store.open, channel.name, lane)
        post = self._poster(channel, lane, incoming)
        try:
            message = await self._message(lane, incoming)
            await self._turns.run(lane, message, incoming.key, post)
        except InputError as error:
            reply = new_reply(f"{error.message} {error.hint}", Outcome.SMALL_TALK)
            await self._turns.tell(lane, (reply,), incoming.key, post)

    async def _message(self, lane: str, incoming: Incoming) -> Message:
        """What was meant: a number stands for the button of that number under the last answer.

        Raises:
            InputError: it cannot be a question.
        """
        event = incoming.event
        if event.button is None and (number := _NUMBER.fullmatch(event.text or "")):
            buttons = await asyncio.to_thread(self._store.latest_buttons, lane)
            if 0 < int(number[1]) <= len(buttons):
                return read_message(None, buttons[int(number[1]) - 1].id, incoming.key)
        return read_message(event.text, event.button, incoming.key)

    async def _greet(self, channel: Channel, lane: str, incoming: Incoming) -> None:
        if incoming.greeted_at is not None and self._clock() - incoming.greeted_at < _ONE_GREETING:
            await self._let_go(lane, incoming, "greeted")
            return
        text = f"{welcome.GREETING} {welcome.DISCLOSURE} {welcome.PRIVACY}"
        examples = tuple((question, question) for question in welcome.EXAMPLES)
        greeting = new_reply(text, Outcome.SMALL_TALK, buttons=examples)
        await self._tell(channel, lane, incoming, greeting)

    async def _tell(self, channel: Channel, lane: str, incoming: Incoming, reply: Reply) -> None:
        """Answer with words of our own, which are kept as a turn: their buttons must work."""
        await asyncio.to_thread(self._store.open, channel.name, lane)
        await self._turns.tell(lane, (reply,), incoming.key, self._poster(channel, lane, incoming))

    def _poster(self, channel: Channel, lane: str, incoming: Incoming) -> Beside:
        """Writes the answer into the outbox, in the transaction that ends the turn.

        Whoever was not greeted is told first that a machine answers.
        """
        greeting = incoming.event.kind is EventKind.FIRST_CONTACT
        introduce = incoming.greeted_at is None and not greeting

        def post(session: Session, replies: Sequence[Reply]) -> None:
            if introduce:
                first = new_reply(f"{welcome.DISCLOSURE} {welcome.PRIVACY}", Outcome.SMALL_TALK)
                replies = (first, *replies)
            self._lanes.answer(
                session, lane, incoming, channel.render(replies), greeted=introduce or greeting
            )

        return post

    async def _let_go(
        self, lane: str, incoming: Incoming, reason: str, quiet: timedelta | None = None
    ) -> None:
        await asyncio.to_thread(self._lanes.let_go, lane, incoming, reason, quiet)

    async def _withdraw(self, lane: str) -> None:
        with contextlib.suppress(
            TokenError
        ):  # nothing was ever answered there, or this is the second time round
            await self._turns.forget(lane)
        await asyncio.to_thread(self._lanes.erase, lane)
