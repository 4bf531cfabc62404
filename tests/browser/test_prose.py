"""The widget's reading of a reply's text, run in the browser that ships it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FIGURES = [
    ("Đạt 97,92% hồ sơ", ["97,92%"]),
    ("Có 239.723 hồ sơ và 1.543 dịch vụ", ["239.723 hồ sơ", "1.543 dịch vụ"]),
    ("từ 5 - 7 ngày làm việc", ["5 - 7 ngày làm việc"]),
    ("Kinh phí 2,5 tỷ đồng, thưởng 300 triệu", ["2,5 tỷ đồng", "300 triệu"]),
    ("gồm 61 xã và 4 phường", ["61 xã", "4 phường"]),
    ("trong 15 ngày, 10 ngày", ["15 ngày", "10 ngày"]),
    ("(20%)", ["20%"]),
    ("ngày 22 tháng 12 năm 2024", []),
    ("tháng 6 năm 2025 và năm 2026", []),
    ("Nghị quyết 57-NQ/TW, Luật 93/2025/QH15, ngày 16/6/2025", []),
    ("Điều 9, khoản 2, mục I.1", []),
    ("A100 ngày, 5 ngàynghỉ", []),
]

PIECES = "async (line) => (await import('/static/widget/prose.js')).pieces(line)"
BLOCKS = "async (text) => (await import('/static/widget/prose.js')).blocks(text)"

texts = st.text(
    st.sampled_from("59.,-–% \n\r\t•*+abđxã/:<>&ngàynăm") | st.characters(codec="utf-8"), max_size=60
)


@pytest.mark.parametrize(("line", "figures"), FIGURES)
def test_figures_are_numbers_with_what_they_count(chat: Page, line: str, figures: list[str]) -> None:
    assert [piece["text"] for piece in chat.evaluate(PIECES, line) if piece["kind"] == "figure"] == figures


def test_links_end_before_the_sentence_does(chat: Page) -> None:
    found = chat.evaluate(PIECES, "Nộp tại https://dichvucong.gov.vn/a?b=1. Hoặc (http://x.vn).")
    assert [piece["text"] for piece in found if piece["kind"] == "link"] == [
        "https://dichvucong.gov.vn/a?b=1",
        "http://x.vn",
    ]


def test_dashes_make_lists_and_other_lines_paragraphs(chat: Page) -> None:
    found = chat.evaluate(BLOCKS, "a) Năm 2025:\n- một\n• hai\nb) Năm 2026:\ntiếp\n\nhết")
    assert [(block["kind"], [line["text"] for line in block["lines"]]) for block in found] == [
        ("paragraph", ["a) Năm 2025:"]),
        ("list", ["một", "hai"]),
        ("paragraph", ["b) Năm 2026:", "tiếp"]),
        ("paragraph", ["hết"]),
    ]


def test_indented_dashes_make_a_list_in_the_item_above(chat: Page) -> None:
    html = (
        "async (text) => (await import('/static/widget/prose.js')).prose(text).map((node) => node.outerHTML)"
    )
    assert chat.evaluate(html, "  - a\n    - b\n      - c\n  - d\n- e") == [
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li><li>e</li></ul>"
    ]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=texts)
def test_the_pieces_of_a_line_are_the_line(chat: Page, line: str) -> None:
    assert "".join(piece["text"] for piece in chat.evaluate(PIECES, line)) == line


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_no_word_of_a_reply_is_lost_in_its_blocks(chat: Page, text: str) -> None:
    shown = " ".join(line["text"] for block in chat.evaluate(BLOCKS, text) for line in block["lines"])
    marks = str.maketrans(dict.fromkeys("-–•*+"))
    assert "".join(shown.translate(marks).split()) == "".join(
        text.translate(marks).replace("\ufeff", "").split()
    )
