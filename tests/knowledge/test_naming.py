"""Naming: papers that only the conversation names."""

from __future__ import annotations

import pytest

from knowledge.context import Context
from knowledge.naming import named
from tests.knowledge.samples import source_document

OLD, LAW = source_document("nghi-quyet-193-2025-qh15"), source_document("luat-93-2025-qh15")
FAILED = Context("nghiên cứu thất bại có phải trả lại tiền không", OLD.slug, "-5.-1")


@pytest.mark.parametrize(
    "typed", ["luật mới nói sao về chuyện này", "luat moi noi sao", "văn bản thay thế nó thì sao"]
)
def test_the_newer_paper_is_the_one_that_ended_the_last_answer(typed: str) -> None:
    assert "93/2025/QH15" in named(typed, FAILED, [OLD, LAW])


@pytest.mark.parametrize(
    ("typed", "context"),
    [
        ("luật mới nói sao", Context()),
        ("luật mới nói sao", Context("x", LAW.slug, "-3.-1")),
        ("nghiên cứu thì sao", FAILED),
        ("văn bản mới nhất nào", FAILED),
    ],
)
def test_where_no_one_paper_is_meant_the_message_stays(typed: str, context: Context) -> None:
    assert named(typed, context, [OLD, LAW]) == typed


def test_a_newer_paper_that_the_release_has_not_is_not_named() -> None:
    assert named("luật mới nói sao", FAILED, [OLD]) == "luật mới nói sao"
