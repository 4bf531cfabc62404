"""Asking a running service by its Chat API, as a citizen's browser does."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import httpx
from pydantic import TypeAdapter, ValidationError

from evaluation.asking import Cited, Dialogue, Said
from foundation.errors import EngineError, InputError
from foundation.ids import new_id
from knowledge.outcome import Outcome

#: Seconds; a turn has a deadline of its own far below.
_TIMEOUT = httpx.Timeout(30.0, connect=3.0)
#: Seconds; the service counts by the minute.
_LONGEST_WAIT = 90
#: How often the same message is sent again because there were too many.
_REPEATS = 5

_REPLIES = TypeAdapter(list[dict[str, Any]])


class Stack:
    """A service at an address; waits where it says that there were too many messages."""

    def __init__(self, url: str, wait: Callable[[float], None] = time.sleep) -> None:
        self.url = url.rstrip("/")
        self._wait = wait
        try:
            self._client = httpx.Client(base_url=self.url, timeout=_TIMEOUT, trust_env=False)
        except (httpx.InvalidURL, ValueError) as error:
            raise _no_service(self.url) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def release(self) -> str:
        """The release that it answers from; empty while it has none.

        Raises:
            EngineError: no service answers at the address.
        """
        return str(self._ask("GET", "/health", None).get("release", ""))

    def open(self) -> Dialogue:
        """A conversation of its own."""
        return _StackDialogue(self._chat)

    def _chat(self, text: str, conversation: str | None) -> dict[str, Any]:
        body = {"text": text, "conversation": conversation, "client_message_id": new_id()}
        return self._ask("POST", "/api/v1/chat", body)

    def _ask(self, method: str, path: str, body: dict[str, str | None] | None) -> dict[str, Any]:
        response = self._send(method, path, body)
        for _ in range(_REPEATS):
            if response.status_code != 429:
                break
            self._wait(_seconds(response.headers.get("Retry-After", "")))
            response = self._send(method, path, body)
        try:
            answer = response.json()
        except ValueError as error:
            raise _no_service(self.url) from error
        if not isinstance(answer, dict):
            raise _no_service(self.url)
        if not response.is_success:
            told = answer.get("error")
            told = told if isinstance(told, dict) else {}
            raise InputError(
                f"Dịch vụ từ chối (mã {response.status_code}): {told.get('message', '')}".strip(),
                hint=str(told.get("hint", "")) or "Xem nhật ký của dịch vụ.",
            )
        return answer

    def _send(self, method: str, path: str, body: dict[str, str | None] | None) -> httpx.Response:
        try:
            return self._client.request(method, path, json=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _no_service(self.url) from error


class _StackDialogue:
    def __init__(self, chat: Callable[[str, str | None], dict[str, Any]]) -> None:
        self._chat = chat
        self._conversation: str | None = None

    def say(self, text: str) -> Said:
        answer = self._chat(text, self._conversation)
        try:
            self._conversation = str(answer["conversation"])
            replies = [_said(reply) for reply in _REPLIES.validate_python(answer["replies"])]
        except (KeyError, TypeError, ValueError, ValidationError) as error:
            raise EngineError(
                "Câu trả lời của dịch vụ không có dạng của Chat API.",
                hint="Kiểm tra địa chỉ và phiên bản dịch vụ.",
            ) from error
        leading = next((reply for reply in replies if reply.citations), None)
        return leading or (replies[0] if replies else Said(Outcome.UNAVAILABLE, "", ()))


def _said(reply: dict[str, Any]) -> Said:
    citations = tuple(Cited(one["url"], one["document"], one["place"]) for one in reply["citations"])
    return Said(Outcome(reply["outcome"]), str(reply["text"]), citations)


def _seconds(retry_after: str) -> float:
    return float(min(int(retry_after), _LONGEST_WAIT)) if retry_after.isdecimal() else 1.0


def _no_service(url: str) -> EngineError:
    return EngineError(
        f"Không có dịch vụ nào trả lời ở {url}.", hint="Chạy scripts/run ở một cửa sổ khác, rồi thử lại."
    )
