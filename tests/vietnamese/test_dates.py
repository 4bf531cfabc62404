"""Years and dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.dates import find_dates, find_years
from vietnamese.text import fold

PIECES = "năm nam 2026 2030 2028 đến den - / . 22 12 /6 ngày tháng 57-NQ/TW /2025 quý I/ 10/6 % 31 2 luật"
TYPED = (
    st.text()
    | st.lists(st.sampled_from(PIECES.split())).map(" ".join)
    | st.lists(st.sampled_from(PIECES.split())).map("".join)
)


def years(text: str) -> list[tuple[int, int]]:
    return [(mention.first, mention.last) for mention in find_years(text)]


def dates(text: str) -> list[tuple[int, int, int | None]]:
    return [(mention.day, mention.month, mention.year) for mention in find_dates(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mục tiêu năm 2026", [(2026, 2026)]),
        ("nam 2027 thi sao", [(2027, 2027)]),
        ("kế hoạch 2026 của tỉnh", [(2026, 2026)]),
        ("luật 2025", [(2025, 2025)]),
        ("năm 1945", [(1945, 1945)]),
        ("2028-2030", [(2028, 2030)]),
        ("giai đoạn 2026 – 2030", [(2026, 2030)]),
        ("2028 đến năm 2030", [(2028, 2030)]),
        ("từ năm 2028 tới 2030", [(2028, 2030)]),
        ("tu nam 2028 den het nam 2030", [(2028, 2030)]),
        ("kế hoạch 5 năm 2026-2030", [(2026, 2030)]),
        ("năm 2026, 2027", [(2026, 2026), (2027, 2027)]),
        ("2030 - 2025", [(2030, 2030), (2025, 2025)]),
        ("tháng 4/2025, quý I/2026", [(2025, 2025), (2026, 2026)]),
        ("nghị quyết 57 năm 2024", [(2024, 2024)]),
    ],
)
def test_years_and_periods_are_found(text: str, found: list[tuple[int, int]]) -> None:
    assert years(text) == found
    assert years(fold(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "27/6/2025",
        "93/2025/QH15",
        "nghị định 88/2025",
        "2026%",
        "2.026 hồ sơ",
        "12026",
        "số 1954",
        "2025-12-31",
    ],
)
def test_dates_document_numbers_and_amounts_hold_no_year(text: str) -> None:
    assert years(text) == []


def test_the_span_of_a_year_has_its_word_with_it() -> None:
    text = "đến năm 2030, từ 2028 đến năm 2029"
    assert [text[mention.start : mention.end] for mention in find_years(text)] == [
        "năm 2030",
        "2028 đến năm 2029",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("22/12/2024", (22, 12, 2024)),
        ("ngày 01-7-2025", (1, 7, 2025)),
        ("1.1.2026", (1, 1, 2026)),
        ("2025-12-31", (31, 12, 2025)),
        ("5/9/25", (5, 9, 2025)),
        ("ngày 22 tháng 12 năm 2024", (22, 12, 2024)),
        ("22 thang 12 nam 2024", (22, 12, 2024)),
        ("ngày 16 tháng 6/2025", (16, 6, 2025)),
        ("ngày 10/6", (10, 6, None)),
        ("ngay 18 thang 5", (18, 5, None)),
        ("ngày 29/2", (29, 2, None)),
    ],
)
def test_dates_are_found(text: str, found: tuple[int, int, int | None]) -> None:
    assert dates(f"trước {text}.") == [found]


@pytest.mark.parametrize(
    "text",
    [
        "10/6",
        "31/2/2025",
        "45/12/2024",
        "ngày 31/4",
        "18 tháng 5 lần",
        "1.543.2024",
        "0912.345.678",
        "Mục 1.2",
    ],
)
def test_fractions_impossible_days_and_numbers_are_no_dates(text: str) -> None:
    assert dates(text) == []


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_in_each_way_of_writing_it(day: date) -> None:
    expected = [(day.day, day.month, day.year)]
    assert dates(f"{day.day}/{day.month}/{day.year}") == expected
    assert dates(f"ngày {day.day:02} tháng {day.month:02} năm {day.year}") == expected
    assert dates(day.isoformat()) == expected


@given(TYPED)
def test_mentions_lie_in_the_text_in_order_and_apart(text: str) -> None:
    for mentions in (find_years(text), find_dates(text)):
        end = 0
        for mention in mentions:
            assert end <= mention.start < mention.end <= len(text)
            end = mention.end


@given(TYPED)
def test_periods_do_not_run_backwards(text: str) -> None:
    assert all(first <= last for first, last in years(text))
