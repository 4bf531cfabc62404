"""A Zalo Official Account as a channel."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import httpx

from connectors.connector import Check
from connectors.pacing import Pace
from connectors.rendering import PART, RenderedPart, render
from connectors.zalo_oa import signature
from connectors.zalo_oa.access import AccessTokens
from connectors.zalo_oa.client import Envelope, OpenApi
from connectors.zalo_oa.events import ANONYMOUS, BUTTON, is_probe, read_events
from connectors.zalo_oa.oauth import OAuth
from connectors.zalo_oa.tokens import TokenStore
from conversations.channel import Capabilities, Part, SendResult
from conversations.event import Event
from conversations.reply import Reply
from conversations.wording import Words
from foundation.clock import Clock, utc_now
from foundation.database import Database
from foundation.errors import ChannelError
from foundation.sealing import Seal
from foundation.settings import Settings

CAPABILITIES = Capabilities(
    text_limit=2000,
    text_with_buttons_limit=2000,
    buttons=5,
    button_title_limit=100,
    # Zalo on a desktop is reported not to show buttons.
    numbered=True,
    typing=False,
    # Free for 48 hours, charged until the seventh day, refused afterwards.
    window=timedelta(days=7),
    free_window=timedelta(hours=48),
    # The last re-sending comes 1.8 hours after the first.
    max_age=timedelta(hours=2),
)
#: Source: Official Account, "Rate limit": of an app. The account's own depends on its package and is not told; both
#: refuse with -32, after which nothing is sent for a minute.
_A_MINUTE = 4000
#: Where the answer to a consent comes.
CALLBACK = "/webhooks/zalo_oa/consent"


class ZaloOa:
    """Fits :class:`connectors.connector.Connector`."""

    name = "zalo_oa"
    capabilities = CAPABILITIES

    def __init__(self, settings: Settings, database: Database, seal: Seal, clock: Clock = utc_now) -> None:
        self.account = settings.zalo_oa_id
        app_secret = settings.zalo_oa_app_secret.get_secret_value()
        self._secrets = signature.Secrets(
            settings.zalo_oa_app_id,
            settings.zalo_oa_webhook_secret.get_secret_value(),
            app_secret,
            settings.zalo_oa_id,
        )
        self._diagnose = settings.zalo_oa_diagnose
        self._template_type = settings.zalo_oa_template_type
        self._public_url = settings.public_url
        self._oauth = OAuth(settings.zalo_oa_oauth, settings.zalo_oa_app_id, app_secret)
        store = TokenStore(database, clock, seal, settings.zalo_oa_id)
        self.tokens = AccessTokens(store, self._oauth, settings.zalo_oa_verifier.get_secret_value())
        self._api = OpenApi(settings.zalo_oa_api, self.tokens, app_secret)
        self._pace = Pace(_A_MINUTE, 60.0)

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """Zalo asks nothing by GET."""

    def read(self, headers: Mapping[str, str], body: bytes) -> Sequence[Event]:
        """See :class:`connectors.connector.Connector`."""
        if is_probe(body):
            return []
        signature.check(headers, body, self._secrets, diagnose=self._diagnose)
        return read_events(body, oa=self.account)

    def render(self, replies: Sequence[Reply]) -> list[Part]:
        """See :class:`conversations.channel.Channel`."""
        return render(replies, self.capabilities, self._public_url)

    async def send(self, chat: str, part: Part) -> SendResult:
        """See :class:`conversations.channel.Channel`."""
        if held := self._pace.hold():
            return held
        message = self._message(PART.validate_python(part))
        if chat.startswith(ANONYMOUS):
            _, anonymous, conversation = chat.split(":", 2)
            recipient = {"anonymous_id": anonymous, "conversation_id": conversation}
            plain = {
                "text": message["text"]
            }  # the older API knows no buttons; their numbers stand in the text
            body = {"recipient": recipient, "message": plain}
            return self._pace.heed(await self._api.send("/v2.0/oa/message", body))
        body = {"recipient": {"user_id": chat}, "message": message}
        return self._pace.heed(await self._api.send("/v3.0/oa/message/cs", body))

    async def show_typing(self, chat: str) -> None:
        """An account cannot show it."""

    async def acknowledge(self, event: Event) -> None:
        """Nothing is to be acknowledged here."""

    async def connect(self, webhook: str) -> Sequence[Check]:
        """Tells where consent is given; the webhook's address is entered by a person."""
        redirect = f"{webhook.removesuffix('/webhooks/zalo_oa')}{CALLBACK}"
        url = await asyncio.to_thread(self.tokens.begin_consent, redirect)
        return [
            Check("Địa chỉ webhook", True, f"Nhập {webhook} ở trang Webhook của ứng dụng."),
            Check("Địa chỉ nhận quyền", True, f"Lưu {redirect} ở mục Official Account, Callback URL."),
            Check("Cấp quyền", True, f"Quản trị OA mở địa chỉ này rồi bấm đồng ý: {url}"),
        ]

    async def status(self) -> Sequence[Check]:
        """See :class:`connectors.connector.Connector`."""
        try:
            token = await self.tokens.get()
            answer = await self._api.call("GET", "/v2.0/oa/getoa")
        except (ChannelError, TimeoutError) as error:
            said = (
                f"{error.message} {error.hint}" if isinstance(error, ChannelError) else "Hết thời gian chờ."
            )
            return [Check("Quyền gửi tin", False, said)]
        except httpx.HTTPError as error:
            return [Check("Gọi Zalo", False, f"Không gọi được: {type(error).__name__}.")]
        checks = [
            Check(
                "Quyền gửi tin",
                not token.lost,
                "Sắp mất quyền: cần cấp lại." if token.lost else f"Được, lần cấp thứ {token.generation}.",
            )
        ]
        code = answer.error if isinstance(answer, Envelope) else f"HTTP {answer.status_code}"
        checks.append(Check("Thông tin OA", code == 0, "Được." if code == 0 else f"Zalo từ chối: {code}."))
        return checks

    async def publish_menu(self, words: Words) -> Sequence[Check]:  # noqa: ARG002 - others have use for them
        """The account's menu is made by a person."""
        where = "Tạo menu ở oa.zalo.me, mục Thiết lập, Menu; mỗi mục gửi một câu hỏi mẫu dạng chữ."
        return [Check("Menu", True, where)]

    async def close(self) -> None:
        """See :class:`conversations.channel.Channel`."""
        await self._api.close()
        await self._oauth.close()

    def _message(self, part: RenderedPart) -> dict[str, Any]:
        message: dict[str, Any] = {"text": part.text}
        if part.buttons:
            # A hidden query, or our button's id would stand in the chat as what the citizen said.
            buttons = [
                {"title": title, "type": "oa.query.hide", "payload": BUTTON + name}
                for name, title in part.buttons
            ]
            payload: dict[str, Any] = {"buttons": buttons}
            if self._template_type:
                payload["template_type"] = self._template_type
            message["attachment"] = {"type": "template", "payload": payload}
        return message
