"""The webhooks at the public edge: stored once and told so, or refused; never a surprise."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from conversations.channel_tables import ContactRow, InboundRow
from conversations.inbox import Inbox
from tests.connectors.webhook_bodies import CHANNELS, SETTINGS, body_of, headers_for, now_ms, sealed
from tests.service.conftest import Service
from tests.service.error_shape import error_of

each_channel = pytest.mark.parametrize("channel", CHANNELS)


@pytest.fixture
def service(start: Callable[..., Service]) -> Service:
    return start(**SETTINGS)


def stored(service: Service) -> list[tuple[str, str, str]]:
    """Channel, kind and state of what is in the inbox."""
    with service.parts.database.transaction() as session:
        rows = session.scalars(select(InboundRow).order_by(InboundRow.id))
        return [(row.channel, row.kind, row.reason or row.state) for row in rows]


def post(service: Service, channel: str, body: object, **headers: str) -> int:
    content, own = sealed(channel, body)
    return service.api.post(f"/webhooks/{channel}", content=content, headers=own | headers).status_code


@each_channel
def test_a_message_is_stored_once_however_often_it_comes(service: Service, channel: str) -> None:
    body = body_of(channel, "Mục tiêu năm 2026 là gì? 👍 a/b")
    assert [post(service, channel, body) for _ in range(3)] == [200, 200, 200]
    assert stored(service) == [(channel, "message", "pending")]


@each_channel
def test_the_same_words_again_are_another_message(service: Service, channel: str) -> None:
    for number in range(3):
        assert post(service, channel, body_of(channel, "ok", message=f"m{number}")) == 200
    assert len(stored(service)) == 3


@each_channel
def test_chats_have_lanes_of_their_own_and_nothing_names_them(service: Service, channel: str) -> None:
    for chat in ("0912345678", "0987654321", "0912345678"):
        post(service, channel, body_of(channel, "số của tôi 0912345678", chat=chat, message=chat + "m"))
    with service.parts.database.transaction() as session:
        contacts = session.scalars(select(ContactRow)).all()
        inbound = session.scalars(select(InboundRow)).all()
        kept = repr([vars(row) for row in (*contacts, *inbound)])
    assert len(contacts) == 2
    assert "0912345678" not in kept


@each_channel
@pytest.mark.parametrize("wrong", ["missing", "empty", "of other words", "not ASCII"])
def test_a_forged_body_is_refused_and_not_stored(service: Service, channel: str, wrong: str) -> None:
    content, headers = sealed(channel, body_of(channel, "Mục tiêu?"))
    ((name, value),) = headers.items()
    given: dict[str, dict[str, bytes]] = {
        "missing": {},
        "empty": {name: b""},
        "of other words": {name: value[:-1].encode() + (b"0" if value[-1] != "0" else b"1")},
        "not ASCII": {name: value.encode() + "ệ".encode()},
    }
    pairs = [(key.encode(), content_of) for key, content_of in given[wrong].items()]
    response = service.api.post(f"/webhooks/{channel}", content=content, headers=pairs)
    assert response.status_code == 403
    assert error_of(response)["code"] == "forged"
    assert stored(service) == []


@each_channel
def test_a_changed_body_is_refused_where_the_platform_signs_it(service: Service, channel: str) -> None:
    content, headers = sealed(channel, body_of(channel, "Mục tiêu?"))
    changed = content.replace(b"c1", b"c2", 1)
    signs = channel in {"zalo_oa", "messenger"}
    response = service.api.post(f"/webhooks/{channel}", content=changed, headers=headers)
    assert response.status_code == (403 if signs else 200)


@each_channel
def test_a_secret_of_another_channel_opens_nothing(service: Service, channel: str) -> None:
    content, _ = sealed(channel, body_of(channel, "?"))
    for other in set(CHANNELS) - {channel}:
        headers = headers_for(other, content, body_of(channel, "?"))
        assert service.api.post(f"/webhooks/{channel}", content=content, headers=headers).status_code == 403


@each_channel
def test_old_news_is_taken_and_not_answered(service: Service, channel: str) -> None:
    body = json.dumps(body_of(channel, "?"))
    old = now_ms() - int(timedelta(hours=30).total_seconds() * 1000)
    for digits in (10, 13):
        stamp = str(now_ms())[:digits]
        body = body.replace(stamp[:8], str(old)[:8])
    assert post(service, channel, json.loads(body)) == 200
    assert stored(service) == [(channel, "message", "stale")]


@each_channel
def test_decomposed_words_are_understood(service: Service, channel: str) -> None:
    assert post(service, channel, body_of(channel, unicodedata.normalize("NFD", "Mục tiêu năm 2026"))) == 200
    assert len(stored(service)) == 1


@each_channel
def test_who_writes_too_much_is_told_so_once(start: Callable[..., Service], channel: str) -> None:
    service = start(**SETTINGS, sender_rate=3)
    for number in range(8):
        assert post(service, channel, body_of(channel, f"câu {number}", message=f"m{number}")) == 200
    kinds = [(kind, state) for _, kind, state in stored(service)]
    assert kinds == [("message", "pending")] * 3 + [("rate_limited", "pending")] + [("message", "rate")] * 4
    assert post(service, channel, body_of(channel, "người khác", chat="c2", message="n")) == 200
    assert stored(service)[-1] == (channel, "message", "pending")


@each_channel
def test_a_flood_on_the_channel_is_sent_back_to_be_sent_again(
    start: Callable[..., Service], channel: str
) -> None:
    service = start(**SETTINGS, channel_rate=5)
    got = [post(service, channel, body_of(channel, "?", chat=f"c{n}", message=f"m{n}")) for n in range(8)]
    assert got == [200] * 5 + [429] * 3
    assert len(stored(service)) == 5


@each_channel
def test_a_channel_that_is_switched_off_drops_what_comes(service: Service, channel: str) -> None:
    service.parts.messengers.switches.turn(channel, on=False)
    assert post(service, channel, body_of(channel, "?")) == 200
    assert stored(service) == [(channel, "message", "off")]


@each_channel
def test_a_database_that_is_down_makes_the_platform_send_again(
    service: Service, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> int:
        raise OperationalError("INSERT", {}, Exception("disk I/O error"))

    with monkeypatch.context() as patch:
        patch.setattr(Inbox, "accept", broken)
        assert post(service, channel, body_of(channel, "?")) == 503
    assert post(service, channel, body_of(channel, "?")) == 200
    assert len(stored(service)) == 1


@each_channel
def test_a_channel_that_is_not_used_is_not_there(start: Callable[..., Service], channel: str) -> None:
    content, headers = sealed(channel, body_of(channel, "?"))
    assert start().api.post(f"/webhooks/{channel}", content=content, headers=headers).status_code == 404


@each_channel
def test_a_body_beyond_all_measure_is_refused(service: Service, channel: str) -> None:
    response = service.api.post(f"/webhooks/{channel}", content=b" " * (2 * 1024 * 1024 + 1))
    assert response.status_code == 422


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "object entry messaging message sender recipient id timestamp mid text date chat".split()
            )
            | st.text(max_size=8),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


def deformed(body: object, strange: object, path: int) -> object:
    """``body`` with ``strange`` in the place that ``path`` leads to."""
    if path == 0 or not isinstance(body, dict | list) or not body:
        return strange
    keys = list(body) if isinstance(body, dict) else list(range(len(body)))
    key = keys[path % len(keys)]
    copy: Any = body.copy()
    copy[key] = deformed(copy[key], strange, path // len(keys))
    return copy


@each_channel
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(strange=JSON, path=st.integers(0, 5000))
def test_an_authentic_body_in_any_form_is_right_or_refused(
    service: Service, channel: str, strange: object, path: int
) -> None:
    body = deformed(body_of(channel, "Mục tiêu?"), strange, path)
    try:
        content = json.dumps(body).encode("utf-8")
    except ValueError:
        return
    response = service.api.post(
        f"/webhooks/{channel}", content=content, headers=headers_for(channel, content, body)
    )
    assert response.status_code in {200, 403, 422}


@each_channel
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(content=st.binary(max_size=200))
def test_an_authentic_body_of_any_bytes_is_right_or_refused(
    service: Service, channel: str, content: bytes
) -> None:
    response = service.api.post(
        f"/webhooks/{channel}", content=content, headers=headers_for(channel, content, None)
    )
    assert response.status_code in {200, 403, 422}


def test_facebook_verifies_the_webhook(service: Service) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "1158201444"}
    answer = service.api.get("/webhooks/messenger", params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    for wrong in ({"hub.verify_token": "ệ"}, {"hub.mode": "unsubscribe"}):
        assert service.api.get("/webhooks/messenger", params=asked | wrong).status_code == 403


@pytest.mark.parametrize("channel", ["zalo_oa", "zalo_bot", "telegram"])
def test_other_platforms_verify_nothing(service: Service, channel: str) -> None:
    assert service.api.get(f"/webhooks/{channel}").status_code == 404


def test_zalos_probe_is_answered_and_not_stored(service: Service) -> None:
    assert service.api.post("/webhooks/zalo_oa", content=b"{}").status_code == 200
    assert stored(service) == []


def test_a_consent_that_nobody_asked_for_gives_nothing(service: Service) -> None:
    answer = service.api.get("/webhooks/zalo_oa/consent", params={"code": "c", "state": "s"})
    assert answer.status_code == 403
    assert "Chưa kết nối được" in answer.text
