"""Documents as editors work on them: each change goes to the part that was seen, and is noted in the audit log.

Two editors may correct one document at the same time; they meet only where they correct the same part of it. What a
form showed is known by its mark, so that the second one is told, sees both wordings, and loses nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from console.actions import Action
from console.audit import Actor, AuditLog
from console.stock import Stock
from foundation.errors import ConflictError, InputError, ReleaseError
from knowledge.filing import Accepting, Entry, Proposal
from knowledge.model import Document
from knowledge.scan_jobs import JobState, ScanJob

#: How often somebody else may come in between while a change is being written.
_TRIES = 5

Part = Callable[[Document], object]
"""The part of a document that an editor sees and corrects as one."""


class PartConflict(ConflictError):
    """Somebody else corrected the same part meanwhile; nothing was written."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What an editor corrects.

    Attributes:
        part: what was shown.
        seen: its mark then.
        change: the document with the correction.
        action, details: how the audit log tells of it.
    """

    part: Part
    seen: str
    change: Callable[[Document], Document]
    action: Action
    details: Mapping[str, str]


def mark_of(part: object) -> str:
    """Stands for a part of a document as it is: another one where anything in it is another."""
    return hashlib.sha256(repr(part).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Papers:
    """The documents behind the screens."""

    def __init__(self, stock: Stock, audit: AuditLog) -> None:
        self.stock = stock
        self._audit = audit
        self._documents = stock.documents

    def entry(self, slug: str) -> Entry[Document]:
        """A document in force or retired; raises :class:`MissingError`."""
        return self._documents.entry(slug)

    def file(self, slug: str) -> tuple[str, bytes]:
        """Name and content of the file behind a document; raises :class:`MissingError`."""
        return self._documents.file(slug)

    def proposal(self, slug: str) -> Proposal[Document]:
        """The changed file that waits; raises :class:`MissingError`."""
        return self._documents.proposal(slug)

    def proposed(self) -> frozenset[str]:
        """Slugs for which a changed file waits."""
        return frozenset(slug for slug, _ in self._documents.proposals())

    def live(self) -> Mapping[str, str]:
        """Slug and digest of the documents that citizens see."""
        try:
            return self.stock.library.release.manifest.documents
        except ReleaseError:
            return {}

    def scans(self) -> list[ScanJob]:
        """The scans that are not read yet, or could not be."""
        return [job for job in self.stock.scans.all() if job.state is not JobState.DONE]

    def correct(self, actor: Actor, slug: str, correction: Correction) -> bool:
        """Put a correction in force.

        Returns:
            Whether anything is another than before.

        Raises:
            MissingError: there is no such document.
            PartConflict: somebody else corrected the same part.
            ConflictError: others kept changing the document.
        """
        for tries in range(_TRIES):
            entry = self._documents.entry(slug)
            if mark_of(correction.part(entry.record)) != correction.seen:
                raise PartConflict(
                    "Người khác vừa sửa đúng chỗ này.",  # who is not known of a part, only of the document
                    hint="Điều anh/chị gõ còn nguyên ở dưới, chưa được ghi.",
                )
            changed = correction.change(entry.record)
            if changed == entry.record:
                return False
            try:
                self._documents.change(
                    changed,
                    entry.revision,
                    actor.name,
                    self._audit.witness(actor, correction.action, slug, correction.details),
                )
            except ConflictError:
                if tries + 1 == _TRIES:
                    raise
            else:
                return True
        raise AssertionError("the last try returns or raises")

    def retire(self, actor: Actor, slug: str, seen: int, *, retired: bool) -> None:
        """Keep a document out of the next releases, or take it in again; raises as the store does."""
        action = Action.DOCUMENT_RETIRED if retired else Action.DOCUMENT_RESTORED
        self._documents.retire(
            slug, seen, actor.name, retired=retired, beside=self._audit.witness(actor, action, slug)
        )

    def accept(self, actor: Actor, slug: str, seen: int, sha256: str) -> None:
        """Put a changed file in force as it was shown; raises as the store does."""
        beside = self._audit.witness(actor, Action.PROPOSAL_ACCEPTED, slug)
        self._documents.accept(slug, Accepting(sha256, seen, actor.name, beside))

    def dismiss(self, actor: Actor, slug: str, sha256: str) -> None:
        """Do away with a changed file; raises as the store does."""
        self._documents.dismiss(slug, sha256, self._audit.witness(actor, Action.PROPOSAL_DISMISSED, slug))


def revision_of(text: str) -> int:
    """The revision that a form names.

    Raises:
        InputError: it is no number.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise InputError("Biểu mẫu không đúng dạng.", hint="Mời anh/chị mở lại trang rồi làm lại.")
    return int(text)
