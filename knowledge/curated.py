"""The records of curated answers: what an editor wrote, for which questions, who answers for it and until when.

An exclusion is of the same form: the questions that must never be answered, with the words of the refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.changes import Change, ChangeKind
from knowledge.importer.record import display_date


class CuratedKind(StrEnum):
    """What an editor's file is."""

    ANSWER = "answer"  #: a curated answer
    EXCLUSION = "exclusion"  #: a matter that is never answered


@dataclass(frozen=True, slots=True)
class Reference:
    """The provision that a curated answer cites: a document's slug and the path in it."""

    document: str
    path: str

    def __str__(self) -> str:
        """As editors write it: ``slug#path``."""
        return f"{self.document}#{self.path}"


@dataclass(frozen=True, slots=True)
class Curated:
    """What an editor wrote.

    Attributes:
        slug: the file's stem.
        kind: an answer, or an exclusion with the words of its refusal.
        questions: the wordings it serves, as people ask.
        text: what citizens read.
        owner: the department that answers for it.
        review: the day before which it must be reviewed again.
        references: what it cites; empty for an exclusion.
        phrases: an exclusion's: whoever uses one is refused; "…" stands for a few words. Empty for an answer.
        suspended: kept, but not in use.
    """

    slug: str
    kind: CuratedKind
    questions: tuple[str, ...]
    text: str
    owner: str
    review: date
    references: tuple[Reference, ...] = ()
    phrases: tuple[str, ...] = ()
    suspended: bool = False

    def overdue(self, today: date) -> bool:
        """Whether the review should have taken place."""
        return today >= self.review


def changes_of(before: Curated, after: Curated) -> tuple[Change, ...]:
    """How one reading differs from the next, part by part; a removed line comes before an added one."""
    found: list[Change] = []
    for name, old, new in zip(_PARTS, _parts(before), _parts(after), strict=True):
        found += [Change(ChangeKind.REMOVED, name, "", before=line) for line in old if line not in new]
        found += [Change(ChangeKind.ADDED, name, "", after=line) for line in new if line not in old]
    return tuple(found)


_PARTS = ("Thông tin", "Câu hỏi", "Cụm từ", "Trả lời", "Trích dẫn")


def _parts(curated: Curated) -> tuple[Sequence[str], ...]:
    about = (
        "chủ đề không trả lời" if curated.kind is CuratedKind.EXCLUSION else "câu trả lời biên tập",
        curated.owner,
        f"rà soát trước {display_date(curated.review)}",
        "tạm ngừng" if curated.suspended else "đang dùng",
    )
    return about, curated.questions, curated.phrases, (curated.text,), tuple(map(str, curated.references))
