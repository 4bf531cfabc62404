"""What the engine understood, by a stand-in for its Python that writes what Rasa writes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.nlu import Understood, accuracy, by_intent, confusion, understand
from evaluation.nlu_report import lines_of, report_of, summary_of
from foundation.errors import EngineError

INTENTS = st.sampled_from(["chao", "hoi", "gop_y", ""])


def line(text: str, intent: str, predicted: str | None) -> dict[str, Any]:
    return {"text": text, "intent": intent, "intent_prediction": {"name": predicted, "confidence": 0.9}}


RIGHT = [line("chào bạn", "chao", "chao"), line("cho hỏi", "hoi", "hoi"), line("hỏi nữa", "hoi", "hoi")]
WRONG = [line("alo", "chao", "hoi"), line("👍", "chao", None)]


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """A Python that notes its arguments and copies what stands beside it to where Rasa would write."""
    python = tmp_path / "python"
    python.write_text(
        f"#!{sys.executable}\n"
        "import json, pathlib, shutil, sys\n"
        "here = pathlib.Path(__file__).parent\n"
        "out = sys.argv[sys.argv.index('--out') + 1]\n"
        "(here / 'arguments.json').write_text(json.dumps(sys.argv[1:]))\n"
        "for file in here.glob('intent_*.json'):\n"
        "    shutil.copy(file, out)\n"
        "sys.exit(int((here / 'status').read_text()) if (here / 'status').exists() else 0)\n"
    )
    python.chmod(0o755)
    return python


def run(engine: Path) -> list[Understood]:
    files = [engine.parent / "test_plain.yml"]
    return understand(engine, engine.parent / "model.tar.gz", files, engine.parent, os.environ)


def test_right_and_wrong_ones_are_read_with_their_file(engine: Path) -> None:
    (engine.parent / "intent_successes.json").write_text(json.dumps(RIGHT))
    (engine.parent / "intent_errors.json").write_text(json.dumps(WRONG))
    understood = run(engine)
    assert len(understood) == 5
    assert understood[3] == Understood("test_plain", "alo", "chao", "hoi")
    assert understood[4].predicted == ""
    arguments = json.loads((engine.parent / "arguments.json").read_text())
    assert arguments[arguments.index("--nlu") + 1].endswith("test_plain.yml")
    assert arguments[arguments.index("--model") + 1].endswith("model.tar.gz")


def test_an_engine_without_a_mistake_writes_one_file(engine: Path) -> None:
    (engine.parent / "intent_successes.json").write_text(json.dumps(RIGHT))
    assert accuracy(run(engine)) == (3, 3)


@pytest.mark.parametrize("content", [None, "[]", "{", '[{"text": 1}]'])
def test_an_engine_that_says_nothing_of_use_is_an_error(engine: Path, content: str | None) -> None:
    if content is not None:
        (engine.parent / "intent_successes.json").write_text(content)
    with pytest.raises(EngineError, match=r"test_plain\.yml") as refused:
        run(engine)
    assert "scripts/setup" in refused.value.hint


def test_an_engine_that_fails_or_is_not_there_is_an_error(engine: Path) -> None:
    (engine.parent / "intent_successes.json").write_text(json.dumps(RIGHT))
    (engine.parent / "status").write_text("3")
    with pytest.raises(EngineError):
        run(engine)
    with pytest.raises(EngineError):
        run(engine.parent / "no-python")


def test_precision_recall_and_f1_by_hand() -> None:
    pairs = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "a"), ("b", "")]
    understood = [Understood("s", "x", intent, predicted) for intent, predicted in pairs]
    a, b = by_intent(understood)
    assert (a.intent, a.n, b.intent, b.n) == ("a", 3, "b", 3)
    assert [a.precision, a.recall, a.f1] == pytest.approx([2 / 3, 2 / 3, 2 / 3])
    assert [b.precision, b.recall, b.f1] == pytest.approx([1 / 2, 1 / 3, 2 / 5])
    assert confusion(understood)["b", ""] == 1
    assert accuracy(understood) == (3, 6)


@given(st.lists(st.tuples(INTENTS.filter(bool), INTENTS), min_size=1, max_size=40))
def test_figures_of_intents_add_up_to_the_accuracy(pairs: list[tuple[str, str]]) -> None:
    understood = [Understood("s", "x", intent, predicted) for intent, predicted in pairs]
    figures = by_intent(understood)
    hits, total = accuracy(understood)
    assert sum(one.n for one in figures) == total
    assert sum(one.recall * one.n for one in figures) == pytest.approx(hits)
    assert all(0 <= value <= 1 for one in figures for value in (one.precision, one.recall, one.f1))


def test_the_report_tells_each_file_its_intents_and_the_mistakes() -> None:
    understood = [
        Understood("test_plain", one["text"], one["intent"], one["intent_prediction"]["name"] or "")
        for one in (*RIGHT, *WRONG)
    ]
    summary = summary_of("m1", understood)
    told = summary["files"]["test_plain"]
    assert (told["accuracy"], told["n"]) == (0.6, 5)
    assert told["intents"]["hoi"] == {"precision": 0.6667, "recall": 1.0, "f1": 0.8, "n": 2}
    assert {"intent": "chao", "predicted": "hoi", "n": 1} in told["confused"]
    assert [row["right"] for row in lines_of(understood)] == [1, 1, 1, 0, 0]
    figures, mistakes = report_of("m1", understood).sections
    assert "3 trên 5" in figures.title
    assert ("chao", "(không rõ)", 1) in mistakes.rows
