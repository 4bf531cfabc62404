"""Sample questions in the database, kept by the rules of :mod:`knowledge.filing`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import Clock
from foundation.database import Database
from knowledge.changes import Change
from knowledge.filing import Beside, FiledRow, Filing, ProposedRow
from knowledge.imported import ImportResult
from knowledge.importer.samples import read_samples
from knowledge.samples import SampleFile, changes_of

_SAMPLES: TypeAdapter[SampleFile] = TypeAdapter(SampleFile)


class SamplesRow(FiledRow):
    """Sample questions in force in the database."""

    __tablename__ = "samples"

    record: Mapped[dict[str, object]] = mapped_column(JSON)


class SamplesProposalRow(ProposedRow):
    """A changed file, waiting for an editor."""

    __tablename__ = "samples_proposals"
    __table_args__ = (UniqueConstraint("slug", "sha256"),)


class SampleStore(Filing[SampleFile]):
    """The sample questions of the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock, (SamplesRow, SamplesProposalRow), _SAMPLES, read_samples)

    def import_file(
        self, file: Path, content: bytes, beside: Beside | None = None, by: str = ""
    ) -> ImportResult:
        """Import one file that was read.

        Raises:
            DocumentError: it is not of the agreed form; nothing is changed then.
        """
        samples = read_samples(file, content)
        filed = self.keep(file, content, hashlib.sha256(content).hexdigest(), samples, by=by, beside=beside)
        return ImportResult(
            file,
            filed.outcome,
            questions=len(samples.questions),
            changes=changes_of(filed.before, samples) if filed.before else (),
        )

    def proposed(self, slug: str) -> tuple[Change, ...]:
        """How the newest proposal for ``slug`` differs from what is in force.

        Raises:
            MissingError: there is no proposal.
        """
        return changes_of(*self.compared(slug))
