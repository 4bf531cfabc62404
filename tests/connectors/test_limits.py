"""A moving window: never more than it allows in any stretch of its length, and nothing is remembered for ever."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.limits import MovingWindow, RateLimit
from foundation.errors import RateError


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(
    st.integers(1, 5), st.lists(st.tuples(st.floats(0.0, 3.0), st.integers(1, 3)), min_size=1, max_size=60)
)
def test_no_stretch_of_the_windows_length_holds_more_than_it_allows(
    count: int, tries: list[tuple[float, int]]
) -> None:
    clock = Clock()
    window = MovingWindow(count, 10.0, clock)
    taken: list[float] = []
    for pause, cost in tries:
        clock.now += pause
        wait = window.wait("a", cost)
        if wait == 0:
            window.take("a", cost)
            taken += [clock.now] * cost
        elif cost <= count:
            before = clock.now
            clock.now += wait * 0.999
            assert window.wait("a", cost) > 0  # it did not have to wait for longer than told
            clock.now = before + wait
            assert window.wait("a", cost) == pytest.approx(0, abs=1e-6)
    for first, beyond in zip(taken, itertools.islice(taken, count, None), strict=False):
        assert beyond - first >= 10.0 - 1e-6


def test_names_do_not_count_for_each_other() -> None:
    window = MovingWindow(1, 10.0, Clock())
    window.take("a")
    assert window.wait("a") == 10.0
    assert window.wait("b") == 0.0
    assert window.wait("b", cost=2) == 10.0  # never possible


def test_names_that_are_silent_are_forgotten() -> None:
    clock = Clock()
    window = MovingWindow(1, 10.0, clock)
    for number in range(30_000):
        clock.now += 0.01
        window.take(str(number))
    assert len(window._taken) <= 10_000  # noqa: SLF001 - memory has no other outside
    assert window.wait("29999") > 0


def test_who_is_over_the_limit_is_told_how_long_to_wait() -> None:
    limit = RateLimit(2)
    limit.check("a", cost=2)
    with pytest.raises(RateError) as refused:
        limit.check("a")
    assert 1 <= refused.value.retry_after <= 60
    assert str(refused.value.retry_after) in refused.value.hint
    limit.check("b")
