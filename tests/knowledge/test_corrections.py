"""What editors correct in a document: the part that is meant changes, all else stays, the file's words are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from foundation.errors import InputError, MissingError
from knowledge.editing import (
    corrected,
    head_of,
    heads_of,
    settled,
    with_doubts,
    with_head,
    with_notes,
    with_relations,
    with_term,
    with_wording,
)
from knowledge.model import Doubt, Relation, RelationKind, Validity
from tests.knowledge.samples import RULES, a_document

FEE = "-2.-1"
TABLE = """\
---
loai_van_ban: Thông báo
---

# Bảng giá chợ

| Hàng | Giá | Ghi chú |
|---|---|---|
| Rau | 5.000 đồng | |
| Thịt | 90.000 đồng | mỗi cân |
"""


def test_a_corrected_wording_changes_one_provision_and_the_files_wording_is_known() -> None:
    document = a_document(RULES)
    changed = with_wording(document, FEE, "Mỗi gian hàng nộp 60.000 đồng một tối.")
    fee = changed.find(FEE)
    assert fee is not None
    assert fee.text == "Mỗi gian hàng nộp 60.000 đồng một tối."
    others = [node.text for node in changed.walk() if node.path != FEE and not node.children]
    assert others == [node.text for node in document.walk() if node.path != FEE and not node.children]
    assert corrected(document, changed) == {FEE: "Mỗi gian hàng nộp 50.000 đồng một tối."}
    assert corrected(document, document) == {}


def test_a_corrected_cell_changes_the_rows_text_too() -> None:
    document = a_document(TABLE)
    [table] = [node for node in document.walk() if node.cells and node.children]
    vegetables, meat = table.children
    assert heads_of(document, meat.path) == ("Hàng", "Giá", "Ghi chú")
    changed = with_wording(document, meat.path, "", ["Thịt lợn", "95.000 đồng", ""])
    row = changed.find(meat.path)
    assert row is not None
    assert row.cells == ("Thịt lợn", "95.000 đồng", "")
    assert row.text == "Hàng: Thịt lợn; Giá: 95.000 đồng"
    filled = with_wording(document, vegetables.path, "", ["Rau", "5.000 đồng", "mỗi mớ"]).find(
        vegetables.path
    )
    assert filled is not None
    assert filled.text == "Hàng: Rau; Giá: 5.000 đồng; Ghi chú: mỗi mớ"


def test_nothing_can_be_corrected_away_or_where_there_is_nothing() -> None:
    document = a_document(RULES)
    with pytest.raises(InputError):
        with_wording(document, FEE, "")
    with pytest.raises(MissingError):
        with_wording(document, "XII", "x")
    with pytest.raises(MissingError):
        with_term(document, "XII", Validity())
    with pytest.raises(InputError):
        with_wording(document, "thong-tin", "x")


def test_a_provision_gets_a_validity_of_its_own() -> None:
    term = Validity(date(2026, 1, 15), date(2026, 7, 1), "30/QĐ-UBND")
    changed = with_term(a_document(RULES), "-2", term).find("-2")
    assert changed is not None
    assert changed.validity == term
    with pytest.raises(InputError):
        with_term(a_document(RULES), "-2", Validity(date(2026, 7, 1), date(2026, 1, 1)))


def test_another_head_is_what_the_record_says() -> None:
    document = a_document(RULES)
    head = replace(head_of(document), number="13/QĐ-UBND", signer="Nguyễn Văn A", issued=date(2026, 2, 3))
    changed = with_head(document, head)
    record = changed.find("thong-tin")
    assert record is not None
    assert "Số hiệu: 13/QĐ-UBND" in record.text
    assert "Người ký: Nguyễn Văn A" in record.text
    assert "Ngày ban hành: 03/02/2026" in record.text
    assert [node.path for node in changed.walk()] == [node.path for node in document.walk()]
    with pytest.raises(InputError):
        with_head(document, replace(head, title=""))


def test_relations_are_pairs_of_a_digest_and_statements_of_a_paper() -> None:
    document = a_document(RULES)
    pairs = with_relations(document, [("thay_the", "9/QĐ-UBND")], ())
    assert pairs.relations == (("thay_the", "9/QĐ-UBND"),)
    record = pairs.find("thong-tin")
    assert record is not None
    assert "Thay thế: 9/QĐ-UBND" in record.text
    stated = (
        Relation(RelationKind.ENDS, "8/QĐ-UBND", parts="khoản 2 Điều 5"),
        Relation(RelationKind.BASED_ON, "1/L"),
    )
    paper = with_relations(document, [("sua_doi", "x")], stated)
    assert paper.statements == stated
    assert paper.relations == (("lam_het_hieu_luc", "8/QĐ-UBND"),)


def test_a_settled_doubt_is_known_as_such() -> None:
    one, other = Doubt("dòng 3", "thiếu số"), Doubt("", "không thấy người ký")
    source = replace(a_document(RULES), doubts=(one, other))
    changed = with_doubts(source, [other])
    assert settled(source, changed) == (one,)
    assert settled(source, source) == ()


def test_notes_stay_notes() -> None:
    changed = with_notes(a_document(RULES), [(0, "gọi lại Sở Công Thương")])
    assert changed.notes == ((0, "gọi lại Sở Công Thương"),)
    assert all("Công Thương" not in node.text for node in changed.walk())
