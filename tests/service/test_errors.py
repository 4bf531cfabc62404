"""One error shape: ``{"error": {"code", "message", "hint"}}`` at every endpoint, whatever went wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from conversations.web_turns import WebTurns
from service.parts import tracker_file
from tests.service.conftest import Service
from tests.service.error_shape import error_of

PRIVATE = "chuyện riêng của một người"
ENDPOINTS = {
    ("POST", "/api/v1/chat"),
    ("POST", "/api/v1/feedback"),
    ("DELETE", "/api/v1/conversation"),
    ("GET", "/api/v1/welcome"),  # tests/service/test_embedding.py
    ("GET", "/api/v1/events"),  # tests/service/test_events.py
    ("GET", "/health"),
    # tests/connectors/test_webhooks.py
    ("GET", "/webhooks/{channel}"),
    ("POST", "/webhooks/{channel}"),
}
READERS = ("/api/v1/chat", "/api/v1/feedback")


def test_these_are_all_endpoints(service: Service) -> None:
    """A new one has to find its place in the tests below."""
    described = service.api.get("/api/v1/openapi.json").json()["paths"]
    assert {(method.upper(), path) for path, methods in described.items() for method in methods} == ENDPOINTS


# --- 422: what cannot be understood -------------------------------------------------------------------------

BODIES = {
    "nothing": b"",
    "no JSON": "{text: hỏi".encode(),
    "cut off": b'{"text": "h',
    "UTF-16": json.dumps({"text": "hỏi"}).encode("utf-16"),
    "another table of letters": '{"text": "hà nội"}'.encode("cp1258", "replace"),
    "binary": bytes(range(256)) * 8,
    "an image": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    "a list": b"[1, 2]",
    "a number": b"5",
    "null": b"null",
    "no number": b'{"text": NaN, "conversation": NaN}',
    "an endless number": b'{"text": ' + b"9" * 5000 + b"}",
    "a deep nest": b"[" * 60_000,
    "a form": b"text=h%E1%BB%8Fi",
}


@pytest.mark.parametrize("path", READERS)
@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_read_is_refused(api: TestClient, path: str, name: str) -> None:
    response = api.post(path, content=BODIES[name])
    assert response.status_code == 422
    assert error_of(response)["code"] == "bad_input"


@pytest.mark.parametrize("path", READERS)
def test_a_body_that_is_too_large_is_refused_before_it_is_read_to_the_end(api: TestClient, path: str) -> None:
    sent = 0

    def endless() -> Any:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b" " * 1024

    response = api.post(path, content=json.dumps({"text": "a" * 70_000}))
    assert response.status_code == 422
    assert "quá lớn" in error_of(response)["message"]
    assert api.post(path, content=endless()).status_code == 422


WRONG_CHATS: list[dict[str, Any]] = [
    {},
    {"text": None, "button": None},
    {"text": "hỏi", "button": "b"},
    {"text": 5},
    {"text": ["hỏi"]},
    {"text": {"a": 1}},
    {"text": True},
    {"button": 7},
    {"text": "hỏi", "conversation": 7},
    {"text": "hỏi", "conversation": "\ud800"},
    {"text": "hỏi", "client_message_id": 7},
    {"text": "hỏi", "client_message_id": ""},
    {"text": "hỏi", "client_message_id": "a" * 65},
    {"text": "hỏi", "client_message_id": "\ud800"},
    {"text": "hỏi", "client_message_id": "m\0"},
    {"button": "\udfff"},
    {"button": "no such button"},
    {"text": ""},
    {"text": "   \n"},
    {"text": "👍👍"},
    {"text": "a" * 2001},
    {"text": "a" * 10_000},
    {"text": "a\0b"},
    {"text": "\ud800"},
    {"text": "m\ufffdc ti\ufffdu"},
]


@pytest.mark.parametrize("body", WRONG_CHATS, ids=lambda body: json.dumps(body)[:40])
def test_a_message_that_makes_no_sense_is_refused(service: Service, body: dict[str, Any]) -> None:
    response = service.api.post("/api/v1/chat", content=json.dumps(body))
    assert response.status_code == 422
    assert error_of(response)["code"] == "bad_input"
    assert service.house.engine.messages == []


WRONG_RATINGS: list[dict[str, Any]] = [
    {},
    {"reply": None},
    {"reply": 5},
    {"reply": "\ud800"},
    {"useful": "perhaps"},
    {"useful": None},
    {"useful": 2},
    {"reason": 5},
    {"reason": ["a"]},
    {"conversation": None},
    {"conversation": 5},
    {"reply": "no such reply"},
]


@pytest.mark.parametrize("wrong", WRONG_RATINGS, ids=json.dumps)
def test_a_rating_that_makes_no_sense_is_refused(api: TestClient, wrong: dict[str, Any]) -> None:
    answer = api.post("/api/v1/chat", json={"text": "hỏi"}).json()
    rating = {"conversation": answer["conversation"], "reply": answer["replies"][0]["id"], "useful": True}
    response = api.post("/api/v1/feedback", content=json.dumps(rating | wrong if wrong else {}))
    assert response.status_code == 422
    assert error_of(response)["code"] == "bad_input"


def test_what_was_wrong_is_named_but_not_quoted(api: TestClient) -> None:
    response = api.post("/api/v1/chat", json={"text": [PRIVATE]})
    assert "text" in error_of(response)["message"]
    assert PRIVATE not in response.text


# --- 401: tokens --------------------------------------------------------------------------------------------


def erased(service: Service) -> str:
    token: str = service.api.post("/api/v1/chat", json={"text": "hỏi"}).json()["conversation"]
    service.api.delete("/api/v1/conversation", headers={"Authorization": f"Bearer {token}"})
    return token


TOKENS: dict[str, Callable[[Service], str]] = {
    "empty": lambda service: "",
    "forged": lambda service: "no such token",
    "not even letters": lambda service: "…😀",
    "of another server": lambda service: "IjAxMjMi.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb",
    "of an erased conversation": erased,
}


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("path", READERS)
def test_a_token_that_is_none_is_refused(service: Service, path: str, name: str) -> None:
    body = {"text": "hỏi", "conversation": TOKENS[name](service), "reply": "r", "useful": True}
    response = service.api.post(path, json=body)
    assert response.status_code == 401
    assert error_of(response)["code"] == "bad_token"


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic abc", "abc", "Bearer no such token", "Bearer ưng"]
)
def test_erasing_wants_a_token_of_ours(api: TestClient, header: str | None) -> None:
    headers = [] if header is None else [(b"authorization", header.encode())]
    response = api.delete("/api/v1/conversation", headers=headers)
    assert response.status_code == 401
    assert error_of(response)["code"] == "bad_token"


def test_erasing_twice_is_refused(service: Service) -> None:
    headers = {"Authorization": f"Bearer {erased(service)}"}
    response = service.api.delete("/api/v1/conversation", headers=headers)
    assert response.status_code == 401
    assert error_of(response)["code"] == "bad_token"


# --- 404, 405, 429 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2/chat", "/api/", "/api/v1/chat/more"])
def test_an_address_that_is_none_is_not_found(api: TestClient, path: str) -> None:
    for method in ("GET", "POST"):
        response = api.request(method, path)
        assert response.status_code == 404
        assert error_of(response)["code"] == "not_found"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/chat"),
        ("DELETE", "/api/v1/chat"),
        ("PUT", "/api/v1/feedback"),
        ("POST", "/api/v1/conversation"),
        ("POST", "/health"),
        ("DELETE", "/"),
    ],
)
def test_a_method_that_is_none_is_refused_and_told_which_there_are(
    api: TestClient, method: str, path: str
) -> None:
    response = api.request(method, path)
    assert response.status_code == 405
    assert error_of(response)["code"] == "method_not_allowed"
    assert response.headers["allow"]


def test_too_many_messages_are_told_when_to_come_back(start: Callable[..., Service]) -> None:
    service = start(rate=3)
    statuses = [service.api.post("/api/v1/chat", json={"text": "hỏi"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 200]
    for path in READERS:
        response = service.api.post(path, json={"text": "hỏi"})
        assert response.status_code == 429
        assert error_of(response)["code"] == "too_many"
        assert 1 <= int(response.headers["retry-after"]) <= 61
    assert len(service.house.engine.messages) == 3
    assert service.at("198.51.100.9").post("/api/v1/chat", json={"text": "hỏi"}).status_code == 200
    # The page without JavaScript counts with them.
    assert service.api.post("/", data={"text": "hỏi"}).status_code == 429


def test_malformed_messages_count_too(start: Callable[..., Service]) -> None:
    service = start(rate=3)
    statuses = [service.api.post("/api/v1/chat", content=b"{").status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]


# --- 503, 500 -----------------------------------------------------------------------------------------------


def everything(service: Service, token: str) -> list[Response]:
    """One answer of every endpoint that needs the database."""
    return [
        service.api.post("/api/v1/chat", json={"text": "hỏi"}),
        service.api.post("/api/v1/chat", json={"text": "hỏi", "conversation": token}),
        service.api.post("/api/v1/feedback", json={"conversation": token, "reply": "r", "useful": True}),
        service.api.delete("/api/v1/conversation", headers={"Authorization": f"Bearer {token}"}),
    ]


def lose_database(service: Service) -> None:
    """Rubbish in the place of the database's file."""
    service.parts.database.close()
    file = Path(service.parts.settings.data) / "hoidap.sqlite"
    for left in file.parent.glob("hoidap.sqlite-*"):
        left.unlink()
    file.write_bytes(b"no database " * 1000)


