"""The difference between two wordings: nothing of either is lost, and no more stands out than what differs."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from knowledge.difference import Part, Stretch, difference


def test_the_word_that_differs_stands_out() -> None:
    assert difference("nộp 50.000 đồng một tối", "nộp 60.000 đồng một tối") == (
        Part(Stretch.KEPT, "nộp "),
        Part(Stretch.REMOVED, "50"),
        Part(Stretch.ADDED, "60"),
        Part(Stretch.KEPT, ".000 đồng một tối"),
    )
    assert difference("như cũ", "như cũ") == (Part(Stretch.KEPT, "như cũ"),)
    assert difference("", "mới") == (Part(Stretch.ADDED, "mới"),)


@given(st.text(alphabet="ab ,.\n", max_size=60), st.text(alphabet="ab ,.\n", max_size=60))
def test_both_wordings_can_be_read_from_it(before: str, after: str) -> None:
    parts = difference(before, after)
    assert "".join(part.text for part in parts if part.stretch is not Stretch.ADDED) == before
    assert "".join(part.text for part in parts if part.stretch is not Stretch.REMOVED) == after


def test_very_long_wordings_keep_nobody_waiting() -> None:
    before, after = "một hai ba bốn " * 20_000, "hai ba bốn năm " * 20_000
    started = time.monotonic()
    assert [part.text for part in difference(before, after)] == [before, after]
    assert time.monotonic() - started < 1
