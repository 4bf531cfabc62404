"""What reaches the web chat by itself, over HTTP: streams that begin at once, resume where they broke, and end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from conversations.reply import new_reply
from knowledge.outcome import Outcome
from tests.browser.portal import bound, served
from tests.service.conftest import Service
from tests.service.error_shape import error_of

EVENTS = "/api/v1/events"
#: Seconds within which what happens on the server is heard.
SOON = 2.0


class Stream:
    """An open stream of events, read one after another."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.iter_lines()

    def block(self) -> list[str]:
        """The lines up to the next empty one; [] at the end of the stream."""
        block: list[str] = []
        for line in self._lines:
            if not line:
                return block
            block.append(line)
        return block

    def event(self) -> tuple[str, str, Any]:
        """Kind, id and data of the next event."""
        fields = dict(line.partition(": ")[::2] for line in self.block())
        return fields["event"], fields.get("id", ""), json.loads(fields["data"])


class Chat:
    """A conversation at a running service."""

    def __init__(self, url: str, service: Service) -> None:
        self.client = httpx.Client(base_url=url, timeout=10, trust_env=False)
        self.service = service
        self.token = self.say("hỏi").json()["conversation"]

    def say(self, text: str) -> httpx.Response:
        """One message in."""
        return self.client.post("/api/v1/chat", json={"text": text})

    def headers(self, last: int | str | None) -> dict[str, str]:
        """What a client sends that knows message ``last``."""
        known = {} if last is None else {"Last-Event-ID": str(last)}
        return {"Authorization": f"Bearer {self.token}"} | known

    @contextmanager
    def stream(self, last: int | str | None = 0) -> Iterator[Stream]:
        """Listen, after the event that tells how the channel stands."""
        headers = self.headers(last) | {"Accept": "text/event-stream"}
        with self.client.stream("GET", EVENTS, headers=headers) as response:
            assert response.status_code == 200, response.read()
            stream = Stream(response)
            assert stream.event()[0] == "state"
            yield stream

    def poll(self, last: int | str | None = 0) -> httpx.Response:
        """Look once."""
        return self.client.get(EVENTS, headers=self.headers(last))

    def post(self, text: str) -> int:
        """An officer answers; the message's number."""
        conversation = self.service.house.tokens.read(self.token)
        return self.service.parts.web_messages.post(conversation, new_reply(text, Outcome.HANDOVER))


@pytest.fixture
def open_chat(start: Callable[..., Service]) -> Iterator[Callable[..., Chat]]:
    """Starts a service on a port and opens a conversation there."""
    open_ones: list[Any] = []

    def begin(**settings: Any) -> Chat:
        service = start(**settings)
        listening = bound()
        listener = listening.__enter__()
        server = served(service.app, listener)
        server.__enter__()
        chat = Chat(f"http://127.0.0.1:{listener.getsockname()[1]}", service)
        open_ones.extend((chat.client, server, listening))
        return chat

    yield begin
    for one in open_ones:
        one.__exit__(None, None, None)


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    return open_chat()


