"""How a curated answer stands: what an editor should do about it, and whether citizens have it as it is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.confirmations import Confirmation, Reworded, reworded
from knowledge.curated import Curated, Reference
from knowledge.editorial import missing
from knowledge.filing import Entry
from knowledge.model import Document


class Need(StrEnum):
    """What an editor should look at."""

    MISSING = "missing"  #: it cites what there is not, and stays out of releases
    REWORDED = "reworded"  #: what it cites does not read as it did when it was confirmed
    OVERDUE = "overdue"
    UNPUBLISHED = "unpublished"  #: citizens do not have it as it is here
    SUSPENDED = "suspended"
    RETIRED = "retired"

    @property
    def label(self) -> str:
        """What it is called on screens."""
        return _LABELS[self]


_LABELS = {
    Need.MISSING: "trích dẫn không còn trong kho",
    Need.REWORDED: "quy định được trích đã đổi",
    Need.OVERDUE: "quá hạn rà soát",
    Need.UNPUBLISHED: "khác bản đang phát hành",
    Need.SUSPENDED: "tạm ngừng",
    Need.RETIRED: "đã bỏ",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A curated answer and how it stands.

    Attributes:
        missing: what it cites and there is not.
        reworded: what it cites and reads otherwise than when it was confirmed.
        confirmation: the last one.
    """

    entry: Entry[Curated]
    needs: frozenset[Need]
    missing: Sequence[Reference]
    reworded: Sequence[Reworded]
    confirmation: Confirmation | None

    @property
    def curated(self) -> Curated:
        """The answer itself."""
        return self.entry.record


def standing_of(
    entry: Entry[Curated],
    documents: Sequence[Document],
    confirmation: Confirmation | None,
    live: Mapping[str, str],
    today: date,
) -> Standing:
    """How an answer stands.

    Args:
        entry: the answer in the database.
        documents: of the draft.
        confirmation: the last one.
        live: digests of the curated answers in the live release, by slug.
        today: decides whether the review is overdue.
    """
    curated, retired = entry.record, entry.retired_at is not None
    gone, changed = missing(curated, documents), reworded(curated, documents, confirmation)
    out = retired or curated.suspended or bool(gone)
    needs = {
        Need.MISSING: bool(gone) and not retired,
        # What is gone is missing already.
        Need.REWORDED: any(one.after for one in changed) and not retired,
        Need.OVERDUE: curated.overdue(today) and not retired,
        Need.UNPUBLISHED: (entry.record.slug in live) if out else live.get(curated.slug) != entry.digest,
        Need.SUSPENDED: curated.suspended and not retired,
        Need.RETIRED: retired,
    }
    return Standing(
        entry, frozenset(need for need, true in needs.items() if true), gone, changed, confirmation
    )
