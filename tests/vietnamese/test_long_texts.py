"""Texts as long as nobody types them by hand: time grows with the length, not with its square.

A quadratic search needs minutes for these and runs into the tests' time limit, a linear one part of a second.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vietnamese.abbreviations import expand
from vietnamese.dates import find_dates, find_years
from vietnamese.document_numbers import find_document_numbers
from vietnamese.personal_data import mask
from vietnamese.restorer import Restorer, background_sentences
from vietnamese.tones import place_tones

LENGTH = 50_000


@pytest.mark.parametrize(
    "text", ["a" * LENGTH, f"qđ{' ' * LENGTH}5x", "2025-" * (LENGTH // 5)], ids=["a", "gap", "-"]
)
@pytest.mark.parametrize(
    "function", [expand, find_dates, find_years, find_document_numbers, mask, place_tones]
)
def test_long_monotonous_texts_are_read_in_time(function: Callable[[str], object], text: str) -> None:
    assert function(text) in (text, [], ())


def test_a_long_question_is_restored_in_time() -> None:
    restorer = Restorer.learn(background_sentences())
    assert restorer.restore("muc tieu " * (LENGTH // 9)) == "mục tiêu " * (LENGTH // 9)
