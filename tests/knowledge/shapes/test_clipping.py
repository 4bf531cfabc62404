"""Words are cut at the ends of phrases, as few items as can be, and never changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.shapes.clipping import MIN_ITEM, MORE, clip, clip_around, fit

NONE: frozenset[str] = frozenset()
LONG = "Tổ chức quán triệt, tuyên truyền sâu rộng nghị quyết; biên soạn tài liệu và hướng dẫn các cơ quan, đơn vị"


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("Ngắn gọn.", 20, "Ngắn gọn."),
        (LONG, 60, "Tổ chức quán triệt, tuyên truyền sâu rộng nghị quyết …"),
        (LONG, 74, "Tổ chức quán triệt, tuyên truyền sâu rộng nghị quyết; biên soạn tài liệu …"),
        ("Phấn đấu đạt tối thiểu 30 % tổng số", 25, "Phấn đấu đạt …"),
        ("x" * 30, 10, "x" * 10 + MORE),
    ],
)
def test_a_text_is_cut_after_a_phrase_or_a_word_that_can_end_one(text: str, length: int, shown: str) -> None:
    assert clip(text, length) == shown


texts = st.text(alphabet="ab ,.;)đ0", max_size=300)
lengths = st.integers(0, 320)


@given(texts, lengths)
def test_what_is_cut_is_a_beginning_of_the_text(text: str, length: int) -> None:
    shown = clip(text, length)
    assert len(shown) <= max(len(MORE), length + len(MORE))
    assert shown == text if len(text) <= length else text.startswith(shown.removesuffix(MORE))


def test_the_sentence_that_was_asked_for_is_kept_where_a_long_text_is_cut() -> None:
    filler = "Các cơ quan tổ chức tuyên truyền sâu rộng nội dung này. " * 6
    text = filler + "Mức hỗ trợ là 40 triệu đồng. " + filler
    shown = clip_around(text, 200, frozenset({"muc", "ho", "tro"}))
    assert "Mức hỗ trợ là 40 triệu đồng." in shown
    assert len(shown) <= 200
    assert shown.startswith("… ")


@given(texts, st.integers(10, 320), st.sets(st.sampled_from(["a", "b", "ab", "đ"])))
def test_a_text_cut_around_a_sentence_is_a_stretch_of_it(text: str, length: int, terms: set[str]) -> None:
    shown = clip_around(text, length, frozenset(terms))
    assert len(shown) <= max(length, len(MORE))
    assert shown.removeprefix("… ").removesuffix(MORE) in text


def test_only_the_longest_item_is_cut_where_that_is_enough() -> None:
    items = ["- ngắn", "- " + "vừa phải " * 8, "- " + "rất dài " * 30]
    shown = fit(items, 280, NONE)
    assert shown[:2] == items[:2]
    assert shown[2].endswith(MORE)
    assert len(shown[2]) >= len(items[2]) // 2


def test_the_item_that_alone_has_what_was_asked_is_cut_last() -> None:
    items = ["- " + "đào tạo cán bộ " * 12, "- " + "hỗ trợ nông dân " * 12, "- " + "đào tạo cán bộ " * 12]
    shown = fit(items, 350, frozenset({"nong", "dan"}))
    assert shown[1] == items[1]
    assert all(shown[place].endswith(MORE) for place in (0, 2))


@given(
    st.lists(st.text(alphabet="ab ,;đ", min_size=1, max_size=300), max_size=40),
    st.integers(MIN_ITEM + len(MORE) + 1, 1000),
    st.integers(0, 60),
    st.sets(st.sampled_from(["a", "b", "đ"])),
)
def test_items_fit_in_order_and_none_is_reworded(
    items: list[str], room: int, rest: int, terms: set[str]
) -> None:
    shown = fit(items, room, frozenset(terms), rest)
    assert bool(shown) == bool(items)
    if room - rest >= MIN_ITEM + len(MORE) + 1:
        assert sum(len(item) + 1 for item in shown) <= room - (rest if len(shown) < len(items) else 0)
    for item, whole in zip(shown, items, strict=False):
        assert item == whole or whole.startswith(item.removesuffix(MORE))
