"""BM25 over accented and folded syllables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexical import LexicalIndex, accented_tokens, folded_tokens
from vietnamese.text import fold

TEXTS = [
    "Mục tiêu năm 2026 của tỉnh Lạng Sơn",
    "Kinh phí thực hiện từ ngân sách nhà nước",
    "Trồng cây hoa đào dọc sông Kỳ Cùng",
    "Má bán mạ, mà mã mả",
]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


def best(scores: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> int:
    return int(np.argmax(scores))


@pytest.mark.parametrize(
    ("question", "passage"),
    [("mục tiêu năm 2026", 0), ("kinh phí ở đâu", 1), ("cây hoa đào", 2)],
)
def test_a_question_finds_its_passage_with_and_without_diacritics(
    index: LexicalIndex, question: str, passage: int
) -> None:
    bare = fold(question)
    assert best(index.scores(question, question)) == passage
    assert best(index.scores(bare, bare)) == passage
    assert best(index.scores(question, bare)) == passage


def test_a_question_without_diacritics_scores_in_the_folded_field_alone(index: LexicalIndex) -> None:
    accented = index.scores("hoa đào", "hoa đào")[2]
    folded = index.scores("hoa dao", "hoa dao")[2]
    restored = index.scores("hoa đào", "hoa dao")[2]
    assert 0 < folded < accented
    assert restored == pytest.approx(accented)


def test_the_accented_field_tells_apart_what_folding_confuses() -> None:
    index = LexicalIndex.build(["bán lúa", "bạn lùa", "khác hẳn"])
    scores = index.scores("bạn lùa", "ban lua")
    assert scores[1] > scores[0] > scores[2]
    bare = index.scores("ban lua", "ban lua")
    assert bare[0] == pytest.approx(bare[1])


def test_bigrams_prefer_words_that_stand_together() -> None:
    index = LexicalIndex.build(["mục đích của tiêu chí", "mục tiêu của đích đến", "không liên quan"])
    scores = index.scores("muc tieu", "muc tieu")
    assert scores[1] > scores[0] > scores[2]


@pytest.mark.parametrize("question", ["", "???", "xyzzy plugh", "😀"])
def test_unknown_words_score_nothing_anywhere(index: LexicalIndex, question: str) -> None:
    scores = index.scores(question, question)
    assert scores.shape == (len(TEXTS),)
    assert not scores.any()


@given(st.text(max_size=60))
def test_any_question_gets_one_finite_score_a_passage(question: str) -> None:
    scores = _INDEX.scores(question, question)
    assert scores.shape == (len(TEXTS),)
    assert np.isfinite(scores).all()
    assert (scores >= 0).all()


_INDEX = LexicalIndex.build(TEXTS)


def test_an_index_read_back_scores_the_same(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    again = LexicalIndex.load(tmp_path)
    for question in ("mục tiêu", "hoa đào ngân sách", "xyzzy"):
        np.testing.assert_array_equal(
            again.scores(question, fold(question)), index.scores(question, fold(question))
        )


def test_tokens_are_syllables_and_folded_bigrams() -> None:
    assert accented_tokens("Đề án 06, năm 2026") == ["đề", "án", "06", "năm", "2026"]
    assert folded_tokens("Đề án") == ["de", "an", "de an"]
    assert folded_tokens("") == []
