"""Recall, reciprocal rank and nDCG, worked out by hand, and what holds for any ranking."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.ranking import ndcg, recall, reciprocal_rank

RANKED = ["d3", "d1", "d7", "d2", "d9"]
IDS = st.sampled_from([f"d{number}" for number in range(12)])
RANKINGS = st.lists(IDS, unique=True, max_size=12)
GRADES = st.dictionaries(IDS, st.integers(-1, 3), max_size=8)


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [
        ({"d1"}, 1, 0.0),
        ({"d1"}, 2, 1.0),
        ({"d1", "d2", "x"}, 3, 1 / 3),
        ({"d1", "d2"}, 10, 1.0),
        (set(), 3, 0.0),
    ],
)
def test_recall_by_hand(relevant: set[str], k: int, expected: float) -> None:
    assert recall(RANKED, relevant, k) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [({"d3"}, 10, 1.0), ({"d2", "d9"}, 10, 0.25), ({"d9"}, 4, 0.0), ({"x"}, 10, 0.0), (set(), 10, 0.0)],
)
def test_the_reciprocal_rank_by_hand(relevant: set[str], k: int, expected: float) -> None:
    assert reciprocal_rank(RANKED, relevant, k) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ({"d3": 1}, 1.0),
        ({"d1": 1}, 1 / math.log2(3)),  # the second place counts 0.6309
        ({"d1": 1, "d2": 1}, (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))),
        ({"x": 1}, 0.0),
        ({}, 0.0),
        ({"d3": 0}, 0.0),
    ],
)
def test_binary_ndcg_by_hand(grades: dict[str, int], expected: float) -> None:
    assert ndcg(RANKED, grades) == pytest.approx(expected)


def test_graded_ndcg_by_hand() -> None:
    # Wikipedia's example: grades 3, 2, 3, 0, 1, 2 in this order, 3 and 2 more not found: DCG 6.861, ideal 8.740.
    ranked = [f"D{number}" for number in range(1, 7)]
    grades = dict(zip([*ranked, "D7", "D8"], (3, 2, 3, 0, 1, 2, 3, 2), strict=True))
    assert ndcg(ranked, grades, k=6) == pytest.approx(6.861 / 8.740, abs=5e-4)


def test_what_lies_beyond_the_depth_does_not_count() -> None:
    assert ndcg(RANKED, {"d9": 1}, k=4) == 0.0
    assert ndcg(RANKED, {"d3": 1, "x": 1}, k=1) == 1.0


@given(RANKINGS, GRADES, st.integers(1, 12))
def test_every_measure_lies_between_nothing_and_all(
    ranked: list[str], grades: dict[str, int], k: int
) -> None:
    relevant = {name for name, grade in grades.items() if grade > 0}
    for value in (recall(ranked, relevant, k), reciprocal_rank(ranked, relevant, k), ndcg(ranked, grades, k)):
        assert 0 <= value <= 1 + 1e-12


@given(GRADES)
def test_the_best_order_has_the_whole_gain(grades: dict[str, int]) -> None:
    best = sorted(grades, key=lambda name: -grades[name])
    assert ndcg(best, grades) == pytest.approx(1.0 if any(grade > 0 for grade in grades.values()) else 0.0)


@given(RANKINGS, GRADES, st.data())
def test_moving_the_better_of_two_forward_never_lowers_the_gain(
    ranked: list[str], grades: dict[str, int], data: st.DataObject
) -> None:
    if len(ranked) < 2:
        return
    place = data.draw(st.integers(0, len(ranked) - 2))
    first, second = ranked[place], ranked[place + 1]
    if grades.get(first, 0) < grades.get(second, 0):
        swapped = [*ranked[:place], second, first, *ranked[place + 2 :]]
        assert ndcg(swapped, grades, k=12) >= ndcg(ranked, grades, k=12) - 1e-12


@given(RANKINGS, st.sets(IDS))
def test_recall_never_falls_with_depth(ranked: list[str], relevant: set[str]) -> None:
    values = [recall(ranked, relevant, k) for k in range(1, 13)]
    assert values == sorted(values)
