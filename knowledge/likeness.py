"""How like a question is to the sample questions of each provision, by a measure of likeness learnt from them.

The encoder hears first of all what two questions are about in general; that they name the same resolution makes
them near, though one asks for its signer and the other for a target of 2030. What samples of *one* provision differ in
does not matter, so directions in which they scatter are shortened before the cosine is taken (within-class covariance
normalisation, Hatch, Kajarekar and Stolcke 2006), and of the rest those are kept that tell provisions apart (linear
discriminant analysis). Figures are in docs/adr/0029.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.encoder import Vectors
from knowledge.postings import Indices, Scores
from knowledge.sampled import NOWHERE

#: Added to every direction's scatter, as a share of the mean scatter: few samples tell little of rare directions.
_SHRINKAGE = 0.2
#: So many of the directions that tell passages apart are kept: half the work, and as many right first places.
_DIRECTIONS = 192
#: A direction with less than this share of the widest one's spread is rounding, not a difference.
_NOTHING = 1e-6
#: Samples of fewer passages tell too little of how questions scatter: then they are left aside.
LEAST = 200


@dataclass(frozen=True, slots=True)
class Likenesses:
    """Of every passage of a release how like a question is to its samples; 0 where it has none.

    Attributes:
        nearest: cosine (-1 to 1) with the nearest sample.
        centre: cosine with the mean of the passage's samples.
        samples: cosine with each sample, in their order.
        gap: cosine with the nearest question that no document answers.
    """

    nearest: Scores
    centre: Scores
    samples: Scores
    gap: float = 0.0

    @classmethod
    def none(cls, size: int) -> Likenesses:
        """Where there are no samples."""
        nothing = np.zeros(size, dtype=np.float32)
        return cls(nothing, nothing, np.zeros(0, dtype=np.float32))

    def at(self, passages: Indices) -> Likenesses:
        """Those of some passages."""
        return Likenesses(self.nearest[passages], self.centre[passages], self.samples, self.gap)

    def mean(self, other: Likenesses) -> Likenesses:
        """Between these and others; what is no gap in one of two readings is none."""
        half = np.float32(0.5)
        return Likenesses(
            (self.nearest + other.nearest) * half,
            (self.centre + other.centre) * half,
            np.maximum(self.samples, other.samples),
            min(self.gap, other.gap),
        )

    def best(self, count: int) -> Indices:
        """The passages whose samples are most like, at most ``count``, in no order; none without samples."""
        both = self.nearest + self.centre
        some = np.flatnonzero(both > 0)
        if len(some) > count:
            some = some[np.argpartition(-both[some], count - 1)[:count]]
        return some.astype(np.int32)


class LikenessIndex:
    """The samples of a release in the learnt measure; safe to share between threads."""

    @classmethod
    def learnt(cls, size: int, passages: Sequence[int], vectors: Vectors | None) -> LikenessIndex | None:
        """The index; ``None`` without vectors, or where samples of fewer than :data:`LEAST` passages are too few."""
        if vectors is None or len(set(passages) - {NOWHERE}) < LEAST:
            return None
        return cls(size, passages, vectors)

    def __init__(self, size: int, passages: Sequence[int], vectors: Vectors) -> None:
        """Learn the measure.

        Args:
            size: number of passages of the release.
            passages: of each sample the place of its passage, ascending; first those of gaps, which have none.
            vectors: of the samples, unit length, shape (samples, dimension).
        """
        of = np.array(passages, dtype=np.int32)
        self._size = size
        self._gaps = int(np.searchsorted(of, 0))
        of = of[self._gaps :]
        answered = vectors[self._gaps :]
        self._mean = answered.mean(axis=0)
        self._transform = _transform(of, answered)
        self._points = _units((vectors - self._mean) @ self._transform)
        self._passages, self._starts = np.unique(of, return_index=True)
        self._centres = _units(np.add.reduceat(self._points[self._gaps :], self._starts))

    def of(self, vector: Vectors) -> Likenesses:
        """How like a question with this vector is to the samples of each passage."""
        point: Vectors = _units((vector - self._mean) @ self._transform)
        samples: Scores = self._points @ point
        nearest, centre = (np.zeros(self._size, dtype=np.float32) for _ in range(2))
        nearest[self._passages] = np.maximum.reduceat(samples[self._gaps :], self._starts)
        centre[self._passages] = self._centres @ point
        return Likenesses(nearest, centre, samples, float(samples[: self._gaps].max(initial=0.0)))


def _transform(passages: Indices, vectors: Vectors) -> Vectors:
    """What shortens the directions in which samples of one passage scatter, and keeps those that tell passages apart.

    Shape (dimension, directions kept).
    """
    dimension = vectors.shape[1]
    _, starts, place, counts = np.unique(passages, return_index=True, return_inverse=True, return_counts=True)
    means = np.add.reduceat(vectors, starts) / counts[:, None]
    apart = vectors - means[place]
    scatter = (apart.T @ apart).astype(np.float64) / len(vectors)
    even = np.trace(scatter) / dimension
    lengths, directions = np.linalg.eigh(scatter)
    shortened = (directions / np.sqrt(lengths + _SHRINKAGE * even + 1e-12)) @ directions.T
    centres = (means - means.mean(axis=0)) @ shortened
    _, spread, directions = np.linalg.svd(centres, full_matrices=False)
    telling = directions[:_DIRECTIONS][spread[:_DIRECTIONS] > _NOTHING * spread[0]].T
    transform: Vectors = np.ascontiguousarray(shortened @ telling, dtype=np.float32)
    return transform


def _units(points: Vectors) -> Vectors:
    lengths = np.linalg.norm(points, axis=-1, keepdims=True)
    units: Vectors = np.divide(points, lengths, out=np.zeros_like(points), where=lengths > 0)
    return units
