"""The page behind which one plays a citizen: the chat on one side, the wire on the other. Works without scripts too."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foundation.clock import VIETNAM
from tests.fakes.demo.actors import FAULTS
from tests.fakes.demo.stage import CITIZENS, Side, newest_first
from tests.fakes.wire import Exchange

_HERE = Path(__file__).parent
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_HEADERS = {
    b"content-security-policy": b"default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; "
    b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-store",
}
#: Seconds that a form without a script waits for the answer, and how often it looks.
_PATIENCE, _LOOK = 6.0, 0.1
#: Seconds without a new message after which an answer counts as whole.
_QUIET = 0.6

NAMES = {
    "zalo_oa": "Zalo OA",
    "zalo_bot": "Zalo Bot",
    "messenger": "Messenger",
    "telegram": "Telegram",
    "web": "Trang web",
}


class Page:
    """The routes of the page.

    Args:
        sides: by channel.
        service: the address of the service's own page.
    """

    def __init__(self, sides: Mapping[str, Side], service: str) -> None:
        self._sides = sides
        self._service = service
        templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )
        templates.filters |= {"linked": _linked, "readable": _readable, "moment": _moment}
        self._page = templates.get_template("page.html")
        self._logs = templates.get_template("logs.html")

    def app(self) -> ASGIApp:
        """For loopback only: other names of this machine, and forms of other pages, are refused."""
        return Starlette(
            routes=[
                Route("/", self._first),
                Mount("/static", StaticFiles(directory=_HERE / "static")),
                Route("/{channel}", self._show),
                Route("/{channel}/nhat-ky", self._show_logs),
                Route("/{channel}/{act}", self._act, methods=["POST"]),
            ],
            middleware=[
                Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
                Middleware(_Guarded),
            ],
        )

    async def _first(self, _request: Request) -> Response:
        return RedirectResponse(f"/{next(iter(self._sides))}")

    async def _show(self, request: Request) -> Response:
        return self._render(self._page, request)

    async def _show_logs(self, request: Request) -> Response:
        return self._render(self._logs, request)

    def _render(self, template: Any, request: Request) -> Response:
        channel, chat = request.path_params["channel"], _chat(request.query_params.get("nguoi", ""))
        side = self._sides.get(channel)
        if side is None:
            return PlainTextResponse("Không có kênh này.", 404)
        return HTMLResponse(
            template.render(
                channel=channel,
                chat=chat,
                names={name: NAMES[name] for name in self._sides},
                citizens=CITIZENS,
                acts=side.acts,
                faults={} if channel == "web" else FAULTS,
                lines=side.lines(chat),
                exchanges=newest_first(side),
                service=self._service,
            )
        )

    async def _act(self, request: Request) -> Response:
        channel, act = request.path_params["channel"], request.path_params["act"]
        side = self._sides.get(channel)
        fields = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        chat = _chat(fields.get("nguoi", ""))
        if side is None or act not in {"noi", "noi-ba-lan", "bam", "su-co", *side.acts}:
            return PlainTextResponse("Không có việc này.", 404)
        before = len(side.lines(chat))
        await asyncio.to_thread(_do, side, act, chat, fields)
        if "x-script" in request.headers:
            return Response(status_code=204)
        await _answered(side, chat, before + 1)
        return RedirectResponse(f"/{channel}?{urlencode({'nguoi': chat})}#cuoi", 303)


class _Guarded:
    """Refuses what another page sends, and lets this one load nothing from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        if scope["method"] == "POST" and origin.partition("://")[2] != headers.get(b"host", b"").decode():
            await PlainTextResponse("Trang khác không được gửi vào đây.", 403)(scope, receive, send)
            return

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS.items()]
            await send(message)

        await self._app(scope, receive, say)


def _do(side: Side, act: str, chat: str, fields: Mapping[str, str]) -> None:
    text = fields.get("loi", "").strip()
    match act:
        case "noi" | "noi-ba-lan":
            if text:
                side.say(chat, text, 3 if act == "noi-ba-lan" else 1)
        case "bam":
            side.press(chat, fields.get("nut", ""), fields.get("ten", ""))
        case "su-co":
            if fields.get("loai") in FAULTS:
                side.break_next(fields["loai"])
        case _:
            side.act(chat, act)


async def _answered(side: Side, chat: str, count: int) -> None:
    """Wait until more than ``count`` lines are there and no other follows; not for ever."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        lines = side.lines(chat)
        if len(lines) > count and time.monotonic() - lines[-1].at > _QUIET:
            return
        await asyncio.sleep(_LOOK)


def _chat(given: str) -> str:
    return given if given in CITIZENS else next(iter(CITIZENS))


def _linked(text: str) -> Markup:
    """``text`` with its addresses as links."""
    pieces, place = [], 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(".,;)")
        link = Markup('<a href="{0}" target="_blank" rel="noreferrer">{0}</a>').format(address)
        pieces += [escape(text[place : found.start()]), link]
        place = found.start() + len(address)
    return Markup("").join([*pieces, escape(text[place:])])


def _readable(exchange: Exchange) -> dict[str, str]:
    """The bodies of an exchange, laid out for people; their own signs where there is nothing to lay out."""
    return {"sent": _laid_out(exchange.body), "raw": _text(exchange.body), "got": _laid_out(exchange.answer)}


def _laid_out(body: bytes) -> str:
    text = _text(body)
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except ValueError:
        pass
    form = parse_qsl(text)
    return "\n".join(f"{name} = {value}" for name, value in form) if form else text


def _text(body: bytes) -> str:
    return body.decode("utf-8", "backslashreplace")


def _moment(at: float) -> str:
    return f"{datetime.fromtimestamp(at, VIETNAM):%H:%M:%S}"
