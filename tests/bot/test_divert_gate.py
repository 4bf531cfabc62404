from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.divert_gate import DivertGate
from tests.bot.parts import made

SETTINGS = {"threshold": 0.6, "answered": ["ask_documents"]}


def gated(folder: Path, name: str | None, confidence: float) -> Message:
    intent = {"name": name, "confidence": confidence}
    message = Message({"text": "x", "intent": intent, "intent_ranking": [intent] if name else []})
    found: Message = made(DivertGate, folder, **SETTINGS).process([message])[0]
    return found


@pytest.mark.parametrize(
    ("name", "confidence", "let_through"),
    [
        ("greet", 0.6, True),
        ("greet", 0.59, False),
        ("ask_documents", 0.1, True),
        (None, 0.0, False),
    ],
)
def test_only_a_sure_guess_takes_a_message_from_the_documents(
    tmp_path: Path, name: str | None, confidence: float, let_through: bool
) -> None:
    assert gated(tmp_path, name, confidence).get("intent")["name"] == (
        name if let_through else "nlu_fallback"
    )


def test_the_guess_stays_second_in_the_ranking_for_rasa_test(tmp_path: Path) -> None:
    ranking = gated(tmp_path, "greet", 0.4).get("intent_ranking")
    assert [intent["name"] for intent in ranking] == ["nlu_fallback", "greet"]
