"""Terms: from when to when every passage of a release is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from knowledge.citation import term_of
from knowledge.model import Document, Provision, Validity
from knowledge.passages import Passage

_ALWAYS = date.max.toordinal() + 1


class Terms:
    """The terms of passages, in passage order."""

    def __init__(self, documents: Sequence[Document], passages: Sequence[Passage]) -> None:
        starts, ends = [], []
        slug = None
        known: dict[str, Validity] = {}
        by_slug = {document.slug: document for document in documents}
        for passage in passages:
            if passage.document != slug:
                slug = passage.document
                document = by_slug[slug]
                known = {node.path: term_then(document, node) for node in document.walk()}
            term = known[passage.path]
            starts.append(term.start.toordinal() if term.start else 0)
            ends.append(term.end.toordinal() if term.end else _ALWAYS)
        self._starts = np.array(starts, dtype=np.int32)
        self._ends = np.array(ends, dtype=np.int32)

    def in_force(self, first: date, last: date) -> NDArray[np.bool_]:
        """Which passages are in force on a day from ``first`` to ``last``, both included."""
        mask: NDArray[np.bool_] = (self._starts <= last.toordinal()) & (self._ends > first.toordinal())
        return mask

    def ended(self, day: date) -> NDArray[np.bool_]:
        """Which passages are out of force by ``day``."""
        mask: NDArray[np.bool_] = self._ends <= day.toordinal()
        return mask


def term_then(document: Document, provision: Provision) -> Validity:
    """The term by which a provision is judged on another day than today.

    A paper that does not say from when it is in force cannot have been before it was issued. A compilation's row
    speaks for a paper of its own, whose term the compilation's is not.
    """
    if provision.papers:
        return provision.validity
    term = term_of(document, provision)
    return term if term.start else replace(term, start=document.issued)


def overlaps(term: Validity, first: date, last: date) -> bool:
    """Whether a term has a day from ``first`` to ``last``."""
    return (term.start is None or term.start <= last) and (term.end is None or first < term.end)
