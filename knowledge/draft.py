"""The draft: what is in force in the database, which reaches citizens when a release that was built of it goes live.

Nothing has to be put into a draft: whatever editors change is in it. How it differs from what is live:
:mod:`knowledge.draft_differences`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain

from knowledge.changes import Change
from knowledge.model import Document
from knowledge.release import Written
from knowledge.store import DocumentStore


class Kind(StrEnum):
    """What is filed."""

    DOCUMENT = "document"
    CURATED = "curated"
    SAMPLES = "samples"


class Became(StrEnum):
    """What the draft makes of something."""

    NEW = "new"
    CHANGED = "changed"
    RETIRED = "retired"
    AFFECTED = "affected"  #: a document as it was, which another one ends or amends


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not in the draft as it is live.

    Attributes:
        slug, title: its name in the database, and for people.
        changes: what changed in it; empty for what is new or retired, and where the live release does not tell.
        by: who changed it last; empty for a file that was imported.
        at: when; ``None`` for what is as it was itself.
        authors: everybody who changed it since it went live.
    """

    kind: Kind
    slug: str
    title: str
    became: Became
    changes: tuple[Change, ...] = ()
    by: str = ""
    at: datetime | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that an editor should look at before the draft goes live."""

    kind: Kind
    slug: str
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft beside a release.

    Attributes:
        live: the release it is compared to; empty where none is live.
        digest: stands for all that a release of it would be made of.
    """

    live: str
    digest: str
    differences: tuple[Difference, ...]
    remarks: tuple[Remark, ...]

    @property
    def authors(self) -> frozenset[str]:
        """Everybody who has a part in what would go live."""
        return frozenset(chain.from_iterable(one.authors for one in self.differences))


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a release of the draft is built of, read once.

    Attributes:
        digest: as :attr:`Draft.digest`.
    """

    documents: Sequence[tuple[Document, str]]
    written: Written
    digest: str


def sources_of(store: DocumentStore) -> Sources:
    """What a release of the draft is built of now."""
    documents, curated, samples = store.sources(), store.curated.sources(), store.samples.sources()
    named = (
        {one.slug: digest for one, digest in documents},
        {one.slug: digest for one, digest in curated},
        {one.slug: digest for one, digest in samples},
    )
    return Sources(documents, Written(curated, samples), _digest(named))


def digest_of(store: DocumentStore) -> str:
    """The digest of the draft as it is now; quick."""
    return _digest((store.digests(), store.curated.digests(), store.samples.digests()))


def _digest(named: Sequence[dict[str, str]]) -> str:
    return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()
