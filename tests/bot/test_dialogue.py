"""Conversations as citizens lead them: small talk, forms, calls for help."""

from __future__ import annotations

import pytest

from tests.bot.stand import CONSENT_ASKED, Engine, FakeApp, new_id, texts

pytestmark = pytest.mark.engine

ALL_NUMBERS = ("113", "114", "115")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("xin chào", "small_talk"),
        ("tạm biệt nhé", "small_talk"),
        ("cảm ơn em nhiều", "small_talk"),
        ("bạn là ai", "small_talk"),
        ("em làm được những gì", "small_talk"),
        ("trả lời sai rồi", "small_talk"),
        ("đồ ngu", "blocked"),
        ("tôi muốn góp ý", "form"),
    ],
)
def test_what_is_no_question_is_answered_without_the_app(
    engine: Engine, app: FakeApp, text: str, outcome: str
) -> None:
    assert [reply["outcome"] for reply in engine.say(text)["replies"]] == [outcome]
    assert app.calls == []


@pytest.mark.parametrize("text", ["cho tôi gặp cán bộ", "cho toi gap can bo"])
def test_whether_an_officer_is_there_is_for_the_app_to_say(engine: Engine, app: FakeApp, text: str) -> None:
    [question] = engine.say(text)["replies"]
    assert "câu hỏi hoặc việc cần cán bộ" in question["text"]
    assert [call["next_action"] for call in app.calls] == ["action_ask_officer"]


def test_where_an_officer_is_there_no_form_is_opened(engine: Engine, app: FakeApp) -> None:
    conversation = new_id("c")
    waits = {"custom": {"text": "Chờ ở đây.", "outcome": "handover"}}
    app.answer = lambda _call: {"events": [], "responses": [waits]}
    assert texts(engine.press("ask_officer", conversation)) == ["Chờ ở đây."]
    app.reset()
    assert engine.say("kinh phí lấy từ đâu", conversation)["replies"][0]["outcome"] == "answered"


def test_the_bot_says_that_it_is_a_machine(engine: Engine) -> None:
    for text in ("xin chào", "bạn là ai"):
        assert "trợ lý hỏi đáp tự động" in texts(engine.say(text))[0]


@pytest.mark.parametrize("text", ["xin chào", "em làm được những gì"])
def test_an_example_button_asks_a_whole_question(engine: Engine, app: FakeApp, text: str) -> None:
    buttons = engine.say(text)["replies"][0]["buttons"]
    assert len(buttons) == 3
    for button in buttons:
        assert button["payload"].endswith("?")
        assert engine.say(button["payload"])["replies"][0]["outcome"] == "answered"


def test_a_complaint_offers_an_officer(engine: Engine) -> None:
    assert engine.say("trả lời sai rồi")["replies"][0]["buttons"] == [
        {"title": "Gặp cán bộ", "payload": "/ask_officer"}
    ]


# --- calls for help -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("cháy nhà rồi cứu với", ("114",)),
        ("chay nha roi cuu voi", ("114",)),
        ("có trộm đang phá cửa nhà tôi", ("113",)),
        ("co cuop ad oi", ("113",)),
        ("gọi cấp cứu nhanh lên", ("115",)),
        ("mẹ tôi bị chảy máu nhiều quá gọi không tỉnh", ("115",)),
        ("cứu tôi với", ALL_NUMBERS),
        ("xe đang cháy có người bị thương nặng cứu với", ALL_NUMBERS),
    ],
)
def test_a_call_for_help_gets_the_number_first_and_nothing_else(
    engine: Engine, app: FakeApp, text: str, numbers: tuple[str, ...]
) -> None:
    [reply] = engine.say(text)["replies"]
    assert reply["text"].startswith(numbers[0])
    assert tuple(number for number in ALL_NUMBERS if number in reply["text"]) == numbers
    assert "\n" not in reply["text"]
    assert len(reply["text"]) < 90
    assert reply["buttons"] == []
    assert reply["outcome"] == "handover"
    assert app.calls == []


