"""The measure of likeness learnt from sample questions: what tells provisions apart, counts."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.encoder import Vectors
from knowledge.likeness import LEAST, Likenesses, LikenessIndex
from knowledge.sampled import NOWHERE, Placed, Sampled

_DIMENSION = 64
_EACH = 6


def units(points: NDArray[np.float64]) -> Vectors:
    unit: Vectors = (points / np.linalg.norm(points, axis=-1, keepdims=True)).astype(np.float32)
    return unit


class World:
    """Provisions that differ in half of the directions; their samples scatter widely in the other half."""

    def __init__(self, provisions: int = LEAST) -> None:
        self._chance = np.random.default_rng(5)
        self._own = self._chance.normal(size=(provisions, _DIMENSION // 2))
        self.passages = [passage for passage in range(provisions) for _ in range(_EACH)]
        self.vectors = self.asked(self.passages)

    def asked(self, passages: list[int]) -> Vectors:
        scatter = 4 * self._chance.normal(size=(len(passages), _DIMENSION // 2))
        return units(np.hstack([self._own[passages], scatter]))


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def index(world: World) -> LikenessIndex:
    learnt = LikenessIndex.learnt(LEAST + 5, world.passages, world.vectors)
    assert learnt is not None
    return learnt


def test_new_questions_are_most_like_their_own_provision_where_the_plain_cosine_is_lost(
    world: World, index: LikenessIndex
) -> None:
    wanted = list(range(0, LEAST, 4))
    found = [index.of(vector) for vector in world.asked(wanted)]
    right = np.mean(
        [np.argmax(one.nearest + one.centre) == place for one, place in zip(found, wanted, strict=True)]
    )
    plain = np.mean(
        [
            world.passages[int(np.argmax(world.vectors @ vector))] == place
            for vector, place in zip(world.asked(wanted), wanted, strict=True)
        ]
    )
    assert right > 0.9
    assert plain < 0.5


def test_a_sample_is_wholly_like_itself_and_passages_without_samples_like_nothing(
    world: World, index: LikenessIndex
) -> None:
    found = index.of(world.vectors[7])
    assert found.nearest[world.passages[7]] == pytest.approx(1, abs=1e-4)
    assert not found.nearest[LEAST:].any()
    assert not found.centre[LEAST:].any()
    assert found.gap == 0


def test_a_gap_is_no_passage_and_tells_how_near_it_is(world: World) -> None:
    gap = world.asked([3])
    passages = [NOWHERE, *world.passages]
    index = LikenessIndex.learnt(LEAST, passages, np.vstack([gap, world.vectors]))
    assert index is not None
    assert index.of(gap[0]).gap == pytest.approx(1, abs=1e-4)
    assert index.of(world.asked([90])[0]).gap < 0.5


@pytest.mark.parametrize("provisions", [0, 1, 2, LEAST - 1])
def test_samples_of_few_provisions_teach_nothing(provisions: int) -> None:
    world = World(max(provisions, 1))
    passages = world.passages if provisions else [NOWHERE] * len(world.passages)
    assert LikenessIndex.learnt(LEAST, passages, world.vectors) is None


def test_without_an_encoder_there_is_no_likeness(world: World) -> None:
    assert LikenessIndex.learnt(LEAST, world.passages, None) is None


def test_the_best_are_those_with_samples_alone(world: World, index: LikenessIndex) -> None:
    vector = world.asked([42])[0]
    best = index.of(vector).best(10)
    assert 42 in best
    assert len(best) == 10
    assert max(best) < LEAST
    assert len(Likenesses.none(9).best(10)) == 0


def test_a_leaning_question_is_like_what_lies_between(world: World, index: LikenessIndex) -> None:
    one, other = (index.of(vector) for vector in world.asked([1, 2]))
    between = one.mean(other)
    assert between.nearest[1] == pytest.approx((one.nearest[1] + other.nearest[1]) / 2)
    assert between.gap == (one.gap + other.gap) / 2


def test_a_sample_vouches_only_where_the_question_is_like_it() -> None:
    sampled = Sampled(
        (
            Placed(0, "ai ký?", ("ky",), ("signature",)),
            Placed(0, "ký ngày nào?", ("ky", "ngay"), ("day",)),
            Placed(1, "ở đâu?", ("o",), ("street",)),
        )
    )
    likeness = np.array([0.9, 0.3, 0.9], dtype=np.float32)
    assert sampled.vouched(0, likeness, 0.5) == {"signature"}
    assert sampled.vouched(2, likeness, 0.5) == frozenset()
    assert sampled.vouched(0, np.zeros(0, dtype=np.float32), 0.5) == frozenset()
    assert sampled.terms(0) == {"ky", "ngay"}
    assert sampled.count("ky") == 1
