"""A question analysed: restored, with what it pins down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.question import MAX_CHARACTERS, MAX_SYLLABLES, QUESTION_WORDS, Question, analyse, normalise
from vietnamese.restorer import Restorer, background_sentences
from vietnamese.text import fold

RESTORER = Restorer.learn(["Mục tiêu năm 2026 của tỉnh Lạng Sơn về chuyển đổi số"], background_sentences())


def asked(text: str) -> Question:
    return analyse(text, RESTORER)


def test_diacritics_are_restored_beside_what_was_typed() -> None:
    question = asked("muc tieu nam 2026 cua tinh la gi")
    assert question.typed == "muc tieu nam 2026 cua tinh la gi"
    assert question.restored == "mục tiêu năm 2026 của tỉnh là gì"


def test_numbers_and_years_are_noted() -> None:
    question = asked("NQ57 va QĐ 1169 nói gì về giai đoạn 2028-2030")
    assert [(number.number, number.kind) for number in question.numbers] == [
        ("57", "nghị quyết"),
        ("1169", "quyết định"),
    ]
    assert [(mention.first, mention.last) for mention in question.years] == [(2028, 2030)]


def test_terms_say_something_of_the_matter_once_and_in_order() -> None:
    question = asked("Cho em hỏi mục tiêu và mục tiêu của tỉnh là gì ạ?")
    assert question.terms == ("muc", "tieu", "tinh")
    assert "muc tieu" in question.pairs
    assert not set(question.terms) & QUESTION_WORDS


@pytest.mark.parametrize("text", ["", "???", "gì vậy ạ", "là sao", "😀😀", "\u200b"])
def test_a_question_about_nothing_has_no_terms(text: str) -> None:
    assert asked(text).terms == ()


def test_terms_are_the_same_with_and_without_diacritics() -> None:
    text = "Sở Khoa học và Công nghệ có trách nhiệm gì trong kế hoạch?"
    assert asked(text).terms == asked(fold(text)).terms
    assert asked(text).pairs == asked(fold(text)).pairs


def test_abbreviations_are_written_out_and_tones_placed() -> None:
    assert normalise("ubnd hoà giải cđs") == "ủy ban nhân dân hòa giải chuyển đổi số"


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch gồm những gì?",
        "liệt kê các nhiệm vụ",
        "Nêu toàn bộ mục tiêu",
        "liet ke cac nhiem vu",
        "Tỉnh có những nhiệm vụ nào",
    ],
)
def test_asking_for_all_of_something_wants_a_list(text: str) -> None:
    assert asked(text).wants_list


@pytest.mark.parametrize(
    "text",
    [
        "Ai ký Nghị quyết 57?",
        "ai ky nghi quyet 57",
        "Quyết định 1169 ban hành ngày nào?",
        "Luật có hiệu lực từ khi nào?",
        "Cơ quan nào ban hành nghị quyết này",
    ],
)
def test_asking_for_signer_date_or_validity_wants_the_record(text: str) -> None:
    assert asked(text).wants_record


def test_asking_for_one_thing_wants_neither() -> None:
    question = asked("Kinh phí thực hiện lấy từ đâu?")
    assert not question.wants_list
    assert not question.wants_record


def test_a_very_long_question_is_cut_for_search() -> None:
    question = asked("mục tiêu " * 5_000)
    assert len(question.typed.split()) == MAX_SYLLABLES
    assert question.terms == ("muc", "tieu")


@pytest.mark.parametrize("text", ["a" * 10_000, "😀" * 10_000, "nghiêng" * 1_000, "nghiêng " * 1_000])
def test_a_text_without_end_is_cut_too(text: str) -> None:
    question = asked(text)
    assert len(question.typed) <= MAX_CHARACTERS
    assert len(question.restored) <= MAX_CHARACTERS


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    question = asked(text)
    assert len(question.terms) == len(set(question.terms))
    assert isinstance(question.wants_list, bool)
    assert isinstance(question.wants_record, bool)
