"""What a message from a messenger is answered with."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from conversations import welcome
from conversations.channel import Channel
from conversations.conversation import Asked, ConversationStore
from conversations.event import EventKind
from conversations.lane_steps import Incoming, Step
from conversations.lane_work import LaneWork
from conversations.message import Message, read_message
from conversations.reply import Reply, new_reply
from conversations.switches import notice_for
from conversations.turns import Turns
from conversations.wording import Words, default_words
from foundation.clock import Clock
from foundation.errors import InputError, TokenError
from knowledge.outcome import Outcome
from vietnamese.personal_data import mask

#: Two ways of opening a chat may come at once (following and tapping the button): one greeting is enough.
_ONE_GREETING = timedelta(minutes=10)
#: Of what is told by ourselves.
_TOLD = Asked()
#: What officers read of a picture, a voice message, a sticker.
_ATTACHMENT = "[hình ảnh, âm thanh hoặc tệp]"
_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)]?\s*", re.ASCII)


class Responder:
    """Answers messages; whoever calls holds the lane.

    Args:
        words: the words that open conversations.
        quiet: how long the bot says nothing after a person has answered.
    """

    def __init__(
        self,
        store: ConversationStore,
        turns: Turns,
        lanes: LaneWork,
        clock: Clock,
        *,
        quiet: timedelta,
        words: Callable[[], Words] = default_words,
    ) -> None:
        self._store = store
        self._turns = turns
        self._lanes = lanes
        self._clock = clock
        self._quiet = quiet
        self._words = words

    async def respond(self, channel: Channel, lane: str, incoming: Incoming) -> Step | None:
        """Be done with a message: its answer is in the outbox, or there is none.

        Returns:
            The first part of the answer, marked as being sent; ``None`` leaves it to the lane to say what comes next.

        Raises:
            LeaseLost: the lane is somebody else's by now; nothing was written.
        """
        words = await asyncio.to_thread(self._words)
        post = _Post(self._lanes, channel, lane, incoming, words, self._clock)
        match incoming.event.kind:
            case EventKind.WITHDRAWN:
                await self._withdraw(lane)
            case EventKind.TAKEN_OVER:
                await self._let_go(lane, incoming, "taken_over", self._quiet)
            case _ if incoming.quiet:
                await self._let_go(lane, incoming, "quiet")
            case EventKind.FIRST_CONTACT:
                await self._greet(post)
            case EventKind.UNREADABLE:
                await self._tell(
                    post, new_reply(welcome.UNREADABLE, Outcome.SMALL_TALK), Asked(said=_ATTACHMENT)
                )
            case EventKind.RATE_LIMITED:
                # Told whoever leads: what was written too fast has reached nobody.
                await self._tell(post, new_reply(welcome.TOO_FAST, Outcome.BLOCKED), Asked(urgent=True))
            case EventKind.MESSAGE:
                await self._answer(post)
        return post.next

    async def _answer(self, post: _Post) -> None:
        lane, incoming = post.lane, post.incoming
        try:
            message = await self._message(lane, incoming)
            try:
                await self._turns.run(lane, message, incoming.key, post)
            except TokenError:  # there is no such conversation yet, or no more
                await asyncio.to_thread(self._lanes.check, lane)  # one that is erased with its lane stays so
                await asyncio.to_thread(self._store.open, post.channel.name, lane)
                await self._turns.run(lane, message, incoming.key, post)
        except InputError as error:
            refusal = new_reply(f"{error.message} {error.hint}", Outcome.SMALL_TALK)
            await self._tell(post, refusal, Asked(said=_legible(incoming.event.text)))

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

    async def _greet(self, post: _Post) -> None:
        greeted = post.incoming.greeted_at
        if greeted is not None and self._clock() - greeted < _ONE_GREETING:
            await self._let_go(post.lane, post.incoming, "greeted")
            return
        words = post.words
        text = f"{words.greeting} {words.disclosure} {words.privacy}"
        examples = tuple((question, question) for question in words.examples)
        await self._tell(post, new_reply(text, Outcome.SMALL_TALK, buttons=examples))

    async def _tell(self, post: _Post, reply: Reply, asked: Asked = _TOLD) -> None:
        """Answer with words of our own, which are kept as a turn: their buttons must work."""
        await asyncio.to_thread(self._store.open, post.channel.name, post.lane)
        await self._turns.tell(post.lane, (reply,), post.incoming.key, post, asked)

    async def _let_go(
        self, lane: str, incoming: Incoming, reason: str, quiet: timedelta | None = None
    ) -> None:
        await asyncio.to_thread(self._lanes.let_go, lane, incoming, reason, quiet)

    async def _withdraw(self, lane: str) -> None:
        # Nothing was ever answered there, or this is the second time round.
        with contextlib.suppress(TokenError):
            await self._turns.forget(lane)
        await asyncio.to_thread(self._lanes.erase, lane)


def _legible(text: str | None) -> str:
    """What officers read of what is no question, such as a thumb: as much of it as can be kept."""
    return mask((text or "").encode("utf-8", "replace").decode().replace("\0", ""))


class _Post:
    """Writes the answer into the outbox, in the transaction that ends the turn.

    Whoever was not greeted is told first that a machine answers; then comes the channel's notice, once to everyone.

    Attributes:
        next: the answer's first part; counts only once the transaction is committed.
    """

    def __init__(
        self,
        lanes: LaneWork,
        channel: Channel,
        lane: str,
        incoming: Incoming,
        words: Words,
        clock: Clock,
    ) -> None:
        self.channel = channel
        self.lane = lane
        self.incoming = incoming
        self.words = words
        self.next: Step | None = None
        self._clock = clock
        self._lanes = lanes
        self._greeting = incoming.event.kind is EventKind.FIRST_CONTACT
        self._introduce = incoming.greeted_at is None and not self._greeting

    def __call__(self, session: Session, replies: tuple[Reply, ...]) -> None:
        """See :data:`conversations.conversation.Beside`."""
        # Nothing is said while an officer leads.
        notice = notice_for(session, self.channel.name, self.lane, self._clock()) if replies else ""
        if notice:
            replies = (new_reply(notice, Outcome.SMALL_TALK), *replies)
        introduce = self._introduce and bool(replies)
        if introduce:
            first = new_reply(f"{self.words.disclosure} {self.words.privacy}", Outcome.SMALL_TALK)
            replies = (first, *replies)
        parts = self.channel.render(replies)
        greeted = introduce or self._greeting
        self.next = self._lanes.answer(session, self.lane, self.incoming, parts, greeted=greeted)
