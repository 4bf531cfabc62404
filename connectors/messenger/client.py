"""The Graph API of a page."""

from __future__ import annotations

from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from connectors.calls import fate_by_status, fate_of, new_client
from connectors.messenger.errors import read_error
from connectors.messenger.signature import sign
from conversations.channel import SendResult, Sent, Unknown


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message_id: str


class GraphClient:
    """Calls the Graph API with the page's token, and the proof that we know the app's secret."""

    def __init__(self, url: str, version: str, token: str, app_secret: str) -> None:
        self._client = new_client(f"{url}/{version}", headers={"Authorization": f"Bearer {token}"})
        self._proof = {"appsecret_proof": sign(token.encode(), app_secret)} if app_secret else {}

    async def send(self, body: dict[str, Any]) -> SendResult:
        """Send one message (``POST /me/messages``)."""
        try:
            response = await self._client.post("/me/messages", json=body, params=self._proof)
        except httpx.HTTPError as error:
            return fate_of(error)
        if response.is_success:
            try:
                return Sent(_Sent.model_validate_json(response.content).message_id)
            except ValidationError:
                return Unknown("answer without message_id")
        return fate_by_status(response) or read_error(response.status_code, response.content)

    async def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Any other call.

        Raises:
            httpx.HTTPError: no answer came.
        """
        params = self._proof | more.pop("params", {})
        return await self._client.request(method, path, params=params, **more)

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()
