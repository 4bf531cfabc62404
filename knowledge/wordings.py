"""Wordings: the questions that curated answers serve, and whether a citizen's question is one of them.

A curated answer that fires wrongly is worse than none, so a question fits only where it pins down the same years,
numbers, places and kinds of things, asks in the same way (who, when, how much, where), says hardly anything that the
wording does not say and the other way round, both weighed by rarity, and means the same to the encoder
(docs/adr/0018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.asked import Asked
from knowledge.calibration import Calibration
from knowledge.constraints import named_in
from knowledge.curated import Curated, CuratedKind
from knowledge.encoder import Encoder, Vectors
from knowledge.question import Question, analyse
from knowledge.rarity import Rarity
from vietnamese.restorer import Restorer
from vietnamese.text import fold, syllables


@dataclass(frozen=True, slots=True)
class _Wording:
    """A question as it is compared: its syllables in a row, its terms, what it pins down and asks for."""

    letters: str
    terms: frozenset[str]
    named: frozenset[str]
    asked: frozenset[Asked]

    @classmethod
    def of(cls, question: Question) -> _Wording:
        return cls(_letters(question), frozenset(question.terms), named_in(question), question.asked)

    def comparable(self, other: _Wording) -> bool:
        return self.named == other.named and self.asked == other.asked


class Wordings:
    """The questions that some curated answers serve; made once a release, safe to share between threads."""

    def __init__(
        self, curated: Sequence[Curated], vectors: Vectors | None, restorer: Restorer, rarity: Rarity
    ) -> None:
        """Compare with the questions of ``curated``.

        Args:
            curated: in the order of the vectors.
            vectors: of all their questions, one after another, shape (questions, dimension); ``None`` without an
                encoder.
            restorer: of the release.
            rarity: of terms in the release.
        """
        self._owners = [one for one in curated for _ in one.questions]
        self._wordings = [_Wording.of(analyse(text, restorer)) for one in curated for text in one.questions]
        self._vectors = vectors
        self._rarity = rarity

    def exact(self, question: Question, kind: CuratedKind) -> Curated | None:
        """The answer that serves this very question; case, diacritics, abbreviations and signs aside."""
        letters = _letters(question)
        found = (owner for owner, wording in self._pairs() if letters and wording.letters == letters)
        return next((owner for owner in found if owner.kind is kind), None)

    def fitting(
        self, question: Question, vector: Vectors | None, calibration: Calibration, kind: CuratedKind
    ) -> Curated | None:
        """The answer or exclusion whose wordings the question fits best, ``None`` where it fits none.

        Args:
            question: the analysed question.
            vector: its vector; without one words alone decide, more strictly.
            calibration: thresholds in force.
            kind: what is looked for.
        """
        if not self._wordings:
            return None
        if (served := self.exact(question, kind)) is not None:
            return served
        asked = _Wording.of(question)
        if not asked.terms:
            return None  # nothing but words of asking: only the very wording fits
        own_least, served_least = calibration.curated_lexical
        near = np.ones(len(self._wordings), dtype=np.bool_)
        if vector is not None and self._vectors is not None:
            own_least, served_least, cosine = calibration.curated
            near = self._vectors @ vector >= cosine
        best, found = 0.0, None
        for (owner, wording), is_near in zip(self._pairs(), near, strict=True):
            if not is_near or owner.kind is not kind or not wording.comparable(asked):
                continue
            own, said = self._share(asked.terms, wording.terms), self._share(wording.terms, asked.terms)
            if own >= own_least and said >= served_least and own + said > best:
                best, found = own + said, owner
        return found

    def _pairs(self) -> zip[tuple[Curated, _Wording]]:
        return zip(self._owners, self._wordings, strict=True)

    def _share(self, terms: frozenset[str], others: frozenset[str]) -> float:
        """Share (0 to 1) of terms, weighed by rarity, that are among the others; 0 without terms."""
        total = sum(map(self._rarity.weight, terms))
        return sum(map(self._rarity.weight, terms & others)) / total if total else 0.0


def vectors_of(curated: Sequence[Curated], encoder: Encoder, restorer: Restorer) -> Vectors:
    """The vectors of all wordings, as :class:`Wordings` takes them; encoded as citizens' questions are.

    Raises:
        EncoderError: the encoder failed.
    """
    texts = [analyse(text, restorer).restored.lower() for one in curated for text in one.questions]
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    for index, text in enumerate(texts):
        vectors[index] = encoder.question(text)
    return vectors


def _letters(question: Question) -> str:
    return " ".join(fold(syllable) for syllable in syllables(question.typed))
