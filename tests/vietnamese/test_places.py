"""Provinces and cities that a text names."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.places import PROVINCES, provinces_in
from vietnamese.text import fold

#: Without their marks these are common words or surnames; they count only after "tỉnh" or "thành phố".
NEEDS_ITS_KIND = {"hoa binh", "hue", "binh dinh", "thai binh", "phu yen", "an giang", "long an"}
PIECES = "tỉnh thành phố tp. xã phường Hà Nội ha noi Huế hue Hòa Bình hoà - , Lạng Sơn của và đã nâng".split()
TYPED = (
    st.text()
    | st.lists(st.sampled_from(PIECES)).map(" ".join)
    | st.lists(st.sampled_from(PIECES)).map("".join)
)


@pytest.mark.parametrize("name", PROVINCES.values())
def test_every_province_is_known_as_written_and_without_its_marks(name: str) -> None:
    for typed in (
        f"mục tiêu của tỉnh {name} là gì",
        fold(f"mục tiêu của tỉnh {name} là gì"),
        f"TỈNH {name.upper()}",
    ):
        assert provinces_in(typed) == {fold(name)}


@pytest.mark.parametrize("name", sorted(set(PROVINCES) - NEEDS_ITS_KIND))
def test_a_name_that_is_no_common_word_needs_no_word_before_it(name: str) -> None:
    assert provinces_in(f"ở {PROVINCES[name]} thì sao") == {name}


@pytest.mark.parametrize(
    "text", ["vì hòa bình và phát triển", "hoa binh", "hoa huệ", "ông Bình Định Vương", "long an toàn"]
)
def test_a_common_word_is_no_province(text: str) -> None:
    assert provinces_in(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "xã Hà Nam",
        "phường Lạng Sơn",
        "phuong lang son",
        "đường Điện Biên Phủ",
        "phố Lai Châu",
        "huyện Sơn La",
        "thôn Hà Nội",
    ],
)
def test_a_commune_or_a_street_that_has_a_provinces_name_is_no_province(text: str) -> None:
    assert provinces_in(text) == set()


def test_every_province_of_a_sentence_is_found() -> None:
    text = "Lạng Sơn cùng Cao Bằng, Bắc Giang và tỉnh Hoà Bình; TP. Hồ Chí Minh"
    assert provinces_in(text) == {"lang son", "cao bang", "bac giang", "hoa binh", "ho chi minh"}


def test_a_longer_name_is_not_taken_for_a_shorter_one_or_a_piece_of_a_word() -> None:
    assert provinces_in("tỉnh Bà Rịa - Vũng Tàu") == {"ba ria - vung tau"}
    assert provinces_in("quản trị số, tài nguyên số, Hà Nộii") == set()


@given(TYPED)
def test_any_text_names_known_provinces_or_none(text: str) -> None:
    found = provinces_in(text)
    assert found <= PROVINCES.keys()
    assert all(name in fold(text) for name in found)


@given(st.sampled_from([*PIECES, "a", "ạ", "\u0301", " ", "tỉnh Huế "]))
def test_a_long_text_takes_a_moment(piece: str) -> None:
    started = process_time()
    provinces_in(piece * (20_000 // len(piece)))
    assert process_time() - started < 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mục tiêu của thành phố Đà Nẵng năm 2026", {"da nang"}),
        ("kế hoạch đã nâng cao chỉ tiêu nào", set()),
        ("ghé bên trẻ xem cả màu sắc", set()),
        ("Đoàn TNCS Hồ Chí Minh", set()),
        ("các tỉnh Thái Bình, Hòa Bình", {"thai binh", "hoa binh"}),
    ],
)
def test_typed_marks_and_the_words_around_tell_a_province_from_other_words(
    text: str, names: set[str]
) -> None:
    assert provinces_in(text) == names
