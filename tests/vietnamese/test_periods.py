"""Days, months, quarters and years as spans of time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.periods import find_periods
from vietnamese.text import fold, nfc

TODAY = date(2026, 2, 10)


def spans(text: str) -> list[tuple[str, str]]:
    return [(str(one.first), str(one.last)) for one in find_periods(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("ngày 1/7/2025", "2025-07-01", "2025-07-01"),
        ("ngày 01 tháng 7 năm 2025", "2025-07-01", "2025-07-01"),
        ("tháng 3/2025", "2025-03-01", "2025-03-31"),
        ("tháng 3 năm 2025", "2025-03-01", "2025-03-31"),
        ("t3/2025", "2025-03-01", "2025-03-31"),
        ("T12.2025", "2025-12-01", "2025-12-31"),
        ("02/2024", "2024-02-01", "2024-02-29"),
        ("tháng 3 năm ngoái", "2025-03-01", "2025-03-31"),
        ("tháng trước", "2026-01-01", "2026-01-31"),
        ("tháng 3", "2025-03-01", "2025-03-31"),
        ("tháng 1", "2026-01-01", "2026-01-31"),
        ("quý III/2025", "2025-07-01", "2025-09-30"),
        ("quý 4 năm 2025", "2025-10-01", "2025-12-31"),
        ("cuối năm ngoái", "2025-10-01", "2025-12-31"),
        ("năm kia", "2024-01-01", "2024-12-31"),
        ("năm 2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_period_is_read_with_and_without_marks(text: str, first: str, last: str) -> None:
    assert spans(text) == [(first, last)]
    assert spans(fold(text)) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    ["193/2025/QH15", "Luật 93/2025/QH15", "13/2025/NQ-HĐND", "3,5 triệu", "mục 2.1", "tháng 13/1", "20259"],
)
def test_numbers_of_papers_and_of_things_are_no_periods(text: str) -> None:
    assert spans(text) == []


@given(st.text(), st.dates(date(1950, 1, 1), date(2200, 1, 1)))
def test_any_text_gives_periods_in_order_that_lie_in_it(text: str, today: date) -> None:
    found = find_periods(nfc(text), today)
    assert all(0 <= one.start < one.end <= len(nfc(text)) and one.first <= one.last for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_a_month_has_all_its_days_and_no_others(year: int, month: int) -> None:
    (found,) = find_periods(f"tháng {month}/{year}", TODAY)
    assert (found.first.day, found.first.month, found.last.month) == (1, month, month)
    assert (date.fromordinal(found.last.toordinal() + 1)).day == 1
