"""Which document a question means."""

from __future__ import annotations

import pytest

from knowledge.references import NamedDocuments, leading_numbers, names_of
from tests.knowledge.samples import PLAN, source_document, source_documents
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold

DOCUMENTS = source_documents()
NAMED = NamedDocuments(names_of(document) for document in DOCUMENTS)


def named(text: str) -> frozenset[str]:
    numbers = [mention.number for mention in find_document_numbers(text)]
    return frozenset(DOCUMENTS[place].slug for place in NAMED.named(text, numbers))


def leading(text: str) -> list[str]:
    numbers = [mention.number for mention in find_document_numbers(text)]
    return [number.number for number in leading_numbers(text, numbers, named=bool(named(text)))]


@pytest.mark.parametrize(
    "text",
    [
        "kế hoạch của tỉnh thực hiện QĐ 1169",
        "Kế hoạch của UBND tỉnh Lạng Sơn thực hiện Quyết định số 1169/QĐ-TTg nói gì?",
        "kế hoạch của UBND tỉnh có mục tiêu gì",
        "kế hoạch truyền thông của tỉnh",
        "kế hoạch thực hiện Quyết định 1169",
        "kế hoạch triển khai QĐ 1169/QĐ-TTg",
    ],
)
def test_the_provinces_plan_is_named_without_a_number_of_its_own(text: str) -> None:
    assert PLAN in named(text)
    assert PLAN in named(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định 1169 nói gì",
        "mục tiêu năm 2026",
        "kế hoạch 01-KH/BCĐTW",
        "kế hoạch thực hiện Nghị quyết 71",
        "",
    ],
)
def test_the_plan_is_not_named_where_something_else_is(text: str) -> None:
    assert PLAN not in named(text)


def test_what_a_plan_carries_out_is_not_what_is_asked_about() -> None:
    assert leading("kế hoạch của tỉnh thực hiện QĐ 1169") == []
    assert leading("Quyết định 1169 có mục tiêu gì") == ["1169"]


def test_a_number_counts_where_no_other_document_is_named() -> None:
    assert leading("việc thực hiện Nghị quyết 57 ở xã") == ["57"]


def test_a_compilation_has_no_kind_to_be_named_by() -> None:
    compilation = names_of(source_document("van-ban-tinh-lang-son"))
    assert compilation.by_issuer is None
    assert compilation.by_purpose is None
    assert "van-ban-tinh-lang-son" not in named("thông tin tổng hợp của tỉnh")


def test_an_issuer_is_known_by_its_short_forms() -> None:
    assert "nghi-quyet-193-2025-qh15" in named("nghị quyết của Quốc hội về thí điểm")
    assert "quyet-dinh-1169-qd-ttg" in named("quyết định của Thủ tướng về truyền thông")
