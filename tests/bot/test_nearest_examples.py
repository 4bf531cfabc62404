from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.nearest_examples import NearestExamples

#: Three directions, an intent each.
EXAMPLES = np.array([[1, 0, 0]] * 3 + [[0, 1, 0]] * 3 + [[0, 0, 1]] * 3, dtype=np.float32)
INTENTS = ["greet"] * 3 + ["thank"] * 3 + ["stop"] * 3

judge = NearestExamples(nearest=2, sharpness=10).fit(EXAMPLES, INTENTS)
_vectors = arrays(np.float32, (2, 3), elements=st.floats(-1, 1, width=32))


def chances(vector: list[float]) -> dict[str, float]:
    [row] = judge.predict_proba(np.array([vector], dtype=np.float32))
    return dict(zip(judge.classes_, row, strict=True))


def test_a_sentence_is_judged_by_the_examples_most_like_it() -> None:
    found = chances([0.9, 0.3, 0.0])
    assert max(found, key=lambda intent: found[intent]) == "greet"
    assert found["thank"] > found["stop"]


def test_a_sentence_like_all_examples_alike_is_nobodys() -> None:
    assert chances([1, 1, 1])["greet"] == pytest.approx(1 / 3, abs=0.01)


def test_an_intent_with_fewer_examples_than_are_looked_at_is_judged_by_those_it_has() -> None:
    small = NearestExamples(nearest=5, sharpness=10).fit(EXAMPLES[[0, 3, 6]], ["greet", "thank", "stop"])
    assert small.classes_[small.predict_proba(EXAMPLES[:1]).argmax()] == "greet"


@given(_vectors)
def test_chances_are_chances_whatever_the_vector(vectors: np.ndarray) -> None:  # type: ignore[type-arg]
    found = judge.predict_proba(vectors)
    assert found.shape == (2, 3)
    assert np.allclose(found.sum(axis=1), 1)
    assert (found >= 0).all()
