"""The very thing asked for, found again in the text of a reply."""

from __future__ import annotations

from io import StringIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from conversations.highlights import pieces
from service.terminal import Terminal

QUOTE = "- Báo cáo trước ngày 10/6"
TEXT = f"Theo văn bản 10/6, Mục I:\n{QUOTE}"


def test_a_highlight_is_found_in_its_quote_and_not_before_it() -> None:
    assert pieces(TEXT, [(QUOTE, "10/6")]) == [(TEXT.removesuffix("10/6"), False), ("10/6", True)]


def test_two_quotes_have_a_highlight_each() -> None:
    text = "Theo A:\n- 30%\n\nTheo B:\n- 40%"
    marked = [piece for piece, bold in pieces(text, [("- 30%", "30%"), ("- 40%", "40%")]) if bold]
    assert marked == ["30%", "40%"]


def test_what_stands_nowhere_is_marked_nowhere() -> None:
    for quote, highlight in [(QUOTE, "11/6"), ("câu khác", "câu"), (QUOTE, ""), ("", "10/6")]:
        assert pieces(TEXT, [(quote, highlight)]) == [(TEXT, False)]


words = st.text(alphabet="ab 1%\n", max_size=12)


@given(words, st.lists(st.tuples(words, words), max_size=4))
def test_the_pieces_of_a_text_are_the_text(text: str, marked: list[tuple[str, str]]) -> None:
    cut = pieces(text, marked)
    assert "".join(piece for piece, _ in cut) == text
    assert {piece for piece, bold in cut if bold} <= {highlight for _, highlight in marked}


def test_the_terminal_shows_it_bold_and_nothing_as_markup() -> None:
    citation = {"document": "A", "place": "", "quote": "- 100% [b]", "highlight": "100%", "url": "/a#b"}
    reply: dict[str, Any] = {"text": "Theo A:\n- 100% [b]", "citations": [citation], "buttons": []}
    output = StringIO()
    with Terminal("http://127.0.0.1:9", Console(file=output, force_terminal=True, width=80)) as terminal:
        terminal.show({"replies": [reply]})
    assert "\x1b[1m100%\x1b[0m" in output.getvalue()
    assert "[b]" in output.getvalue()
