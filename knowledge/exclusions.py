"""Exclusions: the phrases that mark a question as one that must never be answered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.curated import Curated
from knowledge.question import Question, normalise
from vietnamese.text import syllables

#: What "…" in a phrase stands for: at most so many syllables.
_GAP = 8
_ELLIPSIS = re.compile(r"\s*(?:…|\.{3})\s*")


class Exclusions:
    """The phrases of a release's exclusions.

    They are looked for as whole words, with their diacritics, in the question restored: "tối mật" is not "tôi mất".
    """

    def __init__(self, curated: Sequence[Curated]) -> None:
        self._phrases = [(_pattern(phrase), one) for one in curated for phrase in one.phrases]

    def in_question(self, question: Question) -> Curated | None:
        """The first exclusion one of whose phrases the question uses, or ``None``."""
        said = f" {' '.join(syllables(normalise(question.restored)))} " if self._phrases else ""
        return next((one for pattern, one in self._phrases if pattern.search(said)), None)


def _pattern(phrase: str) -> re.Pattern[str]:
    parts = [" ".join(syllables(normalise(part))) for part in _ELLIPSIS.split(phrase)]
    gap = rf" (?:\S+ ){{0,{_GAP}}}"
    return re.compile(f" {gap.join(re.escape(part) for part in parts if part)} ")
