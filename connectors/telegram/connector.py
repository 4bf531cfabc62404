"""A Telegram bot as a channel."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from html import escape

from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from connectors.calls import fate_of_wrapped
from connectors.connector import Check
from connectors.pacing import Pace
from connectors.rendering import PART, RenderedPart, render
from connectors.telegram import events
from connectors.telegram.request import Request, ServerBusy
from conversations.channel import Capabilities, Part, Refusal, Refused, SendResult, Sent
from conversations.event import Event
from conversations.reply import Reply
from conversations.wording import Words
from foundation.clock import Clock, utc_now
from foundation.settings import Settings

# Times as timedelta: the library warns where this is not asked for.
os.environ.setdefault("PTB_TIMEDELTA", "true")

CAPABILITIES = Capabilities(
    text_limit=4000,
    text_with_buttons_limit=4000,
    buttons=8,
    # Longer ones are shown cut on a phone.
    button_title_limit=40,
    numbered=False,
    typing=True,
    window=timedelta(days=365),
    max_age=timedelta(hours=24),
)
#: Source: Bot API, "FAQ", broadcasting. The limit of one chat, a message a second, is flexible, and a refusal names no
#: limit: who is refused waits as it asks, and nobody else.
_A_SECOND = 30
_CONNECT_TIMEOUT = 3.0
_TIMEOUT = 10.0


class Telegram:
    """Fits :class:`connectors.connector.Connector`."""

    name = "telegram"
    capabilities = CAPABILITIES

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        token = settings.telegram_token.get_secret_value()
        self.account = token.partition(":")[0]
        self._secret = settings.telegram_webhook_secret.get_secret_value()
        self._public_url = settings.public_url
        self._clock = clock
        request = Request(
            connection_pool_size=64,
            connect_timeout=_CONNECT_TIMEOUT,
            read_timeout=_TIMEOUT,
            write_timeout=_TIMEOUT,
            pool_timeout=_CONNECT_TIMEOUT,
            proxy=settings.telegram_proxy.get_secret_value() or None,
        )
        self._request = request
        self._pace = Pace(_A_SECOND)
        # It is not initialised: that would only ask the platform who we are, before the first message could go out.
        self._bot = Bot(token, base_url=f"{settings.telegram_api}/bot", request=request)

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """Telegram asks nothing by GET."""

    def read(self, headers: Mapping[str, str], body: bytes) -> Sequence[Event]:
        """See :class:`connectors.connector.Connector`."""
        events.check(headers, self._secret)
        return events.read_events(body, self._clock())

    def render(self, replies: Sequence[Reply]) -> list[Part]:
        """See :class:`conversations.channel.Channel`."""
        return render(replies, self.capabilities, self._public_url)

    async def send(self, chat: str, part: Part) -> SendResult:
        """See :class:`conversations.channel.Channel`."""
        if held := self._pace.hold():
            return held
        read = PART.validate_python(part)
        rows = [[InlineKeyboardButton(title, callback_data=name)] for name, title in read.buttons]
        try:
            message = await self._bot.send_message(
                chat,
                html_of(read),
                parse_mode=ParseMode.HTML,
                reply_markup=InlineKeyboardMarkup(rows) if rows else None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except TelegramError as error:
            return _fate(error)
        except KeyError:  # "ok" is false though the status says success
            return Refused(Refusal.BUSY, "ok:false")
        return Sent(str(message.message_id))

    async def show_typing(self, chat: str) -> None:
        """See :class:`conversations.channel.Channel`."""
        with contextlib.suppress(TelegramError):
            await self._bot.send_chat_action(chat, ChatAction.TYPING)

    async def acknowledge(self, event: Event) -> None:
        """Ends the press: the citizen's program waits for it. Too old ones are refused, which is no matter."""
        with contextlib.suppress(TelegramError):
            await self._bot.answer_callback_query(event.receipt)

    async def connect(self, webhook: str) -> Sequence[Check]:
        """See :class:`connectors.connector.Connector`."""
        done = f"Đã đặt {webhook}."
        return [await self._check("Đặt webhook", done, lambda: self._set_webhook(webhook))]

    async def status(self) -> Sequence[Check]:
        """See :class:`connectors.connector.Connector`."""
        checks = [await self._check("Token của bot", "Được.", self._bot.get_me)]
        try:
            hook = await self._bot.get_webhook_info()
        except TelegramError as error:
            return [*checks, Check("Webhook", False, _said(error))]
        waiting = (
            f" Còn {hook.pending_update_count} tin chờ Telegram gửi." if hook.pending_update_count else ""
        )
        return [*checks, Check("Webhook", bool(hook.url), (hook.url or "Chưa đặt.") + waiting)]

    async def publish_menu(self, words: Words) -> Sequence[Check]:
        """See :class:`connectors.connector.Connector`."""
        return [await self._check("Lời giới thiệu và lệnh", "Đã đặt.", lambda: self._set_menu(words))]

    async def close(self) -> None:
        """See :class:`conversations.channel.Channel`."""
        await self._request.shutdown()

    async def _set_webhook(self, webhook: str) -> None:
        await self._bot.set_webhook(webhook, secret_token=self._secret, allowed_updates=events.UPDATES)

    async def _set_menu(self, words: Words) -> None:
        await self._bot.set_my_short_description(words.short_greeting[:120])
        await self._bot.set_my_description(f"{words.greeting} {words.disclosure}"[:512])
        await self._bot.set_my_commands([BotCommand("start", "Bắt đầu")])

    async def _check(self, name: str, done: str, call: Callable[[], Awaitable[object]]) -> Check:
        try:
            await call()
        except TelegramError as error:
            return Check(name, False, _said(error))
        return Check(name, True, done)


def html_of(part: RenderedPart) -> str:
    """The part in Telegram's HTML: the very thing asked for in bold, everything else as it is."""
    pieces, place = [], 0
    for start, end in part.emphasis:
        pieces.append(escape(part.text[place:start], quote=False))
        pieces.append(f"<b>{escape(part.text[start:end], quote=False)}</b>")
        place = end
    return "".join([*pieces, escape(part.text[place:], quote=False)])


def _fate(error: TelegramError) -> SendResult:
    name = type(error).__name__
    match error:
        case RetryAfter():
            wait = error.retry_after
            seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            return Refused(Refusal.BUSY, name, seconds)
        case ServerBusy():
            return Refused(Refusal.BUSY, error.message)
        case Forbidden():
            return Refused(Refusal.RECIPIENT, name)
        case InvalidToken():
            return Refused(Refusal.CHANNEL, name)
        case BadRequest():
            gone = "chat not found" in error.message.lower()
            return Refused(Refusal.RECIPIENT if gone else Refusal.PART, name)
        case _:
            return fate_of_wrapped(error)


def _said(error: TelegramError) -> str:
    return f"Telegram không nhận: {type(error).__name__}. Xem docs/kenh/telegram.md."
