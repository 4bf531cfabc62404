"""Turns: one message in, its replies out, exactly once.

    look the message up in the dedupe table ─▶ engine (deadline) ─▶ commit replies and context together
                                             ├─ down or late ─▶ knowledge alone
                                             ├─ a letter's code ─▶ its answer
                                             └─ an officer leads ─▶ nothing but a number in an emergency

Whoever repeats a message gets the stored replies; a letter's answer is not among them, it is looked up anew. A turn
whose process died before the commit is run again by the repeat. Whoever runs a turn holds the conversation's lane:
:mod:`conversations.web_turns`, or a messenger's dispatcher.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, replace

from conversations.answers import buttons_of
from conversations.contact import ContactsAtHand
from conversations.conversation import ASKED, Asked, Beside, Claim, ConversationStore, GivenBack
from conversations.emergency import emergency_reply
from conversations.engine import Engine, EngineMessage, EngineTurn
from conversations.letter_lookup import LOOKED_UP, LetterLookup
from conversations.message import Message
from conversations.reply import Reply, new_reply
from conversations.told import Told, TurnDesk
from conversations.trace import Entity, Guess, Understood, dump_trace, trace_of
from foundation.errors import EngineError, HoidapError, InputError, TokenError
from knowledge.answer import Answerer
from knowledge.context import Context, load_context
from knowledge.library import Library
from knowledge.outcome import Outcome
from knowledge.release import Release
from vietnamese.personal_data import mask

_log = logging.getLogger(__name__)

UNAVAILABLE = (
    "Hệ thống đang khởi động hoặc bảo trì, tạm thời chưa thực hiện được yêu cầu này. Anh/chị vui lòng thử lại sau ít "
    "phút, hoặc đặt câu hỏi về văn bản, tôi vẫn tra cứu được."
)


#: What is told by ourselves was asked by nobody.
_TOLD = Asked()


@dataclass(frozen=True, slots=True)
class FinishedTurn:
    """A turn that is over."""

    turn: str
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class _Led:
    replies: tuple[Reply, ...]
    context: Context
    led_by: str
    understood: Understood | None = None
    told: Told | None = None
    engine_seconds: float = 0.0
    kept: tuple[Reply, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a message means.

    Attributes:
        text: to be answered, without personal data; ``None`` for a button that stands for an intent.
        intent: that it stands for.
        more: what the intent's action is told.
        shown: what officers read.
    """

    text: str | None
    intent: str | None
    more: dict[str, str]
    shown: str


