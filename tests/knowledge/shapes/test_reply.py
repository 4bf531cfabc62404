"""Replies in every shape over every provision: within a screen, in the provision's own words, never empty."""

from __future__ import annotations

import pytest

from knowledge.composition import MAX_CHARACTERS
from knowledge.model import Document, Provision, ProvisionKind
from knowledge.passages import Passage
from knowledge.question import Question, analyse
from knowledge.remarks import Remarks
from knowledge.search import Hit
from knowledge.selection import Selection, trail
from knowledge.shapes.reply import Shaped, shaped
from tests.knowledge.samples import PLAN, source_document, source_documents
from vietnamese.restorer import Restorer

QUESTIONS = [
    "Quy định gồm những gì?",
    "Có bao nhiêu phần trăm, trước ngày nào?",
    "Kế hoạch của tỉnh có mấy mục tiêu?",
    "Có phải 80% người dân được tiếp cận thông tin không?",
    "Doanh nghiệp có được hỗ trợ không?",
    "Ai ký văn bản này?",
    "Hỗ trợ nông dân, hợp tác xã, vùng sâu vùng xa thế nào",
]
NOTICE = "Lưu ý: quy định dưới đây đã hết hiệu lực từ ngày 01/10/2025, theo 93/2025/QH15."
MORE = " …"


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    restorer = Restorer.learn(QUESTIONS)
    return [analyse(text, restorer) for text in QUESTIONS]


def selection(document: Document, path: str) -> Selection:
    *headings, provision = trail(document, path)
    hit = Hit(
        0, Passage(document.slug, path, "", "", provision.text, bool(provision.children)), 1.0, 1.0, 1.0
    )
    return Selection(document, provision, tuple(headings), hit)


def one(question: Question, document: Document, path: str, notice: str = "") -> Shaped:
    [part] = shaped([(question, selection(document, path), Remarks((notice,) if notice else ()))])
    return part


def told(document: Document, node: Provision) -> str:
    above = (
        line for inner in trail(document, node.path) for line in (f"{inner.label} {inner.text}", inner.text)
    )
    below = (line for inner in node.walk() for line in (f"{inner.label} {inner.text}", f"- {inner.text}"))
    return "\n".join((*above, *below))


@pytest.mark.parametrize("document", source_documents(), ids=lambda document: document.slug)
def test_every_provision_is_told_in_every_shape(document: Document, questions: list[Question]) -> None:
    for node in document.walk():
        whole = told(document, node)
        for number, question in enumerate(questions):
            part = one(question, document, node.path, NOTICE if number % 2 else "")
            assert part.quote.strip()
            assert part.quote in part.text
            assert len(part.text) <= MAX_CHARACTERS
            assert part.quote.count(part.highlight) == 1 or not part.highlight
            assert ("(bản tóm lược)" in part.text) is document.digest
            assert not number % 2 or part.text.startswith(NOTICE)
            for line in part.quote.splitlines():
                words = line.strip().removeprefix("… ").removesuffix(MORE)
                assert words in whole or (node.kind is ProvisionKind.TABLE and words in whole)


def test_two_parts_share_one_screen_and_the_shorter_stays_whole(questions: list[Question]) -> None:
    plan, law = source_document(PLAN), source_document("luat-93-2025-qh15")
    parts = shaped(
        [(questions[0], selection(plan, "II.3"), Remarks()), (questions[0], selection(law, "-3"), Remarks())]
    )
    assert len("\n\n".join(part.text for part in parts)) <= MAX_CHARACTERS
    assert parts[1].text == one(questions[0], law, "-3").text
    assert len(parts[0].text) > MAX_CHARACTERS // 2


def test_a_verdict_stands_before_the_lead_and_never_over_what_is_out_of_force(
    questions: list[Question],
) -> None:
    towns = source_document("don-vi-hanh-chinh-lang-son")
    question = analyse("Lạng Sơn có thuộc diện sáp nhập cấp tỉnh không?", Restorer.learn(QUESTIONS))
    assert one(question, towns, "-1.-1").text.startswith("Không. Theo Tỉnh Lạng Sơn")
    repealed = one(question, towns, "-1.-1", NOTICE).text
    assert "Không." not in repealed
    assert "văn bản nêu như sau:" in repealed


def test_what_is_only_evidence_is_called_so(questions: list[Question]) -> None:
    part = one(questions[4], source_document("luat-93-2025-qh15"), "-3.-1")
    assert part.text.startswith("Theo Luật 93/2025/QH15, Điều 7 (bản tóm lược), văn bản nêu như sau:")


def test_a_count_stands_before_the_list(questions: list[Question]) -> None:
    question = analyse("Năm 2027 kế hoạch của tỉnh có mấy mục tiêu?", Restorer.learn(QUESTIONS))
    part = one(question, source_document(PLAN), "I.1.2.c")
    assert part.text.startswith(
        "Có 2 mục tiêu. Theo Kế hoạch của UBND tỉnh Lạng Sơn (không số), Mục I.1.2 điểm c:"
    )


def test_the_particular_asked_for_leads_a_papers_record() -> None:
    question = analyse("Ai ký Nghị quyết 57-NQ/TW?", Restorer.learn(QUESTIONS))
    part = one(question, source_document("nghi-quyet-57-nq-tw"), "thong-tin")
    assert part.quote.splitlines()[0] == "Người ký: Tổng Bí thư Tô Lâm"
    assert part.highlight == "Tổng Bí thư Tô Lâm"
