"""Document numbers in all the ways people write them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.document_numbers import DocumentNumber, find_document_numbers
from vietnamese.text import fold

PIECES = (
    "nq NQ57 qđ qd 1169 57 -NQ/TW /KH-UBND 145 ttg cp nghị quyết quyet dinh số so luật 2025 /2025 /QH15 năm "
    "10/6 % , . - / kế hoạch"
)
TYPED = (
    st.text()
    | st.lists(st.sampled_from(PIECES.split())).map(" ".join)
    | st.lists(st.sampled_from(PIECES.split())).map("".join)
)


def canonical(text: str) -> list[str]:
    return [mention.number.canonical for mention in find_document_numbers(text)]


def kinds(text: str) -> list[str | None]:
    return [mention.number.kind for mention in find_document_numbers(text)]


@pytest.mark.parametrize(
    "written",
    [
        "57-NQ/TW",
        "số 57-NQ/TW",
        "NQ 57-NQ/TW",
        "nghị quyết số 57-NQ/TW",
        "nghi quyet so 57-nq/tw",
        "NGHỊ QUYẾT 57-NQ/TW",
        "57 NQ TW",
        "57 NQ/TW",
        "57/NQ TW",
        "57/NQ-TW",
        "57 - NQ/TW",
        "57–NQ/TW",
        "57nqtw",
        "nq57/tw",
        "nq 57 tw",
        "nghị quyết 57 TW",
        "so57-nq/tw",
        "số 57-\n\nNQ/TW",
    ],
)
def test_every_spelling_of_resolution_57_is_read_alike(written: str) -> None:
    [mention] = find_document_numbers(f"theo {written} thì sao")
    assert mention.number == DocumentNumber("57", None, "NQ/TW", "nghị quyết")
    assert mention.number.canonical == "57-NQ/TW"


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("1169/QĐ-TTg", "1169/QĐ-TTg"),
        ("quyet dinh so 1169/QĐ-TTg", "1169/QĐ-TTg"),
        ("1169/QD-TTG", "1169/QĐ-TTg"),
        ("1169 qd ttg", "1169/QĐ-TTg"),
        ("qd 1169 qd-ttg", "1169/QĐ-TTg"),
        ("qđ 1169 ttg", "1169/QĐ-TTg"),
        ("93/2025/QH15", "93/2025/QH15"),
        ("luật 93/2025/qh15", "93/2025/QH15"),
        ("193/2025/QH15", "193/2025/QH15"),
        ("202/2025/QH15", "202/2025/QH15"),
        ("NĐ 88/2025/NĐ-CP", "88/2025/NĐ-CP"),
        ("267/2025/nd-cp", "267/2025/NĐ-CP"),
        ("267/2025 nđ cp", "267/2025/NĐ-CP"),
        ("145/KH-UBND", "145/KH-UBND"),
        ("KH 145/KH-UBND", "145/KH-UBND"),
        ("kế hoạch 145 của", "145"),
        ("kế hoạch hành động 334/KH-UBND", "334/KH-UBND"),
        ("238-KH/TU", "238-KH/TU"),
        ("238-kh/tu", "238-KH/TU"),
        ("229-QĐ/TW", "229-QĐ/TW"),
        ("01-KH/BCĐTW", "01-KH/BCĐTW"),
        ("01-cv/bcdtw", "01-CV/BCĐTW"),
        ("624/TB-VPCP", "624/TB-VPCP"),
        ("1672/NQ-UBTVQH15", "1672/NQ-UBTVQH15"),
        ("03/NQ-CP", "03/NQ-CP"),
        ("12/2025/TT-BKHCN", "12/2025/TT-BKHCN"),
        ("5/QĐ-XYZ", "5/QĐ-XYZ"),
        ("5-QĐ/XYZ", "5-QĐ/XYZ"),
    ],
)
def test_codes_get_their_official_spelling(written: str, spelled: str) -> None:
    assert canonical(written) == [spelled]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("NQ57", DocumentNumber("57", kind="nghị quyết")),
        ("nghi quyet 57", DocumentNumber("57", kind="nghị quyết")),
        ("nghiquyet57", DocumentNumber("57", kind="nghị quyết")),
        ("nghị quyết 193", DocumentNumber("193", kind="nghị quyết")),
        ("QĐ 1169", DocumentNumber("1169", kind="quyết định")),
        ("KH 145", DocumentNumber("145", kind="kế hoạch")),
        ("Chương trình hành động số 150", DocumentNumber("150", kind="chương trình")),
        ("luật số 93", DocumentNumber("93", kind="luật")),
        ("nghi dinh 88/2025", DocumentNumber("88", "2025", kind="nghị định")),
        ("quyết định số 2025", DocumentNumber("2025", kind="quyết định")),
        ("nghị quyết 57 năm 2024", DocumentNumber("57", kind="nghị quyết")),
    ],
)
def test_a_number_after_the_kind_of_paper_needs_no_code(written: str, number: DocumentNumber) -> None:
    assert [mention.number for mention in find_document_numbers(written)] == [number]


@pytest.mark.parametrize(
    "rest",
    [
        "nói gì",
        "ban hành khi nào",
        "còn hiệu lực không",
        "quy định thế nào",
        "ngày nào",
        "ngày 22/12/2024",
        "năm nào",
        "tỉ lệ bao nhiêu",
        "người dân được gì",
        "so với nghị quyết khác",
        "ngân sách chi bao nhiêu",
        "lan tỏa",
    ],
)
def test_words_of_the_question_do_not_turn_the_number_into_a_count(rest: str) -> None:
    assert canonical(f"nghị quyết 57 {rest}") == ["57"]
    assert canonical(fold(f"nghị quyết 57 {rest}")) == ["57"]


@pytest.mark.parametrize(
    "text",
    [
        "năm 2026",
        "100%",
        "30 lượt",
        "10/6",
        "9 tháng",
        "22/12/2024",
        "Điều 9",
        "khoản 2",
        "0912 345 678",
        "+84 912345678",
        "luật 2025",
        "luật đất đai 2024",
        "nghị quyết 2026",
        "kế hoạch 2026",
        "kế hoạch năm 2026",
        "kế hoạch 2026-2030",
        "kế hoạch 5 năm 2026-2030",
        "kế hoạch 6/2026",
        "kế hoạch 100 ngày",
        "báo cáo 6 tháng",
        "hướng dẫn 3 bước",
        "quyết định 2 việc",
        "nghị quyết ngày 22/12/2024",
        "nghị quyết 22/12/2024",
        "kế hoạch 25.000 tỷ đồng",
        "kế hoạch 80%",
        "số 01 đường Mai Thế Chuẩn",
        "có 30 kh từ Hà Nội",
        "năm 2026 kh ubnd tỉnh",
        "nq57.langson.gov.vn",
        "https://langson.gov.vn/57-NQ/TW",
        "1.543 dịch vụ công",
        "phụ lục 3",
    ],
)
def test_years_counts_dates_and_places_are_no_document_numbers(text: str) -> None:
    assert canonical(text) == []
    assert canonical(fold(text)) == []


def test_a_law_is_not_cited_by_a_long_bare_number() -> None:
    assert canonical("luật 1234") == []
    assert canonical("luật số 1234") == ["1234"]


def test_all_numbers_of_a_text_are_found_in_order_with_their_kind_words() -> None:
    text = "Nghị quyết 71/NQ-CP sửa Nghị quyết số 03/NQ-CP để thực hiện NQ57, theo luật 93/2025/QH15."
    mentions = find_document_numbers(text)
    assert [text[mention.start : mention.end] for mention in mentions] == [
        "Nghị quyết 71/NQ-CP",
        "Nghị quyết số 03/NQ-CP",
        "NQ57",
        "luật 93/2025/QH15",
    ]
    assert [mention.number.canonical for mention in mentions] == [
        "71/NQ-CP",
        "03/NQ-CP",
        "57",
        "93/2025/QH15",
    ]


def test_decomposed_text_gives_spans_of_the_text_as_typed() -> None:
    text = unicodedata.normalize("NFD", "theo Quyết định 1169/QĐ-TTg nhé")
    [mention] = find_document_numbers(text)
    assert unicodedata.normalize("NFC", text[mention.start : mention.end]) == "Quyết định 1169/QĐ-TTg"
    assert mention.number.canonical == "1169/QĐ-TTg"


def test_the_code_decides_the_kind_but_for_the_party_which_writes_qd_for_two() -> None:
    assert kinds("145/KH-UBND") == ["kế hoạch"]
    assert kinds("kế hoạch 57-NQ/TW") == ["nghị quyết"]
    assert kinds("229-QĐ/TW; Quyết định 229-QĐ/TW; Quy định 230-QĐ/TW") == [None, "quyết định", "quy định"]
    assert kinds("193/2025/QH15; nghị quyết 193/2025/QH15") == [None, "nghị quyết"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NQ57", "57-NQ/TW"),
        ("57-NQ", "57-NQ/TW"),
        ("nghị quyết 3", "03/NQ-CP"),
        ("luật 93", "93/2025/QH15"),
        ("quy định 230", "230-QĐ/TW"),
        ("qd 1169 qd ttg", "Quyết định số 1169/QĐ-TTg"),
        ("nghị quyết 193/2025", "193/2025/QH15"),
    ],
)
def test_parts_left_out_still_match(one: str, other: str) -> None:
    [first], [second] = find_document_numbers(one), find_document_numbers(other)
    assert first.number.matches(second.number)
    assert second.number.matches(first.number)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NQ57", "58-NQ/TW"),
        ("NQ57", "57/KH-UBND"),
        ("57-NQ/TW", "57/NQ-CP"),
        ("88/2025/NĐ-CP", "88/2024/NĐ-CP"),
        ("kế hoạch 193", "nghị quyết 193"),
    ],
)
def test_a_stated_part_that_differs_does_not_match(one: str, other: str) -> None:
    [first], [second] = find_document_numbers(one), find_document_numbers(other)
    assert not first.number.matches(second.number)
    assert not second.number.matches(first.number)


@given(TYPED)
def test_mentions_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for mention in find_document_numbers(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.number.number in fold(text[mention.start : mention.end])
        end = mention.end


@given(TYPED)
def test_the_official_spelling_is_read_back_as_the_same_number(text: str) -> None:
    for mention in find_document_numbers(text):
        if mention.number.code is None:
            continue
        [again] = find_document_numbers(f"số {mention.number.canonical}")
        assert again.number.matches(mention.number)
        assert again.number.canonical == mention.number.canonical
