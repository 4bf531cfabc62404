from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.classifier import AveragingClassifier
from tests.bot.parts import loaded, trained


def message(sparse: list[float], dense: list[float], intent: str | None = None) -> Message:
    made = Message.build("x", intent)
    made.add_features(Features(csr_matrix([sparse]), "sentence", "text", "sparse"))
    made.add_features(Features(np.array([dense]), "sentence", "text", "dense"))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a classifier was trained: the first feature means a greeting, the second thanks."""
    data = TrainingData([message([1, 0], [1, 0], "greet"), message([0, 1], [0, 1], "thank")] * 4)
    trained(AveragingClassifier, tmp_path, data)
    return tmp_path


def test_every_intent_is_ranked_and_the_chances_make_one(folder: Path) -> None:
    found = loaded(AveragingClassifier, folder).process([message([1, 0], [1, 0])])[0]
    ranking = found.get("intent_ranking")
    assert [intent["name"] for intent in ranking] == ["greet", "thank"]
    assert sum(intent["confidence"] for intent in ranking) == pytest.approx(1)
    assert found.get("intent") == ranking[0]


def test_where_the_judges_disagree_none_is_sure(folder: Path) -> None:
    found = loaded(AveragingClassifier, folder).process([message([1, 0], [0, 1])])[0]
    assert found.get("intent")["confidence"] < 0.75


def test_a_message_without_features_gets_no_intent(folder: Path) -> None:
    found = loaded(AveragingClassifier, folder).process([Message({"text": "👍"})])[0]
    assert found.get("intent") == {"name": None, "confidence": 0.0}
    assert found.get("intent_ranking") == []


def test_where_the_words_settle_it_the_vector_is_spared(folder: Path) -> None:
    settled = loaded(AveragingClassifier, folder, answered=["thank"], settled=0.9)
    asked: list[list[float]] = []
    for sparse in ([0.0, 1.0], [1.0, 0.0]):
        heard = message(sparse, [1, 0])
        heard.set("sentence_vector", partial(asked.append, sparse))
        settled.process([heard])
    assert asked == [[1.0, 0.0]]


def test_what_might_be_a_call_for_help_is_never_settled_by_the_words_alone(tmp_path: Path) -> None:
    data = TrainingData([message([1, 0], [1, 0], "emergency"), message([0, 1], [0, 1], "ask_documents")] * 4)
    trained(AveragingClassifier, tmp_path, data)
    careful = loaded(AveragingClassifier, tmp_path, answered=["ask_documents"], settled=0.5, alarm=0.0)
    asked: list[str] = []
    heard = message([0, 1], [0, 1])
    heard.set("sentence_vector", lambda: asked.append("asked"))
    careful.process([heard])
    assert asked == ["asked"]
