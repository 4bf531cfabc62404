"""Who asks how many of something is answered by a number of that, not by any number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.asked_numbers import AskedNumber, asked_numbers_in, figures_of
from knowledge.statements import Statement
from vietnamese.text import fold

NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("Có bao nhiêu xã?", ["xa"]),
        ("Bao nhiêu triệu người học, bao nhiêu lớp?", ["nguoi", "lop"]),
        ("Chỉ tiêu là bao nhiêu?", [""]),
        ("Tăng bao nhiêu so với năm trước?", [""]),
        ("Hết bao nhiêu tiền?", [""]),
        ("Nộp trước ngày bao nhiêu?", []),
        ("Mục tiêu là gì?", []),
    ],
)
def test_the_question_tells_what_is_counted(question: str, things: list[str]) -> None:
    assert [number.thing for number in asked_numbers_in(fold(question))] == things


@pytest.mark.parametrize(
    ("thing", "own"),
    [
        ("xa", "Tỉnh có 61 xã và 4 phường."),
        ("xa", "Tổng số xã là 61."),
        ("nguoi", "ít nhất 100.000 lượt người"),
        ("nganh", "Sáu mươi ngành"),
        ("", "đạt 80%"),
        ("nguoi", "80% người dân"),
    ],
)
def test_a_number_of_that_is_an_answer(thing: str, own: str) -> None:
    assert AskedNumber(thing).stated_in(Statement(own, ""), NOTHING)


@pytest.mark.parametrize(
    ("thing", "own"),
    [
        ("chuong", "Luật số 93/2025/QH15 ngày 27/6/2025"),
        ("", "Kế hoạch 145/KH-UBND ngày 28/5/2025, năm 2026"),
        ("xa", "Có 34 mục tiêu cho các xã"),
        ("xa", "Các xã thực hiện"),
    ],
)
def test_another_number_is_none(thing: str, own: str) -> None:
    assert not AskedNumber(thing).stated_in(Statement(own, ""), NOTHING)


def test_a_number_that_the_question_gives_is_none() -> None:
    statement = Statement("trong 34 mục tiêu", "")
    assert AskedNumber("").stated_in(statement, NOTHING)
    assert not AskedNumber("").stated_in(statement, frozenset({"34"}))


def test_a_row_counts_in_another_cell_than_it_names() -> None:
    row = Statement("Đối tượng: Người trưởng thành; Năm 2026: 20 triệu", "", row=True)
    assert AskedNumber("nguoi").stated_in(row, NOTHING)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_read(question: str, own: str) -> None:
    for number in asked_numbers_in(fold(question)):
        number.stated_in(Statement(own, ""), NOTHING)
    figures_of(own)
