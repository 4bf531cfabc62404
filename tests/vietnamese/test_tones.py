"""Where the tone mark stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.text import fold
from vietnamese.tones import place_tones

VIETNAMESE = st.text(alphabet="aăâeêioôơuưyáàảãạếềểễệốồổỗộứừửữựýỳỷỹỵóòỏõọúùủũụíìỉĩị bcdđghklmnpqrstvx")


@pytest.mark.parametrize(
    ("newer", "classic"),
    [
        ("hoà", "hòa"),
        ("hoá", "hóa"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("uỷ ban", "ủy ban"),
        ("UỶ BAN", "ỦY BAN"),
        ("Uỷ Ban", "Ủy Ban"),
        ("xã Thuỵ Hùng, xã Quý Hoà", "xã Thụy Hùng, xã Quý Hòa"),
    ],
)
def test_newer_spelling_becomes_classic(newer: str, classic: str) -> None:
    assert place_tones(newer) == classic


@pytest.mark.parametrize(
    ("slip", "right"),
    [("tóan", "toán"), ("qúy", "quý"), ("đựơc", "được"), ("cuả", "của"), ("gìa", "già"), ("hòan", "hoàn")],
)
def test_mark_put_on_the_wrong_vowel_moves_to_the_right_one(slip: str, right: str) -> None:
    assert place_tones(slip) == right


@pytest.mark.parametrize(
    "right",
    [
        "quý toán thuở khuỷu huyện Huỳnh quyển quốc giá giếng gìn gì giữ già quá quỷ",
        "người rượu muỗi cứu ngoèo ngoại khoản suýt mía múa núi tàu kéo báo chịu Bà Rịa",
        "Ủy ban nhân dân tỉnh Lạng Sơn, phường Kỳ Lừa, xã Điềm He, Đắk Lắk",
        "café naïve Zürich 57-NQ/TW",
    ],
)
def test_right_spelling_and_foreign_words_stay(right: str) -> None:
    assert place_tones(right) == right


def test_marks_typed_apart_from_their_letters_are_placed_as_well() -> None:
    assert place_tones(unicodedata.normalize("NFD", "hoà")) == "hòa"


@given(st.text() | VIETNAMESE)
def test_only_marks_move(text: str) -> None:
    assert fold(place_tones(text)) == fold(text)


@given(st.text() | VIETNAMESE)
def test_placing_twice_changes_nothing(text: str) -> None:
    assert place_tones(place_tones(text)) == place_tones(text)
