"""Asking a running service: the Chat API over HTTP, its refusals and its limits."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from evaluation.asking import Cited
from evaluation.stack import Stack
from foundation.errors import EngineError, InputError
from knowledge.outcome import Outcome

CITATION = {
    "document": "12/QĐ-UBND",
    "title": "",
    "place": "Điều 2",
    "quote": "",
    "url": "/van-ban/cho-dem#-1",
}
ANSWER = {"id": "r", "text": "18 giờ", "outcome": "answered", "citations": [CITATION], "buttons": []}
GREETING = {"id": "g", "text": "Chào anh/chị", "outcome": "small_talk", "citations": [], "buttons": []}


@dataclass
class Service:
    """A service that answers as told: (status, headers, body) in order, then for ever the last."""

    url: str = ""
    script: list[tuple[int, dict[str, str], Any]] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)


def replies(*told: dict[str, Any], conversation: str = "c1") -> tuple[int, dict[str, str], Any]:
    return 200, {}, {"conversation": conversation, "turn": "t", "replies": list(told)}


@pytest.fixture
def service() -> Iterator[Service]:
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200, {}, {"status": "ok", "release": "r-7"})

        def do_POST(self) -> None:
            told.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._answer(*(told.script.pop(0) if len(told.script) > 1 else told.script[0]))

        def _answer(self, status: int, headers: dict[str, str], body: Any) -> None:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}"
    yield told
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_the_reply_that_cites_is_the_answer(service: Service) -> None:
    service.script = [replies(GREETING, ANSWER)]
    with Stack(service.url + "/") as stack:
        said = stack.open().say("mấy giờ?")
    assert (said.outcome, said.text) == (Outcome.ANSWERED, "18 giờ")
    assert said.citations == (Cited("/van-ban/cho-dem#-1", "12/QĐ-UBND", "Điều 2"),)


def test_a_conversation_goes_on_with_its_token_and_another_begins_without(service: Service) -> None:
    service.script = [
        replies(GREETING, conversation="k1"),
        replies(GREETING, conversation="k2"),
        replies(GREETING),
    ]
    with Stack(service.url) as stack:
        first = stack.open()
        for text in ("một", "hai"):
            first.say(text)
        stack.open().say("ba")
    assert [body["conversation"] for body in service.heard] == [None, "k1", None]
    assert [body["text"] for body in service.heard] == ["một", "hai", "ba"]
    assert len({body["client_message_id"] for body in service.heard}) == 3


def test_too_many_questions_wait_as_long_as_the_service_says_and_are_sent_again(service: Service) -> None:
    busy = {"error": {"code": "too_many", "message": "Nhanh quá.", "hint": ""}}
    service.script = [
        (429, {"Retry-After": "7"}, busy),
        (429, {"Retry-After": "soon"}, busy),
        (429, {"Retry-After": "999999"}, busy),
        replies(ANSWER),
    ]
    waited: list[float] = []
    with Stack(service.url, waited.append) as stack:
        assert stack.open().say("mấy giờ?").outcome is Outcome.ANSWERED
    assert waited == [7, 1, 90]
    assert len({body["client_message_id"] for body in service.heard}) == 1


def test_a_service_that_never_has_room_is_an_error_in_the_end(service: Service) -> None:
    service.script = [(429, {"Retry-After": "1"}, {"error": {"message": "Nhanh quá.", "hint": "Chờ."}})]
    with Stack(service.url, lambda seconds: None) as stack, pytest.raises(InputError, match="429") as refused:
        stack.open().say("mấy giờ?")
    assert refused.value.hint == "Chờ."


def test_a_refusal_is_told_in_the_services_words(service: Service) -> None:
    service.script = [(503, {}, {"error": {"code": "database", "message": "Bận.", "hint": "Thử lại."}})]
    with Stack(service.url) as stack, pytest.raises(InputError, match=r"503\): Bận\."):
        stack.open().say("?")


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        [1],
        {"conversation": "c"},
        {"conversation": "c", "replies": [{"text": "x"}]},
        {"conversation": "c", "replies": [{**ANSWER, "outcome": "guessed"}]},
        {"conversation": "c", "replies": 5},
    ],
)
def test_what_is_no_chat_api_is_an_error_with_a_way_on(service: Service, body: Any) -> None:
    service.script = [(200, {}, body)]
    with Stack(service.url) as stack, pytest.raises(EngineError) as refused:
        stack.open().say("?")
    assert refused.value.hint


def test_a_turn_without_replies_is_unavailable(service: Service) -> None:
    service.script = [replies()]
    with Stack(service.url) as stack:
        assert stack.open().say("?").outcome is Outcome.UNAVAILABLE


def test_the_release_is_that_of_its_health(service: Service) -> None:
    with Stack(service.url) as stack:
        assert stack.release() == "r-7"


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "not an address", "http://127.0.0.1:99999", ""])
def test_nobody_at_the_address_says_how_to_start_the_service(free_port: int, url: str) -> None:
    with pytest.raises(EngineError) as refused, Stack(url.format(port=free_port)) as stack:
        stack.release()
    assert "scripts/run" in refused.value.hint
