"""Curated answers and exclusions in the database, kept by the rules of :mod:`knowledge.filing`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import Clock
from foundation.database import Database
from knowledge.changes import Change
from knowledge.curated import Curated, changes_of
from knowledge.filing import Beside, FiledRow, Filing, ProposedRow
from knowledge.imported import Imported, ImportResult
from knowledge.importer.curated import read_curated
from knowledge.model import Doubt
from knowledge.question import fold_spaced
from vietnamese.text import syllables

_CURATED: TypeAdapter[Curated] = TypeAdapter(Curated)


class CuratedRow(FiledRow):
    """A curated answer or exclusion in force in the database."""

    __tablename__ = "curated"

    record: Mapped[dict[str, object]] = mapped_column(JSON)


class CuratedProposalRow(ProposedRow):
    """A changed file, waiting for an editor."""

    __tablename__ = "curated_proposals"
    __table_args__ = (UniqueConstraint("slug", "sha256"),)


class CuratedStore(Filing[Curated]):
    """The curated answers and exclusions of the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock, (CuratedRow, CuratedProposalRow), _CURATED, read_curated)

    def import_file(
        self, file: Path, content: bytes, beside: Beside | None = None, by: str = ""
    ) -> ImportResult:
        """Import one file that was read.

        Raises:
            DocumentError: it is not of the agreed form; nothing is changed then.
        """
        curated = read_curated(file, content)
        filed = self.keep(file, content, hashlib.sha256(content).hexdigest(), curated, by=by, beside=beside)
        return ImportResult(
            file,
            filed.outcome,
            questions=len(curated.questions) + len(curated.phrases),
            doubts=() if filed.outcome is Imported.UNCHANGED else self.doubts(curated),
            changes=changes_of(filed.before, curated) if filed.before else (),
        )

    def proposed(self, slug: str) -> tuple[Change, ...]:
        """How the newest proposal for ``slug`` differs from what is in force.

        Raises:
            MissingError: there is no proposal.
        """
        return changes_of(*self.compared(slug))

    def doubts(self, curated: Curated) -> tuple[Doubt, ...]:
        """The questions that another file serves as well: only one of the two can answer them."""
        served = {
            _letters(text): one.slug
            for one, _ in self.sources()
            if one.slug != curated.slug
            for text in one.questions
        }
        return tuple(
            Doubt(f"“{text}”", f"tệp {served[_letters(text)]} cũng có câu hỏi này; giữ ở một tệp thôi.")
            for text in curated.questions
            if _letters(text) in served
        )


def _letters(text: str) -> str:
    return " ".join(syllables(fold_spaced(text)))