def test_a_call_for_help_interrupts_a_form_and_nothing_is_stored(engine: Engine, app: FakeApp) -> None:
    conversation = new_id("c")
    engine.press("report_difficulty", conversation)
    engine.say("đường vào thôn hỏng", conversation)
    assert texts(engine.say("cháy nhà rồi cứu với", conversation))[0].startswith("114")
    assert engine.say("kinh phí lấy từ đâu", conversation)["replies"][0]["outcome"] == "answered"
    assert [call["next_action"] for call in app.calls] == ["action_answer"]


# --- forms --------------------------------------------------------------------------------------------------


def test_a_difficulty_is_asked_for_then_its_place_then_stored(engine: Engine, app: FakeApp) -> None:
    conversation = new_id("c")
    assert "khó khăn" in texts(engine.say("tôi muốn phản ánh khó khăn", conversation))[0]
    [place] = engine.say("mạng ở bản quá yếu không nộp được hồ sơ", conversation)["replies"]
    assert "xã, phường" in place["text"]
    assert place["outcome"] == "form"
    assert texts(engine.say("xã Chi Lăng", conversation)) == ["Mã A7K2."]
    [call] = app.calls
    assert call["next_action"] == "action_submit_difficulty"
    slots = call["tracker"]["slots"]
    assert slots["difficulty"] == "mạng ở bản quá yếu không nộp được hồ sơ"
    assert slots["place"] == "xã Chi Lăng"


@pytest.mark.parametrize("answer", ["bỏ qua", "bo qua", "Bỏ qua"])
def test_the_place_may_be_left_out(engine: Engine, app: FakeApp, answer: str) -> None:
    conversation = new_id("c")
    engine.press("report_difficulty", conversation)
    [place] = engine.say("mạng yếu", conversation)["replies"]
    assert place["buttons"] == [{"title": "Bỏ qua", "payload": "bỏ qua"}]
    engine.say(answer, conversation)
    assert [call["next_action"] for call in app.calls] == ["action_submit_difficulty"]


@pytest.mark.parametrize(
    ("intent", "slot", "action"),
    [
        ("leave_feedback", "feedback", "action_submit_feedback"),
        ("ask_officer", "officer_question", "action_submit_officer_question"),
    ],
)
def test_one_question_forms_store_what_is_said(
    engine: Engine, app: FakeApp, intent: str, slot: str, action: str
) -> None:
    conversation = new_id("c")
    engine.press(intent, conversation)
    assert texts(engine.say("tôi muốn gặp cán bộ vì hồ sơ chậm", conversation))[0] == "Mã A7K2."
    [call] = [call for call in app.calls if call["next_action"].startswith("action_submit")]
    assert (call["next_action"], call["tracker"]["slots"][slot]) == (
        action,
        "tôi muốn gặp cán bộ vì hồ sơ chậm",
    )


# --- the contact that may be left with a question -----------------------------------------------------------


def left_a_question(engine: Engine, app: FakeApp) -> str:
    """A conversation that has just left a question and is asked for a contact."""
    conversation = new_id("c")
    engine.press("ask_officer", conversation)
    code, wish = engine.say("hồ sơ của tôi chậm", conversation)["replies"]
    assert code["text"] == "Mã A7K2."
    assert wish["text"] == CONSENT_ASKED["text"]
    assert [button["payload"] for button in wish["buttons"]] == ["có", "không"]
    app.calls.clear()
    return conversation


def contact_of(app: FakeApp) -> tuple[str, str]:
    """With what the contact's form ended."""
    [call] = [call for call in app.calls if call["next_action"] == "action_submit_contact"]
    slots = call["tracker"]["slots"]
    return slots["contact_wish"], slots["contact"]


def test_a_contact_is_given_after_a_yes(engine: Engine, app: FakeApp) -> None:
    conversation = left_a_question(engine, app)
    assert "số điện thoại hoặc địa chỉ" in texts(engine.say("có", conversation))[0]
    assert texts(engine.say("[số điện thoại]", conversation)) == ["Mã A7K2."]
    assert contact_of(app) == ("yes", "given")


