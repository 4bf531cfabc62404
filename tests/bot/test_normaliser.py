from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.normaliser import VietnameseNormaliser, normalised
from tests.bot.parts import examples, loaded, processed, trained

TAUGHT = ("mục tiêu năm 2026 của tỉnh là gì", "kinh phí thực hiện lấy từ đâu", "hòa giải ở xã")


@pytest.fixture(scope="module")
def normaliser(tmp_path_factory: pytest.TempPathFactory) -> VietnameseNormaliser:
    folder = tmp_path_factory.mktemp("normaliser")
    trained(VietnameseNormaliser, folder, TrainingData(examples(*TAUGHT, "muc tieu nam 2027")))
    component: VietnameseNormaliser = loaded(VietnameseNormaliser, folder)
    return component


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("muc tieu nam 2026 la gi", "mục tiêu năm 2026 là gì"),
        ("mục tiêu nam 2026", "mục tiêu năm 2026"),
        ("hoà giải", "hòa giải"),
        ("kinh phi lay ntn", "kinh phí lấy như thế nào"),
        ("mu\u0323c tie\u0302u", "mục tiêu"),
    ],
)
def test_a_text_is_composed_and_spelt_out_with_its_diacritics(
    normaliser: VietnameseNormaliser, typed: str, meant: str
) -> None:
    assert normalised(processed(normaliser, typed)) == meant


def test_the_text_as_typed_stays_for_entities_and_tracker(normaliser: VietnameseNormaliser) -> None:
    assert processed(normaliser, "muc tieu").get("text") == "muc tieu"


def test_training_examples_are_normalised_for_the_components_that_follow(tmp_path: Path) -> None:
    data = TrainingData(examples(*TAUGHT, "muc tieu nam 2027"))
    trained(VietnameseNormaliser, tmp_path, data)
    assert normalised(data.training_examples[-1]) == "mục tiêu năm 2027"


def test_an_action_without_text_is_left_alone(normaliser: VietnameseNormaliser) -> None:
    message = examples("x")[0]
    message.data.pop("text")
    assert normalised(normaliser.process([message])[0]) == ""


@given(st.text(max_size=60))
def test_any_text_can_be_normalised(normaliser: VietnameseNormaliser, text: str) -> None:
    assert isinstance(normalised(processed(normaliser, text)), str)
