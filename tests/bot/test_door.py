"""The door over real HTTP: who may enter, what is refused, that a turn runs once, and what erasing erases."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.door import Door
from tests.bot.stand import ENGINE_TOKEN, Engine, FakeApp, answer_of, new_id, texts

pytestmark = pytest.mark.engine

TURN: dict[str, Any] = {
    "message_id": "m",
    "conversation": "c",
    "text": "xin chào",
    "intent": None,
    "metadata": {},
}


def rows(engine: Engine, conversation: str) -> list[str]:
    with closing(sqlite3.connect(engine.tracker_db)) as connection:
        found = connection.execute("SELECT data FROM events WHERE sender_id = ?", (conversation,))
        return [data for (data,) in found]


# --- who may enter ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "token", [None, "", "wrong", ENGINE_TOKEN[:-1], ENGINE_TOKEN + "x", "tôkèn".encode().decode("latin1")]
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/turns"), ("GET", "/ready"), ("DELETE", "/conversations/c")]
)
def test_nobody_enters_without_the_token(engine: Engine, token: str | None, method: str, path: str) -> None:
    status, body = engine.request(method, path, TURN if method == "POST" else None, token)
    assert status == 401
    assert body["error"]["code"] == "bad_token"
    assert body["error"]["hint"]


def test_a_door_without_a_token_does_not_open() -> None:
    with pytest.raises(Exception, match="credentials"):
        Door.from_credentials({"token": ""})


def test_rasas_own_channels_and_api_are_not_there(engine: Engine) -> None:
    for path in ("/../rest/webhook", "/../../conversations/c/tracker", "/../../model/parse"):
        assert engine.request("POST", path, {"sender": "c", "message": "/greet"})[0] == 404


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"text": None},
        {"intent": "greet"},
        {"text": 5},
        {"text": ""},
        {"text": " \n\u200b\u3000"},
        {"text": "x" * 10_001},
        {"text": "\ud83d"},
        {"message_id": ""},
        {"message_id": None},
        {"message_id": "m" * 256},
        {"conversation": "  "},
        {"metadata": []},
        {"another": 1},
        {"vector": 5},
    ],
)
def test_a_malformed_turn_is_refused(engine: Engine, change: dict[str, Any]) -> None:
    status, body = engine.request("POST", "/turns", {**TURN, **change})
    assert status == 422, body
    assert set(body["error"]) == {"code", "message", "hint"}


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"text"', b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(engine: Engine, raw: bytes) -> None:
    assert engine.request("POST", "/turns", raw)[0] == 422


@pytest.mark.parametrize(
    "intent", ["restart", "back", "session_start", "nlu_fallback", "no_such", "/greet", "greet{}"]
)
def test_a_button_may_carry_only_intents_of_the_domain(engine: Engine, intent: str) -> None:
    status, body = engine.post(intent=intent)
    assert status == 422
    assert body["error"]["code"] == "unknown_intent"


# --- a turn -------------------------------------------------------------------------------------------------


def test_an_answer_has_intent_and_replies_with_outcome_and_buttons(engine: Engine) -> None:
    status, answer = engine.post("xin chào", message_id="greeting-1")
    assert status == 200
    assert answer["message_id"] == "greeting-1"
    assert answer["intent"]["name"] == "greet"
    assert 0 < answer["intent"]["confidence"] <= 1
    [reply] = answer["replies"]
    assert reply["outcome"] == "small_talk"
    assert len(reply["buttons"]) == 3
    assert all(set(button) == {"title", "payload"} for button in reply["buttons"])


def test_an_answer_tells_what_the_message_may_have_meant_and_what_was_found_in_it(engine: Engine) -> None:
    answer = engine.say("nq 57 noi gi ve so tai chinh nam 2026")
    found = {one["entity"]: one["text"] for one in answer["entities"]}
    assert found["document_number"] == "nq 57"
    assert found["agency"] == "so tai chinh"
    assert 1 <= len(answer["ranking"]) <= 3
    assert all(set(guess) == {"name", "confidence"} for guess in answer["ranking"])
    pressed = engine.press("ask_officer")
    assert (pressed["ranking"], pressed["entities"]) == ([], [])


def test_what_the_action_says_arrives_whole(engine: Engine, app: FakeApp) -> None:
    [reply] = engine.say("mục tiêu năm 2026 của tỉnh là gì")["replies"]
    assert reply == answer_of(app.calls[0])["responses"][0]["custom"]
    assert "\n\n" in reply["text"]


def test_the_action_gets_the_metadata_and_the_entities(engine: Engine, app: FakeApp) -> None:
    engine.say("nq 57 noi gi ve so tai chinh nam 2026")
    message = app.calls[0]["tracker"]["latest_message"]
    assert message["metadata"]["release"] == "r1"
    found = {
        entity["entity"]: message["text"][entity["start"] : entity["end"]] for entity in message["entities"]
    }
    assert found["document_number"] == "nq 57"
    assert found["agency"] == "so tai chinh"
    assert "2026" in found["year"]


def test_a_button_of_ours_is_executed(engine: Engine) -> None:
    answer = engine.press("ask_officer")
    assert answer["intent"] == {"name": "ask_officer", "confidence": 1.0}
    assert answer["replies"][0]["outcome"] == "handover"


_prefix = st.text(" \t\n\u200b\u2060\ufeff\u00a0\u3000／/\\", max_size=3)
_name = st.sampled_from(
    ["restart", "greet", "ask_officer", "back", "session_start", "emergency", "no_such_intent"]
)
_rest = st.sampled_from(["", "{", '{"x": 1}', '{"year": "2026"}', "@0.9", "   ", "/greet"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prefix=_prefix, name=_name, rest=_rest)
def test_a_command_typed_by_a_citizen_is_text(
    engine: Engine, app: FakeApp, prefix: str, name: str, rest: str
) -> None:
    app.reset()
    typed = f"{prefix}/{name}{rest}"
    answer = engine.say(typed)
    assert answer["intent"]["confidence"] < 1
    [call] = app.calls
    assert call["next_action"] == "action_answer"
    assert call["tracker"]["latest_message"]["text"] == typed.strip()
    extractors = {entity["extractor"] for entity in call["tracker"]["latest_message"]["entities"]}
    assert extractors <= {"VietnameseExtractor"}


@pytest.mark.parametrize(
    "text",
    ["👍", "🎉🎉", "…", "x" * 10_000, "a1" * 5_000, "a\u0300" * 400, "मुझे", "\x00\x07 zzz", "<b>{slot}</b>"],
    ids=lambda text: ascii(text[:8]),
)
def test_odd_text_is_answered_from_the_documents(engine: Engine, app: FakeApp, text: str) -> None:
    answer = engine.say(text)
    assert answer["replies"]
    assert app.calls[0]["next_action"] == "action_answer"


def test_a_failed_action_fails_the_turn_which_may_then_be_sent_again(engine: Engine, app: FakeApp) -> None:
    conversation, message_id = new_id("c"), new_id()
    app.status, app.answer = 500, lambda call: {"error": "câu hỏi riêng tư"}
    status, body = engine.post("kinh phí lấy từ đâu", conversation=conversation, message_id=message_id)
    assert status == 500
    assert body["error"]["code"] == "turn_failed"
    assert "action_answer" in body["error"]["message"]
    assert rows(engine, conversation) == []
    app.reset()
    status, answer = engine.post("kinh phí lấy từ đâu", conversation=conversation, message_id=message_id)
    assert status == 200
    assert answer["replies"][0]["outcome"] == "answered"


def test_nothing_a_citizen_wrote_is_in_the_log(engine: Engine, app: FakeApp) -> None:
    secret = "thửa đất của bà Hoàng Thị Kín"
    engine.say(f"kinh phí cho {secret}")
    app.status, app.answer = 500, lambda call: {"error": secret}
    assert engine.post(f"kinh phí cho {secret}")[0] == 500
    app.status, app.answer = 200, lambda call: {"events": secret}
    status, body = engine.post(f"kinh phí cho {secret}")
    assert status == 500
    assert secret not in json.dumps(body, ensure_ascii=False)
    log = engine.log.read_text()
    assert "turn" in log.lower()
    assert secret not in log
    assert json.dumps(secret)[1:-1] not in log


# --- once ---------------------------------------------------------------------------------------------------


def test_a_repeat_gets_the_same_answer_and_runs_nothing(engine: Engine, app: FakeApp) -> None:
    conversation, message_id = new_id("c"), new_id()
    first = engine.post("kinh phí lấy từ đâu", conversation=conversation, message_id=message_id)
    for number in range(10):
        engine.say(f"mục tiêu năm {2020 + number} là gì", conversation)
    calls = len(app.calls)
    assert engine.post("kinh phí lấy từ đâu", conversation=conversation, message_id=message_id) == first
    assert len(app.calls) == calls


def test_a_repeat_while_the_first_runs_waits_for_the_same_answer(engine: Engine, app: FakeApp) -> None:
    def slowly(call: dict[str, Any]) -> dict[str, Any]:
        time.sleep(0.5)
        return answer_of(call)

    app.answer = slowly
    conversation, message_id = new_id("c"), new_id()
    with ThreadPoolExecutor(4) as pool:
        posts = [
            pool.submit(engine.post, "kinh phí lấy từ đâu", conversation=conversation, message_id=message_id)
            for _ in range(4)
        ]
        answers = [post.result() for post in posts]
    assert answers[0][0] == 200
    assert all(answer == answers[0] for answer in answers)
    assert len(app.calls) == 1


def test_the_same_message_id_in_two_conversations_is_two_turns(engine: Engine, app: FakeApp) -> None:
    for conversation in (new_id("c"), new_id("c")):
        engine.post("kinh phí lấy từ đâu", conversation=conversation, message_id="same")
    assert len(app.calls) == 2


def test_after_a_restart_a_repeat_gets_the_same_answer_and_forms_go_on(engine: Engine, app: FakeApp) -> None:
    conversation, message_id = new_id("c"), new_id()
    first = engine.post("kinh phí lấy từ đâu", conversation=conversation, message_id=message_id)
    engine.press("leave_feedback", conversation)
    engine.stop()
    engine.start()
    calls = len(app.calls)
    assert engine.post("kinh phí lấy từ đâu", conversation=conversation, message_id=message_id) == first
    assert len(app.calls) == calls
    assert texts(engine.say("trang rất dễ dùng", conversation)) == ["Mã A7K2."]


# --- together -----------------------------------------------------------------------------------------------


def test_conversations_run_side_by_side_and_are_not_mixed_up(engine: Engine) -> None:
    names = [
        f"{word} của kế hoạch là gì" for word in ("mục tiêu", "kinh phí", "thời hạn", "đầu mối", "nhiệm vụ")
    ]

    def talk(question: str) -> list[str]:
        conversation = new_id("c")
        return [text for _ in range(4) for text in texts(engine.say(question, conversation))]

    with ThreadPoolExecutor(len(names)) as pool:
        for question, said in zip(names, pool.map(talk, names), strict=True):
            assert all(question in text for text in said)


def test_a_slow_action_of_one_conversation_does_not_hold_up_another(engine: Engine, app: FakeApp) -> None:
    released = threading.Event()
    app.answer = lambda call: released.wait(20) and answer_of(call)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(engine.say, "kinh phí lấy từ đâu")
        try:
            assert engine.say("xin chào")["replies"][0]["outcome"] == "small_talk"
            assert not slow.done()
        finally:
            released.set()
        assert slow.result()["replies"][0]["outcome"] == "answered"


# --- a long conversation ------------------------------------------------------------------------------------


def test_the_two_hundredth_turn_asks_no_more_of_the_app_than_the_tenth(engine: Engine, app: FakeApp) -> None:
    conversation = new_id("c")
    for _ in range(200):
        engine.say("mục tiêu năm 2026 là gì", conversation)
    sizes = [len(json.dumps(call)) for call in app.calls]
    assert sizes[-1] < 1.1 * sizes[9]


# --- erasing ------------------------------------------------------------------------------------------------


def test_erasing_a_conversation_leaves_no_row_and_no_memory(engine: Engine) -> None:
    conversation, other = new_id("c"), new_id("c")
    engine.press("leave_feedback", conversation)
    engine.say("xin chào", other)
    assert engine.request("DELETE", f"/conversations/{conversation}") == (204, {})
    assert rows(engine, conversation) == []
    assert rows(engine, other)
    assert engine.say("xin chào", conversation)["replies"][0]["outcome"] == "small_talk"


def test_erasing_an_unknown_conversation_is_no_error(engine: Engine) -> None:
    assert engine.request("DELETE", "/conversations/never%20seen")[0] == 204
