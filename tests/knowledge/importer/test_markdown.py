"""Digests and compilations in Markdown."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.model import Document, ProvisionKind
from tests.knowledge.samples import a_document

FRONT = "---\nso_hieu: 12/QĐ-UBND\nloai_van_ban: Quyết định\n---\n\n# Quyết định 12\n\n"


def tree(document: Document) -> list[tuple[str, str]]:
    """Paths and texts, the record left out."""
    return [(provision.path, provision.text) for provision in document.walk()][1:]


def test_front_matter_becomes_the_facts_of_the_document() -> None:
    document = a_document(
        """---
so_hieu: 12/QĐ-UBND
loai_van_ban: Quyết định
trich_yeu: Quản lý chợ đêm
co_quan_ban_hanh: UBND tỉnh Lạng Sơn
nguoi_ky: Lê Thị Hoa
ngay_ban_hanh: 2026-01-05
hieu_luc_tu: 2026-01-15
het_hieu_luc: 2027-01-15
bai_bo_boi: 90/QĐ-UBND
thay_the: 11/QĐ-UBND
hinh_thuc: ban-tom-luoc
nguon: Công báo
---
# Chợ đêm

Nội dung.
"""
    )
    assert (document.name, document.number, document.kind) == ("12/QĐ-UBND", "12/QĐ-UBND", "Quyết định")
    assert (document.subject, document.issuer) == ("Quản lý chợ đêm", "UBND tỉnh Lạng Sơn")
    assert (document.signer, document.source) == ("Lê Thị Hoa", "Công báo")
    assert document.issued == date(2026, 1, 5)
    assert document.validity.start == date(2026, 1, 15)
    assert (document.validity.end, document.validity.ended_by) == (date(2027, 1, 15), "90/QĐ-UBND")
    assert document.relations == (("thay_the", "11/QĐ-UBND"),)
    assert document.digest is True


@pytest.mark.parametrize(
    ("line", "attribute", "value"),
    [
        ("so_hieu: 0123", "number", "0123"),
        ("so_hieu:", "number", ""),
        ("nguoi_ky: No", "signer", "No"),
        ("trich_yeu: 1.10", "subject", "1.10"),
        ("ngay_ban_hanh:", "issued", None),
    ],
)
def test_a_value_is_what_stands_there_and_an_empty_one_is_none(
    line: str, attribute: str, value: str | None
) -> None:
    assert getattr(a_document(f"---\n{line}\n---\n# Tên\n\nNội dung.\n"), attribute) == value


def test_a_compilation_is_named_by_its_title() -> None:
    document = a_document("---\nloai_van_ban: Thông tin tổng hợp\n---\n# Danh mục của tỉnh\n\nMột.\n")
    assert document.name == document.title == "Danh mục của tỉnh"
    assert document.number == ""


def test_headings_bullets_and_text_are_nested() -> None:
    document = a_document(
        f"""{FRONT}Lời dẫn viết
trên hai dòng.

## Một
- a viết
  trên hai dòng
  - a1
- b

Đoạn văn.

### Nhỏ
* c
## Hai
+ d
"""
    )
    assert tree(document) == [
        ("-1", "Lời dẫn viết trên hai dòng."),
        ("-2", "Một"),
        ("-2.-1", "a viết trên hai dòng"),
        ("-2.-1.-1", "a1"),
        ("-2.-2", "b"),
        ("-2.-3", "Đoạn văn."),
        ("-2.-4", "Nhỏ"),
        ("-2.-4.-1", "c"),
        ("-3", "Hai"),
        ("-3.-1", "d"),
    ]


def test_a_heading_hands_place_term_and_papers_to_those_below_unless_they_have_their_own() -> None:
    document = a_document(
        FRONT
        + """## Một {vi_tri: "Điều 3", het_hieu_luc: 2025-10-01, bai_bo_boi: "93/2025/QH15", van_ban: "1/NQ; 2/NQ"}
- a
### Nhỏ {vi_tri: "Khoản 2 Điều 3"}
- b
"""
    )
    found = {provision.text: provision for provision in document.walk()}
    assert [found[text].place for text in ("Một", "a", "Nhỏ", "b")] == [
        "Điều 3",
        "Điều 3",
        "Khoản 2 Điều 3",
        "Khoản 2 Điều 3",
    ]
    assert all(found[text].papers == ("1/NQ", "2/NQ") for text in ("Một", "a", "Nhỏ", "b"))
    assert all(found[text].validity.end == date(2025, 10, 1) for text in ("Một", "a", "Nhỏ", "b"))


def test_a_table_has_rows_under_its_heads() -> None:
    document = a_document(
        f"{FRONT}| Việc | Hạn |\n|:---|---:|\n| Báo cáo | 10/6 |\n| Tổng kết ||\n\n- sau bảng\n"
    )
    table = document.find("-1")
    assert table is not None
    assert table.kind is ProvisionKind.TABLE
    assert [(row.path, row.text) for row in table.children] == [
        ("-1.r1", "Việc: Báo cáo; Hạn: 10/6"),
        ("-1.r2", "Việc: Tổng kết"),
    ]
    assert tree(document)[-1] == ("-2", "sau bảng")


def test_an_empty_line_ends_a_table() -> None:
    document = a_document(f"{FRONT}| A |\n|---|\n| 1 |\n\n| B |\n|---|\n| 2 |\n")
    assert [path for path, _ in tree(document)] == ["-1", "-1.r1", "-2", "-2.r1"]


def test_notes_are_kept_apart_with_their_lines_wherever_they_stand() -> None:
    document = a_document(
        f"""{FRONT}> Ghi chú biên tập: đầu
- a
> ghi chú biên tập: giữa
  - b
| A |
|---|
| 1 |
  > Ghi chú biên tập: trong bảng
| 2 |
"""
    )
    first = FRONT.count("\n") + 1
    assert document.notes == ((first, "đầu"), (first + 2, "giữa"), (first + 7, "trong bảng"))
    assert [text for _, text in tree(document)] == ["a", "b", "A", "A: 1", "A: 2"]


def test_dashes_that_are_no_list_are_text() -> None:
    assert tree(a_document(f"{FRONT}**Đậm** và -5 độ.\n")) == [("-1", "**Đậm** và -5 độ.")]


def test_a_byte_order_mark_does_no_harm() -> None:
    assert tree(a_document(f"\ufeff{FRONT}Một.\n")) == [("-1", "Một.")]
