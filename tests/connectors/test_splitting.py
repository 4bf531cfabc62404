"""Long texts are cut where a reader would pause, and nothing of them is lost."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from connectors.splitting import composed, cut, shorten, units

VIETNAMESE = st.text(st.sampled_from("aăâđeêoôơuưyAĐ \u0301\u0323\u0302\u031b.,;\n👨‍👩‍👧‍👦🇻🇳"), max_size=400)


def parts(text: str, limit: int) -> list[str]:
    return [text[start:end] for start, end in cut(text, limit)]


@given(st.one_of(st.text(max_size=300), VIETNAMESE), st.integers(16, 80))
def test_parts_fit_in_both_measures_and_only_whitespace_is_lost(raw: str, limit: int) -> None:
    text = composed(raw)
    cuts = cut(text, limit)
    assert all(0 < units(text[start:end]) <= limit for start, end in cuts)
    assert all(len(text[start:end]) <= limit for start, end in cuts)
    ends = [0, *(place for pair in cuts for place in pair), len(text)]
    between = [text[ends[i] : ends[i + 1]] for i in range(0, len(ends), 2)]
    assert all(not gap.strip() for gap in between)


@given(VIETNAMESE, st.integers(16, 60))
def test_no_sign_is_cut_in_two(raw: str, limit: int) -> None:
    text = composed(raw)
    borders = {0}
    for sign in regex.finditer(r"\X", text):
        borders.add(sign.end())
        if units(sign.group()) > limit or (len(sign.group()) > 1 and sign.group()[0].isspace()):
            return  # it cannot stay whole; or a mark was typed on nothing
    assert {place for pair in cut(text, limit) for place in pair} <= borders


@given(
    st.lists(
        st.sampled_from(["Mục tiêu", "năm 2026.", "https://hoidap.vn/van-ban/ke-hoach#II.1", "\n"]),
        max_size=40,
    )
)
def test_addresses_stay_whole(words: list[str]) -> None:
    text = composed(" ".join(words))
    found = [address for part in parts(text, 48) for address in regex.findall(r"https?://\S+", part)]
    assert found == regex.findall(r"https?://\S+", text)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 20, []),
        ("   \n ", 20, []),
        ("một hai ba", 20, ["một hai ba"]),
        ("Câu một dài. Câu hai dài.", 20, ["Câu một dài.", "Câu hai dài."]),
        ("Đoạn thứ một\n\nĐoạn hai nữa", 20, ["Đoạn thứ một", "Đoạn hai nữa"]),
        ("dòng một dài\ndòng hai dài", 20, ["dòng một dài", "dòng hai dài"]),
        ("x" * 40, 16, ["x" * 16, "x" * 16, "x" * 8]),
        ("a " + "x" * 20, 16, ["a", "x" * 16, "x" * 4]),
        ("1234567890123456 tám", 16, ["1234567890123456", "tám"]),
        ("  một hai ba  ", 20, ["một hai ba"]),
        ("123456789012345     tám", 16, ["123456789012345", "tám"]),
        # A line's end is preferred to a space, a paragraph's to a line's, where the part is half full by then.
        ("12345678\n1234567 123", 16, ["12345678", "1234567 123"]),
        ("1234567\n12345678 123", 16, ["1234567\n12345678", "123"]),
        ("12345678\n\n1234\n12 123 456", 16, ["12345678", "1234\n12 123 456"]),
        # The same in a part that is not the first.
        ("x" * 15 + " 12345678\n1234567 123", 16, ["x" * 15, "12345678", "1234567 123"]),
        ("x" * 15 + " 1234567\n12345678 123", 16, ["x" * 15, "1234567\n12345678", "123"]),
    ],
)
def test_the_best_pause_is_taken(text: str, limit: int, expected: list[str]) -> None:
    assert parts(text, limit) == expected


def test_what_comes_decomposed_is_measured_composed() -> None:
    text = "Nghị quyết về đột phá phát triển khoa học"
    assert len(unicodedata.normalize("NFD", text)) > 48
    assert parts(composed(unicodedata.normalize("NFD", text)), 48) == [text]


@given(st.text(max_size=60), st.integers(2, 30))
def test_a_title_is_shortened_to_fit(title: str, limit: int) -> None:
    assert units(shorten(title, limit)) <= limit


def test_a_title_is_shortened_between_signs() -> None:
    assert shorten("Gia đình 👨‍👩‍👧‍👦 văn hoá", 16) == "Gia đình…"
    assert shorten("Nghị quyết 57", 20) == "Nghị quyết 57"
    assert shorten("x" * 16, 16) == "x" * 16
    assert shorten("x" * 17, 16) == "x" * 15 + "…"
    assert shorten("  Nghị quyết 57\n", 13) == "Nghị quyết 57"


def test_half_a_sign_is_measured_too() -> None:
    """A hostile body may bring half a surrogate pair."""
    assert units("\ud83d") == 1
    assert units("👍") == 2


def test_an_address_begins_a_part_rather_than_be_cut() -> None:
    assert parts("xem:https://hoidap.vn/abc def", 22) == ["xem:", "https://hoidap.vn/abc", "def"]


def test_an_address_longer_than_a_part_is_cut_after_all_between_signs() -> None:
    assert parts("https://hoidap.vn/" + "x" * 40, 16) == [
        "https://hoidap.v",
        "n/" + "x" * 14,
        "x" * 16,
        "x" * 10,
    ]
    assert parts("https://hoidap/🇻🇳🇻🇳🇻🇳", 17) == ["https://hoidap/", "🇻🇳🇻🇳🇻🇳"]
    assert parts("một https://hoidap/🇻🇳🇻🇳🇻🇳", 17) == ["một", "https://hoidap/", "🇻🇳🇻🇳🇻🇳"]


def test_a_sign_longer_than_a_part_is_cut_after_all() -> None:
    stacked = "a" + "\u0301" * 40
    assert "".join(parts(stacked, 16)) == stacked
    family = "👨\ufe0f\u200d" * 6 + "👨"  # one sign of 26 units
    assert [units(part) for part in parts(family, 16)] == [16, 10]
    assert [units(part) for part in parts(family, 17)] == [16, 10]
    assert "".join(parts("một " + family, 16)) == "một" + family
