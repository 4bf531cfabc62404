"""Whom a change of a document or of one of its provisions concerns: curated answers, and answers given lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from conversations.cited import Cited, CitedTurn
from knowledge.curated import Curated
from knowledge.curated_store import CuratedStore
from knowledge.model import Document, Provision


@dataclass(frozen=True, slots=True)
class Impact:
    """What cites it.

    Attributes:
        curated: the curated answers.
        answers: how many answers of the last 90 days.
        latest: the newest of these.
    """

    curated: tuple[Curated, ...]
    answers: int
    latest: tuple[CitedTurn, ...]


@dataclass(frozen=True, slots=True)
class Citing:
    """How often each provision of a document is cited, by path."""

    curated: Mapping[str, int]
    answers: Mapping[str, int]


class Impacts:
    """Looks up what a change touches."""

    def __init__(self, curated: CuratedStore, cited: Cited) -> None:
        self._curated = curated
        self._cited = cited

    def of(self, document: Document, provision: Provision | None = None) -> Impact:
        """What cites a document, or one of its provisions and those below it."""
        paths = None if provision is None else frozenset(node.path for node in provision.walk())
        place = "" if provision is None else provision.path
        curated = tuple(
            one
            for one in self._written()
            if any(
                reference.document == document.slug and (paths is None or reference.path in paths)
                for reference in one.references
            )
        )
        return Impact(
            curated,
            self._cited.count(document.slug, place),
            tuple(self._cited.latest(document.slug, place, most=10)),
        )

    def by_path(self, document: Document) -> Citing:
        """How often each of its provisions is cited."""
        written = Counter(
            reference.path
            for one in self._written()
            for reference in one.references
            if reference.document == document.slug
        )
        return Citing(written, self._cited.by_path(document.slug))

    def _written(self) -> list[Curated]:
        return [record for record, _ in self._curated.sources()]
