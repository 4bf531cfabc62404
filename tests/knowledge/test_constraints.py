"""What a question pins down must stand in the provision, above it or in its document's name."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.golden import addresses, load_questions
from knowledge.constraints import Evidence, unmet, years_in
from knowledge.model import Document
from knowledge.question import Question, analyse
from knowledge.selection import trail
from tests.knowledge.samples import PLAN, a_document, source_documents
from vietnamese.restorer import Restorer
from vietnamese.text import fold

DOCUMENTS = {document.slug: document for document in source_documents()}
DEVELOPMENT = ("development", "development-2", "development-3", "development-4")
RESTORER = Restorer.learn([node.text for document in DOCUMENTS.values() for node in document.walk()])

PAPER = a_document(
    """\
---
so_hieu: 34/KH-UBND
loai_van_ban: Kế hoạch
co_quan_ban_hanh: UBND tỉnh Lạng Sơn
ngay_ban_hanh: 2026-02-01
---

# Kế hoạch 34/KH-UBND thực hiện Quyết định 1169/QĐ-TTg về trồng cây xanh

## Điều 4. Năm 2027 {vi_tri: "Điều 4"}

- Sở Tài chính bố trí 1.200 cây hoa đào tại xã Đồng Đăng; Chủ tịch UBND tỉnh Nguyễn Văn An ký.
- Trồng cây ven đường.

## Tổ chức thực hiện {vi_tri: "Điều 5"}

