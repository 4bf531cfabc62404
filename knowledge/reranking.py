"""Reranking: the first candidates in the order of a linear score fitted on the development questions.

The first stage finds the right provision among its ten best nearly always, at the top four times in five. What
tells it from its neighbours are small signs: does it cover what is asked beyond the document's name, does it hold
the kind of thing asked for, is it a list where a list is wanted.
"""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.asked import offered_in
from knowledge.importer.record import RECORD_PATH
from knowledge.passages import Passage
from knowledge.question import Question
from knowledge.rarity import Rarity

#: Names of the signs, in the order of the weights; the first stage's own score comes first.
SIGNS = (
    "score",
    "focus",
    "coverage",
    "offered",
    "headed",
    "group",
    "wanted_list",
    "length",
    "record",
    "wanted_record",
    "told",
    "nearest",
    "centre",
)


class Candidate(Protocol):
    """What the first stage found; see :class:`knowledge.search.Hit`."""

    @property
    def index(self) -> int: ...
    @property
    def passage(self) -> Passage: ...
    @property
    def score(self) -> float: ...
    @property
    def nearest(self) -> float: ...
    @property
    def centre(self) -> float: ...


def signs_of_candidate(
    question: Question, candidate: Candidate, rarity: Rarity, present: frozenset[str] | None = None
) -> NDArray[np.float64]:
    """What speaks for a candidate, shape (len(SIGNS),).

    Args:
        question: the analysed question.
        candidate: with the first stage's score.
        rarity: of the release.
        present: the terms of the question that the candidate has, where :meth:`Rarity.present` told them already.
    """
    passage, index = candidate.passage, candidate.index
    record = passage.path == RECORD_PATH
    # A question that asks for no particular kind of thing says nothing for or against: half.
    offered = len(question.asked & offered_in(passage.body)) / len(question.asked) if question.asked else 0.5
    return np.array(
        (
            candidate.score,
            rarity.focus(question, index, present),
            rarity.coverage(question, index, present),
            offered,
            rarity.headed(question, index),
            float(passage.group),
            float(passage.group and question.wants_list),
            math.log1p(len(passage.body.split())),
            float(record),
            float(record and question.wants_record),
            rarity.told(question, index, present),
            candidate.nearest,
            candidate.centre,
        )
    )
