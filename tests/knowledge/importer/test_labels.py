"""Labels of official papers: reading them, counting them, and what they make of paths and places."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importer.labels import (
    LETTERS,
    Label,
    Level,
    follows,
    path_step,
    place_of,
    read_label,
    read_note,
)


def label(printed: str) -> Label:
    """The label of a line that begins with ``printed``."""
    read = read_label(f"{printed} Nội dung")
    assert read is not None, printed
    return read[0]


def labels(*printed: str) -> list[Label]:
    return [label(one) for one in printed]


@pytest.mark.parametrize(
    ("line", "level", "printed", "value", "rest"),
    [
        ("Phần I. Mở đầu", Level.PART, "Phần I.", "I", "Mở đầu"),
        ("Phần thứ nhất", Level.PART, "Phần thứ nhất", "nhất", ""),
        ("PHẦN THỨ HAI: NHIỆM VỤ", Level.PART, "PHẦN THỨ HAI:", "HAI", "NHIỆM VỤ"),
        ("Chương II", Level.CHAPTER, "Chương II", "II", ""),
        ("CHƯƠNG IV QUY ĐỊNH CHUNG", Level.CHAPTER, "CHƯƠNG IV", "IV", "QUY ĐỊNH CHUNG"),
        ("Mục 1. Đăng ký", Level.SECTION, "Mục 1.", "1", "Đăng ký"),
        ("I. MỤC TIÊU", Level.ROMAN, "I.", "I", "MỤC TIÊU"),
        ("XIV. TỔ CHỨC", Level.ROMAN, "XIV.", "XIV", "TỔ CHỨC"),
        ("Điều 5. Phạm vi", Level.ARTICLE, "Điều 5.", "5", "Phạm vi"),
        ("Điều 12a: Bổ sung", Level.ARTICLE, "Điều 12a:", "12a", "Bổ sung"),
        ("3. Nguyên tắc", Level.NUMBER, "3.", "3", "Nguyên tắc"),
        ("1.2. Mục tiêu cụ thể", Level.NUMBER_2, "1.2.", "2", "Mục tiêu cụ thể"),
        ("1.2.10. Chi tiết", Level.NUMBER_3, "1.2.10.", "10", "Chi tiết"),
        ("đ) Sử dụng mạng xã hội", Level.LETTER, "đ)", "đ", "Sử dụng mạng xã hội"),
        ("a)Năm 2025", Level.LETTER, "a)", "a", "Năm 2025"),
        ("- Vận hành cổng", Level.DASH, "-", "", "Vận hành cổng"),
        ("– Vận hành cổng", Level.DASH, "-", "", "Vận hành cổng"),
        ("+ Bước một", Level.PLUS, "+", "", "Bước một"),
    ],
)
def test_a_line_is_read_into_label_and_text(
    line: str, level: Level, printed: str, value: str, rest: str
) -> None:
    assert read_label(line) == (Label(level, printed, value), rest)


@pytest.mark.parametrize(
    "line",
    [
        "phần mềm dùng chung của tỉnh",
        "Phần mềm dùng chung của tỉnh",
        "Phần lớn người dân",
        "chương 2 của Nghị định này",
        "Chương II của Nghị định này",
        "Chương trình hành động",
        "Mục tiêu chung",
        "mục 3. Các đơn vị",
        "điều 5. Các đơn vị",
        "Điều kiện áp dụng",
        "VIX. Sai dạng số",
        "IIII. Sai dạng số",
        "2025",
        "1.200 cây",
        "30 lượt tham gia",
        "100% các sở, ban, ngành",
        "f) không có trong bảng chữ cái",
        "A) chữ hoa",
        "57-NQ/TW",
        "-5 độ",
        "",
    ],
)
def test_text_that_only_looks_like_a_label_stays_text(line: str) -> None:
    assert read_label(line) is None


@given(st.text() | st.text(alphabet="IVX1.) -–+ađĐiềuChươngPhầ"))
def test_reading_a_label_loses_no_text(line: str) -> None:
    line = " ".join(line.split())
    read = read_label(line)
    if read is not None:
        found, rest = read
        printed = line[0] if found.level is Level.DASH else found.printed
        assert line.startswith(printed)
        assert line.removeprefix(printed).strip() == rest.strip()


@pytest.mark.parametrize(
    ("one", "next_one"),
    [("I.", "II."), ("III.", "IV."), ("1.", "2."), ("9.", "10."), ("1.1.", "1.2."), ("a)", "b)")],
)
def test_labels_count_up(one: str, next_one: str) -> None:
    assert follows(label(next_one), label(one))
    assert not follows(label(one), label(next_one))
    assert not follows(label(one), label(one))


def test_letters_count_in_the_legal_alphabet_with_dd_and_without_f_j_w_z() -> None:
    in_order = [label(f"{letter})") for letter in LETTERS]
    assert all(follows(after, before) for before, after in pairwise(in_order))
    assert [one.value for one in in_order[:8]] == ["a", "b", "c", "d", "đ", "e", "g", "h"]


def test_a_list_begins_with_its_first_label() -> None:
    assert all(follows(label(first), None) for first in ("I.", "1.", "1.1.", "a)"))
    assert not any(follows(label(other), None) for other in ("II.", "10.", "1.3.", "đ)"))


def test_dashes_and_articles_need_not_count() -> None:
    assert follows(label("-"), None)
    assert follows(label("-"), label("-"))
    assert follows(label("Điều 7."), label("Điều 3."))


@pytest.mark.parametrize(
    ("printed", "step"),
    [
        ("I.", "I"),
        ("1.2.", "2"),
        ("b)", "b"),
        ("đ)", "dd"),
        ("Điều 5.", "dieu-5"),
        ("Điều 5đ.", "dieu-5dd"),
        ("Chương II", "chuong-ii"),
        ("Phần thứ nhất:", "phan-nhat"),
        ("Mục 3.", "muc-3"),
        ("-", ""),
    ],
)
def test_a_step_of_a_path_is_plain_ascii(printed: str, step: str) -> None:
    assert path_step(label(printed)) == step


@pytest.mark.parametrize(
    ("trail", "place"),
    [
        (("I.",), "Mục I"),
        (("I.", "1.", "1.2.", "b)"), "Mục I.1.2 điểm b"),
        (("I.", "1.", "1.2.", "b)", "-"), "Mục I.1.2 điểm b"),
        (("II.", "1.", "đ)"), "Mục II.1 điểm đ"),
        (("Điều 6.", "2."), "Khoản 2 Điều 6"),
        (("Chương II", "Điều 6.", "2.", "đ)"), "Điểm đ Khoản 2 Điều 6"),
        (("Điều 6.", "a)"), "Điểm a Điều 6"),
        (("Điều 6.",), "Điều 6"),
        (("Chương II", "Mục 3."), "Mục 3, Chương II"),
        (("Phần I.", "Chương II"), "Chương II, Phần I"),
        (("a)",), "Điểm a"),
        (("-",), ""),
        ((), ""),
    ],
)
def test_the_place_is_what_officials_call_it(trail: tuple[str, ...], place: str) -> None:
    assert place_of(labels(*trail)) == place


def test_an_editors_note_is_read_however_it_is_capitalised() -> None:
    assert read_note("> Ghi chú biên tập: cần đối chiếu.") == "cần đối chiếu."
    assert read_note(">ghi chú biên tập:") == ""
    assert read_note("> Trích dẫn") is None
    assert read_note("Ghi chú biên tập: thiếu dấu") is None
