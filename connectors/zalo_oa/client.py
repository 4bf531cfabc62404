"""The OpenAPI of an Official Account.

Source: Zalo Official Account, "Tin tư vấn" (v3.0) and the pages on quota and profile. The token goes into a header
named ``access_token``; errors come with status 200 and a code in the body.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from connectors.bodies import Identifier
from connectors.calls import fate_by_status, fate_of, new_client
from connectors.zalo_oa.access import AccessTokens
from connectors.zalo_oa.errors import STALE_TOKEN, read_error
from conversations.channel import Refusal, Refused, SendResult, Sent, Unknown
from foundation.errors import ChannelError

_log = logging.getLogger(__name__)

#: A reply without a quota was charged.
CHARGED = "charged"


class _Quota(BaseModel):
    model_config = ConfigDict(extra="ignore")
    quota_type: str = CHARGED


class _Data(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message_id: Identifier = ""
    quota: _Quota | None = None


class Envelope(BaseModel):
    """What every answer is wrapped in."""

    model_config = ConfigDict(extra="ignore")
    error: int
    data: Any = None


class OpenApi:
    """Calls the API with the token in force; a token that it refuses is refreshed once."""

    def __init__(self, url: str, tokens: AccessTokens, app_secret: str) -> None:
        self._client = new_client(url)
        self._tokens = tokens
        self._app_secret = app_secret

    async def send(self, path: str, body: dict[str, Any]) -> SendResult:
        """Send one message."""
        try:
            answer = await self.call("POST", path, json=body)
        except httpx.HTTPError as error:
            return fate_of(error)
        except ChannelError as error:
            return Refused(Refusal.CHANNEL, error.code)
        except (TimeoutError, SQLAlchemyError) as error:
            # There was no token to call with: nothing has left.
            return Refused(Refusal.BUSY, type(error).__name__)
        return _fate(answer)

    async def call(self, method: str, path: str, **more: Any) -> Envelope | httpx.Response:
        """Any call; its envelope, or the bare answer where it has none.

        Raises:
            httpx.HTTPError: no answer came.
            ChannelError: there is no token to call with.
            TimeoutError: none could be had in time.
        """
        refused: int | None = None
        while True:
            token = await self._tokens.get(refused)
            headers = {"access_token": token.access}
            if self._app_secret:
                proof = hmac.new(self._app_secret.encode(), token.access.encode(), hashlib.sha256)
                headers["appsecret_proof"] = proof.hexdigest()
            response = await self._client.request(method, path, headers=headers, **more)
            try:
                envelope = Envelope.model_validate_json(response.content)
            except ValidationError:
                return response
            if envelope.error not in STALE_TOKEN or refused is not None:
                return envelope
            refused = token.generation

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()


def _fate(answer: Envelope | httpx.Response) -> SendResult:
    """What an answer says of the message's fate."""
    if isinstance(answer, httpx.Response):
        if answer.is_success:
            return Unknown("answer in an unknown form")
        return fate_by_status(answer) or Refused(Refusal.PART, f"HTTP {answer.status_code}")
    if answer.error:
        return read_error(answer.error)
    try:
        data = _Data.model_validate(answer.data or {})
    except ValidationError:
        return Unknown("answer in an unknown form")
    quota = (data.quota or _Quota()).quota_type
    if quota == CHARGED:
        _log.warning("Zalo OA charged a reply: it carried no quota")
    return Sent(data.message_id, quota)
