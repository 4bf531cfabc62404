"""A provision comes apart into the smallest parts that say something by themselves."""

from __future__ import annotations

from knowledge.selection import trail
from knowledge.statements import Statement, statements_of
from tests.knowledge.samples import a_document, source_documents

PAPER = a_document(
    """\
---
so_hieu: 34/KH-UBND
loai_van_ban: Kế hoạch
ngay_ban_hanh: 2026-02-01
---

# Kế hoạch 34/KH-UBND thực hiện Quyết định 1169/QĐ-TTg ngày 16/6/2025

## Chợ phiên

Họp ngày 5 hằng tháng. Thu 50.000 đồng mỗi gian.

- Cổng phía đông mở lúc 6 giờ.

| Gian | Số chỗ |
|---|---|
| Hoa | 40 |
"""
)


def statements(path: str) -> tuple[Statement, ...]:
    *headings, provision = trail(PAPER, path)
    return statements_of(provision, headings)


def test_sentences_items_and_rows_are_statements_under_their_headings() -> None:
    own = [statement.own for statement in statements("-1")]
    assert own == [
        "Chợ phiên",
        "Họp ngày 5 hằng tháng.",
        "Thu 50.000 đồng mỗi gian.",
        "Cổng phía đông mở lúc 6 giờ.",
        "Gian: Hoa; Số chỗ: 40",
    ]
    assert all("Chợ phiên" in statement.text for statement in statements("-1"))


def test_rows_are_known_as_rows() -> None:
    assert [statement.row for statement in statements("-1")][-2:] == [False, True]


def test_what_a_paper_is_called_states_nothing_of_it() -> None:
    fields = [statement.own for statement in statements("thong-tin")]
    assert any("34/KH-UBND" in field for field in fields)
    assert not any("1169" in field for field in fields)


def test_no_word_of_a_provision_is_lost_but_a_papers_name_and_a_tables_head() -> None:
    for document in source_documents():
        for provision in document.provisions:
            if provision.path == "thong-tin":
                continue
            said = " ".join(statement.text for statement in statements_of(provision, ()))
            for node in provision.walk():
                if node.kind != "table":
                    assert all(word in said for word in node.text.split())
