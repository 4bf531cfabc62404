"""What each platform's events mean to us, and what is none of our business."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.messenger import events as messenger
from connectors.telegram import events as telegram
from connectors.zalo_bot import events as zalo_bot
from connectors.zalo_oa import events as zalo_oa
from conversations.event import Event, EventKind
from foundation.errors import InputError

MS, SECONDS = 1732420000123, 1732420000
AT = datetime.fromtimestamp(MS / 1000, UTC)
NOW = datetime.fromtimestamp(SECONDS, UTC)
K = EventKind


def one(events: list[Event]) -> Event | None:
    assert len(events) <= 1
    return events[0] if events else None


def oa(name: str, **what: Any) -> Event | None:
    body = {"event_name": name, "timestamp": str(MS), "sender": {"id": "u1"}, "recipient": {"id": "oa-1"}}
    return one(zalo_oa.read_events(json.dumps(body | what).encode(), oa="oa-1"))


TEXT = {"message": {"msg_id": "m1", "text": "Mục tiêu?"}}


@pytest.mark.parametrize(
    ("name", "what", "expected"),
    [
        ("user_send_text", TEXT, Event(K.MESSAGE, "user_send_text:m1", "u1", AT, text="Mục tiêu?")),
        (
            "user_send_text",
            {"message": {"msg_id": "m1", "text": "#hoidap:b7"}},
            Event(K.MESSAGE, "user_send_text:m1", "u1", AT, button="b7"),
        ),
        ("user_send_image", TEXT, Event(K.UNREADABLE, "user_send_image:m1", "u1", AT)),
        (
            "user_send_sticker",
            {"message": {"msg_id": "m1"}},
            Event(K.UNREADABLE, "user_send_sticker:m1", "u1", AT),
        ),
        (
            "anonymous_send_text",
            {"message": {"msg_id": "m1", "text": "Hỏi", "conversation_id": "k9"}},
            Event(K.MESSAGE, "anonymous_send_text:m1", "anonymous:u1:k9", AT, text="Hỏi"),
        ),
        (
            "follow",
            {"sender": {}, "recipient": {}, "oa_id": "oa-1", "follower": {"id": "u2"}},
            Event(K.FIRST_CONTACT, f"follow:u2:{MS}", "u2", AT),
        ),
        ("follow", {"oa_id": "oa-2", "follower": {"id": "u2"}}, None),
        (
            "user_click_chatnow",
            {"sender": {}, "recipient": {}, "oa_id": "oa-1", "user_id": "u3"},
            Event(K.FIRST_CONTACT, f"user_click_chatnow:u3:{MS}", "u3", AT),
        ),
        ("user_withdraw", {"user_id": "u3"}, Event(K.WITHDRAWN, f"user_withdraw:u3:{MS}", "u3", AT)),
        (
            "oa_send_text",
            {
                "sender": {"id": "oa-1", "admin_id": "a1"},
                "recipient": {"id": "u1"},
                "message": {"msg_id": "m9"},
            },
            Event(K.TAKEN_OVER, "oa_send_text:m9", "u1", AT),
        ),
        ("oa_send_text", {"sender": {"id": "oa-1"}, "recipient": {"id": "u1"}} | TEXT, None),
        (
            "oa_send_text",
            {"sender": {"id": "oa-2", "admin_id": "a1"}, "recipient": {"id": "u1"}} | TEXT,
            None,
        ),
        ("user_send_text", {"recipient": {"id": "oa-2"}} | TEXT, None),
        ("user_send_group_text", TEXT, None),
        ("user_received_message", TEXT, None),
        ("user_seen_message", {"message": {"msg_ids": ["m1"]}}, None),
        ("user_reacted_message", TEXT, None),
        ("unfollow", {"oa_id": "oa-1", "follower": {"id": "u2"}}, None),
        ("user_submit_info", {"info": {"phone": "0912"}}, None),
        ("add_user_to_tag", {}, None),
        ("what_nobody_knows", {}, None),
    ],
)
def test_an_event_of_a_zalo_account(name: str, what: dict[str, Any], expected: Event | None) -> None:
    assert oa(name, **what) == expected


def test_long_ids_stay_what_they_are() -> None:
    event = oa(
        "user_send_text", sender={"id": 9007199254740993}, message={"msg_id": 90071992547409931, "text": "?"}
    )
    assert event is not None
    assert (event.chat, event.key) == ("9007199254740993", "user_send_text:90071992547409931")


def test_the_consoles_probe_is_known() -> None:
    assert zalo_oa.is_probe(b" {}\n")
    assert not zalo_oa.is_probe(b'{"a":1}')


def bot(event: str, wrapped: bool = True, **what: Any) -> Event | None:
    message = {"from": {"id": "u1"}, "chat": {"id": "c1"}, "message_id": "m1", "date": MS} | what
    body: Any = {"event_name": event, "message": message}
    return one(zalo_bot.read_events(json.dumps({"ok": True, "result": body} if wrapped else body).encode()))


@pytest.mark.parametrize("wrapped", [True, False])
def test_events_of_a_zalo_bot(wrapped: bool) -> None:
    key = "message.text.received:c1:u1:m1"
    assert bot("message.text.received", wrapped, text="Hỏi") == Event(K.MESSAGE, key, "c1", AT, text="Hỏi")
    start = bot("message.text.received", wrapped, text="/start")
    assert start is not None
    assert start.kind is K.FIRST_CONTACT
    for kind in ("image", "sticker", "voice", "unsupported"):
        event = bot(f"message.{kind}.received", wrapped)
        assert event is not None
        assert event.kind is K.UNREADABLE
    assert bot("message.text.received", wrapped, text="?", **{"from": {"id": "u1", "is_bot": True}}) is None
    assert bot("group.joined", wrapped) is None


def item(**what: Any) -> dict[str, Any]:
    return {"sender": {"id": "u1"}, "recipient": {"id": "page-1"}, "timestamp": MS, **what}


def page(*items: Any, key: str = "messaging", kind: str = "page") -> list[Event]:
    body = {"object": kind, "entry": [{"id": "page-1", key: [entry]} for entry in items]}
    return messenger.read_events(json.dumps(body).encode(), page="page-1", app="app-1")


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ({"message": {"mid": "m1", "text": "Hỏi"}}, Event(K.MESSAGE, "m1", "u1", AT, text="Hỏi")),
        (
            {"message": {"mid": "m1", "text": "Năm 2026", "quick_reply": {"payload": "hoidap:b:x1"}}},
            Event(K.MESSAGE, "m1", "u1", AT, button="x1"),
        ),
        (
            {"message": {"mid": "m1", "text": "Năm 2026", "quick_reply": {"payload": "of somebody else"}}},
            Event(K.MESSAGE, "m1", "u1", AT, text="Năm 2026"),
        ),
        ({"message": {"mid": "m1", "attachments": [{"type": "image"}]}}, Event(K.UNREADABLE, "m1", "u1", AT)),
        ({"message": {"mid": "m1", "sticker_id": 5}}, Event(K.UNREADABLE, "m1", "u1", AT)),
        ({"postback": {"mid": "p1", "payload": "hoidap:start"}}, Event(K.FIRST_CONTACT, "p1", "u1", AT)),
        (
            {"postback": {"title": "Mục tiêu?", "payload": "hoidap:q:Mục tiêu năm 2026?"}},
            Event(K.MESSAGE, f"postback:u1:{MS}", "u1", AT, text="Mục tiêu năm 2026?"),
        ),
        (
            {
                "sender": {"id": "page-1"},
                "recipient": {"id": "u1"},
                "message": {"mid": "m1", "is_echo": True, "app_id": "app-1"},
            },
            None,
        ),
        (
            {
                "sender": {"id": "page-1"},
                "recipient": {"id": "u1"},
                "message": {"mid": "m1", "is_echo": True, "app_id": 263902037430900},
            },
            Event(K.TAKEN_OVER, "m1", "u1", AT),
        ),
        (
            {
                "sender": {"id": "page-1"},
                "recipient": {"id": "u1"},
                "message": {"mid": "m1", "is_echo": True, "attachments": []},
            },
            Event(K.TAKEN_OVER, "m1", "u1", AT),
        ),
        ({"recipient": {"id": "page-2"}, "message": {"mid": "m1", "text": "Hỏi"}}, None),
        ({"delivery": {"mids": ["m1"]}}, None),
        ({"read": {"watermark": MS}}, None),
        ({"reaction": {"mid": "m1", "emoji": "👍"}}, None),
        ({"optin": {"ref": "x"}}, None),
    ],
)
def test_an_item_of_a_page(what: dict[str, Any], expected: Event | None) -> None:
    assert one(page(item(**what))) == expected


def test_every_entry_and_item_counts_and_a_broken_one_costs_only_itself() -> None:
    good = [item(message={"mid": f"m{number}", "text": "Hỏi"}) for number in range(3)]
    found = page(good[0], {"sender": 7}, "nonsense", good[1], item(message={"text": "no mid"}), good[2])
    assert [event.key for event in found] == ["m0", "m1", "m2"]


def test_what_another_app_handles_is_left_to_it() -> None:
    assert page(item(message={"mid": "m1", "text": "Hỏi"}), key="standby") == []
    assert page(item(message={"mid": "m1", "text": "Hỏi"}), kind="instagram") == []


def update(**what: Any) -> Event | None:
    return one(telegram.read_events(json.dumps({"update_id": 7, **what}).encode(), NOW))


def said(**what: Any) -> dict[str, Any]:
    return {"message_id": 1, "date": SECONDS, "chat": {"id": 42, "type": "private"}, **what}


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ({"message": said(text="Hỏi")}, Event(K.MESSAGE, "7", "42", NOW, text="Hỏi")),
        ({"message": said(text="/start ref")}, Event(K.FIRST_CONTACT, "7", "42", NOW)),
        ({"message": said(text="/started")}, Event(K.MESSAGE, "7", "42", NOW, text="/started")),
        ({"message": said(photo=[{}])}, Event(K.UNREADABLE, "7", "42", NOW)),
        (
            {"callback_query": {"id": "q1", "data": "b1", "message": said()}},
            Event(K.MESSAGE, "7", "42", NOW, button="b1", receipt="q1"),
        ),
        ({"callback_query": {"id": "q1", "data": "b1"}}, None),
        ({"edited_message": said(text="Hỏi")}, None),
        ({"message": {**said(text="Hỏi"), "chat": {"id": -5, "type": "group"}}}, None),
        ({"my_chat_member": {}}, None),
        ({}, None),
    ],
)
def test_an_update_of_telegram(what: dict[str, Any], expected: Event | None) -> None:
    assert update(**what) == expected


@given(
    st.binary(max_size=100)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists, max_leaves=4).map(
        lambda body: json.dumps(body).encode()
    )
)
def test_what_is_no_body_is_refused_and_nothing_else_happens(body: bytes) -> None:
    readers: list[Callable[[], list[Event]]] = [
        lambda: zalo_oa.read_events(body, oa="oa-1"),
        lambda: zalo_bot.read_events(body),
        lambda: messenger.read_events(body, page="page-1", app="app-1"),
        lambda: telegram.read_events(body, NOW),
    ]
    for read in readers:
        with contextlib.suppress(InputError):
            assert read() == []


@pytest.mark.parametrize("stamp", [10**30, -(10**30), "x", None, 1.5, "9" * 5000])
def test_a_moment_that_is_none_is_refused(stamp: object) -> None:
    with pytest.raises(InputError):
        oa("user_send_text", timestamp=stamp, **TEXT)
    with pytest.raises(InputError):
        bot("message.text.received", text="?", date=stamp)
    assert page(item(message={"mid": "m1", "text": "?"}) | {"timestamp": stamp}) == []
    with pytest.raises(InputError):
        update(message=said(text="?") | {"date": stamp})
