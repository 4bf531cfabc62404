"""Postings: for every term the passages that have it, with what it adds to their BM25 scores.

Lucene's form with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza 2009; Kamphuis et al. 2020): the impact of a term
of frequency f in a passage of length l is idf * f / (f + k1 * (1 - b + b * l / average)), with
idf = ln(1 + (N - n + 0.5) / (n + 0.5)). Impacts are computed once, so that a score is a sum over lists. The arrays
are mapped from their files: of a million passages, a question reads the lists of its own terms.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int32]
Scores = NDArray[np.float32]

_K1 = 1.2
_B = 0.75
#: So many tokens are sorted at a time while building; bounds the memory that sorting takes.
_CHUNK = 4_000_000
_ARRAYS = ("starts", "passages", "impacts", "tops", "own", "lengths")


@dataclass(frozen=True, slots=True)
class PostingList:
    """One term's postings: passages in ascending order, what it adds to each, and the most it adds to any."""

    passages: Indices
    impacts: Scores
    top: float

    def at(self, wanted: Indices) -> Scores:
        """What the term adds to each of the wanted passages; 0 where they do not have it."""
        place = np.searchsorted(self.passages, wanted)
        place[place == len(self.passages)] = 0
        return np.where(self.passages[place] == wanted, self.impacts[place], np.float32(0))

    def over(self, size: int) -> Scores:
        """What the term adds to each of all ``size`` passages."""
        scores = np.zeros(size, dtype=np.float32)
        scores[self.passages] = self.impacts
        return scores


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of all terms of one field.

    Attributes:
        vocabulary: the place of each term.
        starts: where the list of each term begins, and the end of the last one.
        passages: the lists, one after another.
        impacts: what the term adds to the score of each of ``passages``.
        tops: the highest impact of each term.
        own: in how many passages each term stands outside the header.
        lengths: terms of each passage.
    """

    vocabulary: Mapping[str, int]
    starts: NDArray[np.int64]
    passages: Indices
    impacts: Scores
    tops: Scores
    own: Indices
    lengths: Indices

    @property
    def size(self) -> int:
        """Number of passages."""
        return len(self.lengths)

    def lists(self, terms: Iterable[str]) -> list[PostingList]:
        """The postings of every known term, as often as it is asked for."""
        found = []
        for term in terms:
            place = self.vocabulary.get(term)
            if place is not None:
                part = slice(self.starts[place], self.starts[place + 1])
                found.append(PostingList(self.passages[part], self.impacts[part], float(self.tops[place])))
        return found

    def count_own(self, term: str) -> int:
        """In how many passages a term stands outside the header."""
        place = self.vocabulary.get(term)
        return 0 if place is None else int(self.own[place])

    def save(self, folder: Path) -> None:
        """Write everything below ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        terms = json.dumps(list(self.vocabulary), ensure_ascii=False)
        (folder / "vocabulary.json").write_text(terms, encoding="utf-8")
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Map what :meth:`save` wrote.

        Raises:
            OSError, ValueError: it cannot be read.
        """
        terms = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        arrays = {
            name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
            for name in _ARRAYS
        }
        return cls({term: place for place, term in enumerate(terms)}, **arrays)


class _Vocabulary(dict[str, int]):
    """Gives every new term the next place."""

    def __missing__(self, term: str) -> int:
        place = self[term] = len(self)
        return place


class PostingsBuilder:
    """Takes passages one by one, in order, and sorts them into postings.

    Held in memory: 7 bytes a posting, and 8 more at the end.
    """

    def __init__(self) -> None:
        self._vocabulary = _Vocabulary()
        self._lengths = array("i")
        self._tokens = array("i")  #: of the passages since the last chunk, one after another
        self._headers = array("i")  #: how many tokens of each of them are the header's
        self._chunks: list[tuple[Indices, Indices, Indices, NDArray[np.uint16]]] = []
        self._own = np.zeros(0, dtype=np.int32)

    def add(self, terms: Sequence[str], own: Sequence[str] = ()) -> None:
        """The next passage: the terms of its header (or of all of it), then its own."""
        place = self._vocabulary.__getitem__
        self._tokens.extend(map(place, terms))
        self._tokens.extend(map(place, own))
        self._headers.append(len(terms) if own else 0)
        self._lengths.append(len(terms) + len(own))
        if len(self._tokens) >= _CHUNK:
            self._sort()

    def finish(self) -> Postings:
        """The postings of all passages."""
        self._sort()
        lengths = np.array(self._lengths, dtype=np.int32)
        counts = np.zeros(len(self._vocabulary), dtype=np.int64)
        for terms, sizes, _, _ in self._chunks:
            counts[terms] += sizes
        starts = np.concatenate([[0], np.cumsum(counts)])
        passages = np.empty(int(starts[-1]), dtype=np.int32)
        impacts = np.empty(len(passages), dtype=np.float32)
        rarity = np.log1p((len(lengths) - counts + 0.5) / (counts + 0.5)).astype(np.float32)
        average = lengths.mean() if len(lengths) else 1.0
        damping = (_K1 * (1 - _B + _B * lengths / max(average, 1e-9))).astype(np.float32)
        free = starts[:-1].copy()
        while self._chunks:
            terms, sizes, found, frequencies = self._chunks.pop(0)
            begin = np.repeat(free[terms] - (np.cumsum(sizes) - sizes), sizes)
            place = begin + np.arange(len(found))
            passages[place] = found
            often = frequencies.astype(np.float32)
            impacts[place] = np.repeat(rarity[terms], sizes) * often / (often + damping[found])
            free[terms] += sizes
        tops = np.maximum.reduceat(impacts, starts[:-1]) if len(impacts) else np.zeros(0, dtype=np.float32)
        own = np.zeros(len(counts), dtype=np.int32)
        own[: len(self._own)] = self._own
        return Postings(dict(self._vocabulary), starts, passages, impacts, tops, own, lengths)

    def _sort(self) -> None:
        """Sort the passages since the last time by term and passage."""
        if not self._tokens:
            return
        tokens = np.array(self._tokens, dtype=np.int64)
        first = len(self._lengths) - len(self._headers)
        lengths = np.array(self._lengths[first:], dtype=np.int64)
        within = np.arange(len(tokens)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        in_header = within < np.repeat(np.array(self._headers), lengths)
        passage = np.repeat(np.arange(first, first + len(lengths)), lengths)
        keys, frequencies = np.unique(tokens << 33 | passage << 1 | in_header, return_counts=True)
        outside = np.bincount((keys >> 33)[keys & 1 == 0], minlength=len(self._vocabulary))
        outside[: len(self._own)] += self._own
        self._own = outside.astype(np.int32)
        keys >>= 1
        begin = np.flatnonzero(np.diff(keys, prepend=-1))
        keys, frequencies = keys[begin], np.add.reduceat(frequencies, begin)
        terms = keys >> 32
        begin = np.flatnonzero(np.diff(terms, prepend=-1))
        self._chunks.append(
            (
                terms[begin].astype(np.int32),
                np.diff(begin, append=len(keys)).astype(np.int32),
                (keys & 0xFFFFFFFF).astype(np.int32),
                np.minimum(frequencies, np.iinfo(np.uint16).max).astype(np.uint16),
            )
        )
        self._tokens = array("i")
        self._headers = array("i")


def best(lists: Iterable[PostingList], size: int, count: int, favoured: Sequence[Indices] = ()) -> Indices:
    """The passages with the highest sums over some lists, and the best of each favoured kind; ascending.

    MaxScore (Turtle and Flood 1995): the lists that can add most come first. As soon as all lists still to come
    together cannot lift a passage that is in none of the earlier ones among the best ``count``, the rest is looked
    up for the few that can still get there. Every one of the best ``count`` is among the result; a few more may be.

    Args:
        lists: of the terms asked for.
        size: number of passages.
        count: how many are wanted.
        favoured: kinds of passages, each ascending; of each the best ``count`` are wanted too, judged by the lists
            that are read in full.
    """
    scores = np.zeros(size, dtype=np.float32)
    ordered = sorted(lists, key=lambda one: -one.top)
    to_come = [*np.cumsum([one.top for one in reversed(ordered)])[::-1].tolist(), 0.0]
    floor, read = 0.0, 0
    while read < len(ordered) and floor <= to_come[read]:
        one = ordered[read]
        scores[one.passages] += one.impacts
        read += 1
        if count <= len(one.passages) <= _POOL:
            floor = max(floor, _lowest_of_best(scores[one.passages], count))
    least = floor - to_come[read]
    found = np.flatnonzero(scores >= least - _ROUNDING if least > _ROUNDING else scores > 0).astype(np.int32)
    reached = scores[found]
    for place, one in enumerate(ordered[read:], read + 1):
        if len(found) <= _FEW * count:
            break
        few = len(found) < _LOOKED_UP or len(found) * _SEARCH_COST < len(one.passages)
        reached += one.at(found) if few else one.over(size)[found]
        floor = max(floor, _lowest_of_best(reached, count))
        kept = reached >= floor - to_come[place] - _ROUNDING
        found, reached = found[kept], reached[kept]
    return np.unique(
        np.concatenate(
            [_top(found, reached, _FEW * count), *(_top(kind, scores[kind], count) for kind in favoured)]
        )
    )


def _lowest_of_best(scores: Scores, count: int) -> float:
    return float(np.partition(scores, -count)[-count])


def _top(passages: Indices, scores: Scores, count: int) -> Indices:
    """The ``count`` passages with the highest scores, in no order."""
    if len(passages) <= count:
        return passages
    top: Indices = passages[np.argpartition(-scores, count)[:count]]
    return top


#: The lowest of the best so far is looked for in lists up to this length: longer ones cost more than they tell.
_POOL = 100_000
#: So many times what was asked for may be found before those that cannot get there are dropped.
_FEW = 3
#: Up to so many passages are looked up in a list rather than the list read, and more where it is this much longer.
_LOOKED_UP = 2048
_SEARCH_COST = 16
#: Sums in another order differ by less.
_ROUNDING = 1e-3
