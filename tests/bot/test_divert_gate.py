from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.divert_gate import DivertGate
from tests.bot.parts import made

SETTINGS = {"threshold": 0.6, "answered": ["ask_documents"]}


def gated(
    folder: Path, name: str | None, confidence: float, metadata: dict[str, str] | None = None
) -> Message:
    intent = {"name": name, "confidence": confidence}
    data = {"text": "x", "intent": intent, "intent_ranking": [intent] if name else [], "metadata": metadata}
    message = Message(data)
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


def test_what_editors_wrote_for_is_never_taken_for_small_talk(tmp_path: Path) -> None:
    written = {"release": "r1", "written": "yes"}
    assert gated(tmp_path, "greet", 1.0, written).get("intent")["name"] == "nlu_fallback"
    assert gated(tmp_path, "greet", 1.0, {"release": "r1"}).get("intent")["name"] == "greet"
