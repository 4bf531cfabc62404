"""What reaches the web chat by itself, at ``GET /api/v1/events``: server-sent events, or JSON for those who poll.

The form of the stream is that of the WHATWG HTML standard, section "Server-sent events". Browsers' own EventSource
sends no headers and cannot be used: the token would stand in the address, and in the logs on the way.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from connectors.limits import RateLimit
from connectors.web import address_of, bearer
from conversations.switches import Switch
from conversations.web_feed import WebFeed
from conversations.web_messages import WebMessage, WebMessages
from conversations.web_turns import WebTurns
from foundation.errors import InputError

#: Seconds of silence before a comment shows that the stream lives; proxies cut what is silent for long.
_HEARTBEAT = 15.0
#: Seconds after which a stream ends and the client comes again, with a token that is checked anew.
_LONGEST = 600.0
_STREAM = "text/event-stream"
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def build_events_router(turns: WebTurns, messages: WebMessages, feed: WebFeed, rate: RateLimit) -> APIRouter:
    """The route of the events."""
    router = APIRouter()

    @router.get("/api/v1/events", response_model=None)
    async def events(
        request: Request,
        accept: Annotated[str, Header()] = "",
        authorization: Annotated[str | None, Header()] = None,
        last_event_id: Annotated[str | None, Header()] = None,
    ) -> Response:
        address = address_of(request)
        rate.check(address)
        told = _number(last_event_id)
        if _STREAM not in accept and authorization is None:
            return _json(await feed.switch(), [], 0)
        conversation = await turns.conversation(bearer(authorization))
        if told is None:
            told = await asyncio.to_thread(messages.last, conversation)
        if _STREAM not in accept:
            found = await asyncio.to_thread(messages.after, {conversation: told})
            return _json(await feed.switch(), found, told)
        feed.check_room(address)
        # Said even while nothing changes: the client learns at once that the stream comes through.
        opening = f"retry: 3000\n{_state_event(await feed.switch())}"
        return StreamingResponse(
            _stream(feed, conversation, told, address, opening),
            media_type=_STREAM,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    return router


async def _stream(
    feed: WebFeed, conversation: str, told: int, address: str, opening: str
) -> AsyncIterator[str]:
    until = time.monotonic() + _LONGEST
    with feed.listening(conversation, told, address) as listener:
        yield opening
        while time.monotonic() < until:
            try:
                news = await asyncio.wait_for(listener.heard.get(), _HEARTBEAT)
            except TimeoutError:
                yield ": \n\n"
                continue
            if news is None:
                return
            yield _state_event(news) if isinstance(news, Switch) else _message_event(news)


def _state_event(switch: Switch) -> str:
    return f"event: state\ndata: {json.dumps(_state(switch), ensure_ascii=False)}\n\n"


def _message_event(message: WebMessage) -> str:
    # JSON has no line breaks of its own, so that one data line carries all of it.
    return f"event: message\nid: {message.id}\ndata: {json.dumps(message.reply.public(), ensure_ascii=False)}\n\n"


def _json(switch: Switch, messages: list[WebMessage], told: int) -> Response:
    listed = [{"id": message.id, "reply": message.reply.public()} for message in messages]
    last = messages[-1].id if messages else told
    return JSONResponse(
        {"state": _state(switch), "messages": listed, "last": last}, headers={"Cache-Control": "no-store"}
    )


def _state(switch: Switch) -> dict[str, Any]:
    return {"open": switch.on, "reason": switch.reason, "notice": switch.notice}


def _number(last_event_id: str | None) -> int | None:
    if last_event_id is None:
        return None
    if not _NUMBER.fullmatch(last_event_id):
        raise InputError("Last-Event-ID phải là một số.", hint="Gửi id của tin cuối cùng đã nhận.")
    return int(last_event_id)
