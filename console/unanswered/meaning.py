"""The groups that there are, as points: which one asks for the same as a question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from foundation.errors import EncoderError
from knowledge.answer import Answerer
from knowledge.constraints import named_in
from knowledge.encoder import Vectors
from knowledge.question import analyse
from knowledge.release import Release
from vietnamese.text import fold, syllables

#: Cosine from which on two questions ask for the same; fitted on benchmarks/asked_alike.txt (docs/adr/0034).
ALIKE = 0.92


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question as it is compared.

    Attributes:
        letters: SHA-256 of its folded syllables: case, diacritics, abbreviations and signs aside.
        named: the years, numbers and places that it pins down.
        vector: unit length; ``None`` without an encoder.
        encoder: name of what made it; empty where there is none.
    """

    letters: str
    named: frozenset[str]
    vector: Vectors | None
    encoder: str

    @property
    def kept(self) -> dict[str, Any]:
        """What a group keeps of its first question, by columns: nothing where questions are known by words alone."""
        if self.vector is None:
            return NO_MEANING
        vector = self.vector.astype(np.float32).tobytes()
        return {"vector": vector, "encoder": self.encoder, "named": sorted(self.named)}


#: What a group keeps that has no question to stand for it.
NO_MEANING: dict[str, Any] = {"vector": b"", "encoder": "", "named": []}


def meaning_of(text: str, release: Release, answerer: Answerer) -> Meaning:
    """What a question means; one that the encoder cannot take is known by its words alone."""
    question = analyse(text, release.restorer)
    said = " ".join(fold(syllable) for syllable in syllables(question.typed)) or text
    try:
        vector = answerer.vector(release, text)
    except EncoderError:
        vector = None
    encoder = answerer.encoder.name if vector is not None and answerer.encoder else ""
    return Meaning(hashlib.sha256(said.encode()).hexdigest(), named_in(question), vector, encoder)


class Points:
    """The first question of each group of one encoder. Not for several threads at once."""

    def __init__(self, encoder: str) -> None:
        self.encoder = encoder
        self.newest = 0
        self._numbers: list[int] = []
        self._named: list[frozenset[str]] = []
        self._vectors: Vectors | None = None

    def add(self, groups: Iterable[tuple[int, Vectors, frozenset[str]]]) -> None:
        """More groups: number, vector and what is named, by ascending number."""
        for number, vector, named in groups:
            count = len(self._numbers)
            if self._vectors is None:
                self._vectors = np.zeros((1024, len(vector)), dtype=np.float32)
            elif count == len(self._vectors):
                self._vectors = np.concatenate((self._vectors, np.zeros_like(self._vectors)))
            self._vectors[count] = vector
            self._numbers.append(number)
            self._named.append(named)
            self.newest = number

    def nearest(self, meaning: Meaning) -> int | None:
        """The group that asks for the same, ``None`` where none does.

        Who names other years, numbers or places asks for something else, however alike it sounds.
        """
        if meaning.vector is None or self._vectors is None or meaning.encoder != self.encoder:
            return None
        cosines = self._vectors[: len(self._numbers)] @ meaning.vector
        near = np.flatnonzero(cosines >= ALIKE)
        places: list[int] = near[np.argsort(-cosines[near], kind="stable")].tolist()
        for place in places:
            named = self._named[place]
            if not named or not meaning.named or named & meaning.named:
                return self._numbers[place]
        return None
