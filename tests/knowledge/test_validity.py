"""Validity across documents: what one paper says ends, replaces or amends provisions of another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.citation import term_of
from knowledge.model import Document, Validity
from knowledge.validity import effective
from tests.knowledge.importer.paper_samples import paper, written
from tests.knowledge.samples import a_document, source_documents

DAY = date(2026, 7, 20)


def a_paper(number: str, body: str, kind: str = "NGHỊ QUYẾT", slug: str = "") -> Document:
    """A paper of 10 July 2026 at the earliest in force on 20 July 2026."""
    document = written(
        f"Số: {number}\nLạng Sơn, ngày 10 tháng 7 năm 2026\n{kind}\nVề kỹ năng số\n{body}"
        "\nĐiều 99. Nghị quyết này có hiệu lực từ ngày 20 tháng 7 năm 2026.\n"
        "TM. HỘI ĐỒNG NHÂN DÂN\nCHỦ TỊCH\nLê Thị Hoa"
    )
    return replace(document, slug=slug or number)


OLD = a_paper(
    "12/2024/NQ-HĐND",
    "Điều 4. Hồ sơ.\nĐiều 5. Mức hỗ trợ:\n1. Hộ nghèo:\na) Năm triệu;\nb) Ba triệu.\n2. Hộ cận nghèo: hai triệu.\n"
    "Điều 7. Tổ chức ở cấp huyện.\nĐiều 8. Kinh phí.\nĐiều 9. Báo cáo:\n1. Hằng tháng.\n2. Hằng năm.\n"
    "Chương II\nTHI HÀNH\nĐiều 10. Trách nhiệm.",
)


def ended(document: Document) -> dict[str, tuple[date | None, str]]:
    """Place, end and cause of every provision that ends."""
    terms = {node.place: term_of(document, node) for node in document.walk()}
    return {place: (term.end, term.ended_by) for place, term in terms.items() if term.end or term.ended_by}


def amended(document: Document) -> dict[str, str]:
    terms = {node.place: term_of(document, node).amended_by for node in document.walk()}
    return {place: by for place, by in terms.items() if by}


def after(*papers: Document) -> Document:
    """What the other papers make of the first."""
    return effective(papers)[0]


def test_ending_an_article_ends_that_article_and_what_it_holds_alone() -> None:
    new = a_paper("45/2026/NQ-HĐND", "Điều 1. Bãi bỏ Điều 5 Nghị quyết số 12/2024/NQ-HĐND.")
    by = (DAY, "45/2026/NQ-HĐND")
    places = ("Điều 5", "Khoản 1 Điều 5", "Điểm a Khoản 1 Điều 5", "Điểm b Khoản 1 Điều 5", "Khoản 2 Điều 5")
    assert ended(after(OLD, new)) == dict.fromkeys(places, by)
    assert after(OLD, new).validity == OLD.validity


def test_replacing_a_paper_ends_all_of_it_on_the_day_the_new_one_begins() -> None:
    new = a_paper("45/2026/NQ-HĐND", "Điều 1. Nghị quyết này thay thế Nghị quyết số 12/2024/NQ-HĐND.")
    result = after(OLD, new)
    assert (result.validity.end, result.validity.ended_by) == (DAY, "45/2026/NQ-HĐND")
    assert {term_of(result, node).end for node in result.walk()} == {DAY}


def test_a_day_that_the_clause_names_comes_before_the_day_the_paper_begins() -> None:
    new = a_paper(
        "45/2026/NQ-HĐND", "Điều 1. Nghị quyết số 12/2024/NQ-HĐND hết hiệu lực kể từ ngày 01/01/2027."
    )
    assert after(OLD, new).validity.end == date(2027, 1, 1)


def test_what_is_excepted_stays_in_force() -> None:
    new = a_paper(
        "45/2026/NQ-HĐND",
        "Điều 1. Nghị quyết này thay thế Nghị quyết số 12/2024/NQ-HĐND, trừ khoản 2 Điều 5 và Điều 8.",
    )
    result = ended(after(OLD, new))
    assert {"Điều 4", "Khoản 1 Điều 5", "Điểm a Khoản 1 Điều 5", "Điều 7", "Khoản 1 Điều 9"} <= set(result)
    assert not {"Khoản 2 Điều 5", "Điều 8", "Điều 5"} & set(result)


def test_ending_a_chapter_ends_the_articles_in_it() -> None:
    new = a_paper("45/2026/NQ-HĐND", "Điều 1. Chương II Nghị quyết số 12/2024/NQ-HĐND hết hiệu lực.")
    assert set(ended(after(OLD, new))) == {"Chương II", "Điều 10", "Điều 99"}


def test_a_council_resolution_amends_what_its_clauses_name() -> None:
    new = paper("nghi-quyet-hdnd", paragraphs=True)
    result = after(OLD, new)
    assert amended(result) == dict.fromkeys(("Khoản 2 Điều 5", "Điều 7"), "45/2026/NQ-HĐND")
    assert set(ended(result)) == {"Điều 8", "Khoản 1 Điều 9"}


def test_amending_without_naming_provisions_marks_the_paper_and_ends_nothing() -> None:
    new = a_paper(
        "45/2026/NQ-HĐND", "Điều 1. Sửa đổi, bổ sung Nghị quyết số 12/2024/NQ-HĐND như sau: năm triệu."
    )
    result = after(OLD, new)
    assert result.validity.amended_by == "45/2026/NQ-HĐND"
    assert ended(result) == {}


def test_of_two_amending_papers_the_later_one_marks() -> None:
    clause = "Điều 1. Sửa đổi Điều 7 Nghị quyết số 12/2024/NQ-HĐND như sau: ở cấp xã."
    first = a_paper("20/2025/NQ-HĐND", clause)
    first = replace(first, validity=Validity(start=date(2025, 1, 1)))
    second = a_paper("45/2026/NQ-HĐND", clause)
    for order in ((first, second), (second, first)):
        assert amended(after(OLD, *order)) == {"Điều 7": "45/2026/NQ-HĐND"}


def test_the_order_of_the_documents_does_not_matter() -> None:
    new = paper("nghi-quyet-hdnd", paragraphs=True)
    assert set(effective((OLD, new))) == set(effective((new, OLD)))


def test_filling_in_twice_changes_nothing_more() -> None:
    once = effective((OLD, paper("nghi-quyet-hdnd", paragraphs=True)))
    assert effective(once) == once


def test_an_earlier_end_that_the_source_states_stays() -> None:
    old = replace(OLD, validity=Validity(end=date(2026, 1, 1), ended_by="1/NQ-HĐND"))
    new = a_paper("45/2026/NQ-HĐND", "Điều 1. Nghị quyết này thay thế Nghị quyết số 12/2024/NQ-HĐND.")
    assert after(old, new).validity == old.validity


@pytest.mark.parametrize(
    "clause",
    [
        "Bãi bỏ Nghị quyết số 13/2024/NQ-HĐND.",
        "Bãi bỏ Quyết định số 12/2024/QĐ-UBND.",
        "Bãi bỏ Nghị quyết số 12/2023/NQ-HĐND.",
        "Thực hiện Nghị quyết số 12/2024/NQ-HĐND.",
    ],
)
def test_a_statement_about_another_paper_leaves_this_one_alone(clause: str) -> None:
    assert after(OLD, a_paper("45/2026/NQ-HĐND", f"Điều 1. {clause}")) == OLD


@pytest.mark.parametrize(
    ("date_of_old", "day", "ends"),
    [
        (date(2019, 3, 20), "ngày 20 tháng 3 năm 2019", True),
        (date(2019, 3, 20), "ngày 20/3/2019", True),
        (date(2021, 2, 1), "ngày 20 tháng 3 năm 2019", False),
        (date(2021, 2, 1), "", True),
        (date(2027, 2, 1), "", False),
    ],
)
def test_a_number_that_returns_every_year_means_the_paper_of_that_day(
    date_of_old: date, day: str, ends: bool
) -> None:
    old = replace(a_paper("15/QĐ-UBND", "Điều 1. Một.", "QUYẾT ĐỊNH"), issued=date_of_old)
    new = a_paper("45/2026/NQ-HĐND", f"Điều 1. Bãi bỏ Quyết định số 15/QĐ-UBND {day} của UBND tỉnh.")
    assert (after(old, new).validity.end is not None) is ends


def test_a_clause_without_its_article_ends_nothing_and_is_doubted() -> None:
    old, new = effective(
        (OLD, a_paper("45/2026/NQ-HĐND", "Điều 1. Bãi bỏ khoản 2 Nghị quyết số 12/2024/NQ-HĐND."))
    )
    assert old == OLD
    assert any("khoản 2" in doubt.message for doubt in new.doubts)


def test_a_number_that_two_papers_have_in_common_is_doubted_and_ends_none() -> None:
    other = a_paper("12/NQ-CP", "Điều 4. Hồ sơ.")
    new = a_paper("45/2026/NQ-HĐND", "Điều 1. Bãi bỏ Nghị quyết số 12.")
    first, second, stating = effective((OLD, other, new))
    assert (first, second) == (OLD, other)
    assert any("12/2024/NQ-HĐND, 12/NQ-CP" in doubt.message for doubt in stating.doubts)


def test_a_row_of_a_compilation_ends_with_the_paper_it_speaks_for() -> None:
    rows = "---\nloai_van_ban: Thông tin tổng hợp\n---\n# Văn bản\n\n| Văn bản | Nội dung |\n|---|---|\n"
    compilation = a_document(rows + "| Nghị quyết 12/2024/NQ-HĐND | Hỗ trợ |\n| Kế hoạch 3/KH-UBND | Chợ |\n")
    new = a_paper("45/2026/NQ-HĐND", "Điều 1. Bãi bỏ Nghị quyết số 12/2024/NQ-HĐND.")
    result = after(compilation, new)
    assert [(node.cells[1], node.validity.end) for node in result.walk() if node.cells][1:] == [
        ("Hỗ trợ", DAY),
        ("Chợ", None),
    ]


def test_an_editors_relations_count_like_a_papers_own_words() -> None:
    old = a_document('---\nso_hieu: 12/2024/NQ-HĐND\n---\n# A\n\n## Mức {vi_tri: "Điều 5"}\n\nNăm triệu.\n')
    new = a_document(
        '---\nso_hieu: 45/2026/NQ-HĐND\nhieu_luc_tu: 2026-07-20\nthay_the: "Điều 3 đến Điều 6 của 12/2024/NQ-HĐND"\n'
        "---\n# B\n\nMười triệu.\n"
    )
    assert ended(after(old, new)) == {"Điều 5": (DAY, "45/2026/NQ-HĐND")}


def test_the_documents_of_the_house_say_the_same_with_and_without_their_editors_dates() -> None:
    """The law of 2025 replaces articles 3 to 9 of resolution 193; the digest says so at each of them already."""
    before = {document.slug: document for document in source_documents()}
    result = {document.slug: document for document in effective(source_documents())}
    assert ended(result["nghi-quyet-193-2025-qh15"]) == ended(before["nghi-quyet-193-2025-qh15"])
    assert result["nghi-quyet-03-nq-cp"].validity.amended_by == "71/NQ-CP"
    touched = {slug for slug, document in result.items() if document != before[slug]}
    assert touched <= {"nghi-quyet-03-nq-cp", "nghi-quyet-193-2025-qh15"}
