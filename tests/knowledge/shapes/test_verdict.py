"""Yes or no only where the provision's own words allow it: a wrong yes is worse than none."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import Document, Provision
from knowledge.selection import trail
from knowledge.shapes.verdict import Verdict, asks_yes_or_no, verdict_on
from tests.knowledge.samples import source_document
from vietnamese.text import fold

#: Questions over the real documents; ``verdict`` is what a careful reader may say of the provision alone.
CASES = [
    json.loads(line) for line in Path(__file__).with_name("yes_no.jsonl").read_text("utf-8").splitlines()
]
SAID = {
    Verdict.YES: "yes",
    Verdict.RIGHT: "yes",
    Verdict.DONE: "yes",
    Verdict.NO: "no",
    Verdict.WRONG: "no",
    Verdict.NOT_YET: "no",
    None: "evidence",
}


def said(case: dict[str, str], question: str) -> str:
    document = source_document(case["document"])
    provision = next(node for node in document.walk() if case["quote"] in node.text and not node.children)
    return SAID[verdict_on(question, provision.text, above(document, provision))]


def above(document: Document, provision: Provision) -> str:
    headings = trail(document, provision.path)[:-1]
    return " ".join([document.name, document.kind, document.title, *(node.text for node in headings)])


@pytest.mark.parametrize("typed", [str, fold, str.upper], ids=["accented", "folded", "upper"])
def test_no_verdict_is_wrong_and_most_that_are_due_are_given(typed: type[str]) -> None:
    found = Counter((case["verdict"], said(case, typed(case["question"]))) for case in CASES)
    wrong = {pair: count for pair, count in found.items() if pair[1] not in (pair[0], "evidence")}
    assert not wrong
    due = sum(count for (label, _), count in found.items() if label != "evidence")
    given_ = sum(count for (label, answer), count in found.items() if label == answer != "evidence")
    assert due >= 40
    assert given_ / due >= 0.85


def test_every_one_of_them_asks_for_a_yes_or_no() -> None:
    assert all(asks_yes_or_no(case["question"]) for case in CASES)


@pytest.mark.parametrize(
    "text", ["Ai ký Nghị quyết 57?", "Thời hạn là bao lâu?", "Mục tiêu năm 2026 là gì?", "không", ""]
)
def test_other_questions_ask_for_none(text: str) -> None:
    assert not asks_yes_or_no(text)
    assert verdict_on(text, "Tổ chức được miễn thuế.", "Nghị quyết") is None


PERMITTED = "Doanh nghiệp được góp vốn vào quỹ đầu tư."


@pytest.mark.parametrize(
    ("question", "provision", "verdict"),
    [
        ("Doanh nghiệp có được góp vốn vào quỹ đầu tư không?", PERMITTED, Verdict.YES),
        ("Cá nhân có được góp vốn vào quỹ đầu tư không?", PERMITTED, None),
        ("Doanh nghiệp có phải góp vốn vào quỹ đầu tư không?", PERMITTED, None),
        ("Doanh nghiệp có được rút vốn khỏi quỹ đầu tư không?", PERMITTED, None),
        ("Doanh nghiệp có được góp vốn không?", "Doanh nghiệp không được góp vốn.", Verdict.NO),
        ("Doanh nghiệp có được góp vốn không?", "Nghiêm cấm doanh nghiệp góp vốn.", None),
        ("Doanh nghiệp có được góp vốn không?", "Doanh nghiệp đủ 5 năm hoạt động được góp vốn.", None),
        ("Doanh nghiệp có được góp vốn không?", "Doanh nghiệp được góp vốn nếu Sở đồng ý.", None),
        ("Doanh nghiệp có được góp vốn không?", "Doanh nghiệp được góp vốn, trừ quỹ nước ngoài.", None),
        ("Doanh nghiệp có được góp vốn không?", "Chỉ doanh nghiệp nhà nước được góp vốn.", None),
        ("Tỉnh đã ban hành kế hoạch chưa?", "Tỉnh đã ban hành kế hoạch.", Verdict.DONE),
        ("Tỉnh đã ban hành kế hoạch chưa?", "Tỉnh chưa ban hành kế hoạch.", Verdict.NOT_YET),
        ("Tỉnh đã ban hành kế hoạch chưa?", "Tỉnh sẽ ban hành kế hoạch.", None),
        ("Có phải mức hỗ trợ là 40% không?", "Mức hỗ trợ là 40%.", Verdict.RIGHT),
        ("Có phải mức hỗ trợ là 40% không?", "Mức hỗ trợ là 55%.", Verdict.WRONG),
        ("Có phải mức hỗ trợ là 40% không?", "Mức hỗ trợ tối đa 40%.", None),
        ("Có phải mức hỗ trợ là 40% không?", "Mức hỗ trợ là 40% hoặc 50%.", None),
        ("Có phải mức hỗ trợ hộ nghèo là 40% không?", "Mức hỗ trợ là 55%.", None),
        ("Nghị quyết có nhắc đến học bổng không?", "Chính sách học bổng, học phí.", Verdict.YES),
        ("Nghị quyết có nhắc đến học bổng không?", "Không có học bổng.", None),
    ],
)
def test_conditions_exceptions_and_other_cases_leave_only_the_evidence(
    question: str, provision: str, verdict: Verdict | None
) -> None:
    assert verdict_on(question, provision, "Nghị quyết") is verdict


WORDS = "có được phải không chưa đã 40% ít nhất ngày 10/6 góp vốn doanh nghiệp , . ; : ? nếu trừ".split()
anything = st.text() | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


@given(anything, anything, anything)
def test_any_question_over_any_words_gets_a_verdict_or_none(question: str, text: str, over: str) -> None:
    assert verdict_on(question, text, over) in {None, *Verdict}


@given(anything)
def test_nothing_is_said_of_a_provision_that_says_nothing(question: str) -> None:
    assert verdict_on(question, "", "") is None
