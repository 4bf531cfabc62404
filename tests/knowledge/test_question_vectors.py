"""Vectors of questions: encoded once, remembered for a while."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from foundation.errors import EncoderError
from knowledge.encoder import Vectors
from knowledge.question import Question, analyse
from knowledge.question_vectors import QuestionVectors
from tests.knowledge.samples import HashEncoder
from vietnamese.restorer import Restorer

RESTORER = Restorer.learn(["mục tiêu của tỉnh"])


class Counting(HashEncoder):
    """Notes the questions it encodes; fails while it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.down = False

    def question(self, text: str) -> Vectors:
        self.asked.append(text)
        if self.down:
            raise EncoderError("không chạy")
        return super().question(text)


@pytest.fixture
def encoder() -> Counting:
    return Counting()


def asked(text: str) -> Question:
    return analyse(text, RESTORER)


def test_a_question_asked_twice_is_encoded_once(encoder: Counting) -> None:
    vectors = QuestionVectors(encoder)
    np.testing.assert_array_equal(vectors.of(asked("mục tiêu")), vectors.of(asked("mục tiêu")))
    assert encoder.asked == ["mục tiêu"]


def test_capitals_and_missing_diacritics_make_no_other_question(encoder: Counting) -> None:
    vectors = QuestionVectors(encoder)
    for text in ("mục tiêu", "MỤC TIÊU", "muc tieu", "Muc Tieu"):
        vectors.of(asked(text))
    assert encoder.asked == ["mục tiêu"]


def test_a_failure_is_passed_on_and_not_remembered(encoder: Counting) -> None:
    vectors = QuestionVectors(encoder)
    encoder.down = True
    with pytest.raises(EncoderError):
        vectors.of(asked("mục tiêu"))
    encoder.down = False
    assert vectors.of(asked("mục tiêu")).shape == (encoder.dimension,)


def test_old_questions_are_forgotten_but_not_the_latest(encoder: Counting) -> None:
    vectors = QuestionVectors(encoder)
    vectors.of(asked("đầu tiên"))
    for number in range(600):
        vectors.of(asked(f"câu {number}"))
    encoder.asked.clear()
    vectors.of(asked("câu 599"))
    assert encoder.asked == []
    vectors.of(asked("đầu tiên"))
    assert encoder.asked == ["đầu tiên"]


def test_what_is_expected_is_encoded_once_and_ready_when_asked_for(encoder: Counting) -> None:
    vectors = QuestionVectors(encoder)
    vectors.expect(asked("mục tiêu"))
    assert vectors.of(asked("mục tiêu")).shape == (encoder.dimension,)
    assert encoder.asked == ["mục tiêu"]


def test_an_expectation_that_fails_troubles_only_who_asks(encoder: Counting) -> None:
    vectors = QuestionVectors(encoder)
    encoder.down = True
    vectors.expect(asked("mục tiêu"))
    with pytest.raises(EncoderError):
        vectors.of(asked("mục tiêu"))


def test_many_who_ask_at_once_share_one_encoding(encoder: Counting) -> None:
    vectors = QuestionVectors(encoder)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: vectors.of(asked("mục tiêu")), range(64)))
    assert len(found) == 64
    assert encoder.asked == ["mục tiêu"]
