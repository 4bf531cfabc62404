"""Messages as they come in: what cannot be a question is refused with the reason and a way on."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.message import MAX_CHARACTERS, MAX_ID, Message, read_message
from foundation.errors import InputError

ANYTHING = st.characters(exclude_categories=())


def refusal(text: str | None = None, button: str | None = None, message_id: str | None = None) -> InputError:
    with pytest.raises(InputError) as refused:
        read_message(text, button, message_id)
    assert refused.value.hint
    return refused.value


@pytest.mark.parametrize(
    "text", ["Mục tiêu năm 2026?", "x", "7", "👍 cảm ơn", "dòng một\ndòng hai\tba", "Привет"]
)
def test_a_question_is_taken_as_it_is(text: str) -> None:
    assert read_message(text, None, "m1") == Message(text, None, "m1")


@pytest.mark.parametrize("text", ["", " ", "\n\t  \r\n", "\u00a0\u2003", "\u200b\u200d\ufeff"])
def test_an_empty_message_is_refused(text: str) -> None:
    assert "trống" in refusal(text).message


@pytest.mark.parametrize("text", ["👍", "🙏🏽🙏", "❤️", "?!", "…", "-", "🇻🇳"])
def test_a_message_without_a_letter_or_digit_is_refused(text: str) -> None:
    assert "chưa có chữ" in refusal(text).message


def test_two_thousand_characters_are_taken_and_one_more_is_not() -> None:
    longest = "a" * MAX_CHARACTERS
    assert MAX_CHARACTERS == 2000
    assert read_message(longest, None, None).text == longest
    for length in (MAX_CHARACTERS + 1, 10_000):
        message = refusal("a" * length).message
        assert str(length) in message
        assert str(MAX_CHARACTERS) in message


@pytest.mark.parametrize("sign", ["\0", "\x01", "\x1b", "\x7f", "\x85", "\ufffd"])
def test_binary_and_wrongly_decoded_text_is_refused(sign: str) -> None:
    assert "sai bảng mã" in refusal(f"mục tiêu{sign} năm 2026").message


def test_half_a_surrogate_pair_is_refused() -> None:
    for half in ("\ud800", "\udfff"):
        assert "không hợp lệ" in refusal(f"mục tiêu {half}").message


def test_what_a_phone_types_in_pieces_is_put_together() -> None:
    apart = unicodedata.normalize("NFD", "Chuyển đổi số ở Lạng Sơn thế nào?")
    assert read_message(f"  {apart}\n", None, None).text == "Chuyển đổi số ở Lạng Sơn thế nào?"


@pytest.mark.parametrize(("text", "button"), [(None, None), ("hỏi", "b1"), ("", ""), ("", "b1")])
def test_exactly_one_of_text_and_button_is_wanted(text: str | None, button: str | None) -> None:
    assert "text" in refusal(text, button).message


def test_a_button_is_taken_by_its_id() -> None:
    assert read_message(None, "b" * MAX_ID, None) == Message(None, "b" * MAX_ID, None)


@pytest.mark.parametrize("button", ["", "b" * (MAX_ID + 1)])
def test_an_id_that_no_button_can_have_is_refused(button: str) -> None:
    assert "Nút" in refusal(None, button).message


@pytest.mark.parametrize("message_id", ["", "i" * (MAX_ID + 1)])
def test_a_message_id_that_cannot_be_stored_is_refused(message_id: str) -> None:
    assert str(MAX_ID) in refusal("hỏi", None, message_id).message


@given(st.text(ANYTHING, max_size=60))
def test_whatever_is_taken_can_be_stored_and_searched(text: str) -> None:
    try:
        taken = read_message(text, None, None).text
    except InputError:
        return
    assert taken
    assert taken == taken.strip() == unicodedata.normalize("NFC", taken)
    taken.encode("utf-8")
    assert not any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\f\v" for sign in taken)
    assert read_message(taken, None, None).text == taken
