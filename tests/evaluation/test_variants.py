"""Questions typed as people type: each way changes what it says it changes, and the same every time."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.golden import load_questions
from evaluation.variants import Variant, short_forms, typed_as
from vietnamese.text import fold, has_marks, nfc, syllables

QUESTION = "Sở Khoa học và Công nghệ không được làm gì theo Nghị quyết 57-NQ/TW ngày 22/12/2024?"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=200) | st.lists(
    st.sampled_from(QUESTION.split()), max_size=30
).map(" ".join)
QUESTIONS = [question.question for question in load_questions("development")]


def words(text: str) -> list[str]:
    return text.split()


def changed(variant: Variant) -> float:
    """Share of the development questions' words that come out otherwise, where their number stays."""
    pairs = [(text, typed_as(text, variant)) for text in QUESTIONS]
    kept = [(words(nfc(text)), words(typed)) for text, typed in pairs]
    both = [
        pair
        for before, after in kept
        if len(before) == len(after)
        for pair in zip(before, after, strict=True)
    ]
    return sum(before != after for before, after in both) / len(both)


@given(TEXTS, st.sampled_from(Variant), st.integers(0, 10))
def test_the_same_seed_gives_the_same_text(text: str, variant: Variant, seed: int) -> None:
    assert typed_as(text, variant, seed) == typed_as(text, variant, seed)


@pytest.mark.parametrize("variant", [Variant.HALF, Variant.TEENCODE, Variant.TYPO, Variant.MESSY])
def test_another_seed_gives_another_text(variant: Variant) -> None:
    assert len({typed_as(QUESTION * 3, variant, seed) for seed in range(5)}) > 1


@given(TEXTS)
def test_accented_is_the_text_itself(text: str) -> None:
    assert typed_as(text, Variant.ACCENTED) == nfc(text)


@given(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3).map(" ".join))
def test_without_marks_only_the_marks_and_capitals_are_gone(text: str) -> None:
    typed = typed_as(text, Variant.NODIA)
    assert not has_marks(typed)
    assert typed == fold(text)
    assert not has_marks(typed_as(text, Variant.MESSY))


@given(TEXTS)
def test_half_loses_marks_and_no_letters(text: str) -> None:
    assert fold(typed_as(text, Variant.HALF)) == fold(nfc(text))


def test_half_loses_the_marks_of_about_every_second_word() -> None:
    marked = [has_marks(word) for text in QUESTIONS for word in words(text)]
    left = [has_marks(word) for text in QUESTIONS for word in words(typed_as(text, Variant.HALF))]
    assert 0.4 < sum(left) / sum(marked) < 0.6


def test_slips_befall_fifteen_words_in_a_hundred() -> None:
    assert 0.1 < changed(Variant.TYPO) < 0.17


def test_numbers_and_papers_are_never_mistyped() -> None:
    for seed in range(40):
        for variant in (Variant.TYPO, Variant.MESSY):
            typed = typed_as(QUESTION, variant, seed)
            assert "57-nq/tw" in typed.lower()
            assert "22/12/2024" in typed


@given(TEXTS, st.integers(0, 5))
def test_a_slip_changes_the_length_of_a_word_by_one_letter_at_most(text: str, seed: int) -> None:
    before, after = words(nfc(text)), words(typed_as(text, Variant.TYPO, seed))
    if len(before) == len(after):
        for word, typed in zip(before, after, strict=True):
            assert abs(len(word) - len(typed)) <= len(syllables(word))


def test_phrases_are_shortened_before_the_words_in_them() -> None:
    typed = {
        typed_as("Ủy ban nhân dân tỉnh có chuyển đổi số không biết", Variant.TEENCODE, seed)
        for seed in range(30)
    }
    assert any("ubnd tỉnh" in text for text in typed)
    assert any(text.endswith("kbt") for text in typed)
    assert any("cđs" in text or "cds" in text for text in typed)


def test_seven_in_ten_of_what_can_be_shortened_is() -> None:
    typed = typed_as("không " * 1000, Variant.TEENCODE)
    counted = Counter(words(typed))
    assert 250 < counted["không"] < 350
    assert set(counted) == {"không", *short_forms()["không"]}


def test_a_word_inside_another_is_not_shortened() -> None:
    assert {typed_as("gìn khônggian", Variant.TEENCODE, seed) for seed in range(20)} == {"gìn khônggian"}


def test_every_short_form_is_shorter_and_in_the_form_that_texts_have() -> None:
    for written, forms in short_forms().items():
        assert forms
        assert written == nfc(written).lower()
        for form in forms:
            assert form == nfc(form).strip()
            assert len(form) <= len(written)
            assert form != written


@given(TEXTS, st.sampled_from(Variant))
def test_whatever_is_typed_stays_text(text: str, variant: Variant) -> None:
    typed = typed_as(text, variant)
    assert typed.encode("utf-8").decode("utf-8") == typed
    assert typed_as(text, variant) == typed
