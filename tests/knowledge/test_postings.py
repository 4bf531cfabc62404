"""Postings: pruned search finds what reading every list finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import postings
from knowledge.postings import Indices, Postings, PostingsBuilder, Scores, best

WORDS = "anh ba chị dê em ga hoa in keo la mai no ong pho qua re sao ta uy va".split()
#: Later words are ever rarer, as words are.
SHARES = np.array([1 / rank for rank in range(1, len(WORDS) + 1)]) / sum(
    1 / rank for rank in range(1, len(WORDS) + 1)
)


def built(texts: list[list[str]]) -> Postings:
    builder = PostingsBuilder()
    for text in texts:
        builder.add(text)
    return builder.finish()


def drawn(count: int, seed: int = 3) -> list[list[str]]:
    """Texts of words that are as common as their place in the list says."""
    random = np.random.default_rng(seed)
    return [list(random.choice(WORDS, size=random.integers(3, 12), p=SHARES)) for _ in range(count)]


def sums(index: Postings, terms: list[str]) -> Scores:
    """What reading every list in full gives."""
    scores = np.zeros(index.size, dtype=np.float32)
    for one in index.lists(terms):
        scores[one.passages] += one.impacts
    return scores


LARGE = built(drawn(5000))


@given(st.lists(st.sampled_from([*WORDS, "unknown"]), max_size=8), st.integers(1, 40))
def test_none_of_the_best_is_missed(terms: list[str], count: int) -> None:
    scores = sums(LARGE, terms)
    found = best(LARGE.lists(terms), LARGE.size, count)
    wanted = np.sort(scores)[::-1][:count]
    reached = np.sort(scores[found])[::-1][:count]
    np.testing.assert_allclose(reached, wanted[wanted > 0][: len(reached)], rtol=1e-5)
    assert len(reached) >= min(count, int((scores > 0).sum()))
    assert (np.diff(found) > 0).all()


def test_few_more_than_wanted_are_found() -> None:
    assert 20 <= len(best(LARGE.lists(["anh", "ba", "ta", "uy"]), LARGE.size, 20)) <= 3 * 20


def test_the_best_of_what_is_favoured_are_found_too() -> None:
    favoured: Indices = np.arange(0, 5000, 50, dtype=np.int32)
    scores = sums(LARGE, ["uy"])
    found = best(LARGE.lists(["uy"]), LARGE.size, 5, [favoured])
    ours = [index for index in found.tolist() if index % 50 == 0]
    assert max(scores[favoured]) == max(scores[ours])
    assert len(ours) >= 5


@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=6), min_size=1, max_size=30),
    st.lists(st.sampled_from(WORDS), max_size=5),
)
def test_scores_of_some_passages_are_those_of_all(texts: list[list[str]], terms: list[str]) -> None:
    index = built(texts)
    every: Indices = np.arange(len(texts), dtype=np.int32)
    looked_up = sum((one.at(every) for one in index.lists(terms)), np.zeros(len(texts), dtype=np.float32))
    np.testing.assert_allclose(looked_up, sums(index, terms), rtol=1e-6)


def test_sorting_in_parts_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = drawn(200)
    whole = built(texts)
    monkeypatch.setattr(postings, "_CHUNK", 50)
    parts = built(texts)
    assert parts.vocabulary == whole.vocabulary
    for name in ("starts", "passages", "impacts", "tops", "own", "lengths"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))


def test_a_term_is_counted_outside_the_header_alone() -> None:
    builder = PostingsBuilder()
    builder.add(["plan", "goal"], ["goal", "money"])
    builder.add(["plan", "goal"], ["people"])
    builder.add(["money"], ["money", "money"])
    index = builder.finish()
    counts = {term: index.count_own(term) for term in ("plan", "goal", "money", "people", "unknown")}
    assert counts == {"plan": 0, "goal": 1, "money": 2, "people": 1, "unknown": 0}


def test_bm25_is_what_its_formula_says() -> None:
    index = built([["a", "a", "b"], ["b"], ["c", "c"]])
    idf = np.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    damping = 1.2 * (1 - 0.75 + 0.75 * 3 / 2)
    assert sums(index, ["a"])[0] == pytest.approx(idf * 2 / (2 + damping), rel=1e-6)


def test_postings_read_back_are_the_same(tmp_path: Path) -> None:
    LARGE.save(tmp_path / "field")
    again = Postings.load(tmp_path / "field")
    assert again.vocabulary == LARGE.vocabulary
    np.testing.assert_array_equal(sums(again, ["hoa", "ba"]), sums(LARGE, ["hoa", "ba"]))


def test_nothing_can_be_built_and_asked() -> None:
    empty = built([[]])
    assert empty.size == 1
    assert len(best(empty.lists(["anh"]), empty.size, 3)) == 0
