"""Facebook Messenger as a channel."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import httpx

from connectors.connector import Check
from connectors.messenger import signature
from connectors.messenger.client import GraphClient
from connectors.messenger.errors import read_error
from connectors.messenger.events import BUTTON, read_events
from connectors.messenger.profile import profile
from connectors.pacing import Pace
from connectors.rendering import PART, render
from conversations.channel import Capabilities, Part, SendResult
from conversations.event import Event
from conversations.reply import Reply
from conversations.wording import Words
from foundation.errors import ForgedError
from foundation.settings import Settings

CAPABILITIES = Capabilities(
    # 2,000 by the reference; a vendor measured 1,994, and emoji count for more than one.
    text_limit=1900,
    text_with_buttons_limit=1900,
    # Quick replies rather than the button template: that one takes 640 signs of text and three buttons. They go away
    # with the next message, which is as it should be: buttons of older answers are no invitation any more.
    buttons=13,
    button_title_limit=20,
    numbered=False,
    typing=True,
    window=timedelta(hours=24),
    max_age=timedelta(hours=24),
)
#: Source: Messenger Platform, "Rate limiting": the Send API's, of a page, for texts. The day's limit grows with the
#: page's visitors; its refusals tell.
_A_SECOND = 300


class Messenger:
    """Fits :class:`connectors.connector.Connector`."""

    name = "messenger"
    capabilities = CAPABILITIES

    def __init__(self, settings: Settings) -> None:
        self.account = settings.messenger_page_id
        self._app = settings.messenger_app_id
        self._app_secret = settings.messenger_app_secret.get_secret_value()
        self._verify_token = settings.messenger_verify_token.get_secret_value()
        self._public_url = settings.public_url
        self._client = GraphClient(
            settings.messenger_api,
            settings.messenger_version,
            settings.messenger_page_token.get_secret_value(),
            self._app_secret,
        )
        self._pace = Pace(_A_SECOND)

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """See :class:`connectors.connector.Connector`."""
        given = query.get("hub.verify_token", "").encode("utf-8", "replace")
        if query.get("hub.mode") != "subscribe" or not hmac.compare_digest(
            given, self._verify_token.encode()
        ):
            raise ForgedError(
                "Mã xác minh webhook không đúng.", hint="Kiểm tra HOIDAP_MESSENGER_VERIFY_TOKEN."
            )
        return query.get("hub.challenge", "")

    def read(self, headers: Mapping[str, str], body: bytes) -> Sequence[Event]:
        """See :class:`connectors.connector.Connector`."""
        signature.check(headers, body, self._app_secret)
        return read_events(body, page=self.account, app=self._app)

    def render(self, replies: Sequence[Reply]) -> list[Part]:
        """See :class:`conversations.channel.Channel`."""
        return render(replies, self.capabilities, self._public_url)

    async def send(self, chat: str, part: Part) -> SendResult:
        """See :class:`conversations.channel.Channel`."""
        if held := self._pace.hold():
            return held
        read = PART.validate_python(part)
        message: dict[str, Any] = {"text": read.text}
        if read.buttons:
            message["quick_replies"] = [
                {"content_type": "text", "title": title, "payload": BUTTON + name}
                for name, title in read.buttons
            ]
        body = {"recipient": {"id": chat}, "messaging_type": "RESPONSE", "message": message}
        return self._pace.heed(await self._client.send(body))

    async def show_typing(self, chat: str) -> None:
        """See :class:`conversations.channel.Channel`."""
        await self._client.send({"recipient": {"id": chat}, "sender_action": "typing_on"})

    async def acknowledge(self, event: Event) -> None:
        """Nothing is to be acknowledged here."""

    async def connect(self, webhook: str) -> Sequence[Check]:
        """The webhook itself is entered by a person; the page is subscribed to it here."""
        fields = "messages,messaging_postbacks,message_echoes,standby"
        return [
            await self._check(
                "Đăng ký nhận tin của Trang",
                "POST",
                f"/{self.account}/subscribed_apps",
                params={"subscribed_fields": fields},
            ),
            Check("Webhook", True, f"Nhập {webhook} ở trang Webhooks của ứng dụng, kèm mã xác minh đã đặt."),
        ]

    async def status(self) -> Sequence[Check]:
        """See :class:`connectors.connector.Connector`."""
        return [
            await self._check("Mã truy cập của Trang", "GET", "/me", params={"fields": "id,name"}),
            await self._check("Trang đã đăng ký nhận tin", "GET", f"/{self.account}/subscribed_apps"),
        ]

    async def publish_menu(self, words: Words) -> Sequence[Check]:
        """See :class:`connectors.connector.Connector`."""
        return [
            await self._check(
                "Lời chào, câu hỏi mẫu và menu", "POST", "/me/messenger_profile", json=profile(words)
            )
        ]

    async def close(self) -> None:
        """See :class:`conversations.channel.Channel`."""
        await self._client.close()

    async def _check(self, name: str, method: str, path: str, **more: Any) -> Check:
        try:
            response = await self._client.call(method, path, **more)
        except httpx.HTTPError as error:
            return Check(name, False, f"Không gọi được Facebook: {type(error).__name__}.")
        if response.is_success:
            return Check(name, True, "Được.")
        return Check(name, False, f"Facebook từ chối: {_code(response)}. Xem docs/kenh/messenger.md.")


def _code(response: httpx.Response) -> str:
    return getattr(read_error(response.status_code, response.content), "code", f"HTTP {response.status_code}")
