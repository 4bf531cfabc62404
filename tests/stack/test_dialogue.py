"""A citizen talks to the whole stack."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from conversations import welcome
from tests.stack.citizen import Answer, Citizen
from tests.stack.stack import MARKS, Stack

pytestmark = MARKS

FIRST_QUESTION = "muc tieu nam 2026 cua tinh la gi"
CITED = ("Mục I.1.2 điểm b", "/van-ban/ke-hoach-ubnd-tinh-lang-son#I.1.2.b")


def test_the_first_question_is_answered_as_soon_as_the_page_is_up(early: Answer) -> None:
    assert early.outcome == "answered"
    assert early.places == [CITED]


def test_the_first_question_is_answered_through_the_engine_and_cited_to_its_clause(
    stack: Stack, citizen: Citizen
) -> None:
    answer = citizen.ask(FIRST_QUESTION)
    assert answer.outcome == "answered"
    assert answer.places == [CITED]
    [citation] = answer.reply["citations"]
    assert citation["document"] == "Kế hoạch của UBND tỉnh Lạng Sơn (không số)"
    assert citation["in_force"] is True
    assert "Năm 2026" in answer.text
    [(led_by, release)] = stack.rows("SELECT led_by, release FROM turns WHERE id = ?", answer.body["turn"])
    assert (led_by, release) == ("engine", stack.running.health()["release"])


def test_a_greeting_is_returned_and_its_example_is_answered_by_its_id(citizen: Citizen) -> None:
    greeting = citizen.ask("xin chào")
    assert greeting.outcome == "small_talk"
    assert greeting.places == []
    answer = citizen.press(greeting, "Mục tiêu năm 2026")
    assert answer.outcome == "answered"
    assert answer.places == [CITED]


@pytest.mark.parametrize(
    ("question", "outcome", "said"),
    [
        ("Câu trả lời lấy từ đâu ra?", "answered", "biên tập; rà soát trước ngày"),
        ("ban co luu thong tin ca nhan cua toi khong", "answered", "Kết thúc và xoá"),
        ("Bạn nghĩ gì về các lãnh đạo?", "blocked", "không nêu ý kiến"),
    ],
)
def test_what_editors_wrote_comes_before_small_talk(
    citizen: Citizen, question: str, outcome: str, said: str
) -> None:
    answer = citizen.ask(question)
    assert (answer.outcome, said in answer.text) == (outcome, True)


@pytest.mark.parametrize(
    ("cry", "number"),
    [
        ("cháy nhà rồi cứu với", "114"),
        ("có trộm vào nhà", "113"),
        ("cần cấp cứu gấp", "115"),
        ("chay nha roi", "114"),
        ("khẩn cấp cứu tôi với", "11"),
    ],
)
def test_a_call_for_help_gets_the_number_first_and_nothing_else(
    citizen: Citizen, cry: str, number: str
) -> None:
    answer = citizen.ask(cry)
    assert answer.text.startswith(number)
    assert answer.places == []
    assert answer.buttons == {}


@pytest.mark.parametrize(
    "question", ["thời tiết hôm nay thế nào", "cach nau pho bo", "kết quả xổ số miền bắc"]
)
def test_what_is_out_of_scope_is_refused_and_an_officer_offered(citizen: Citizen, question: str) -> None:
    answer = citizen.ask(question)
    assert answer.outcome in {"out_of_scope", "not_found"}
    assert answer.places == []
    assert list(answer.buttons) == ["Gặp cán bộ"]


def test_a_follow_up_takes_the_year_into_the_question_before(citizen: Citizen) -> None:
    citizen.ask("Mục tiêu năm 2026 của tỉnh là gì?")
    answer = citizen.ask("còn năm 2027 thì sao?")
    assert answer.places == [("Mục I.1.2 điểm c", "/van-ban/ke-hoach-ubnd-tinh-lang-son#I.1.2.c")]


def test_a_question_for_an_officer_is_kept_under_its_code(stack: Stack, citizen: Citizen) -> None:
    asked = citizen.ask("cho tôi gặp cán bộ")
    assert asked.outcome in {"handover", "form"}
    left = citizen.ask("Xã tôi chưa có mạng, gọi tôi theo số 0912345678 nhé")
    told, asked_for = (reply["text"] for reply in left.replies)
    reports = json.loads(stack.running.hoidap("reports", "--json").stdout)
    [report] = [one for one in reports if one["code"] in told]
    assert report["kind"] == "officer_question"
    assert report["text"] == "Xã tôi chưa có mạng, gọi tôi theo số [số điện thoại] nhé"
    # A contact may be left; another question instead is one for the documents.
    assert welcome.CONSENT in asked_for
    assert citizen.ask(FIRST_QUESTION).places == [CITED]


def test_a_contact_is_kept_sealed_the_engine_never_sees_it_and_the_answer_comes_by_code(
    stack: Stack, citizen: Citizen
) -> None:
    citizen.ask("cho tôi gặp cán bộ")
    told = citizen.ask("Hồ sơ của tôi khi nào xong ạ").replies[0]["text"]
    assert "số điện thoại hoặc địa chỉ" in citizen.ask("có").text
    kept = citizen.ask("0912 345 678")
    [code] = re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", told)
    assert code in kept.text
    [(sealed,)] = stack.rows("SELECT contact FROM letters WHERE code = ?", code)
    assert sealed
    assert b"0912" not in sealed
    assert stack.tracker_rows("SELECT 1 FROM events WHERE data LIKE '%0912 345%'") == []
    assert "đang chờ cán bộ" in citizen.ask(code).text
    assert stack.running.hoidap("answer", code, "Thứ Sáu tuần này xong ạ.").returncode == 0
    assert "Thứ Sáu tuần này xong ạ." in citizen.ask(f"mã {code.lower()}").text


def test_an_officer_is_reached_by_a_button_and_a_form_left_with_a_word(
    stack: Stack, citizen: Citizen
) -> None:
    before = stack.rows("SELECT count(*) FROM letters")
    form = citizen.press(citizen.ask("cách nấu phở bò"), "Gặp cán bộ")
    assert form.outcome in {"handover", "form"}
    assert citizen.ask("thôi").outcome == "small_talk"
    assert citizen.ask(FIRST_QUESTION).places == [CITED]
    assert stack.rows("SELECT count(*) FROM letters") == before


def test_a_difficulty_is_reported_with_its_place(stack: Stack, citizen: Citizen) -> None:
    assert citizen.ask("tôi muốn phản ánh khó khăn khi thực hiện").outcome == "form"
    assert citizen.ask("Cán bộ xã chưa có máy tính để làm việc").outcome == "form"
    left = citizen.ask("xã Hữu Lũng")
    assert left.outcome == "handover"
    rows = stack.rows("SELECT code, kind, text, place FROM letters")
    [row] = [row for row in rows if row[0] in left.text]
    assert row[1:] == ("difficulty", "Cán bộ xã chưa có máy tính để làm việc", "xã Hữu Lũng")


@pytest.mark.parametrize(
    "typed", ["/restart", '/ask_officer{"officer_question": "x"}', "/greet", "/session_start"]
)
def test_a_command_that_is_typed_is_text(stack: Stack, citizen: Citizen, typed: str) -> None:
    before = stack.rows("SELECT count(*) FROM letters")
    citizen.ask("Mục tiêu năm 2026 của tỉnh là gì?")
    answer = citizen.ask(typed)
    assert answer.outcome in {"out_of_scope", "not_found", "answered"}
    # Nothing was restarted, and no form is open.
    assert citizen.ask("còn năm 2027 thì sao?").places[0][0] == "Mục I.1.2 điểm c"
    assert stack.rows("SELECT count(*) FROM letters") == before


def test_a_button_of_somebody_else_is_refused(stack: Stack, citizen: Citizen) -> None:
    button = citizen.ask("xin chào").buttons["Mục tiêu năm 2026"]
    other = stack.citizen()
    other.ask("xin chào")
    assert other.send(button=button).status == 422


def test_a_message_sent_again_gets_the_same_replies_and_reaches_the_engine_once(
    stack: Stack, citizen: Citizen
) -> None:
    citizen.ask("xin chào")
    first = citizen.ask("kinh phí lấy từ đâu", client_message_id="m1")
    with ThreadPoolExecutor(8) as pool:
        again = list(
            pool.map(lambda _: citizen.ask("kinh phí lấy từ đâu", client_message_id="m1"), range(16))
        )
    assert all(answer.replies == first.replies for answer in again)
    [(engine_id,)] = stack.rows(
        "SELECT engine_id FROM conversations JOIN turns ON conversation_id = conversations.id WHERE turns.id = ?",
        first.body["turn"],
    )
    messages = stack.tracker_rows(
        "SELECT message_id FROM events WHERE sender_id = ? AND type_name = 'user'", engine_id
    )
    assert len(messages) == len(set(messages)) == 2


def test_twenty_citizens_at_once_get_their_own_answers(stack: Stack) -> None:
    questions = {
        "Mục tiêu năm 2026 của tỉnh là gì?": "I.1.2.b",
        "Mục tiêu năm 2027 của tỉnh là gì?": "I.1.2.c",
    }

    def one(number: int) -> bool:
        question, path = list(questions.items())[number % 2]
        return stack.citizen().ask(question).places[0][1].endswith(f"#{path}")

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(20)))


KEPT = (
    "SELECT 1 FROM conversations WHERE id = ?",
    "SELECT 1 FROM turns WHERE conversation_id = ?",
    "SELECT 1 FROM feedback WHERE conversation_id = ?",
    "SELECT 1 FROM letters WHERE conversation_id = ?",
)


def test_an_erased_conversation_is_gone_everywhere(stack: Stack, citizen: Citizen) -> None:
    answer = citizen.ask("xin chào")
    rating = {"conversation": citizen.token, "reply": answer.reply["id"], "useful": True, "reason": "tốt"}
    assert stack.client.post("/api/v1/feedback", json=rating).status_code == 204
    citizen.ask("cho tôi gặp cán bộ")
    citizen.ask("Tôi cần hỏi về chuyển đổi số")
    [(conversation, engine_id)] = stack.rows(
        "SELECT c.id, engine_id FROM conversations c JOIN turns t ON conversation_id = c.id WHERE t.id = ?",
        answer.body["turn"],
    )
    assert all(stack.rows(query, conversation) for query in KEPT)
    assert stack.tracker_rows("SELECT 1 FROM events WHERE sender_id = ?", engine_id)

    assert citizen.erase() == 204

    assert not any(stack.rows(query, conversation) for query in KEPT)
    assert stack.tracker_rows("SELECT 1 FROM events WHERE sender_id = ?", engine_id) == []
    assert citizen.send(text="hỏi").status == 401
    assert citizen.erase() == 401


def test_a_conversation_at_a_terminal_is_with_the_running_stack(stack: Stack) -> None:
    ran = stack.running.hoidap("ask", "Mục tiêu năm 2026 của tỉnh là gì?")
    assert ran.returncode == 0, ran.stderr
    assert CITED[0] in ran.stdout
