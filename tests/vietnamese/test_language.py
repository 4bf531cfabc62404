"""Whether a question is Vietnamese at all."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.samples import source_documents
from vietnamese.language import is_foreign
from vietnamese.text import fold

PIECES = "what which the of mục tiêu muc tieu năm 2026 的 目 标 ? 57-NQ/TW do be it how".split()
TYPED = st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join)


@pytest.mark.parametrize(
    "text",
    [
        "What are the goals of 2026?",
        "WHO SIGNED THIS PLAN AND WHEN",
        "which department is responsible for communication",
        "How many provinces are there?",
        "What is the Vietnamese name Nghị quyết of?",
        "2026年的目标是什么",
        "谅山",
    ],
)
def test_english_and_chinese_are_foreign(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "2026",
        "Mục tiêu năm 2026 của tỉnh là gì?",
        "muc tieu nam 2026 cua tinh la gi",
        "the con nam 2027 thi sao",
        "do the nao ma lau vay, be oi",
        "hello",
        "Startup và Big Data theo Nghị quyết 57 là gì",
        "Ý nghĩa của cụm từ “Internet of Things” trong kế hoạch là gì vậy ạ",
        "từ 的 nghĩa là gì",
    ],
)
def test_vietnamese_with_or_without_marks_is_not_nor_is_a_text_in_doubt(text: str) -> None:
    assert not is_foreign(text)


def test_nothing_in_the_documents_is_foreign_with_or_without_its_marks() -> None:
    texts = [node.text for document in source_documents() for node in document.walk()]
    assert [text for text in texts if is_foreign(text) or is_foreign(fold(text))] == []


@given(TYPED)
def test_any_text_is_judged_and_its_case_does_not_matter(text: str) -> None:
    assert is_foreign(text) in (True, False)
    if text.isascii():
        assert is_foreign(text) == is_foreign(text.upper())


@given(TYPED)
def test_two_chinese_signs_anywhere_decide(text: str) -> None:
    assert is_foreign(f"{text}目标")


@given(st.sampled_from([*PIECES, "the ", "a", "ạ", "\u0301", " "]))
def test_a_long_text_takes_a_moment(piece: str) -> None:
    started = process_time()
    is_foreign(piece * (20_000 // len(piece)))
    assert process_time() - started < 2
