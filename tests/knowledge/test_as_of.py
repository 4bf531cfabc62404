"""The day that a question asks about, told from the years that are its subject."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.golden import load_questions
from knowledge.as_of import AsOf, Reading, read
from vietnamese.text import fold

TODAY = date(2026, 11, 24)
MARCH = AsOf(date(2025, 3, 1), date(2025, 3, 31))


def asked(text: str, held: AsOf | None = None) -> tuple[str, str]:
    reading = read(text, TODAY, held)
    return reading.as_of.words if reading.as_of else "", reading.text


@pytest.mark.parametrize(
    ("text", "words", "rest"),
    [
        ("Vào tháng 3/2025 thì quy định thế nào?", "tháng 3/2025", "quy định thế nào?"),
        ("vào t3/2025 quy định về thuế thế nào", "tháng 3/2025", "quy định về thuế thế nào"),
        ("Hồi tháng 3 năm ngoái quy định ra sao", "tháng 3/2025", "quy định ra sao"),
        ("hồi năm 2024 quy định ra sao", "năm 2024", "quy định ra sao"),
        ("Năm 2024 quy định về thuế thế nào?", "năm 2024", "quy định về thuế thế nào?"),
        ("Trước ngày 1/7/2025, áp dụng mức phí nào?", "ngày 30/06/2025", "áp dụng mức phí nào?"),
        ("Từ 01/10/2025 quy định về thuế thế nào?", "ngày 01/10/2025", "quy định về thuế thế nào?"),
        ("phí chỗ ngồi tại thời điểm tháng 3/2025 là bao nhiêu", "tháng 3/2025", "phí chỗ ngồi là bao nhiêu"),
        ("Theo quy định vào tháng 5 năm ngoái nhiệm vụ khoa học ra sao", "tháng 5/2025", ""),
        ("hồi tháng 3/2025 quy định về đất đai và kỹ năng số thế nào", "tháng 3/2025", ""),
        ("Quý I/2025 quy định thế nào?", "từ ngày 01/01/2025 đến ngày 31/03/2025", "quy định thế nào?"),
    ],
)
def test_the_day_asked_about_is_read_and_left_out_of_the_search(text: str, words: str, rest: str) -> None:
    assert asked(text)[0] == words
    assert asked(fold(text))[0] == words
    if rest:
        assert asked(text)[1] == rest


@pytest.mark.parametrize(
    "text",
    [
        "Mục tiêu năm 2026 của tỉnh là gì?",
        "Vào tháng 3/2025 tỉnh có nhiệm vụ gì?",
        "Kế hoạch quy định phải báo cáo trước ngày 15/12/2025?",
        "Nghị quyết 193/2025/QH15 quy định thế nào?",
        "Nghị quyết nào được ban hành vào tháng 3/2025?",
        "Cho em hỏi năm 2025 thuế thế nào?",
        "cho em hoi nam 2025 thue the nao",
        "Đến năm 2030 kinh tế số đạt bao nhiêu?",
        "Tại thời điểm năm 2030 kinh tế số đạt bao nhiêu?",
        "còn năm 2027 thì sao?",
        "Quy định cụ thể về chợ đêm",
    ],
)
def test_a_year_that_is_the_subject_is_no_as_of_day(text: str) -> None:
    assert read(text, TODAY) == Reading(text)


@pytest.mark.parametrize("split", ["development", "development-2", "development-3", "development-4"])
def test_no_development_question_is_taken_for_one_about_another_day(split: str) -> None:
    for question in load_questions(split):
        reading = read(question.question, TODAY)
        assert reading.text == question.question
        assert reading.as_of is None
        assert not reading.formerly


@pytest.mark.parametrize(
    "text", ["Trước đây quy định thế nào về phí?", "quy định cũ về phí là gì", "quy dinh cu ve phi"]
)
def test_what_was_before_needs_no_day(text: str) -> None:
    assert read(text, TODAY).formerly


def test_today_is_said_and_the_question_stays_whole() -> None:
    text = "Quy định hiện hành về phí chợ là gì?"
    assert read(text, TODAY, MARCH) == Reading(text, now=True)


def test_a_question_of_nothing_but_a_day_is_bare() -> None:
    assert read("Vào tháng 3/2025 thì quy định thế nào?", TODAY).bare
    assert read("Còn hiện nay thì sao?", TODAY, MARCH).bare
    assert not read("Vào tháng 3/2025 thì quy định về chợ thế nào?", TODAY).bare


def test_that_time_points_back_to_the_day_the_conversation_is_about() -> None:
    assert asked("lúc đó phí thế nào?", MARCH) == ("tháng 3/2025", "phí thế nào?")
    assert asked("còn tháng 6/2025 thì sao?", MARCH)[0] == "tháng 6/2025"
    assert read("lúc đó phí thế nào?", TODAY) == Reading("lúc đó phí thế nào?")


def test_the_day_is_kept_where_the_question_leans_and_dropped_by_one_about_today() -> None:
    assert read("còn xã thì sao?", TODAY, MARCH).moment(TODAY, MARCH).as_of == MARCH
    assert read("còn xã thì sao?", TODAY, MARCH).moment(TODAY, None).as_of is None
    assert read("còn hiện nay thì sao?", TODAY, MARCH).moment(TODAY, MARCH).as_of is None


WORDS = st.sampled_from(
    "phí chợ thuế xã phường tỉnh mục tiêu năm nào bao nhiêu ai ký ở đâu và của cho là gì quy định 57 2026 2030".split()
)


@given(st.lists(WORDS, max_size=12).map(" ".join), st.none() | st.just(MARCH))
def test_a_question_without_as_of_words_comes_back_as_it_is(text: str, held: AsOf | None) -> None:
    reading = read(text, TODAY, held)
    if reading.as_of is None and not reading.formerly:
        assert reading.text == text


@given(
    st.lists(st.sampled_from("phí chợ thuế xã phường tỉnh bao nhiêu ai ở đâu và của là gì".split())).map(
        " ".join
    )
)
def test_words_without_any_time_say_no_day(text: str) -> None:
    assert read(text, TODAY, MARCH) == Reading(text)


@given(
    st.text(),
    st.dates(date(1950, 1, 1), date(2200, 1, 1)),
    st.none() | st.builds(AsOf, st.dates(), st.dates()),
)
def test_any_text_is_read(text: str, today: date, held: AsOf | None) -> None:
    reading = read(text, today, held)
    assert reading.as_of is None or reading.as_of.words
