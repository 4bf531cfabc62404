"""The web channel's turns: a signed token instead of an account, answered in the same request."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import dataclass

from conversations.conversation import ConversationStore
from conversations.lanes import Lanes
from conversations.message import MAX_CHARACTERS, Message
from conversations.reply import Reply
from conversations.tokens import Tokens
from conversations.turns import Turns
from foundation.ids import new_id
from vietnamese.personal_data import mask
from vietnamese.text import nfc


@dataclass(frozen=True, slots=True)
class TurnResult:
    """A finished turn with the token that continues its conversation."""

    token: str
    turn: str
    replies: tuple[Reply, ...]


class WebTurns:
    """Runs the turns of the web channel, those of one conversation one after another."""

    def __init__(self, turns: Turns, store: ConversationStore, tokens: Tokens, *, key: bytes) -> None:
        self._turns = turns
        self._store = store
        self._tokens = tokens
        self._key = key
        self._lanes = Lanes()

    async def run(self, message: Message, token: str | None, *, address: str) -> TurnResult:
        """Run one turn.

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
            message_id = message.client_message_id or new_id()
            done = await self._turns.run(conversation, message, message_id, address=address)
        return TurnResult(self._tokens.issue(conversation), done.turn, done.replies)

    async def conversation(self, token: str) -> str:
        """The conversation that a token stands for.

        Raises:
            TokenError: the token is forged, too old or its conversation was erased.
        """
        conversation = self._tokens.read(token)
        await asyncio.to_thread(self._store.check, conversation)
        return conversation

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
        """Erase a conversation everywhere, Rasa's rows included, while its lane is held.

        Raises:
            TokenError: the token is forged, too old or its conversation was erased.
        """
        conversation = self._tokens.read(token)
        async with self._lanes.hold(conversation):
            await self._turns.forget(conversation)

    def _opening_key(self, message: Message, address: str) -> str:
        """Recognises a repeated opening message; random where the client gave no id."""
        if message.client_message_id is None:
            return new_id()
        parts = (address, message.client_message_id, message.text or "", message.button or "")
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:32]
