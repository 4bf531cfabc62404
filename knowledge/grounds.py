"""Grounds: what an answer rests on, as references to what was made on the way. Keeping them costs nothing.

What is stored of them is made afterwards (:mod:`knowledge.trace`), when nobody waits for the answer any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.as_of import Moment
from knowledge.calibration import Calibration
from knowledge.finding import Finding
from knowledge.question import Question


class Way(StrEnum):
    """Which way led to an answer."""

    PICKED = "picked"  #: the reading that was chosen, or the neighbour that a follow-up moved to
    CURATED = "curated"  #: an editor's answer
    EXCLUSION = "exclusion"  #: an editor's exclusion
    AT_ONCE = "at_once"  #: refused without a search
    STATUS = "status"  #: what a paper's validity says
    SEARCH = "search"  #: what search found, or did not find


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an answer rests on.

    Attributes:
        way: that led to it.
        question: as analysed; with what a follow-up took from the context.
        moment: that it asks about.
        calibration: thresholds in force.
        topic: the earlier question that it was searched together with.
        findings: of search; two for a comparison.
        curated: slug of the editor's answer or exclusion that served.
        seconds: that finding took.
    """

    way: Way
    question: Question
    moment: Moment
    calibration: Calibration
    topic: str = ""
    findings: Sequence[Finding] = ()
    curated: str = ""
    seconds: float = 0.0