class Turns:
    """Runs turns, one at a time in each conversation.

    Args:
        lookup: answers messages that are the code of a letter.
        at_hand: where actions find the contact that the engine does not see.

    Attributes:
        desk: where actions leave what the answers of turns under way rest on.
    """

    def __init__(
        self,
        store: ConversationStore,
        engine: Engine | None,
        answerer: Answerer,
        library: Library,
        *,
        deadline: float,
        lookup: LetterLookup | None = None,
        at_hand: ContactsAtHand | None = None,
    ) -> None:
        self._lookup = lookup
        self._at_hand = at_hand or ContactsAtHand()
        self._store = store
        self._engine = engine
        self._answerer = answerer
        self._library = library
        self._deadline = deadline
        self.desk = TurnDesk()

    async def run(
        self,
        conversation: str,
        message: Message,
        message_id: str,
        beside: Beside | None = None,
        *,
        address: str = "",
    ) -> FinishedTurn:
        """Run one turn of a conversation that is open; the caller holds its lane.

        Args:
            conversation: its id.
            message: what came in.
            message_id: names the message within the conversation; its repeat gets the same replies.
            beside: called within the transaction that ends the turn; not called again for a repeat.
            address: the client's network address, where the channel has one.

        Returns:
            No replies where an officer leads the conversation.

        Raises:
            TokenError: the conversation was erased.
            InputError: the button is not one of this conversation's.
        """
        release = self._library.release
        claim = await asyncio.to_thread(self._store.claim, conversation, message_id, release.id)
        if claim.replies is not None:
            again = await self._looked_up_again(conversation, message, claim.replies, address)
            return FinishedTurn(claim.turn, again)
        began = time.perf_counter()
        meant = await self._meaning(conversation, message)
        if claim.taken:
            led = _while_officer_leads(meant, load_context(claim.context))
            try:
                return await self._finish(conversation, claim, led, meant, beside, began)
            except GivenBack:
                claim = replace(claim, taken=False)
        found = await self._looked_up(conversation, meant, address)
        if found is not None:
            kept = (replace(found, text=LOOKED_UP),)
            led = _Led((found,), load_context(claim.context), "app", kept=kept)
        else:
            with self._at_hand.holding(claim.engine_id, message.text):
                led = await self._lead(meant, claim, release)
        return await self._finish(conversation, claim, led, meant, beside, began)

    async def _finish(
        self,
        conversation: str,
        claim: Claim,
        led: _Led,
        meant: _Meant,
        beside: Beside | None,
        began: float,
    ) -> FinishedTurn:
        question = None if led.led_by == "app" else meant.text  # a code is no question
        trace = trace_of(
            led.understood,
            led.told,
            (load_context(claim.context), led.context),
            engine_seconds=led.engine_seconds,
            whole_seconds=time.perf_counter() - began,
            kept=question is not None and bool(led.replies) and led.replies[-1].outcome in ASKED,
        )
        asked = Asked(question, dump_trace(trace), said=meant.shown, urgent=claim.taken, kept=led.kept)
        try:
            replies = await asyncio.to_thread(
                self._store.finish, conversation, claim, led.replies, led.context, led.led_by, beside, asked
            )
        except TokenError:
            # The engine may have written the message down after the erasure had deleted its rows.
            await asyncio.to_thread(self._store.forget_engine, claim.engine_id)
            await self._forget_in_engine(claim.engine_id)
            raise
        return FinishedTurn(claim.turn, replies)

    async def tell(
        self,
        conversation: str,
        replies: tuple[Reply, ...],
        message_id: str,
        beside: Beside | None = None,
        asked: Asked = _TOLD,
    ) -> FinishedTurn:
        """A turn whose replies are known, such as a greeting; the context stays as it was. Otherwise as :meth:`run`.

        Args:
            conversation: its id.
            replies: what is told.
            message_id: see :meth:`run`.
            beside: see :meth:`run`.
            asked: what the turn was about.

        Raises:
            TokenError: the conversation was erased.
        """
        release = self._library.release
        claim = await asyncio.to_thread(self._store.claim, conversation, message_id, release.id)
        if claim.replies is not None:
            return FinishedTurn(claim.turn, claim.replies)
        claim = replace(claim, taken=False)  # what is told is told to whoever is there
        context = load_context(claim.context)
        told = await asyncio.to_thread(
            self._store.finish,
            conversation,
            claim,
            replies,
            context,
            "app",
            beside,
            asked,
        )
        return FinishedTurn(claim.turn, told)

    async def forget(self, conversation: str) -> None:
        """Erase a conversation everywhere, Rasa's rows included; the caller holds its lane.

        Raises:
            TokenError: it was erased before.
        """
        engine_id = await asyncio.to_thread(self._store.erase, conversation)
        await self._forget_in_engine(engine_id)

    async def _forget_in_engine(self, engine_id: str) -> None:
        """Let the engine's process forget a conversation whose rows are deleted."""
        if self._engine is not None:
            try:
                await self._engine.forget(engine_id)
            except EngineError as error:
                # Its rows are gone from the tracker's database already; a stopped process remembers nothing.
                _log.info("engine could not be told to forget: %s", error.message)

    async def _looked_up(self, conversation: str, meant: _Meant, address: str) -> Reply | None:
        if self._lookup is None or not meant.text:
            return None
        return await self._lookup.reply(meant.text, conversation, address)

    async def _looked_up_again(
        self, conversation: str, message: Message, stored: tuple[Reply, ...], address: str
    ) -> tuple[Reply, ...]:
        """The replies of a turn that was run before, with what a code stands for by now."""
        if not stored or stored[-1].text != LOOKED_UP:
            return stored
        found = await self._looked_up(conversation, await self._meaning(conversation, message), address)
        return stored if found is None else (replace(found, id=stored[-1].id),)

    async def _lead(self, meant: _Meant, claim: Claim, release: Release) -> _Led:
        text, context, waited = meant.text, load_context(claim.context), 0.0
        if self._engine is not None:
            metadata = {"release": release.id, "turn": claim.turn, **meant.more}
            if text:
                # Most messages end up as questions to knowledge: its dearest step is done while the engine thinks.
                self._answerer.expect(release, text)
                if self._answerer.foresees(release, text) and not emergency_reply(text):
                    metadata["written"] = "yes"
            engine_message = EngineMessage(claim.turn, claim.engine_id, text, meant.intent, metadata)
            began = time.perf_counter()
            try:
                async with asyncio.timeout(self._deadline):
                    turn = await self._engine.turn(engine_message, self._deadline)
                waited = time.perf_counter() - began
                if turn.replies:
                    return _led_by_engine(turn, context, self.desk.take(claim.turn), waited)
                _log.warning("engine gave no reply to turn %s", claim.turn)
            except (EngineError, TimeoutError) as error:
                waited = time.perf_counter() - began
                _log.info("knowledge answers turn %s alone: %s", claim.turn, type(error).__name__)
        if text is None:
            return _Led((new_reply(UNAVAILABLE, Outcome.UNAVAILABLE),), context, "fallback")
        if help_first := emergency_reply(text):
            return _Led((new_reply(help_first, Outcome.HANDOVER),), context, "fallback")
        began = time.perf_counter()
        try:
            answer = await asyncio.to_thread(self._answerer.answer, release, text, context)
        except HoidapError as error:
            _log.error("knowledge could not answer turn %s: %s", claim.turn, error.code)
            return _Led((new_reply(UNAVAILABLE, Outcome.UNAVAILABLE),), context, "fallback")
        reply = new_reply(answer.text, answer.outcome, citations=answer.citations, buttons=buttons_of(answer))
        told = Told(answer, seconds=time.perf_counter() - began)
        return _Led((reply,), answer.context, "fallback", told=told, engine_seconds=waited)

    async def _meaning(self, conversation: str, message: Message) -> _Meant:
        """The text to answer without personal data, or the intent that one of our own buttons stands for.

        Raises:
            InputError: the button is not one of this conversation's.
        """
        if message.button is None:
            text = message.text and mask(message.text)
            return _Meant(text, None, {}, text or "")
        button = await asyncio.to_thread(self._store.button, conversation, message.button)
        if button is None:
            raise InputError(
                "Nút này không thuộc hội thoại hiện tại.", hint="Bấm nút ở câu trả lời gần nhất."
            )
        if not button.payload.startswith("/"):
            return _Meant(button.payload, None, {}, button.payload)
        intent, _, way = button.payload[1:].partition("?")
        return _Meant(None, intent, {"way": way} if way else {}, button.title)


def _while_officer_leads(meant: _Meant, context: Context) -> _Led:
    """Nothing, unless a life may hang on it: an officer may look at the exchange only minutes later."""
    help_first = emergency_reply(meant.shown)
    replies = (new_reply(help_first, Outcome.HANDOVER),) if help_first else ()
    return _Led(replies, context, "officer")


def _led_by_engine(turn: EngineTurn, context: Context, told: Told | None, seconds: float) -> _Led:
    replies = tuple(
        new_reply(
            reply.text,
            reply.outcome,
            citations=reply.citations,
            buttons=tuple((button.title, button.payload) for button in reply.buttons),
        )
        for reply in turn.replies
    )
    changed = [reply.context for reply in turn.replies if reply.context is not None]
    after = load_context(changed[-1]) if changed else context
    return _Led(replies, after, "engine", _understood(turn), told, seconds)


def _understood(turn: EngineTurn) -> Understood:
    guesses = (turn.intent, *turn.ranking)
    first, *others = (Guess((one.name or "")[:40], round(one.confidence, 4)) for one in guesses)
    found = tuple(Entity(one.entity[:40], one.text[:60]) for one in turn.entities[:8])
    return Understood(first, tuple(others[:3]), found)
