"""The client of the dialogue engine's one door (``bot/door.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from foundation.errors import EngineError
from knowledge.citation import Citation
from knowledge.outcome import Outcome


class EngineButton(BaseModel):
    """A button as the engine names it; its payload never leaves the server."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    title: str
    payload: str


class EngineReply(BaseModel):
    """One utterance of the engine."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    text: str
    outcome: Outcome = Outcome.SMALL_TALK
    citations: tuple[Citation, ...] = ()
    buttons: tuple[EngineButton, ...] = ()
    context: dict[str, Any] | None = None


class EngineIntent(BaseModel):
    """What the engine takes a message for; without a name where it has no idea."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    name: str | None = None
    confidence: float = 0.0


class EngineEntity(BaseModel):
    """Something that the engine found in a message, with its words."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    entity: str
    text: str


class EngineTurn(BaseModel):
    """The engine's structured answer to one message."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    message_id: str
    replies: tuple[EngineReply, ...]
    intent: EngineIntent = EngineIntent()
    ranking: tuple[EngineIntent, ...] = ()
    entities: tuple[EngineEntity, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineMessage:
    """What the app hands to the engine: a citizen's text, or an intent from one of our buttons."""

    message_id: str
    conversation: str
    text: str | None
    intent: str | None
    metadata: dict[str, str]


class Engine(Protocol):
    """What the app needs of a dialogue engine."""

    async def turn(self, message: EngineMessage, deadline: float) -> EngineTurn:
        """Lead one turn.

        Raises:
            EngineError: no answer as agreed within ``deadline`` seconds.
        """

    async def forget(self, conversation: str) -> None:
        """Drop what the engine's process remembers of a conversation.

        Raises:
            EngineError: the engine did not confirm.
        """


class HttpEngine:
    """The engine over loopback HTTP."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(5.0, connect=0.5),
            limits=httpx.Limits(max_connections=64),
            trust_env=False,
        )

    async def turn(self, message: EngineMessage, deadline: float) -> EngineTurn:
        """See :class:`Engine`."""
        body = {
            "message_id": message.message_id,
            "conversation": message.conversation,
            "text": message.text,
            "intent": message.intent,
            "metadata": message.metadata,
        }
        response = await self._request("POST", "/webhooks/door/turns", deadline, body)
        try:
            return EngineTurn.model_validate_json(response.content)
        except ValidationError as error:
            # The error's own text would quote the reply; its places are enough to find the fault.
            places = [".".join(map(str, item["loc"])) for item in error.errors()]
            raise EngineError(f"Engine answered in an unknown form at {places}.") from None

    async def forget(self, conversation: str) -> None:
        """See :class:`Engine`."""
        await self._request("DELETE", f"/webhooks/door/conversations/{conversation}", 5.0)

    async def ready(self) -> bool:
        """Whether the engine has loaded its model."""
        try:
            await self._request("GET", "/webhooks/door/ready", 1.0)
        except EngineError:
            return False
        return True

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def _request(
        self, method: str, path: str, deadline: float, body: dict[str, Any] | None = None
    ) -> httpx.Response:
        try:
            response = await self._client.request(
                method, path, json=body, timeout=httpx.Timeout(deadline, connect=min(0.5, deadline))
            )
        except httpx.HTTPError as error:
            raise EngineError(f"Engine did not answer: {type(error).__name__}.") from error
        if not response.is_success:
            raise EngineError(f"Engine answered {response.status_code}.")
        return response
