"""The dense index: exact inner product over unit vectors, in FAISS."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

from knowledge.encoder import Vectors
from knowledge.lexical import Scores


class DenseIndex:
    """Cosine of a question with every passage."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index unit vectors of shape (passages, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @property
    def size(self) -> int:
        """Number of passages."""
        return int(self._index.ntotal)

    def scores(self, question: Vectors) -> Scores:
        """The cosine with every passage, in passage order."""
        found, order = self._index.search(question.reshape(1, -1), self.size)
        scores = np.empty(self.size, dtype=np.float32)
        scores[order[0]] = found[0]
        return scores

    def vectors(self) -> Vectors:
        """All vectors, for reuse by the next build."""
        return np.asarray(self._index.reconstruct_n(0, self.size), dtype=np.float32)

    def save(self, file: Path) -> None:
        """Write the index."""
        faiss.write_index(self._index, str(file))

    @classmethod
    def load(cls, file: Path) -> DenseIndex:
        """Read what :meth:`save` wrote."""
        return cls(faiss.read_index(str(file)))