def test_while_the_database_is_gone_every_endpoint_says_so(service: Service) -> None:
    token = service.api.post("/api/v1/chat", json={"text": "hỏi"}).json()["conversation"]
    lose_database(service)
    for response in everything(service, token):
        assert response.status_code == 503
        assert error_of(response)["code"] == "database"
    assert service.api.get("/van-ban").status_code == 200


def test_a_tracker_that_cannot_be_erased_from_is_a_database_that_is_gone(service: Service) -> None:
    tracker_file(service.parts.settings).write_bytes(b"no database " * 1000)
    token = service.api.post("/api/v1/chat", json={"text": "hỏi"}).json()["conversation"]
    response = service.api.delete("/api/v1/conversation", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 503
    assert error_of(response)["code"] == "database"
    # It does not count as erased: the citizen may try again.
    assert service.api.post("/api/v1/chat", json={"text": "hỏi", "conversation": token}).status_code == 200


def test_a_surprise_tells_and_logs_nothing_of_what_was_written(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = service.api.post("/api/v1/chat", json={"text": "hỏi"}).json()["conversation"]

    async def break_down(*_given: object, **_named: object) -> None:
        raise RuntimeError(f"cannot understand {PRIVATE}")

    for name in ("run", "rate", "erase"):
        monkeypatch.setattr(WebTurns, name, break_down)
    with caplog.at_level(logging.DEBUG):
        for response in everything(service, token):
            assert response.status_code == 500
            assert error_of(response)["code"] == "internal"
            assert PRIVATE not in response.text
    assert PRIVATE not in caplog.text
    assert "RuntimeError" in caplog.text
    assert "break_down" in caplog.text
