"""The dense index."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.dense import DenseIndex
from knowledge.encoder import Vectors


def unit_vectors(count: int, dimension: int = 16) -> Vectors:
    drawn = np.random.default_rng(7).standard_normal((count, dimension))
    vectors: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return vectors


def test_scores_are_cosines_in_passage_order() -> None:
    vectors = unit_vectors(50)
    question = unit_vectors(51)[50]
    np.testing.assert_allclose(DenseIndex.build(vectors).scores(question), vectors @ question, atol=1e-6)


def test_a_passage_is_its_own_nearest() -> None:
    vectors = unit_vectors(20)
    index = DenseIndex.build(vectors)
    assert [int(np.argmax(index.scores(vector))) for vector in vectors] == list(range(20))
    assert index.scores(vectors[3])[3] == pytest.approx(1.0, abs=1e-6)


def test_one_passage_is_enough() -> None:
    index = DenseIndex.build(unit_vectors(1))
    assert index.scores(unit_vectors(1)[0]).shape == (1,)


def test_an_index_read_back_is_the_same(tmp_path: Path) -> None:
    vectors = unit_vectors(10)
    DenseIndex.build(vectors).save(tmp_path)
    again = DenseIndex.load(tmp_path)
    assert (again.size, again.dimension) == (10, 16)
    np.testing.assert_array_equal(again.vectors(), vectors)
    np.testing.assert_array_equal(again.scores(vectors[0]), DenseIndex.build(vectors).scores(vectors[0]))


def test_where_there_are_many_the_nearest_are_found_in_few_cells() -> None:
    centres = unit_vectors(40)
    noise = np.random.default_rng(5).standard_normal((8000, 16)).astype(np.float32)
    vectors = np.repeat(centres, 200, axis=0) + 0.1 * noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = DenseIndex.build(vectors, approximate_from=8000)
    assert index.kind == "approximate"
    for question in centres[:10]:
        exact = set(np.argsort(-(vectors @ question))[:10].tolist())
        near = index.nearest(question, 100)
        assert len(exact & set(near.tolist())) >= 9
        np.testing.assert_allclose(index.scores_at(question, near), (vectors @ question)[near], atol=1e-6)


def test_an_approximate_index_read_back_is_approximate(tmp_path: Path) -> None:
    vectors = unit_vectors(600)
    DenseIndex.build(vectors, approximate_from=600).save(tmp_path)
    again = DenseIndex.load(tmp_path)
    assert again.kind == "approximate"
    np.testing.assert_array_equal(again.vectors(), vectors)
    assert again.nearest(vectors[5], 3)[0] == 5


def test_few_vectors_are_searched_exactly() -> None:
    index = DenseIndex.build(unit_vectors(50))
    question = unit_vectors(51)[50]
    assert index.kind == "exact"
    assert index.nearest(question, 5).tolist() == np.argsort(-index.scores(question))[:5].tolist()
    assert index.lowest(question) == pytest.approx(float(index.scores(question).min()))
