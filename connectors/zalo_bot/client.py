"""The Bot API of Zalo, by our own client (docs/adr/0026-zalo-bot-client.md).

Source: Zalo Bot platform, "API". The token is part of the address, so addresses are never logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from connectors.bodies import Identifier
from connectors.calls import fate_by_status, fate_of, new_client
from conversations.channel import Refusal, Refused, SendResult, Sent, Unknown

_MEANINGS = {
    400: Refusal.PART,
    401: Refusal.CHANNEL,
    403: Refusal.CHANNEL,
    404: Refusal.CHANNEL,
    408: Refusal.BUSY,
    # "Quota exceeded": of the plan, or of the moment. A later try tells.
    429: Refusal.BUSY,
    500: Refusal.BUSY,
    503: Refusal.BUSY,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method without a message answers: ``error`` is empty where it worked."""

    error: str
    result: dict[str, Any]


class ZaloBotClient(Protocol):
    """What the connector needs of a client."""

    async def send_message(self, chat: str, text: str) -> SendResult:
        """Send a text; raises nothing for what the platform and the network do."""

    async def send_typing(self, chat: str) -> None:
        """Show that an answer is on its way; raises nothing."""

    async def call(self, method: str, **parameters: str) -> Answer:
        """Any other method; raises nothing for what the platform and the network do."""

    async def close(self) -> None:
        """Let go of connections."""


class _Envelope(BaseModel):
    model_config = ConfigDict(extra="ignore")
    ok: bool
    result: Any = None
    error_code: int | None = None


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message_id: Identifier


class OwnClient:
    """Fits :class:`ZaloBotClient`: looks at ``ok`` even where the status says success."""

    def __init__(self, url: str, token: str) -> None:
        self._client = new_client(f"{url}/bot{token}")

    async def send_message(self, chat: str, text: str) -> SendResult:
        """See :class:`ZaloBotClient`."""
        try:
            response = await self._client.post("/sendMessage", json={"chat_id": chat, "text": text})
        except httpx.HTTPError as error:
            return fate_of(error)
        return _fate(response)

    async def send_typing(self, chat: str) -> None:
        """See :class:`ZaloBotClient`."""
        await self.call("sendChatAction", chat_id=chat, action="typing")

    async def call(self, method: str, **parameters: str) -> Answer:
        """See :class:`ZaloBotClient`."""
        try:
            response = await self._client.post(f"/{method}", json=parameters)
            envelope = _Envelope.model_validate_json(response.content)
        except httpx.HTTPError as error:
            return Answer(type(error).__name__, {})
        except ValidationError:
            return Answer("unknown form", {})
        if not envelope.ok:
            return Answer(str(envelope.error_code or response.status_code), {})
        return Answer("", envelope.result if isinstance(envelope.result, dict) else {})

    async def close(self) -> None:
        """See :class:`ZaloBotClient`."""
        await self._client.aclose()


def refusal_of(code: int) -> Refused:
    """What an error code means for us; an unknown one is a fault of ours."""
    return Refused(_MEANINGS.get(code, Refusal.PART), str(code), 60.0 if code == 429 else None)


def _fate(response: httpx.Response) -> SendResult:
    try:
        envelope = _Envelope.model_validate_json(response.content)
        if envelope.ok:
            return Sent(_Message.model_validate(envelope.result).message_id)
    except ValidationError:
        if response.is_success:
            return Unknown("answer in an unknown form")
        return fate_by_status(response) or refusal_of(response.status_code)
    code = envelope.error_code or response.status_code
    if response.status_code in {502, 504}:
        return Unknown(f"HTTP {response.status_code}")
    return refusal_of(code)
