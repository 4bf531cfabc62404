"""Zalo's OAuth v4 for Official Accounts: consent, and the pair of tokens it gives.

Source: Zalo Official Account, "Xác thực và uỷ quyền" (OAuth v4, PKCE). Not to be mixed up with Zalo Social's.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import string
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.calls import REFUSING, fate_of, new_client
from connectors.zalo_oa.tokens import Pair
from conversations.channel import Refused

#: Length of a code verifier, by the platform.
VERIFIER_LENGTH = 43
_ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Postponed:
    """The platform could not be asked, or does not answer such requests now; the token is as good as before."""

    code: str


@dataclass(frozen=True, slots=True)
class Denied:
    """The platform gave no pair, or whether it did is not known: the token counts as spent."""

    code: str


class _Tokens(BaseModel):
    model_config = ConfigDict(extra="ignore")
    access_token: str = Field(min_length=1)
    refresh_token: str = Field(min_length=1)
    expires_in: int = Field(gt=0)


class _Failure(BaseModel):
    model_config = ConfigDict(extra="ignore")
    error_name: str = ""
    error: int | str = ""


def new_verifier() -> str:
    """A code verifier of 43 letters and digits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(VERIFIER_LENGTH))


def challenge_of(verifier: str) -> str:
    """The code challenge: base64url of the verifier's SHA-256, without padding."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class OAuth:
    """Zalo's token endpoint for one app."""

    def __init__(self, url: str, app_id: str, app_secret: str) -> None:
        self._url = url
        self._app_id = app_id
        self._client = new_client(url, headers={"secret_key": app_secret})

    def consent_url(self, redirect: str, verifier: str, state: str) -> str:
        """Where the account's administrator gives consent."""
        query = {
            "app_id": self._app_id,
            "redirect_uri": redirect,
            "code_challenge": challenge_of(verifier),
            "state": state,
        }
        return f"{self._url}/v4/oa/permission?{urlencode(query)}"

    async def exchange(self, code: str, verifier: str) -> Pair | Postponed | Denied:
        """The first pair, for the code that a consent gave."""
        return await self._ask(grant_type="authorization_code", code=code, code_verifier=verifier)

    async def refresh(self, refresh_token: str) -> Pair | Postponed | Denied:
        """The next pair; the token is spent with it."""
        return await self._ask(grant_type="refresh_token", refresh_token=refresh_token)

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def _ask(self, **fields: str) -> Pair | Postponed | Denied:
        try:
            response = await self._client.post("/v4/oa/access_token", data={"app_id": self._app_id, **fields})
        except httpx.HTTPError as error:
            never_left = isinstance(fate_of(error), Refused)
            return Postponed(type(error).__name__) if never_left else Denied(type(error).__name__)
        # It is not told how a spent refresh token is refused: whatever is not known to pass by itself is final. A
        # gateway's 502 or 504 does not tell whether the token was spent behind it.
        if response.status_code in REFUSING:
            return Postponed(f"HTTP {response.status_code}")
        try:
            # An error may come with status 200: only what has both tokens is a pair.
            read = _Tokens.model_validate_json(response.content)
        except ValidationError:
            return Denied(_failure(response))
        return Pair(read.access_token, read.refresh_token, timedelta(seconds=read.expires_in))


def _failure(response: httpx.Response) -> str:
    try:
        failure = _Failure.model_validate_json(response.content)
    except ValidationError:
        return f"HTTP {response.status_code}"
    return str(failure.error_name or failure.error or f"HTTP {response.status_code}")[:60]
