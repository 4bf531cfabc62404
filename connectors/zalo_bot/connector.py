"""A bot of the Zalo Bot platform as a channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from connectors.connector import Check
from connectors.pacing import Pace
from connectors.rendering import PART, render
from connectors.zalo_bot import events
from connectors.zalo_bot.client import OwnClient, ZaloBotClient
from connectors.zalo_bot.quota_table import Quota
from conversations.channel import Capabilities, Part, Refusal, Refused, SendResult, Sent, Unknown
from conversations.event import Event
from conversations.reply import Reply
from conversations.wording import Words
from foundation.clock import Clock, utc_now
from foundation.database import Database
from foundation.settings import Settings

_log = logging.getLogger(__name__)

CAPABILITIES = Capabilities(
    text_limit=2000,
    text_with_buttons_limit=2000,
    buttons=0,
    button_title_limit=0,
    numbered=True,
    typing=True,
    # None is documented; who wrote yesterday is certainly still there.
    window=timedelta(hours=48),
    max_age=timedelta(hours=2),
)


class ZaloBot:
    """Fits :class:`connectors.connector.Connector`."""

    name = "zalo_bot"
    capabilities = CAPABILITIES

    def __init__(self, settings: Settings, database: Database, clock: Clock = utc_now) -> None:
        token = settings.zalo_bot_token.get_secret_value()
        self.account = token.partition(":")[0]
        self._secret = settings.zalo_bot_webhook_secret.get_secret_value()
        self._public_url = settings.public_url
        self._quota = Quota(database, clock, self.account, settings.zalo_bot_monthly_quota)
        self._client = _client(settings, token)
        self._pace = Pace()

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """Zalo asks nothing by GET."""

    def read(self, headers: Mapping[str, str], body: bytes) -> Sequence[Event]:
        """See :class:`connectors.connector.Connector`."""
        events.check(headers, self._secret)
        return events.read_events(body)

    def render(self, replies: Sequence[Reply]) -> list[Part]:
        """See :class:`conversations.channel.Channel`."""
        return render(replies, self.capabilities, self._public_url)

    async def send(self, chat: str, part: Part) -> SendResult:
        """See :class:`conversations.channel.Channel`; what may have gone out is counted."""
        if held := self._pace.hold():
            return held
        try:
            if await asyncio.to_thread(self._quota.left) <= 0:
                return Refused(Refusal.CHANNEL, "monthly quota")
        except SQLAlchemyError as error:
            return Refused(Refusal.BUSY, type(error).__name__)
        # No rate is documented: only what the platform asks for is kept.
        result = self._pace.heed(await self._client.send_message(chat, PART.validate_python(part).text))
        if isinstance(result, Sent | Unknown):
            try:
                await asyncio.to_thread(self._quota.count)
            except SQLAlchemyError as error:
                # The message is out; that it was not counted must not make its fate unknown.
                _log.warning("a message was not counted: %s", type(error).__name__)
        return result

    async def show_typing(self, chat: str) -> None:
        """See :class:`conversations.channel.Channel`."""
        await self._client.send_typing(chat)

    async def acknowledge(self, event: Event) -> None:
        """Nothing is to be acknowledged here."""

    async def connect(self, webhook: str) -> Sequence[Check]:
        """See :class:`connectors.connector.Connector`."""
        if not webhook.startswith("https://"):
            return [Check("Webhook", False, "Zalo chỉ nhận địa chỉ https: đặt HOIDAP_PUBLIC_URL.")]
        answer = await self._client.call("setWebhook", url=webhook, secret_token=self._secret)
        return [_check("Đặt webhook", answer.error, f"Đã đặt {webhook}.")]

    async def status(self) -> Sequence[Check]:
        """See :class:`connectors.connector.Connector`."""
        me = await self._client.call("getMe")
        hook = await self._client.call("getWebhookInfo")
        left = await asyncio.to_thread(self._quota.left)
        return [
            _check("Token của bot", me.error, f"Bot {me.result.get('account_name', '')}."),
            Check("Webhook", bool(hook.result.get("url")), str(hook.result.get("url") or "Chưa đặt.")),
            Check("Hạn mức tháng", left > 0, f"Còn {left} tin (theo số đếm của dịch vụ)."),
        ]

    async def publish_menu(self, words: Words) -> Sequence[Check]:  # noqa: ARG002 - others have use for them
        """The platform has none."""
        return [Check("Menu", True, "Zalo Bot không có menu và nút bấm: người dân trả lời bằng số.")]

    async def close(self) -> None:
        """See :class:`conversations.channel.Channel`."""
        await self._client.close()


def _client(settings: Settings, token: str) -> ZaloBotClient:
    if settings.zalo_bot_client == "own":
        return OwnClient(settings.zalo_bot_api, token)
    from connectors.zalo_bot.community import CommunityClient

    return CommunityClient(settings.zalo_bot_api, token)


def _check(name: str, error: str, done: str) -> Check:
    return Check(name, not error, f"Zalo từ chối: {error}. Xem docs/kenh/zalo-bot.md." if error else done)
