"""The access token to call with: refreshed in time, by one process at a time."""

from __future__ import annotations

import asyncio
import logging
import secrets

from connectors.zalo_oa.oauth import Denied, OAuth, Postponed, new_verifier
from connectors.zalo_oa.tokens import Consent, Current, Pair, TokenStore
from foundation.errors import ChannelError, ForgedError

_log = logging.getLogger(__name__)

#: Seconds: between looks whether another process has the next pair, and how long that may take.
_LOOK = 0.05
_PATIENCE = 30.0
_CONNECT = "Chạy: hoidap channel connect zalo_oa, rồi để quản trị OA đồng ý lại."


class AccessTokens:
    """Hands out the access token in force."""

    def __init__(self, store: TokenStore, oauth: OAuth, fixed_verifier: str = "") -> None:
        self._store = store
        self._oauth = oauth
        self._fixed_verifier = fixed_verifier

    async def get(self, refused: int | None = None) -> Current:
        """The access token to use.

        Args:
            refused: the generation whose token the platform has just refused.

        Raises:
            ChannelError: there is none: consent must be given (again), or the platform cannot be asked for the next.
        """
        async with asyncio.timeout(_PATIENCE):
            while True:
                current = await asyncio.to_thread(self._store.current)
                if current is None:
                    raise ChannelError("OA chưa được kết nối.", hint=_CONNECT, code="not_connected")
                dead = current.dead or current.generation == refused
                if not dead and (current.lost or not current.due):
                    return current
                if current.lost:
                    raise ChannelError("OA đã mất quyền gửi tin.", hint=_CONNECT, code="consent_lost")
                if not await self._refreshed(current, dead=dead) and not dead:
                    return current

    def begin_consent(self, redirect: str) -> str:
        """Where the account's administrator gives consent; ``redirect`` is where the answer comes."""
        consent = Consent(secrets.token_urlsafe(24), self._fixed_verifier or new_verifier())
        self._store.ask_consent(consent)
        return self._oauth.consent_url(redirect, consent.verifier, consent.state)

    async def finish_consent(self, code: str, state: str) -> None:
        """Take the answer to a consent.

        Raises:
            ForgedError: nobody asked for it.
            ChannelError: the platform gave no tokens for it.
        """
        consent = await asyncio.to_thread(self._store.asked_consent)
        if consent is None or not secrets.compare_digest(
            consent.state.encode(), state.encode("utf-8", "replace")
        ):
            raise ForgedError("Lượt cấp quyền này không do dịch vụ mở.", hint=_CONNECT)
        answer = await self._oauth.exchange(code, consent.verifier)
        if not isinstance(answer, Pair):
            raise ChannelError(f"Zalo không cấp quyền: {answer.code}.", hint=_CONNECT)
        await asyncio.to_thread(self._store.begin, answer)

    async def _refreshed(self, current: Current, *, dead: bool) -> bool:
        """Whether it is worth looking at the store again."""
        refresh_token = await asyncio.to_thread(self._store.claim, current.generation)
        if refresh_token is None:
            if dead:
                await asyncio.sleep(_LOOK)  # another process fetches the next pair
            return dead
        match await self._oauth.refresh(refresh_token):
            case Pair() as pair:
                await asyncio.to_thread(self._store.renew, current.generation, pair)
                return True
            case Postponed(code=code):
                await asyncio.to_thread(self._store.unclaim, current.generation)
                _log.warning("Zalo OA gives no new token for now: %s", code)
                if dead:
                    raise ChannelError(
                        "Chưa lấy được mã truy cập mới của OA.", hint="Sẽ tự thử lại.", code=code
                    )
                return False
            case Denied(code=code):
                await asyncio.to_thread(self._store.lose, current.generation)
                _log.error("Zalo OA refused a new token: %s", code)
                return True
