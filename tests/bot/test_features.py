"""The two feature components together: what they say of a message, and that a stored one says the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.folded_features import FoldedFeatures
from bot.normaliser import VietnameseNormaliser
from bot.sentence_encoder import SentenceEncoder, add_sentence_vector
from bot.tokenizer import VietnameseTokenizer
from tests.bot.parts import examples, loaded, made, processed, trained

TAUGHT = ("mục tiêu năm 2026 là gì", "kinh phí lấy từ đâu", "xin chào")


@pytest.fixture
def cut(tmp_path: Path) -> Any:
    """Makes a message that is normalised and cut into words."""
    normaliser = trained(VietnameseNormaliser, tmp_path, TrainingData(examples(*TAUGHT)))
    tokenizer = made(VietnameseTokenizer, tmp_path)
    return lambda text: tokenizer.process([processed(normaliser, text)])[0]


def row(component: FoldedFeatures, message: Message) -> Any:
    _, sentence = component.process([message])[0].get_sparse_features("text")
    return csr_matrix(sentence.features).toarray() if sentence else None


def vector(component: SentenceEncoder, message: Message) -> Any:
    [message] = component.process([message])
    assert message.get_dense_features("text")[1] is None  # nobody has asked for it yet
    add_sentence_vector(message)
    _, sentence = message.get_dense_features("text")
    return sentence.features if sentence else None


def test_diacritics_and_case_make_no_difference_to_the_sparse_features(cut: Any, tmp_path: Path) -> None:
    features = trained(FoldedFeatures, tmp_path, TrainingData([cut(text) for text in TAUGHT]))
    assert np.array_equal(
        row(features, cut("kinh phí lấy từ đâu")), row(features, cut("KINH PHI lay tu dau"))
    )
    assert row(features, cut("kinh phí")).shape[0] == 1


def test_stored_sparse_features_say_the_same(cut: Any, tmp_path: Path) -> None:
    features = trained(FoldedFeatures, tmp_path, TrainingData([cut(text) for text in TAUGHT]))
    again = loaded(FoldedFeatures, tmp_path)
    assert np.allclose(row(features, cut("mục tiêu kinh phí")), row(again, cut("mục tiêu kinh phí")))


def test_a_sentence_vector_has_384_numbers_and_unit_length(cut: Any, tmp_path: Path) -> None:
    found = vector(made(SentenceEncoder, tmp_path), cut("mục tiêu năm 2026 là gì"))
    assert found.shape == (1, 384)
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-3)


def test_the_vector_is_that_of_the_restored_text(cut: Any, tmp_path: Path) -> None:
    encoder = made(SentenceEncoder, tmp_path)
    assert np.allclose(
        vector(encoder, cut("muc tieu nam 2026 la gi")), vector(encoder, cut("Mục tiêu năm 2026 là gì"))
    )


def test_the_end_of_a_very_long_message_costs_no_encoding(cut: Any, tmp_path: Path) -> None:
    encoder = made(SentenceEncoder, tmp_path, longest=18)
    assert np.array_equal(
        vector(encoder, cut("một hai ba bốn năm")), vector(encoder, cut("một hai ba bốn năm sáu"))
    )


def test_an_encoder_of_no_characters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"correct config\.yml"):
        made(SentenceEncoder, tmp_path, longest=0)


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_a_message_without_words_has_no_features(cut: Any, tmp_path: Path, text: str) -> None:
    features = trained(FoldedFeatures, tmp_path, TrainingData([cut(text) for text in TAUGHT]))
    assert row(features, cut(text)) is None
    assert vector(made(SentenceEncoder, tmp_path), Message({"text": text})) is None


def test_training_gives_every_example_its_vector(cut: Any, tmp_path: Path) -> None:
    data = TrainingData([cut(text) for text in TAUGHT * 5])
    trained(SentenceEncoder, tmp_path, data)
    assert all(message.get_dense_features("text")[1] for message in data.training_examples)
