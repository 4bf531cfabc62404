"""The engine is killed while citizens ask: answers go on, and so does the engine soon."""

from __future__ import annotations

import time

from tests.stack.stack import MARKS, Stack

pytestmark = MARKS


def led_by(stack: Stack, turn: str) -> str:
    [(leader,)] = stack.rows("SELECT led_by FROM turns WHERE id = ?", turn)
    return str(leader)


def test_while_the_engine_is_dead_answers_go_on_with_the_same_context_until_it_is_back(stack: Stack) -> None:
    questions = ("Mục tiêu năm 2026 của tỉnh là gì?", "còn năm 2027 thì sao?", "kinh phí lấy từ đâu")
    with_engine = stack.citizen()
    expected = [with_engine.ask(question) for question in questions]
    assert {led_by(stack, answer.body["turn"]) for answer in expected} == {"engine"}
    in_between = stack.citizen()
    first = in_between.ask(questions[0])
    offered = stack.citizen()
    refusal = offered.ask("cách nấu phở bò")
    engine = stack.engine()
    assert engine is not None

    engine.kill()
    began = time.monotonic()

    # A conversation that began with the engine goes on without it, to the same answers.
    rest = [in_between.ask(question) for question in questions[1:]]
    assert [answer.places for answer in (first, *rest)] == [answer.places for answer in expected]
    assert [answer.text for answer in (first, *rest)] == [answer.text for answer in expected]
    assert {led_by(stack, answer.body["turn"]) for answer in rest} == {"fallback"}
    assert stack.running.health()["engine"] in {"starting", "down"}
    assert stack.running.health()["status"] == "degraded"
    assert stack.citizen().ask("cháy nhà rồi cứu với").text.startswith("114")
    # What only the engine can do is said to be out of order, and may be tried again.
    assert offered.press(refusal, "Gặp cán bộ").outcome == "unavailable"
    assert time.monotonic() - began < 15

    stack.wait_for_engine()
    back = stack.engine()
    assert back is not None
    assert back.pid != engine.pid
    assert in_between.ask("cảm ơn").outcome == "small_talk"
    assert offered.press(refusal, "Gặp cán bộ").outcome in {"handover", "form"}


def test_the_log_of_the_service_tells_nothing_of_what_was_asked(stack: Stack) -> None:
    secret = "chuyện riêng của bà Bốn ở phường Đông Kinh"
    citizen = stack.citizen()
    citizen.ask(secret)
    citizen.ask("cho tôi gặp cán bộ")
    citizen.ask(secret)
    engine_log = (stack.running.data / "engine.log").read_text("utf-8", "replace")
    for log in (stack.running.log, engine_log):
        assert "bà Bốn" not in log
        assert "Traceback" not in log
