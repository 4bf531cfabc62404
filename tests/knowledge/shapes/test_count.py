"""How many there are is said only of what the list really holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.model import Document, Provision, ProvisionKind
from knowledge.selection import trail
from knowledge.shapes.count import count_of


def said(question: str, document: Document, path: str) -> str:
    *headings, provision = trail(document, path)
    return count_of(question, document, provision, tuple(headings))


@pytest.mark.parametrize(
    ("question", "path", "count"),
    [
        ("Năm 2027 kế hoạch của tỉnh có mấy mục tiêu?", "I.1.2.c", "Có 2 mục tiêu."),
        ("Kế hoạch của UBND tỉnh nêu bao nhiêu mục tiêu cụ thể năm 2026?", "I.1.2.b", "Có 4 mục tiêu."),
        ("Kế hoạch của tỉnh có mấy yêu cầu?", "I.2", "Có 2 yêu cầu."),
        ("Kế hoạch truyền thông của tỉnh giao các doanh nghiệp, nhà máy mấy việc?", "II.2", "Có 5 điểm."),
        ("Năm 2027 có mấy chỉ tiêu?", "I.1.2.c", ""),  # nothing there is called so
        ("Năm 2026 có bao nhiêu mục tiêu đã hoàn thành?", "I.1.2.b", ""),  # only some are asked for
        ("Năm 2026 có mấy mục tiêu về mạng lưới?", "I.1.2.b", ""),
        ("Kế hoạch của tỉnh có mấy mục tiêu?", "I.1.2", ""),  # its parts are years, not goals
        ("Mục I có mấy mục tiêu?", "I", ""),  # the heading names two things
        ("Năm 2026 có những mục tiêu nào?", "I.1.2.b", ""),
        ("Năm 2027 cử bao nhiêu lượt?", "I.1.2.c.-2", ""),
    ],
)
def test_a_list_is_counted_where_its_heading_says_what_its_items_are(
    plan: Document, question: str, path: str, count: str
) -> None:
    assert said(question, plan, path) == count


def test_the_dashes_of_a_digest_are_not_counted(plan: Document) -> None:
    assert said("Năm 2027 có mấy mục tiêu?", replace(plan, digest=True), "I.1.2.c") == ""


def test_items_of_two_kinds_are_not_counted() -> None:
    items = (
        Provision("I.1", ProvisionKind.ITEM, "Một", "1."),
        Provision("I.-1", ProvisionKind.BULLET, "Hai", "-"),
    )
    provision = Provision("I", ProvisionKind.SECTION, "Nhiệm vụ", "I.", children=items)
    document = Document("a", "Kế hoạch", "1/KH-UBND", provisions=(provision,))
    assert count_of("Có mấy nhiệm vụ?", document, provision, ()) == ""
    alike = replace(provision, children=(items[0], replace(items[0], path="I.2", label="2.")))
    assert count_of("Có mấy nhiệm vụ?", document, alike, ()) == "Có 2 nhiệm vụ."
