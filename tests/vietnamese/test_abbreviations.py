"""Teencode and office abbreviations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.abbreviations import expand

WORDS = (
    "ko k kh KH nq NQ57 qđ qd 1169 57-NQ/TW 145/KH-UBND dc đc tthc kh&cn số so năm 2026 ubnd j r điểm ls "
    "/ - . , nd tw cp ttg @ .vn xin đk tt ct"
)
TYPED = (
    st.text()
    | st.lists(st.sampled_from(WORDS.split())).map(" ".join)
    | st.lists(st.sampled_from(WORDS.split())).map("".join)
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ko biết", "không biết"),
        ("KO biết", "không biết"),
        ("mục tiêu ntn", "mục tiêu như thế nào"),
        ("có ko, có k?", "có không, có không?"),
        ("ubnd xã", "ủy ban nhân dân xã"),
        ("UBND", "ủy ban nhân dân"),
        ("cđs cds CĐS", "chuyển đổi số chuyển đổi số chuyển đổi số"),
        ("khcn, đmst, dmst", "khoa học công nghệ, đổi mới sáng tạo, đổi mới sáng tạo"),
        ("Sở KH&CN", "Sở khoa học và công nghệ"),
        ("tthc của dn", "thủ tục hành chính của doanh nghiệp"),
        ("tỉnh LS", "tỉnh Lạng Sơn"),
        ("có j mới", "có gì mới"),
        ("cqnn nào", "cơ quan nhà nước nào"),
    ],
)
def test_abbreviations_are_written_out_in_any_case_with_or_without_marks(typed: str, words: str) -> None:
    assert expand(typed) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("nq 57", "nghị quyết 57"),
        ("NQ57 nói gì", "nghị quyết 57 nói gì"),
        ("nq số 57", "nghị quyết số 57"),
        ("qđ 1169", "quyết định 1169"),
        ("qd so 1169", "quyết định so 1169"),
        ("kh 145", "kế hoạch 145"),
        ("kh145", "kế hoạch 145"),
        ("kh nam 2026 cua tinh", "kế hoạch nam 2026 cua tinh"),
        ("nđ 88/2025/nđ-cp", "nghị định 88/2025/nđ-cp"),
        ("ql 1A", "quốc lộ 1A"),
        ("ql1a", "quốc lộ 1a"),
    ],
)
def test_kinds_of_papers_are_written_out_before_a_number(typed: str, words: str) -> None:
    assert expand(typed) == words


def test_kh_is_a_plan_before_a_number_and_has_several_meanings_elsewhere() -> None:
    assert expand("kh số 145 có gì kh") == "kế hoạch số 145 có gì kh"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("NQ 57-NQ/TW", "nghị quyết 57-NQ/TW"),
        ("KH 145/KH-UBND", "kế hoạch 145/KH-UBND"),
        ("57 NQ TW", "57 NQ TW"),
        ("624/TB-VPCP và 01-KH/BCĐTW", "624/TB-VPCP và 01-KH/BCĐTW"),
        ("NQ-CP", "NQ-CP"),
    ],
)
def test_letters_of_document_numbers_stay(typed: str, kept: str) -> None:
    assert expand(typed) == kept


@pytest.mark.parametrize(
    "address", ["tthc@langson.gov.vn", "nq57.langson.gov.vn", "https://ubnd.vn/tthc?kh=1"]
)
def test_addresses_stay(address: str) -> None:
    assert expand(f"{address} ko") == f"{address} không"


@pytest.mark.parametrize(
    "text",
    [
        "ban co so xa ma ai ca an cho den",
        "Ban chỉ đạo cơ sở xã, phường",
        "Đà Nẵng, ĐN",
        "diện tích dt, có đủ dk",
        "điểm k khoản 2, điểm r, nhóm z",
        "vitamin K, 100 k, r&d, k)",
        "hs lớp 1 nộp hs",
    ],
)
def test_words_labels_and_what_is_ambiguous_stay(text: str) -> None:
    assert expand(text) == text


def test_abbreviation_inside_a_longer_syllable_stays() -> None:
    assert expand("kok tthcs dnx") == "kok tthcs dnx"


@given(TYPED)
def test_expanding_twice_changes_nothing(text: str) -> None:
    assert expand(expand(text)) == expand(text)
