"""What the sample questions of a release say, by passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain

from knowledge.postings import Scores

#: The place of what no passage answers.
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Placed:
    """A sample in a release.

    Attributes:
        passage: place of its passage among the release's; :data:`NOWHERE` for a gap.
        question: as it is encoded: restored, in lower case, as citizens' questions are.
        terms: its folded syllables that say something of the matter.
        demands: the kinds of things that it demands, so that its provision states such things.
    """

    passage: int
    question: str
    terms: tuple[str, ...]
    demands: tuple[str, ...]


class Sampled:
    """What the samples of each passage say; safe to share between threads."""

    def __init__(self, samples: Sequence[Placed] = ()) -> None:
        """Gather the terms and the demands of the samples by passage."""
        self._terms: dict[int, set[str]] = {}
        self._demands: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
        for place, one in enumerate(samples):
            if one.passage == NOWHERE:
                continue
            self._terms.setdefault(one.passage, set()).update(one.terms)
            if one.demands:
                self._demands.setdefault(one.passage, []).append((place, one.demands))
        self._counts = Counter(chain.from_iterable(self._terms.values()))

    def __contains__(self, passage: int) -> bool:
        """Whether a passage has samples."""
        return passage in self._terms

    def terms(self, passage: int) -> AbstractSet[str]:
        """The folded syllables that the samples of a passage say."""
        return self._terms.get(passage, frozenset())

    def count(self, term: str) -> int:
        """Of how many passages the samples say a term."""
        return self._counts[term]

    def vouched(self, passage: int, likeness: Scores, least: float) -> frozenset[str]:
        """The kinds of things that a passage states, as somebody who read it knew when they wrote its samples.

        Args:
            passage: its place.
            likeness: of the question to each sample; empty where it was not compared.
            least: only the demands of samples as like as this speak for the question.
        """
        if not len(likeness):
            return frozenset()
        demands = self._demands.get(passage, ())
        return frozenset(chain.from_iterable(kinds for place, kinds in demands if likeness[place] >= least))
