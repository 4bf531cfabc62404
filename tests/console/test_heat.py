"""How urgent a group is: the kept figure is the sum that it stands for, whatever the order of the questions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.unanswered.heat import heat_now, heat_of, warmed

NOW = datetime(2026, 11, 30, tzinfo=UTC)
AGES = st.lists(st.floats(0, 400), min_size=1, max_size=30)


def moments(ages: list[float]) -> list[datetime]:
    return [NOW - timedelta(days=age) for age in ages]


@given(AGES)
def test_it_is_the_sum_of_halved_fortnights(ages: list[float]) -> None:
    expected = sum(2 ** (-age / 14) for age in ages)
    assert heat_now(heat_of(moments(ages)), NOW) == pytest.approx(expected, rel=1e-6)


@given(AGES)
def test_one_more_question_counts_the_same_at_once_or_later(ages: list[float]) -> None:
    first, *rest = moments(ages)
    heat = heat_of([first])
    for moment in rest:
        heat = warmed(heat, moment)
    assert heat == pytest.approx(heat_of(moments(ages)), abs=1e-6)


@given(AGES, AGES, st.integers(0, 300))
def test_the_order_of_two_groups_does_not_change_while_time_passes(
    some: list[float], others: list[float], days: int
) -> None:
    one, other = heat_of(moments(some)), heat_of(moments(others))
    later = NOW + timedelta(days=days)
    assert (one >= other) == (heat_now(one, later) >= heat_now(other, later)) or one == pytest.approx(other)