def test_a_stream_says_at_once_how_the_channel_stands(chat: Chat) -> None:
    headers = chat.headers(0) | {"Accept": "text/event-stream", "Accept-Encoding": "gzip"}
    with chat.client.stream("GET", EVENTS, headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-accel-buffering"] == "no"
        assert "content-encoding" not in response.headers  # a packer would hold events back
        stream = Stream(response)
        [retry, kind, data] = stream.block()
    assert (retry, kind) == ("retry: 3000", "event: state")
    assert json.loads(data.removeprefix("data: ")) == {"open": True, "reason": "", "notice": ""}


def test_a_message_reaches_an_open_stream_soon(chat: Chat) -> None:
    with chat.stream() as stream:
        began = time.monotonic()
        number = chat.post("Cán bộ trả lời:\n- xong & rồi <b>")
        kind, event_id, reply = stream.event()
    assert time.monotonic() - began < SOON
    assert (kind, event_id) == ("message", str(number))
    assert set(reply) == {"id", "text", "outcome", "citations", "buttons"}
    assert reply["text"] == "Cán bộ trả lời:\n- xong & rồi <b>"


def test_a_stream_goes_on_behind_the_last_event_that_was_heard(chat: Chat) -> None:
    numbers = [chat.post(text) for text in ("một", "hai", "ba")]
    with chat.stream(last=numbers[0]) as stream:
        assert [stream.event()[2]["text"] for _ in range(2)] == ["hai", "ba"]
    with chat.stream(last=numbers[2]) as stream:
        chat.post("bốn")
        assert stream.event()[2]["text"] == "bốn"


def test_who_knows_of_no_message_yet_hears_what_comes_from_now_on(chat: Chat) -> None:
    chat.post("cũ")
    with chat.stream(last=None) as stream:
        chat.post("mới")
        assert stream.event()[2]["text"] == "mới"


def test_nobody_hears_the_messages_of_another(chat: Chat, open_chat: Callable[..., Chat]) -> None:
    other = Chat(str(chat.client.base_url), chat.service)
    chat.post("riêng")
    assert other.poll().json()["messages"] == []
    with other.stream() as stream:
        other.post("của tôi")
        assert stream.event()[2]["text"] == "của tôi"
    other.client.close()


def test_the_switch_and_the_notice_reach_open_chats_and_hold_for_questions(chat: Chat) -> None:
    switches = chat.service.parts.messengers.switches
    with chat.stream() as stream:
        began = time.monotonic()
        switches.turn("web", on=False, reason="Bảo trì đến 14 giờ.")
        assert stream.event() == ("state", "", {"open": False, "reason": "Bảo trì đến 14 giờ.", "notice": ""})
        assert time.monotonic() - began < SOON
        refused = chat.say("hỏi tiếp")
        assert refused.status_code == 503
        assert error_of(refused)["code"] == "switched_off"
        assert error_of(refused)["message"] == "Bảo trì đến 14 giờ."
        assert int(refused.headers["retry-after"]) > 0
        plain = chat.client.post("/", data={"text": "hỏi tiếp"})
        assert plain.status_code == 503
        assert "Bảo trì đến 14 giờ." in plain.text
        switches.announce("web", "Tối nay nghỉ.")
        assert stream.event()[2]["notice"] == "Tối nay nghỉ."
        switches.turn("web", on=True)
        assert stream.event()[2] == {"open": True, "reason": "", "notice": "Tối nay nghỉ."}
    assert chat.say("hỏi lại").status_code == 200


def test_whoever_polls_gets_the_same_as_json(chat: Chat) -> None:
    first, second = chat.post("một"), chat.post("hai")
    looked = chat.poll(last=first)
    assert looked.headers["cache-control"] == "no-store"
    shown = looked.json()
    assert shown["state"] == {"open": True, "reason": "", "notice": ""}
    assert [(message["id"], message["reply"]["text"]) for message in shown["messages"]] == [(second, "hai")]
    assert shown["last"] == second
    assert chat.poll(last=second).json() == {"state": shown["state"], "messages": [], "last": second}
    assert chat.poll(last=None).json()["messages"] == []


def test_before_a_conversation_the_state_alone_is_told(chat: Chat) -> None:
    chat.post("riêng")
    shown = chat.client.get(EVENTS).json()
    assert shown == {"state": {"open": True, "reason": "", "notice": ""}, "messages": [], "last": 0}


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_forged_token_hears_nothing(chat: Chat, accept: str) -> None:
    headers = {"Accept": accept, "Authorization": f"Bearer {chat.token[:-2]}xx"}
    response = chat.client.get(EVENTS, headers=headers)
    assert response.status_code == 401
    assert error_of(response)["code"] == "bad_token"


def test_a_stream_without_a_token_is_refused(chat: Chat) -> None:
    assert chat.client.get(EVENTS, headers={"Accept": "text/event-stream"}).status_code == 401


@pytest.mark.parametrize("last", ["-1", "1.5", "abc", "9" * 19, "", "١"])
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_last_event_id_that_is_no_number_is_refused(chat: Chat, accept: str, last: str) -> None:
    given = {"Accept": accept, "Authorization": f"Bearer {chat.token}", "Last-Event-ID": last}
    response = chat.client.get(
        EVENTS, headers=[(name.encode(), said.encode()) for name, said in given.items()]
    )
    assert response.status_code == 422
    assert error_of(response)["code"] == "bad_input"


def test_an_address_holds_so_many_streams(chat: Chat) -> None:
    holding = [chat.stream() for _ in range(6)]
    for one in holding:
        one.__enter__()
    headers = chat.headers(0) | {"Accept": "text/event-stream"}
    refused = chat.client.get(EVENTS, headers=headers)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert chat.poll().status_code == 200
    holding.pop().__exit__(None, None, None)
    deadline = time.monotonic() + 5
    status = 429
    while status == 429 and time.monotonic() < deadline:
        with chat.client.stream("GET", EVENTS, headers=headers) as again:
            status = again.status_code
    assert status == 200
    for one in holding:
        one.__exit__(None, None, None)


def test_looking_has_a_limit_and_uses_up_no_questions(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(rate=5)
    assert [chat.poll().status_code for _ in range(6)] == [200] * 5 + [429]
    assert [chat.say("hỏi").status_code for _ in range(5)] == [200] * 4 + [429]


def test_the_stream_of_an_erased_conversation_ends_and_is_not_opened_again(chat: Chat) -> None:
    with chat.stream() as stream:
        assert chat.client.delete("/api/v1/conversation", headers=chat.headers(None)).status_code == 204
        assert stream.block() == []
    assert chat.poll().status_code == 401


def test_a_silent_stream_gives_a_sign_of_life(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.web_events._HEARTBEAT", 0.1)
    with chat.stream() as stream:
        assert stream.block() == [": "]
        chat.post("còn đây")
        blocks = iter(stream.block, [])
        assert any("còn đây" in "".join(block) for block in blocks)


def test_a_stream_ends_in_time_and_its_token_is_looked_at_anew(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.web_events._HEARTBEAT", 0.1)
    monkeypatch.setattr("connectors.web_events._LONGEST", 0.3)
    began = time.monotonic()
    with chat.stream() as stream:
        while stream.block():
            assert time.monotonic() - began < 5


def test_a_page_of_another_site_hears_nothing(chat: Chat) -> None:
    response = chat.client.get(EVENTS, headers=chat.headers(0) | {"Origin": "https://evil.vn"})
    assert response.status_code == 403
