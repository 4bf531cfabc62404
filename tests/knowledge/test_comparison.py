"""A question about two years or two papers is two questions."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.comparison import sides_of
from vietnamese.dates import find_years
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold

COMPARING = ["khác gì", "so sánh với", "so với", "chênh nhau với", "có giống nhau không với", "hơn kém"]
PIECES = "khác so sánh với năm nam 2026 2027 2028-2030 57-NQ/TW quyết định 1169 và - / ẞ İ".split()
TYPED = (
    st.text()
    | st.lists(st.sampled_from(PIECES)).map(" ".join)
    | st.lists(st.sampled_from(PIECES)).map("".join)
)


def years(text: str) -> set[int]:
    return {mention.first for mention in find_years(text)}


@pytest.mark.parametrize("typed", [str, fold, str.upper], ids=["accented", "folded", "upper"])
@pytest.mark.parametrize(
    "text",
    [
        "Mục tiêu năm 2026 khác gì năm 2027?",
        "So sánh mục tiêu năm 2026 và năm 2027",
        "năm 2026 so với 2027 tăng thêm bao nhiêu lượt",
        "Năm 2026 và 2027 chênh lệch ra sao",
    ],
)
def test_two_years_are_asked_one_after_the_other(text: str, typed: type[str]) -> None:
    sides = sides_of(typed(text))
    assert sides is not None
    assert [years(side) for side in sides] == [{2026}, {2027}]


def test_two_papers_are_asked_one_after_the_other() -> None:
    sides = sides_of("Nghị quyết 57-NQ/TW và Quyết định 1169/QĐ-TTg khác nhau thế nào?")
    assert sides is not None
    numbers = [[mention.number.canonical for mention in find_document_numbers(side)] for side in sides]
    assert numbers == [["57-NQ/TW"], ["1169/QĐ-TTg"]]


def test_each_side_keeps_the_rest_of_the_question() -> None:
    assert sides_of("Mục tiêu  năm 2026 của tỉnh khác gì năm 2027?") == (
        "Mục tiêu năm 2026 của tỉnh khác gì ?",
        "Mục tiêu của tỉnh khác gì năm 2027?",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Mục tiêu năm 2026 và năm 2027 là gì?",
        "Mục tiêu năm 2026 khác gì?",
        "So sánh năm 2025, 2026 và 2027",
        "So sánh năm 2026 với năm 2026",
        "Giai đoạn 2028-2030 khác gì năm 2026",
        "Sở khác với bộ thế nào",
        "",
    ],
)
def test_one_or_three_or_nothing_to_compare_is_no_comparison(text: str) -> None:
    assert sides_of(text) is None


@given(
    first=st.integers(2020, 2045),
    second=st.integers(2020, 2045),
    word=st.sampled_from(COMPARING),
    topic=st.sampled_from(["mục tiêu của tỉnh", "kinh phí", "số hộ dân được tập huấn"]),
)
def test_each_side_lacks_one_of_the_two_years(first: int, second: int, word: str, topic: str) -> None:
    sides = sides_of(f"{topic} năm {first} {word} năm {second}")
    if first == second:
        assert sides is None
    else:
        assert sides is not None
        assert [years(side) for side in sides] == [{first}, {second}]
        assert all(topic in side for side in sides)


@given(TYPED)
def test_any_text_has_two_different_shorter_sides_or_none(text: str) -> None:
    sides = sides_of(text)
    if sides is not None:
        first, second = sides
        assert first != second
        assert all(len(side) < len(text) for side in sides)


@given(st.sampled_from([*PIECES, "so sánh năm 2026 ", "a", "ạ", "1/", "\u0301", " "]))
def test_a_long_text_takes_a_moment(piece: str) -> None:
    started = process_time()
    sides_of(piece * (10_000 // len(piece)))
    assert process_time() - started < 2


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "Cấp mới và cấp lại giấy phép khác nhau thế nào?",
            ("Cấp mới giấy phép", "cấp lại giấy phép"),
        ),
        ("Thủ tục cấp mới khác gì thủ tục cấp lại", ("Thủ tục cấp mới", "thủ tục cấp lại")),
        ("nghị quyết 57 và kế hoạch của tỉnh khác gì", ("nghị quyết 57", "kế hoạch của tỉnh")),
        (
            "Nghị quyết 57 và kế hoạch của tỉnh khác nhau về kinh phí ra sao",
            ("Nghị quyết 57 về kinh phí ra sao", "kế hoạch của tỉnh về kinh phí ra sao"),
        ),
        (
            "Hạn báo cáo trong kế hoạch của tỉnh với hạn báo cáo trong Nghị quyết 03/NQ-CP lệch nhau ra sao?",
            ("Hạn báo cáo trong kế hoạch của tỉnh", "hạn báo cáo trong Nghị quyết 03/NQ-CP"),
        ),
    ],
)
def test_two_things_named_alike_are_asked_one_after_the_other(text: str, sides: tuple[str, str]) -> None:
    assert sides_of(text) == sides


@pytest.mark.parametrize(
    "text",
    [
        "Khoa học và công nghệ khác gì?",
        "Lạng Sơn có bị nhập với tỉnh khác không?",
        "Lạng Sơn và các tỉnh khác có gì?",
        "Nghị quyết và kế hoạch có những chỉ tiêu nào giống nhau?",
    ],
)
def test_what_merely_sounds_like_a_comparison_is_one_question(text: str) -> None:
    assert sides_of(text) is None
