"""What people say becomes what papers write; everything else stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.everyday import in_official_words
from vietnamese.text import nfc


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sếp phải làm gì", "người đứng đầu phải làm gì"),
        ("tiền nong lấy ở đâu", "kinh phí lấy ở đâu"),
        ("tien nong lay o dau", "kinh phí lay o dau"),
        ("Tivi có kênh nào", "truyền hình có kênh nào"),
        ("đăng trên tiktok", "đăng trên mạng xã hội"),
    ],
)
def test_everyday_words_become_official_ones(typed: str, said: str) -> None:
    assert in_official_words(typed) == said


@pytest.mark.parametrize(
    "typed",
    [
        "sep",
        "hang hoá",
        "đăng trên mạng xã hội",
        "mấy trang mạng xã hội",
        "Mục tiêu năm 2026 của tỉnh",
        "tiền",
        "lêncao",
    ],
)
def test_other_words_stay(typed: str) -> None:
    assert in_official_words(typed) == typed


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert nfc(in_official_words(text)) == in_official_words(text)
