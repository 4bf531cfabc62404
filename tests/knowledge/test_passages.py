"""Passages: what is searched."""

from __future__ import annotations

from knowledge.model import Document
from knowledge.passages import passages_of
from tests.knowledge.samples import RULES, a_document, source_document


def test_every_provision_is_one_passage_in_reading_order(plan: Document) -> None:
    passages = list(passages_of(plan))
    assert [passage.path for passage in passages] == [provision.path for provision in plan.walk()]
    assert all(passage.document == plan.slug for passage in passages)


def test_a_leaf_stands_below_its_headings_and_a_list_holds_its_items() -> None:
    passages = {passage.path: passage for passage in passages_of(a_document(RULES, "cho-dem.md"))}
    leaf, group = passages["-1.-2"], passages["-1"]
    assert leaf.body == "Ngày lễ mở cửa đến 24 giờ."
    assert leaf.context == "Giờ mở cửa"
    assert not leaf.group
    assert group.body.startswith("Giờ mở cửa. Chợ đêm mở cửa")
    assert group.body.endswith(leaf.body)
    assert group.group


def test_a_passage_begins_with_the_papers_name() -> None:
    for passage in passages_of(a_document(RULES, "cho-dem.md")):
        assert passage.text.startswith("12/QĐ-UBND Quyết định 12/QĐ-UBND về quản lý chợ đêm. ")
        assert passage.text.endswith(passage.body)


def test_a_compilation_is_not_named_twice() -> None:
    compilation = source_document("van-ban-tinh-lang-son")
    assert {passage.header for passage in passages_of(compilation)} == {compilation.title}


def test_rows_do_not_repeat_the_heads_of_their_table_as_a_heading() -> None:
    movement = source_document("ke-hoach-01-kh-bcdtw")
    row = next(passage for passage in passages_of(movement) if passage.path == "-3.-1.r1")
    assert row.context == "Chỉ tiêu"
