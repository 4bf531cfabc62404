"""The dense index: cosines over unit vectors, in FAISS; exact, and above a measured size approximate.

The vectors lie in a flat index, which is mapped from its file. Where there are many, an inverted file over them
(IVF, eight bits a component) says which come near a question, and the exact cosines of those are taken from the
flat index: only *which* passages are looked at is approximate, never their cosine.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

import faiss
import numpy as np

from knowledge.encoder import Vectors
from knowledge.postings import Indices, Scores

#: From so many passages on an approximate index answers faster than the exact one (docs/growth.md).
APPROXIMATE_FROM = 50_000
#: Of the cells of the approximate index so many are searched; recall against exact is in docs/growth.md.
_PROBES = 64
#: Vectors a cell, on average, and of how many the cells are learnt.
_PER_CELL = 512
_TRAINED_ON = 64

#: An evenly spaced sample of so many vectors tells how low cosines go.
_SAMPLE = 2048

_FLAT = "dense.faiss"
_NEAR = "near.faiss"


class DenseIndex:
    """Cosine of a question with passages."""

    def __init__(self, flat: faiss.IndexFlat, near: faiss.Index | None = None) -> None:
        self._flat = flat
        self._near = near
        rows = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d)
        self._vectors: Vectors = np.asarray(rows, dtype=np.float32).reshape(flat.ntotal, flat.d)
        self._sample: Vectors = np.ascontiguousarray(self._vectors[:: max(1, -(-self.size // _SAMPLE))])

    @classmethod
    def build(cls, vectors: Vectors, approximate_from: int = APPROXIMATE_FROM) -> DenseIndex:
        """Index unit vectors of shape (passages, dimension).

        Args:
            vectors: of the passages, in their order.
            approximate_from: from so many on, an approximate index is built as well.
        """
        vectors = np.ascontiguousarray(vectors)
        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(vectors)
        return cls(flat, _cells_of(vectors) if len(vectors) >= approximate_from else None)

    @property
    def kind(self) -> str:
        """``exact`` or ``approximate``."""
        return "exact" if self._near is None else "approximate"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._flat.d)

    @property
    def size(self) -> int:
        """Number of passages."""
        return int(self._flat.ntotal)

    def scores(self, question: Vectors) -> Scores:
        """The cosine with every passage, in passage order."""
        return self._vectors @ question

    def scores_at(self, question: Vectors, passages: Indices) -> Scores:
        """The cosine with some passages."""
        return self._vectors[passages] @ question

    def nearest(self, question: Vectors, count: int) -> Indices:
        """The passages nearest to a question, nearest first; at most ``count``."""
        index = self._flat if self._near is None else self._near
        found = index.search(question.reshape(1, -1), min(count, self.size))[1][0]
        return np.asarray(found[found >= 0], dtype=np.int32)

    def lowest(self, question: Vectors) -> float:
        """How low the cosine goes: the lowest of an evenly spaced sample, which holds everything of a small index."""
        return float((self._sample @ question).min())

    def vectors(self) -> Vectors:
        """All vectors, for reuse by the next build."""
        return self._vectors

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``."""
        faiss.write_index(self._flat, str(folder / _FLAT))
        if self._near is not None:
            faiss.write_index(self._near, str(folder / _NEAR))

    @classmethod
    def load(cls, folder: Path) -> DenseIndex:
        """Map what :meth:`save` wrote.

        Raises:
            RuntimeError: it cannot be read.
        """
        flat = cast("faiss.IndexFlat", faiss.read_index(str(folder / _FLAT), faiss.IO_FLAG_MMAP_IFC))
        near = folder / _NEAR
        return cls(flat, faiss.read_index(str(near)) if near.exists() else None)


def _cells_of(vectors: Vectors) -> faiss.Index:
    count, dimension = vectors.shape
    cells = max(1, count // _PER_CELL)
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        cells,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.cp.max_points_per_centroid = _TRAINED_ON
    index.train(vectors)
    index.add(vectors)
    index.nprobe = _PROBES
    return index
