"""The plain forms of a text."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.text import find_addresses, fold, fold_aligned, has_marks, nfc, syllables

EVERY_CHARACTER = "".join(map(chr, range(sys.maxunicode + 1)))


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (unicodedata.normalize("NFD", "Lạng Sơn"), "Lạng Sơn"),
        ("Lạng\u200b Sơn\ufeff", "Lạng Sơn"),
        ("Lạng\u00a0Sơn", "Lạng Sơn"),
        ("a  b\t\n\nc\fd", "a  b\t\n\nc\fd"),
        ("a\u2028b", "a\nb"),
        ("Quyết \x00định\x07", "Quyết định"),
        ("Ðồng Ðăng", "Đồng Đăng"),
        ("xin chào 👋", "xin chào 👋"),
        ("\ud800lỗi", "lỗi"),
    ],
)
def test_nfc_composes_and_drops_what_nobody_sees(typed: str, clean: str) -> None:
    assert nfc(typed) == clean


def test_zero_width_character_between_letter_and_mark_does_not_keep_them_apart() -> None:
    assert nfc("hoa\u200d\u0300") == "hoà"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đổi mới SÁNG TẠO", "doi moi sang tao"),
        (unicodedata.normalize("NFD", "Kỳ Lừa"), "ky lua"),
        ("57-NQ/TW", "57-nq/tw"),
        ("ÐĂNG KÝ", "dang ky"),
        ("", ""),
    ],
)
def test_fold_leaves_what_is_the_same_typed_with_or_without_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_is_lower_case_and_without_marks_for_every_character_there_is() -> None:
    folded = fold(EVERY_CHARACTER)
    assert not any(map(unicodedata.combining, folded))
    assert fold(folded) == folded


@given(st.text())
def test_fold_does_not_depend_on_how_characters_are_composed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)


@given(st.text())
def test_nfc_and_fold_change_nothing_the_second_time(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert fold(fold(text)) == fold(text)


def test_syllables_are_runs_of_letters_or_digits_in_lower_case() -> None:
    text = "Quyết định số 1169/QĐ-TTg: 100% xã, phường_mới"
    assert syllables(text) == ["quyết", "định", "số", "1169", "qđ", "ttg", "100", "xã", "phường", "mới"]


@given(st.text())
def test_syllables_hold_no_space_and_no_sign(text: str) -> None:
    assert all(syllable.isalnum() for syllable in syllables(text))


@pytest.mark.parametrize("text", ["là", "di dộng", "đi", "ĐI", unicodedata.normalize("NFD", "hỏi"), "ơ"])
def test_a_mark_anywhere_is_seen(text: str) -> None:
    assert has_marks(text)


@pytest.mark.parametrize("text", ["", "muc tieu nam 2026", "57-NQ/TW?", "👋"])
def test_text_typed_bare_has_no_marks(text: str) -> None:
    assert not has_marks(text)


@given(st.text())
def test_folded_text_never_has_marks(text: str) -> None:
    assert not has_marks(fold(text))


def test_a_span_of_the_folded_text_is_found_again_in_the_typed_one() -> None:
    text = unicodedata.normalize("NFD", "Ở Đồng Đăng\u200b có gì?")
    folded, offsets = fold_aligned(text)
    start = folded.index("dong dang")
    found = text[offsets[start] : offsets[start + len("dong dang")]]
    assert nfc(found) == "Đồng Đăng"


@given(st.text())
def test_offsets_of_the_folded_text_rise_and_end_with_the_text(text: str) -> None:
    folded, offsets = fold_aligned(text)
    assert len(offsets) == len(folded) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)


@pytest.mark.parametrize(
    "address",
    [
        "https://dichvucong.gov.vn/p/home?x=1",
        "nq57.langson.gov.vn",
        "langson.gov.vn/van-ban#I.1.2",
        "sokhcn@langson.gov.vn",
        "www.vnexpress.net",
    ],
)
def test_addresses_are_found_whole(address: str) -> None:
    text = f"xem {address} nhé"
    assert [text[start:end] for start, end in find_addresses(text)] == [address]


@pytest.mark.parametrize("text", ["không biết.Còn năm 2027", "1.543 dịch vụ", "TP.Lạng Sơn", "57-NQ/TW."])
def test_a_missing_space_after_a_full_stop_makes_no_address(text: str) -> None:
    assert find_addresses(text) == []