- Các sở, ban, ngành phối hợp với tỉnh Cao Bằng.
"""
)
FLOWERS, STREET, TOGETHER = "-1.-1", "-1.-2", "-2.-1"
PIECES = "năm 2026 so tai chinh xã Hà Nội điều 5 57-NQ/TW ai ký chủ tịch bao nhiêu % the of 目标 số điện thoại".split()
TYPED = st.text(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


def question(text: str) -> Question:
    return analyse(text, RESTORER)


def evidence(document: Document, path: str) -> Evidence:
    *headings, provision = trail(document, path)
    return Evidence.of(document, provision, tuple(headings))


def lacking(text: str, path: str = FLOWERS) -> set[tuple[str, str]]:
    return {(one.kind, one.wanted) for one in unmet(question(text), evidence(PAPER, path))}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Trồng cây gì?", FLOWERS),
        ("Năm 2027 trồng cây gì ven đường?", STREET),  # the year stands in the heading above
        ("Năm 2026 các sở làm gì?", TOGETHER),  # no year nearby: the paper's own year serves
        ("Kế hoạch 34/KH-UBND trồng cây gì?", STREET),
        ("Theo Quyết định 1169 trồng cây gì?", STREET),  # the paper says it carries it out
        ("Sở Tài chính làm gì?", FLOWERS),
        ("Sở Tư pháp làm gì?", TOGETHER),  # one of "các sở"
        ("xã Đồng Đăng trồng cây gì?", FLOWERS),
        ("Tỉnh Cao Bằng phối hợp với ai?", TOGETHER),
        ("Tỉnh Lạng Sơn trồng cây gì?", STREET),  # what everything here is about
        ("Điều 4 quy định gì?", STREET),
        ("Điều 5 quy định gì?", TOGETHER),
        ("Trồng bao nhiêu cây?", FLOWERS),
        ("Chủ tịch tên là gì?", FLOWERS),
    ],
)
@pytest.mark.parametrize("typed", [str, fold], ids=["accented", "folded"])
def test_a_provision_that_has_it_lacks_nothing(text: str, path: str, typed: type[str]) -> None:
    assert lacking(typed(text), path) == set()


@pytest.mark.parametrize(
    ("text", "path", "missing"),
    [
        ("Năm 2035 trồng cây gì?", FLOWERS, ("year", "2035")),
        ("Giai đoạn 2031-2035 trồng cây gì?", FLOWERS, ("year", "2031–2035")),
        ("Năm 2026 trồng cây gì?", FLOWERS, ("year", "2026")),  # another year stands in the heading
        ("Nghị quyết 57-NQ/TW nói gì về cây?", FLOWERS, ("number", "57-NQ/TW")),
        ("Tỉnh Cao Bằng trồng cây gì?", FLOWERS, ("place", "cao bang")),
        ("xã Thất Khê trồng cây gì?", FLOWERS, ("place", "Thất Khê")),
        ("Sở Tư pháp làm gì?", FLOWERS, ("agency", "so tu phap")),
        ("Bộ Công an làm gì?", TOGETHER, ("agency", "bo cong an")),
        ("Điều 9 quy định gì?", FLOWERS, ("article", "dieu 9")),
        ("Giám đốc tên là gì?", FLOWERS, ("office", "giam doc")),
        ("Số điện thoại là gì?", FLOWERS, ("phone", "")),
        ("Đạt bao nhiêu phần trăm?", FLOWERS, ("percent", "")),
        ("Trồng bao nhiêu cây ven đường?", TOGETHER, ("figure", "cay")),
    ],
)
def test_what_a_provision_does_not_have_is_named_as_asked(
    text: str, path: str, missing: tuple[str, str]
) -> None:
    assert lacking(text, path) == {missing}


def test_everything_that_is_lacking_is_named() -> None:
    kinds = {kind for kind, _ in lacking("Năm 2035, số điện thoại của Sở Tư pháp tỉnh Cao Bằng là gì?")}
    assert kinds == {"year", "phone", "agency", "place"}


def test_one_of_the_years_of_a_period_is_enough() -> None:
    assert lacking("Giai đoạn 2026-2030 trồng cây gì?") == set()


def test_the_kinds_of_things_are_not_looked_for_in_another_language() -> None:
    assert lacking("Which is the number of the office which has số điện thoại?") == set()


def test_years_stand_alone_in_spans_and_in_dates() -> None:
    assert years_in("năm 2025, giai đoạn 2028-2030, ngày 22/12/2024, số 57-NQ/TW") == {
        2024,
        2025,
        2028,
        2029,
        2030,
    }


def test_a_gold_provision_of_every_development_question_satisfies_it() -> None:
    """No constraint may refuse what the documents do answer; one question in a hundred is spared."""
    asked = [one for split in DEVELOPMENT for one in load_questions(split) if one.kind == "answerable"]
    refused = [
        one.id
        for one in asked
        if all(
            unmet(question(one.question), evidence(DOCUMENTS[slug], path))
            for slug, path in addresses(one.gold, DOCUMENTS)
        )
    ]
    assert len(asked) > 300
    assert len(refused) <= len(asked) / 100, refused


def test_constraints_can_refuse_a_wrong_provision_for_a_development_question() -> None:
    """The test above would pass with no constraints at all: most questions must refuse some other provision."""
    other = evidence(DOCUMENTS[PLAN], "II")
    asked = [one for one in load_questions("development") if one.kind == "answerable"]
    refused = [one for one in asked if unmet(question(one.question), other)]
    assert len(refused) > len(asked) / 10


@given(TYPED)
def test_any_text_is_checked_against_any_provision_and_the_same_way_twice(text: str) -> None:
    for path in (FLOWERS, TOGETHER):
        found = unmet(question(text), evidence(PAPER, path))
        assert {one.kind for one in found} == {
            one.kind for one in unmet(question(text), evidence(PAPER, path))
        }


@given(TYPED)
def test_a_year_that_no_provision_has_is_lacking_whatever_else_is_asked(text: str) -> None:
    if not years_in(text):
        found = unmet(question(f"năm 2099 . {text}"), evidence(PAPER, STREET))
        assert "year" in {one.kind for one in found}


@given(st.sampled_from([*PIECES, "a", "ạ", "1/", "xã Ô ", "so ", "dieu 1 ", "\u0301", " "]))
def test_a_long_question_takes_a_moment(piece: str) -> None:
    started = process_time()
    unmet(question(piece * (10_000 // len(piece))), evidence(PAPER, FLOWERS))
    assert process_time() - started < 2
