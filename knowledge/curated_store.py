"""Curated answers and exclusions in the database, by the rules of documents (``knowledge.store``)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import JSON, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation.clock import Clock
from foundation.database import Base, Database, UtcDateTime
from foundation.errors import MissingError
from knowledge.changes import Change
from knowledge.curated import Curated, changes_of
from knowledge.imported import Imported, ImportResult
from knowledge.importer.curated import read_curated
from knowledge.model import Doubt
from knowledge.question import fold_spaced
from vietnamese.text import syllables

_CURATED: TypeAdapter[Curated] = TypeAdapter(Curated)


class CuratedRow(Base):
    """A curated answer or exclusion in force in the database."""

    __tablename__ = "curated"

    slug: Mapped[str] = mapped_column(String(200), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    record: Mapped[dict[str, object]] = mapped_column(JSON)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CuratedProposalRow(Base):
    """A changed file, waiting for an editor."""

    __tablename__ = "curated_proposals"
    __table_args__ = (UniqueConstraint("slug", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(200), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CuratedStore:
    """The curated answers and exclusions of the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def import_file(self, file: Path, content: bytes) -> ImportResult:
        """Import one file that was read.

        Raises:
            DocumentError: it is not of the agreed form; nothing is changed then.
        """
        curated = read_curated(file, content)
        digest, count = hashlib.sha256(content).hexdigest(), len(curated.questions) + len(curated.phrases)
        with self._database.transaction() as session:
            present = session.get(CuratedRow, curated.slug)
            doubts = _doubts(session, curated)
            if present is None:
                session.add(
                    CuratedRow(
                        slug=curated.slug,
                        sha256=digest,
                        file_name=file.name,
                        content=content,
                        record=_CURATED.dump_python(curated, mode="json"),
                        imported_at=self._clock(),
                    )
                )
                return ImportResult(file, Imported.NEW, curated=True, questions=count, doubts=doubts)
            in_force = _CURATED.validate_python(present.record)
            if present.sha256 == digest or in_force == curated:  # the latter: saved anew, in other bytes
                return ImportResult(file, Imported.UNCHANGED, curated=True, questions=count)
            known = select(CuratedProposalRow.id).where(
                CuratedProposalRow.slug == curated.slug, CuratedProposalRow.sha256 == digest
            )
            if session.scalar(known) is None:
                session.add(
                    CuratedProposalRow(
                        slug=curated.slug,
                        sha256=digest,
                        file_name=file.name,
                        content=content,
                        proposed_at=self._clock(),
                    )
                )
            differences = changes_of(in_force, curated)
            return ImportResult(
                file, Imported.PROPOSED, curated=True, questions=count, doubts=doubts, changes=differences
            )

    def accept(self, slug: str) -> Curated:
        """Put the newest proposal for ``slug`` in force.

        Raises:
            MissingError: there is none.
        """
        with self._database.transaction() as session:
            row, proposal = _newest(session, slug)
            curated = read_curated(Path(proposal.file_name), proposal.content)
            row.sha256, row.content, row.file_name = proposal.sha256, proposal.content, proposal.file_name
            row.record, row.imported_at = _CURATED.dump_python(curated, mode="json"), self._clock()
            for waiting in session.scalars(select(CuratedProposalRow).where(CuratedProposalRow.slug == slug)):
                session.delete(waiting)
            return curated

    def proposed(self, slug: str) -> tuple[Change, ...]:
        """How the newest proposal for ``slug`` differs from what is in force.

        Raises:
            MissingError: there is no proposal.
        """
        with self._database.transaction() as session:
            row, proposal = _newest(session, slug)
            after = read_curated(Path(proposal.file_name), proposal.content)
            return changes_of(_CURATED.validate_python(row.record), after)

    def sources(self) -> list[tuple[Curated, str]]:
        """All in force, suspended ones as well, with the SHA-256 of their sources, by slug."""
        with self._database.transaction() as session:
            rows = session.scalars(select(CuratedRow).order_by(CuratedRow.slug))
            return [(_CURATED.validate_python(row.record), row.sha256) for row in rows]


def _newest(session: Session, slug: str) -> tuple[CuratedRow, CuratedProposalRow]:
    """What is in force and the newest proposal for it."""
    newest = (
        select(CuratedProposalRow)
        .where(CuratedProposalRow.slug == slug)
        .order_by(CuratedProposalRow.id.desc())
        .limit(1)
    )
    proposal, row = session.scalar(newest), session.get(CuratedRow, slug)
    if proposal is None or row is None:
        raise MissingError(
            f"Không có đề xuất thay đổi nào cho {slug}.",
            hint="Xem lại tên tệp (không có đuôi) của văn bản hoặc câu trả lời biên tập.",
        )
    return row, proposal


def _doubts(session: Session, curated: Curated) -> tuple[Doubt, ...]:
    """The questions that another file serves as well: only one of the two can answer them."""
    others = (_CURATED.validate_python(row.record) for row in session.scalars(select(CuratedRow)))
    served = {
        _letters(text): one.slug for one in others if one.slug != curated.slug for text in one.questions
    }
    return tuple(
        Doubt(f"“{text}”", f"tệp {served[_letters(text)]} cũng có câu hỏi này; giữ ở một tệp thôi.")
        for text in curated.questions
        if _letters(text) in served
    )


def _letters(text: str) -> str:
    return " ".join(syllables(fold_spaced(text)))
