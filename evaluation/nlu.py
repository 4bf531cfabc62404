"""How well the engine understands messages that it was never shown.

Rasa reads the held-out messages in its own environment, as a sub-process; what it understood is judged here.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict

from foundation.errors import EngineError

#: Seconds for one file of a thousand messages; a quiet machine needs a tenth of it.
_LIMIT = 600.0


@dataclass(frozen=True, slots=True)
class Understood:
    """One message: what it means and what the engine took it for (empty for nothing)."""

    split: str
    text: str
    intent: str
    predicted: str


@dataclass(frozen=True, slots=True)
class IntentFigures:
    """How one intent fares: of what was taken for it, how much was (precision); of what was it, how much was found."""

    intent: str
    precision: float
    recall: float
    f1: float
    n: int


def understand(
    python: Path, model: Path, files: Sequence[Path], root: Path, environment: Mapping[str, str]
) -> list[Understood]:
    """Let the engine read held-out messages.

    Args:
        python: of the engine's environment.
        model: its trained model.
        files: messages with their intents in Rasa's form; a file's stem names its split.
        root: of the project, where the engine's components are.
        environment: of the process.

    Raises:
        EngineError: the engine could not read them, or took too long.
    """
    understood = []
    for file in files:
        with tempfile.TemporaryDirectory(prefix="hoidap-nlu-") as out:
            command = [str(python), "-W", "ignore", "-m", "rasa", "test", "nlu", "--no-plot", "--successes"]
            arguments = ["--model", str(model), "--nlu", str(file), "--out", out]
            try:
                done = subprocess.run(
                    [*command, *arguments],
                    cwd=root,
                    env=dict(environment),
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=_LIMIT,
                    check=False,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise _failed(file) from error
            if done.returncode:
                raise _failed(file)
            understood += _read(Path(out), file)
    return understood


def accuracy(understood: Sequence[Understood]) -> tuple[int, int]:
    """How many messages were understood, and of how many."""
    return sum(one.intent == one.predicted for one in understood), len(understood)


def confusion(understood: Sequence[Understood]) -> Counter[tuple[str, str]]:
    """How often each intent was taken for each."""
    return Counter((one.intent, one.predicted) for one in understood)


def by_intent(understood: Sequence[Understood]) -> list[IntentFigures]:
    """Precision, recall and F1 of every intent that was meant, by name; 0 where nothing can be divided."""
    counts = confusion(understood)
    figures = []
    for intent in sorted({one.intent for one in understood}):
        hits = counts[intent, intent]
        meant = sum(count for (wanted, _), count in counts.items() if wanted == intent)
        taken = sum(count for (_, predicted), count in counts.items() if predicted == intent)
        precision, recall = _over(hits, taken), _over(hits, meant)
        f1 = _over(2 * precision * recall, precision + recall)
        figures.append(IntentFigures(intent, precision, recall, f1, meant))
    return figures


def _over(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


class _Prediction(TypedDict):
    name: str | None


class _Line(TypedDict):
    text: str
    intent: str
    intent_prediction: _Prediction


_LINES = TypeAdapter(list[_Line])


def _read(out: Path, file: Path) -> list[Understood]:
    """What Rasa wrote: right and wrong in a file each, neither where there are none."""
    lines: list[_Line] = []
    try:
        for name in ("intent_successes.json", "intent_errors.json"):
            if (out / name).is_file():
                lines += _LINES.validate_json((out / name).read_bytes())
    except (OSError, ValidationError) as error:
        raise _failed(file) from error
    if not lines:
        raise _failed(file)
    return [
        Understood(file.stem, line["text"], line["intent"], line["intent_prediction"]["name"] or "")
        for line in lines
    ]


def _failed(file: Path) -> EngineError:
    return EngineError(
        f"Bộ máy hội thoại không đọc được {file.name}.",
        hint="Chạy scripts/setup để cài lại môi trường của bộ máy rồi thử lại.",
    )
