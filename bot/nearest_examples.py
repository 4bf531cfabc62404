"""A judge of intents that looks at the examples most like a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class NearestExamples:
    """Scores an intent by the mean cosine of its nearest examples; a softmax makes chances of the scores.

    It has the face of a scikit-learn classifier: what it learnt are the attributes that end in "_".
    """

    def __init__(self, nearest: int, sharpness: float) -> None:
        self._nearest = nearest
        self._sharpness = sharpness

    def fit(self, vectors: Vectors, intents: Sequence[str]) -> NearestExamples:
        """Remember the examples: ``vectors`` of shape (examples, dimension) and their intents."""
        # All sentence vectors point much the same way; only without their mean do cosines tell them apart.
        self.mean_ = vectors.mean(axis=0)
        self.examples_ = self._directions(vectors)
        self.intents_ = np.array(intents)
        self.classes_ = np.unique(self.intents_)
        return self

    def predict_proba(self, vectors: Vectors) -> npt.NDArray[np.float64]:
        """The chance of each of ``classes_`` for each of ``vectors``."""
        cosines = self._directions(vectors) @ self.examples_.T
        scores = np.stack(
            [self._score(cosines[:, self.intents_ == intent]) for intent in self.classes_], axis=1
        )
        weights = np.exp(self._sharpness * (scores - scores.max(axis=1, keepdims=True)))
        chances: npt.NDArray[np.float64] = weights / weights.sum(axis=1, keepdims=True)
        return chances

    def _score(self, cosines: Vectors) -> Vectors:
        nearest = np.sort(cosines, axis=1)[:, -self._nearest :]
        means: Vectors = nearest.mean(axis=1)
        return means

    def _directions(self, vectors: Vectors) -> Vectors:
        from_mean = vectors - self.mean_
        lengths = np.linalg.norm(from_mean, axis=1, keepdims=True)
        directions: Vectors = from_mean / np.maximum(lengths, np.finfo(np.float32).tiny)
        return directions
