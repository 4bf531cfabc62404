"""Moving from the last answer to its neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.context import Context
from knowledge.navigation import neighbour
from tests.knowledge.samples import PLAN, source_document, source_documents

DOCUMENTS = source_documents()
RESOLUTION = "nghi-quyet-57-nq-tw"


def at(path: str, document: str = PLAN) -> Context:
    return Context(question="hỏi", document=document, path=path)


@pytest.mark.parametrize(
    "typed", ["điều mấy?", "nằm ở mục nào vậy", "quy định ở điều nào ạ", "điều mấy quy định vậy"]
)
def test_where_it_is_written_is_where_the_last_answer_is(typed: str) -> None:
    assert neighbour(typed, at("II.1.dd"), DOCUMENTS) == "II.1.dd"


@pytest.mark.parametrize("typed", ["còn gì nữa không?", "điểm tiếp theo là gì", "tiếp theo", "doc tiep di"])
def test_what_follows_is_the_next_of_its_list(typed: str) -> None:
    assert neighbour(typed, at("II.1.dd"), DOCUMENTS) == "II.1.e"


def test_the_next_of_a_named_unit_is_found_from_within_it() -> None:
    first = next(
        node for node in source_document(RESOLUTION).walk() if node.text.startswith("Quan điểm thứ nhất")
    )
    path = neighbour("quan điểm tiếp theo", at(first.children[0].path, RESOLUTION), DOCUMENTS)
    found = source_document(RESOLUTION).find(path or "")
    assert found is not None
    assert found.text.startswith("Quan điểm thứ hai")


def test_the_nth_calls_itself_so_or_stands_at_that_place_of_the_list() -> None:
    first = next(
        node for node in source_document(RESOLUTION).walk() if node.text.startswith("Quan điểm thứ nhất")
    )
    fifth = source_document(RESOLUTION).find(
        neighbour("còn cái thứ năm?", at(first.path, RESOLUTION), DOCUMENTS) or ""
    )
    assert fifth is not None
    assert fifth.text.startswith("Quan điểm thứ năm")
    assert neighbour("ý thứ 2", at("I.1.2.a"), DOCUMENTS) == "I.1.2.a.-2"


@pytest.mark.parametrize(
    ("typed", "context"),
    [
        ("điều mấy nói về rủi ro?", at("II.1.dd")),
        ("kế hoạch tiếp theo của tỉnh là gì", at("II.1.dd")),
        ("ý thứ 40", at("I.1.2.a")),
        ("còn gì nữa không?", at("I.1.2.a")),
        ("điều mấy?", at("X.9")),
        ("điều mấy?", Context()),
        ("điều mấy?", at("I", "gone")),
    ],
)
def test_what_asks_for_more_or_leads_nowhere_is_a_question(typed: str, context: Context) -> None:
    assert neighbour(typed, context, DOCUMENTS) is None


@given(text=st.text(max_size=40), path=st.sampled_from([node.path for node in source_document(PLAN).walk()]))
def test_any_text_leads_to_a_provision_or_nowhere(text: str, path: str) -> None:
    found = neighbour(text, at(path), DOCUMENTS)
    assert found is None or source_document(PLAN).find(found) is not None


@pytest.mark.parametrize("path", [node.path for node in source_document(PLAN).walk()])
def test_from_every_provision_one_can_go_on_or_is_at_the_end(path: str) -> None:
    found = neighbour("tiếp theo", at(path), DOCUMENTS)
    assert found is None or (found != path and source_document(PLAN).find(found) is not None)
