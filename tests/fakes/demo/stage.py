"""The stage: who plays whom on which channel, and what each side has seen so far."""

from __future__ import annotations

import html
import json
import re
import threading
import time
import uuid
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

import httpx

from connectors.zalo_oa.events import BUTTON
from tests.fakes.demo import actors
from tests.fakes.platform import FakePlatform
from tests.fakes.telegram import FakeTelegram
from tests.fakes.wire import Exchange, Wire
from tests.service.crowd import says

#: The citizens one can play: their ids at every platform, and their names.
CITIZENS = {"8840512301": "Công dân thứ nhất", "8840512302": "Công dân thứ hai"}
_BOLD = re.compile(r"(</?b>)")


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the citizen sees it.

    Attributes:
        at: on the clock of ``time.monotonic``.
        mine: whether the citizen, or an officer, did it; else the service.
        pieces: (whether it is emphasised, text).
        buttons: (payload, title).
    """

    at: float
    mine: bool
    pieces: tuple[tuple[bool, str], ...]
    buttons: tuple[tuple[str, str], ...] = ()


class Side(Protocol):
    """One channel to play on."""

    wire: Wire
    acts: dict[str, str]

    def lines(self, chat: str) -> list[Line]:
        """What the citizen has before their eyes."""

    def say(self, chat: str, text: str, times: int = 1) -> None:
        """The citizen writes; the platform brings it ``times`` times."""

    def press(self, chat: str, payload: str, title: str) -> None:
        """The citizen presses a button."""

    def act(self, chat: str, name: str) -> None:
        """One of :attr:`acts`."""

    def break_next(self, fault: str) -> None:
        """The platform does not take the service's next message as it should."""


class Messenger:
    """A fake platform as a :class:`Side`."""

    def __init__(self, fake: FakePlatform, wire: Wire) -> None:
        self.wire = wire
        self.acts = actors.acts_of(fake)
        self._fake = fake
        self._mine: list[tuple[str, Line]] = []

    def lines(self, chat: str) -> list[Line]:
        """See :class:`Side`."""
        mine = [line for whose, line in list(self._mine) if whose == chat]
        shown = [
            Line(shown.at, False, self._pieces(shown.text), shown.buttons) for shown in self._fake.of(chat)
        ]
        return sorted([*mine, *shown], key=lambda line: line.at)

    def say(self, chat: str, text: str, times: int = 1) -> None:
        """See :class:`Side`."""
        self._tell(chat, text if times == 1 else f"{text} (nền tảng gửi {times} lần)")
        _brought(says(self._fake, chat, text, times))

    def press(self, chat: str, payload: str, title: str) -> None:
        """See :class:`Side`."""
        self._tell(chat, f"[bấm nút] {title}")
        _brought(actors.press(self._fake, chat, payload, title))

    def act(self, chat: str, name: str) -> None:
        """See :class:`Side`."""
        words, _, do = actors.ACTS[name]
        self._tell(chat, f"[{words.lower()}]")
        _brought(do(self._fake, chat))

    def break_next(self, fault: str) -> None:
        """See :class:`Side`."""
        self._fake.faults.append(fault)

    def _tell(self, chat: str, text: str) -> None:
        self._mine.append((chat, Line(time.monotonic(), True, ((False, text.removeprefix(BUTTON)),))))

    def _pieces(self, text: str) -> tuple[tuple[bool, str], ...]:
        if not isinstance(self._fake, FakeTelegram):
            return ((False, text),)
        bold, pieces = False, []
        for piece in _BOLD.split(text):
            if piece in {"<b>", "</b>"}:
                bold = piece == "<b>"
            elif piece:
                pieces.append((bold, html.unescape(piece)))
        return tuple(pieces)


class WebPage:
    """A visitor of the web page as a :class:`Side`: the Chat API, without the page."""

    def __init__(self, service: str) -> None:
        self.wire = Wire()
        self.acts = {"anew": "Kết thúc và xoá"}
        self._client = httpx.Client(base_url=service, timeout=10.0, trust_env=False)
        self._tokens: dict[str, str] = {}
        self._lines: dict[str, list[Line]] = {}
        self._lock = threading.Lock()

    def lines(self, chat: str) -> list[Line]:
        """See :class:`Side`."""
        return list(self._lines.get(chat, []))

    def say(self, chat: str, text: str, times: int = 1) -> None:
        """See :class:`Side`."""
        self._send(chat, text, times, text=text)

    def press(self, chat: str, payload: str, title: str) -> None:
        """See :class:`Side`."""
        self._send(chat, f"[bấm nút] {title}", 1, button=payload)

    def act(self, chat: str, name: str) -> None:
        """See :class:`Side`."""
        self._call("DELETE", "/api/v1/conversation", authorization=f"Bearer {self._tokens.pop(chat, '')}")
        self._lines[chat] = []

    def break_next(self, fault: str) -> None:
        """There is no platform in between."""

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _send(self, chat: str, words: str, times: int, **what: str) -> None:
        with self._lock:
            lines = self._lines.setdefault(chat, [])
            lines.append(Line(time.monotonic(), True, ((False, words),)))
            body = {**what, "conversation": self._tokens.get(chat), "client_message_id": uuid.uuid4().hex}
            answer = [self._call("POST", "/api/v1/chat", body) for _ in range(times)][-1]
            if "conversation" in answer:
                self._tokens[chat] = answer["conversation"]
            for reply in answer.get("replies", []):
                links = "".join(f"\n{self._client.base_url}{_path(one)}" for one in reply["citations"])
                buttons = tuple((button["id"], button["title"]) for button in reply["buttons"])
                lines.append(Line(time.monotonic(), False, ((False, reply["text"] + links),), buttons))
            if error := answer.get("error"):
                lines.append(Line(time.monotonic(), False, ((False, f"Lỗi: {error['message']}"),)))

    def _call(self, method: str, path: str, body: object = None, **headers: str) -> dict[str, Any]:
        request = self._client.build_request(method, path, json=body, headers=headers)
        began = time.monotonic()
        try:
            response = self._client.send(request)
            status, answer = response.status_code, response.content
        except httpx.HTTPError as error:
            status, answer = 0, type(error).__name__.encode()
        self.wire.add(
            f"{method} {path}",
            request.headers,
            request.content,
            to_service=True,
            status=status,
            answer=answer,
            seconds=time.monotonic() - began,
        )
        if status == 0:
            return {"error": {"message": "dịch vụ không trả lời"}}
        read: dict[str, Any] = json.loads(answer or b"{}")
        return read


def newest_first(side: Side) -> list[Exchange]:
    """What went over a side's wire."""
    return side.wire.exchanges[::-1]


def _path(citation: dict[str, Any]) -> str:
    return quote(str(citation["url"]).removeprefix("/"), safe="/#.-_")


def _brought(futures: list[Future[None]] | None) -> None:
    """Wait until the platform has brought its events, or has given them to its re-sending."""
    for future in futures or []:
        try:
            future.result(timeout=2.0)
        except TimeoutError:
            return
