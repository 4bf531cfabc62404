"""The questions that are asked: those of the development splits, every other one without diacritics, no two alike."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

from benchmarks.stack import ROOT
from vietnamese.text import fold

_FILES = "evaluation/questions/development*.jsonl"
#: Once all were asked they come again in other words. The same words in the other spelling would be no new question:
#: with the diacritics restored they are what the service has encoded before.
_FORMS = (
    "{}",
    "Cho tôi hỏi: {}",
    "{} Xin cảm ơn.",
    "Anh chị ơi, {}",
    "Thưa cán bộ, {}",
    "{} Mong được trả lời sớm.",
)


def distinct_questions() -> Iterator[str]:
    """Question after question, always in the same order.

    Raises:
        RuntimeError: all are used up.
    """
    lines = [line for file in sorted(ROOT.glob(_FILES)) for line in file.read_text("utf-8").splitlines()]
    asked = [json.loads(line)["question"] for line in lines]
    random.Random(57).shuffle(asked)  # noqa: S311 - an order, no secret
    for turn, form in enumerate(_FORMS):
        for number, question in enumerate(asked):
            text = form.format(question)
            yield fold(text) if (number + turn) % 2 else text
    raise RuntimeError(f"The {len(asked)} questions in all their forms are used up; ask for less.")
