"""The best provision that satisfies what the question pins down."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.calibration import Calibration
from knowledge.constraints import Evidence, Unmet, unmet
from knowledge.model import Document
from knowledge.question import Question
from knowledge.search import Hit
from knowledge.selection import Selection, select

#: As many of the best hits are tried.
_TRIED = 5


def satisfying(
    question: Question,
    hits: Sequence[Hit],
    documents: Sequence[Document],
    calibration: Calibration,
    *,
    whole: Question | None = None,
    own: Question | None = None,
) -> tuple[Selection | None, tuple[Unmet, ...]]:
    """The first selection that meets every constraint, or the best one with what it lacks.

    ``whole`` is the question with the topic it leans on: the topic may single out a row of a table, but pins
    nothing down; ``own`` is the question by itself, where ``question`` has the topic's words as well.
    """
    best: Selection | None = None
    lacking: tuple[Unmet, ...] = ()
    for start, hit in enumerate(hits[:_TRIED]):
        if hit.score < hits[0].score - calibration.satisfying_margin:
            break
        chosen = select(
            whole if whole and hit.passage.table else question, hits[start:], documents, calibration
        )
        if chosen is None:
            break
        missing = tuple(
            one
            for one in unmet(own or question, Evidence.of(chosen.document, chosen.provision, chosen.headings))
            if one.thing not in chosen.hit.vouched
        )
        if not missing:
            return chosen, ()
        if best is None:
            best, lacking = chosen, missing
    return best, lacking
