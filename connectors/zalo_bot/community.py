"""The Bot API of Zalo, by the community's python-zalo-bot (docs/adr/0026-zalo-bot-client.md).

Version 0.1.9 takes an answer ``ok: false`` with status 200 for a message without an id, and its webhook methods cannot
be used in a running event loop: those go by our own client.
"""

from __future__ import annotations

import asyncio
import contextlib

from zalo_bot import Bot
from zalo_bot.error import BadRequest, Forbidden, InvalidToken, NetworkError, ZaloError

from connectors.calls import fate_of_wrapped
from connectors.zalo_bot.client import Answer, OwnClient
from conversations.channel import Refusal, Refused, SendResult, Sent, Unknown

#: Seconds; the library's own time-outs are five for each step.
_PATIENCE = 15.0


class CommunityClient:
    """Fits :class:`connectors.zalo_bot.client.ZaloBotClient`."""

    def __init__(self, url: str, token: str) -> None:
        self._bot = Bot(token, base_url=url)
        self._own = OwnClient(url, token)
        self._open = False

    async def send_message(self, chat: str, text: str) -> SendResult:
        """See :class:`connectors.zalo_bot.client.ZaloBotClient`."""
        if not self._open:
            # The library asks the platform who we are; nothing of the message has left by then.
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self._bot.initialize()
            except InvalidToken as error:
                return Refused(Refusal.CHANNEL, type(error).__name__)
            except (ZaloError, TimeoutError, AttributeError, KeyError, TypeError, ValueError) as error:
                return Refused(Refusal.BUSY, type(error).__name__)
            self._open = True
        return await self._send(chat, text)

    async def _send(self, chat: str, text: str) -> SendResult:
        try:
            async with asyncio.timeout(_PATIENCE):
                message = await self._bot.send_message(chat, text)
        except (Forbidden, InvalidToken) as error:
            return Refused(Refusal.CHANNEL, type(error).__name__)
        except BadRequest as error:
            return Refused(Refusal.PART, type(error).__name__)
        except (NetworkError, ZaloError) as error:
            return fate_of_wrapped(error)
        except TimeoutError:
            return Unknown("TimeoutError")
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # It met an answer it cannot read, such as a message without its date: whether it was taken is not known.
            return Unknown(type(error).__name__)
        identity = getattr(message, "message_id", None)
        return Sent(str(identity)) if identity else Refused(Refusal.BUSY, "ok:false")

    async def send_typing(self, chat: str) -> None:
        """See :class:`connectors.zalo_bot.client.ZaloBotClient`."""
        with contextlib.suppress(ZaloError, TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self._bot.send_chat_action(chat, "typing")

    async def call(self, method: str, **parameters: str) -> Answer:
        """See :class:`connectors.zalo_bot.client.ZaloBotClient`."""
        return await self._own.call(method, **parameters)

    async def close(self) -> None:
        """See :class:`connectors.zalo_bot.client.ZaloBotClient`."""
        await self._own.close()
        if self._open:
            await self._bot.shutdown()
