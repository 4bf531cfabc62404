"""What the live release has that is near a question, and what it would answer today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.errors import EncoderError, HoidapError, ReleaseError
from knowledge.answer import Answer, Answerer
from knowledge.context import Context
from knowledge.curated import Reference
from knowledge.library import Library
from knowledge.question import analyse

_MOST = 6


@dataclass(frozen=True, slots=True)
class Nearness:
    """What is near a question.

    Attributes:
        references: the nearest provisions, best first.
        answer: what the service says today; ``None`` where it cannot say anything.
    """

    references: Sequence[Reference]
    answer: Answer | None


def near(library: Library, answerer: Answerer, text: str) -> Nearness:
    """Ask the live release; without one, or without a question, nothing is near."""
    if not text.strip():
        return Nearness((), None)
    try:
        release = library.release
    except ReleaseError:
        return Nearness((), None)
    question = analyse(text, release.restorer)
    try:
        vector = answerer.vector(release, text)
    except EncoderError:
        vector = None
    hits = release.space.search(question, vector, release.manifest.calibration, limit=_MOST)
    references = tuple(dict.fromkeys(Reference(hit.passage.document, hit.passage.path) for hit in hits))
    try:
        answer = answerer.answer(release, text, Context())
    except HoidapError:
        answer = None
    return Nearness(references, answer)
