"""The webhooks of the messengers: authenticate the raw bytes, store, answer 200. Nothing is answered here."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request, Response
from starlette.responses import PlainTextResponse

from connectors.connector import Connector
from connectors.limits import RateLimit
from conversations.dispatcher import Wake
from conversations.event import Event, EventKind
from conversations.group_commit import GroupCommit
from conversations.inbox import Arrival, Delivery, Inbox
from foundation.errors import ForgedError, InputError, MissingError, RateError

_log = logging.getLogger(__name__)

#: A platform may put a thousand events into one body.
_MAX_BODY = 2 * 1024 * 1024


class Webhooks:
    """What the platforms call.

    Args:
        connectors: by channel.
        sender_rate: messages a minute from one chat; what is over it is not answered.
        channel_rate: events a minute of a channel; what is over it is refused, and the platform sends it again.
    """

    def __init__(
        self,
        connectors: Mapping[str, Connector],
        inbox: Inbox,
        wake: Wake,
        *,
        sender_rate: int,
        channel_rate: int,
    ) -> None:
        self._connectors = connectors
        self._inbox = inbox
        self._wake = wake
        self._commits = GroupCommit(inbox)
        self._senders = RateLimit(sender_rate)
        self._notices = RateLimit(1)
        self._channels = RateLimit(channel_rate)

    async def receive(self, channel: str, headers: Mapping[str, str], body: bytes) -> None:
        """Take one body in.

        Raises:
            MissingError: there is no such channel.
            ForgedError: it does not come from the platform.
            InputError: it is authentic, but not in the platform's form.
            RateError: the channel brings more than it may.
            SQLAlchemyError: it was not stored; the platform must send it again.
        """
        connector = self.connector(channel)
        try:
            events = connector.read(headers, body)
        except ForgedError:
            _log.warning("a forged body on the webhook of %s was refused", channel)
            raise
        if not events:
            return
        self._channels.check(channel, cost=len(events))
        arrivals = [arrival for event in events for arrival in self._arrivals(connector, event)]
        delivery = Delivery(channel, connector.account, arrivals, connector.capabilities.max_age)
        if await self._commits.accept(delivery):
            self._wake.announce(channel)

    def connector(self, channel: str) -> Connector:
        """The connector of ``channel``.

        Raises:
            MissingError: it is not switched on by the settings.
        """
        try:
            return self._connectors[channel]
        except KeyError:
            raise MissingError(
                "Kênh này không được bật.", hint="Thêm tên kênh vào HOIDAP_CHANNELS rồi khởi động lại."
            ) from None

    def _arrivals(self, connector: Connector, event: Event) -> Sequence[Arrival]:
        """The event, refused where its sender writes too much; of a minute's refusals the first is told so."""
        if event.kind not in {EventKind.MESSAGE, EventKind.UNREADABLE, EventKind.FIRST_CONTACT}:
            return [Arrival(event)]
        lane = self._inbox.lane(connector.name, connector.account, event.chat)
        try:
            self._senders.check(lane)
        except RateError:
            try:
                self._notices.check(lane)
            except RateError:
                return [Arrival(event, "rate")]
            notice = Event(EventKind.RATE_LIMITED, event.key, event.chat, event.sent_at)
            return [Arrival(notice)]
        return [Arrival(event)]


def build_webhook_router(webhooks: Webhooks) -> APIRouter:
    """The routes below ``/webhooks``."""
    router = APIRouter()

    @router.get("/webhooks/{channel}")
    async def challenge(channel: str, request: Request) -> Response:
        answer = webhooks.connector(channel).challenge(request.query_params)
        if answer is None:
            raise MissingError("Địa chỉ này chỉ nhận tin do nền tảng gửi đến.")
        return PlainTextResponse(answer)

    @router.post("/webhooks/{channel}")
    async def receive(channel: str, request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_BODY:
                raise InputError("Dữ liệu gửi lên quá lớn.")
        headers = {name.lower(): value for name, value in request.headers.items()}
        await webhooks.receive(channel, headers, bytes(body))
        return Response(status_code=200)

    return router
