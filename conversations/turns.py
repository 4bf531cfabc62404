"""Turns: one message in, its replies out, exactly once.

    claim the turn in the dedupe table ─▶ engine (deadline) ─▶ commit replies and context together
                                             └─ down or late ─▶ knowledge alone

Whoever repeats a ``client_message_id`` gets the stored replies. A turn whose process died before the commit is
run again by the repeat.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from dataclasses import dataclass

from conversations.answers import buttons_of
from conversations.conversation import Claim, ConversationStore
from conversations.emergency import emergency_reply
from conversations.engine import Engine, EngineMessage, EngineTurn
from conversations.lanes import Lanes
from conversations.message import MAX_CHARACTERS, Message
from conversations.reply import Reply, new_reply
from conversations.tokens import Tokens
from foundation.errors import EngineError, HoidapError, InputError
from foundation.ids import new_id
from knowledge.answer import Answerer
from knowledge.context import Context, load_context
from knowledge.library import Library
from knowledge.outcome import Outcome
from knowledge.release import Release
from vietnamese.personal_data import mask
from vietnamese.text import nfc

_log = logging.getLogger(__name__)

UNAVAILABLE = (
    "Hệ thống đang khởi động hoặc bảo trì, tạm thời chưa thực hiện được yêu cầu này. Anh/chị vui lòng thử lại sau ít "
    "phút, hoặc đặt câu hỏi về văn bản, tôi vẫn tra cứu được."
)


@dataclass(frozen=True, slots=True)
class TurnResult:
    """A finished turn with the token that continues its conversation."""

    token: str
    turn: str
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class _Led:
    replies: tuple[Reply, ...]
    context: Context
    led_by: str


class Turns:
    """Runs the turns of all conversations of the web channel."""

    def __init__(
        self,
        store: ConversationStore,
        tokens: Tokens,
        engine: Engine | None,
        answerer: Answerer,
        library: Library,
        *,
        deadline: float,
        key: bytes,
    ) -> None:
        self._store = store
        self._tokens = tokens
        self._engine = engine
        self._answerer = answerer
        self._library = library
        self._deadline = deadline
        self._key = key
        self._lanes = Lanes()

    async def run(self, message: Message, token: str | None, *, address: str) -> TurnResult:
        """Run one turn of the web channel.

        Args:
            message: what came in.
            token: the conversation's token, ``None`` to open one.
            address: the client's network address; a repeated opening is recognised only from the same one.

        Raises:
            TokenError: the token is forged, too old or its conversation was erased.
            InputError: the button is not one of this conversation's.
        """
        conversation = self._opening_key(message, address) if token is None else self._tokens.read(token)
        async with self._lanes.hold(conversation):
            if token is None:
                await asyncio.to_thread(self._store.open, "web", conversation)
            return await self._in_lane(message, conversation)

    async def rate(self, token: str, reply: str, *, useful: bool, reason: str | None) -> None:
        """Keep whether a reply was useful; personal data in the reason is masked.

        Raises:
            TokenError: the token is forged, too old or its conversation was erased.
            InputError: the reply is not one of this conversation's.
        """
        conversation = self._tokens.read(token)
        kept = mask(nfc(reason or "").strip())[:MAX_CHARACTERS]
        await asyncio.to_thread(self._store.rate, conversation, reply, useful=useful, reason=kept or None)

    async def erase(self, token: str) -> None:
        """Erase a conversation everywhere, Rasa's rows included, while its lane is held."""
        conversation = self._tokens.read(token)
        async with self._lanes.hold(conversation):
            engine_id = await asyncio.to_thread(self._store.erase, conversation)
            if self._engine is not None:
                try:
                    await self._engine.forget(engine_id)
                except EngineError as error:
                    # Its rows are gone from the tracker's database already; a stopped process remembers nothing.
                    _log.info("engine could not be told to forget: %s", error.message)

    async def _in_lane(self, message: Message, conversation: str) -> TurnResult:
        release = self._library.release
        message_id = message.client_message_id or new_id()
        claim = await asyncio.to_thread(self._store.claim, conversation, message_id, release.id)
        replies = claim.replies
        if replies is None:
            led = await self._lead(message, claim, release)
            replies = led.replies
            await asyncio.to_thread(
                self._store.finish, conversation, claim.turn, replies, led.context, led.led_by
            )
        return TurnResult(self._tokens.issue(conversation), claim.turn, replies)

    async def _lead(self, message: Message, claim: Claim, release: Release) -> _Led:
        text, intent = await self._meaning(message, claim)
        context = load_context(claim.context)
        if self._engine is not None:
            metadata = {"release": release.id}
            if text:
                # Most messages end up as questions to knowledge: its dearest step is done while the engine thinks.
                self._answerer.expect(release, text)
                if self._answerer.foresees(release, text) and not emergency_reply(text):
                    metadata["written"] = "yes"
            engine_message = EngineMessage(claim.turn, claim.engine_id, text, intent, metadata)
            try:
                async with asyncio.timeout(self._deadline):
                    turn = await self._engine.turn(engine_message, self._deadline)
                if turn.replies:
                    return _led_by_engine(turn, context)
                _log.warning("engine gave no reply to turn %s", claim.turn)
            except (EngineError, TimeoutError) as error:
                _log.info("knowledge answers turn %s alone: %s", claim.turn, type(error).__name__)
        if text is None:
            return _Led((new_reply(UNAVAILABLE, Outcome.UNAVAILABLE),), context, "fallback")
        if help_first := emergency_reply(text):
            return _Led((new_reply(help_first, Outcome.HANDOVER),), context, "fallback")
        try:
            answer = await asyncio.to_thread(self._answerer.answer, release, text, context)
        except HoidapError as error:
            _log.error("knowledge could not answer turn %s: %s", claim.turn, error.code)
            return _Led((new_reply(UNAVAILABLE, Outcome.UNAVAILABLE),), context, "fallback")
        reply = new_reply(answer.text, answer.outcome, citations=answer.citations, buttons=buttons_of(answer))
        return _Led((reply,), answer.context, "fallback")

    async def _meaning(self, message: Message, claim: Claim) -> tuple[str | None, str | None]:
        """The text to answer without personal data, or the intent that one of our own buttons stands for."""
        if message.button is None:
            return message.text and mask(message.text), None
        payload = await asyncio.to_thread(self._store.payload, claim.turn, message.button)
        if payload is None:
            raise InputError(
                "Nút này không thuộc hội thoại hiện tại.", hint="Bấm nút ở câu trả lời gần nhất."
            )
        return (None, payload[1:]) if payload.startswith("/") else (payload, None)

    def _opening_key(self, message: Message, address: str) -> str:
        """Recognises a repeated opening message; random where the client gave no id."""
        if message.client_message_id is None:
            return new_id()
        parts = (address, message.client_message_id, message.text or "", message.button or "")
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:32]


def _led_by_engine(turn: EngineTurn, context: Context) -> _Led:
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
    return _Led(replies, load_context(changed[-1]) if changed else context, "engine")
