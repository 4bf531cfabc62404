"""The questions that are asked: those of the development split, half of them without diacritics, no two alike."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator

from benchmarks.stack import ROOT
from vietnamese.text import fold

_FILE = ROOT / "evaluation" / "questions" / "development.jsonl"
#: Once every question was asked in both spellings, they come again in other words.
_FORMS = (
    "{}",
    "Cho tôi hỏi: {}",
    "{} Xin cảm ơn.",
    "Anh chị ơi, {}",
    "Thưa cán bộ, {}",
    "{} Mong được trả lời sớm.",
)


def distinct_questions() -> Iterator[str]:
    """Question after question in one fixed order, alternately with and without diacritics.

    Raises:
        RuntimeError: all are used up.
    """
    rows = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]
    asked = [row["question"] for row in rows]
    random.Random(57).shuffle(asked)  # noqa: S311 - an order, no secret
    for form, turn in itertools.product(_FORMS, (0, 1)):
        for number, question in enumerate(asked):
            text = form.format(question)
            yield fold(text) if (number + turn) % 2 else text
    raise RuntimeError(f"The {len(asked)} questions in all their forms are used up; ask for less.")
