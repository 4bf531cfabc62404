"""Numbers with what they count; dates and numbers of papers are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.shapes.quantities import find_days, find_quantities


@pytest.mark.parametrize(
    ("folded", "found"),
    [
        ("dat 97,92% ho so", [("97,92", "%", "")]),
        ("it nhat 80% nguoi dan", [("80", "%", "at least")]),
        ("tren 55 % va duoi 60%", [("55", "%", "above"), ("60", "%", "below")]),
        ("bo sung 25.000 ty dong", [("25.000", "ty dong", "")]),
        ("gom 61 xa va 4 phuong", [("61", "xa", ""), ("4", "phuong", "")]),
        ("ngay 22 thang 12 nam 2024", []),
        ("nghi quyet 57 va dieu 3, den 2030 phu song 5g", []),
        ("", []),
    ],
)
def test_a_quantity_is_a_number_its_unit_and_how_exactly_it_is_meant(
    folded: str, found: list[tuple[str, str, str]]
) -> None:
    assert [(one.number, one.unit, one.bound) for one in find_quantities(folded)] == found


def test_days_are_compared_by_day_month_and_year() -> None:
    days = find_days("bao cao truoc ngay 10 thang 6, hieu luc 01/10/2025")
    assert [(one.number, one.bound) for one in days] == [("10/6", "truoc"), ("1/10/2025", "")]


@given(st.text(alphabet="0123456789%., abdđ-/", max_size=80))
def test_quantities_stand_where_they_say(text: str) -> None:
    for one in find_quantities(text):
        assert one.number in text[one.start : one.end]
        assert one.unit in text[one.start : one.end]