def test_a_contact_may_be_given_at_once(engine: Engine, app: FakeApp) -> None:
    conversation = left_a_question(engine, app)
    engine.say("số của tôi là [số điện thoại]", conversation)
    assert contact_of(app) == ("yes", "given")


@pytest.mark.parametrize("word", ["không", "khong", "bỏ qua"])
def test_no_contact_need_be_given(engine: Engine, app: FakeApp, word: str) -> None:
    conversation = left_a_question(engine, app)
    engine.say(word, conversation)
    assert contact_of(app) == ("no", "none")
    assert engine.say("kinh phí lấy từ đâu", conversation)["replies"][0]["outcome"] == "answered"


def test_what_is_no_contact_is_asked_for_again_until_it_is_passed_over(engine: Engine, app: FakeApp) -> None:
    conversation = left_a_question(engine, app)
    engine.say("có", conversation)
    assert "số điện thoại hoặc địa chỉ" in texts(engine.say("tìm tôi ở chợ Kỳ Lừa", conversation))[0]
    engine.say("bỏ qua", conversation)
    assert contact_of(app) == ("no", "none")


def test_another_question_instead_of_a_contact_is_answered(engine: Engine, app: FakeApp) -> None:
    conversation = left_a_question(engine, app)
    answers = engine.say("kinh phí thực hiện kế hoạch lấy từ nguồn nào", conversation)["replies"]
    assert [answer["outcome"] for answer in answers] == ["answered"]
    assert contact_of(app) == ("no", "other")


def test_stopping_at_the_contact_takes_nothing_back(engine: Engine, app: FakeApp) -> None:
    conversation = left_a_question(engine, app)
    assert "dừng lại" in texts(engine.say("thôi", conversation))[0]
    assert app.calls == []


def test_a_form_can_be_filled_twice(engine: Engine, app: FakeApp) -> None:
    conversation = new_id("c")
    for text in ("lần đầu", "lần hai"):
        engine.press("leave_feedback", conversation)
        engine.say(f"góp ý {text}", conversation)
    assert [call["tracker"]["slots"]["feedback"] for call in app.calls] == ["góp ý lần đầu", "góp ý lần hai"]


@pytest.mark.parametrize("word", ["thôi", "thoi", "hủy", "huỷ", "Thôi không gửi nữa"])
@pytest.mark.parametrize("intent", ["report_difficulty", "leave_feedback", "ask_officer"])
def test_a_form_is_cancelled_by_a_word(engine: Engine, app: FakeApp, intent: str, word: str) -> None:
    conversation = new_id("c")
    engine.press(intent, conversation)
    app.calls.clear()
    assert "dừng lại" in texts(engine.say(word, conversation))[0]
    engine.say("kinh phí lấy từ đâu", conversation)
    assert [call["next_action"] for call in app.calls] == ["action_answer"]


def test_a_cancelled_form_begins_again_from_its_first_question(engine: Engine) -> None:
    conversation = new_id("c")
    first = engine.press("report_difficulty", conversation)["replies"]
    engine.say("mạng yếu", conversation)
    engine.say("thôi", conversation)
    assert engine.press("report_difficulty", conversation)["replies"] == first


def test_a_button_pressed_in_a_form_leaves_it_and_is_not_stored(engine: Engine, app: FakeApp) -> None:
    conversation = new_id("c")
    engine.press("leave_feedback", conversation)
    [reply] = engine.press("ask_officer", conversation)["replies"]
    assert reply["outcome"] == "handover"
    engine.say("cho tôi hỏi về hồ sơ", conversation)
    submitted = [call["next_action"] for call in app.calls if call["next_action"].startswith("action_submit")]
    assert submitted == ["action_submit_officer_question"]


def test_a_form_whose_storing_failed_can_be_answered_again(engine: Engine, app: FakeApp) -> None:
    conversation = new_id("c")
    engine.press("leave_feedback", conversation)
    app.status = 500
    assert engine.post("trang dễ dùng", conversation=conversation)[0] == 500
    app.reset()
    assert texts(engine.say("trang dễ dùng", conversation)) == ["Mã A7K2."]
