"""Who asks how many of something is answered by a number of that, not by any number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.asked_numbers import AskedNumber, asked_numbers_in, figures_of
from knowledge.statements import Statement
from vietnamese.text import fold, nfc

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


PIECES = ("61 xã", "ngày 5/6/2025", "57-NQ/TW", "năm 2026", "các xã", "34 mục tiêu", "80%")


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_only_a_number_of_that_answers_whatever_stands_around_it(pieces: list[str]) -> None:
    said = Statement("; ".join(pieces), "")
    shared = "80%" in pieces and any(piece.endswith("xã") for piece in pieces)
    assert AskedNumber("xa").stated_in(said, NOTHING) == ("61 xã" in pieces or shared)
    assert AskedNumber("chuong").stated_in(said, NOTHING) is False
    assert AskedNumber("").stated_in(said, frozenset({"61", "34", "80"})) is False


@given(st.text(max_size=200), st.text(max_size=200))
def test_what_is_stated_was_asked_for_and_stands_there(question: str, own: str) -> None:
    for number in asked_numbers_in(fold(question)):
        assert number.thing in fold(question)
        if number.stated_in(Statement(own, ""), NOTHING):
            assert number.thing in fold(own)
            assert figures_of(own)


@given(st.text(max_size=200))
def test_leaving_out_papers_and_dates_adds_no_sign(text: str) -> None:
    assert set(figures_of(text)) - {" "} <= set(fold(nfc(text)))
