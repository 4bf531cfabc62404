"""Filing: an editor's files kept in the database by one rule, be they documents, curated answers or sample questions.

A file is imported once by SHA-256; afterwards the database is the source. A changed file never overwrites what is in
force: it becomes a proposal that an editor accepts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation.clock import Clock
from foundation.database import Base, Database, UtcDateTime
from foundation.errors import MissingError
from knowledge.imported import Imported


class FiledRow(Base):
    """Columns of what is in force; the table adds ``record``, the file as it was read."""

    __abstract__ = True

    slug: Mapped[str] = mapped_column(String(200), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    record: Mapped[dict[str, object]]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProposedRow(Base):
    """Columns of a changed file that waits for an editor."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(200), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Slugged(Protocol):
    """What is filed has a slug: its file's stem."""

    @property
    def slug(self) -> str:
        """Its name in the database."""


Record = TypeVar("Record", bound=Slugged)


@dataclass(frozen=True, slots=True)
class Filed(Generic[Record]):
    """What became of a file; ``before`` is what it differs from, for a proposal."""

    outcome: Imported
    before: Record | None = None


class Filing(Generic[Record]):
    """The files of one kind.

    Args:
        database: with both tables.
        clock: tells when a file came in.
        tables: of what is in force, and of proposals.
        adapter: to JSON and back.
        read: reads a file that was kept.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tables: tuple[type[FiledRow], type[ProposedRow]],
        adapter: TypeAdapter[Record],
        read: Callable[[Path, bytes], Record],
    ) -> None:
        self._database = database
        self._clock = clock
        self._in_force, self._proposals = tables
        self._adapter = adapter
        self._read = read

    def keep(self, file: Path, content: bytes, digest: str, record: Record) -> Filed[Record]:
        """Keep a file that was read: as new, as a proposal where it differs from what is in force, or not at all."""
        with self._database.transaction() as session:
            row = session.get(self._in_force, record.slug)
            if row is None:
                session.add(
                    self._in_force(
                        slug=record.slug,
                        sha256=digest,
                        file_name=file.name,
                        content=content,
                        record=self._adapter.dump_python(record, mode="json"),
                        imported_at=self._clock(),
                    )
                )
                return Filed(Imported.NEW)
            before = self._adapter.validate_python(row.record)
            if row.sha256 == digest or before == record:  # the latter: saved anew, in other bytes
                return Filed(Imported.UNCHANGED)
            known = select(self._proposals.id).where(
                self._proposals.slug == record.slug, self._proposals.sha256 == digest
            )
            if session.scalar(known) is None:
                session.add(
                    self._proposals(
                        slug=record.slug,
                        sha256=digest,
                        file_name=file.name,
                        content=content,
                        proposed_at=self._clock(),
                    )
                )
            return Filed(Imported.PROPOSED, before)

    def in_force(self, slug: str, digest: str) -> Record | None:
        """What is in force under ``slug``, if it was read from a file with this SHA-256."""
        with self._database.reading() as session:
            row = session.get(self._in_force, slug)
            same = row is not None and row.sha256 == digest
            return self._adapter.validate_python(row.record) if row is not None and same else None

    def knows(self, slug: str, digest: str) -> bool:
        """Whether a file with this SHA-256 is in force under ``slug``, or proposed."""
        with self._database.reading() as session:
            return any(
                session.scalar(select(table.sha256).where(table.slug == slug, table.sha256 == digest))
                for table in (self._in_force, self._proposals)
            )

    def accept(self, slug: str) -> Record:
        """Put the newest proposal for ``slug`` in force.

        Raises:
            MissingError: there is none.
        """
        with self._database.transaction() as session:
            row, proposal = self._newest(session, slug)
            record = self._read(Path(proposal.file_name), proposal.content)
            row.sha256, row.content, row.file_name = proposal.sha256, proposal.content, proposal.file_name
            row.record, row.imported_at = self._adapter.dump_python(record, mode="json"), self._clock()
            for waiting in session.scalars(select(self._proposals).where(self._proposals.slug == slug)):
                session.delete(waiting)
            return record

    def compared(self, slug: str) -> tuple[Record, Record]:
        """What is in force under ``slug``, and what the newest proposal would put in its place.

        Raises:
            MissingError: there is no proposal.
        """
        with self._database.reading() as session:
            row, proposal = self._newest(session, slug)
            after = self._read(Path(proposal.file_name), proposal.content)
            return self._adapter.validate_python(row.record), after

    def proposals(self) -> list[tuple[str, datetime]]:
        """Slugs with a waiting proposal and since when, oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(self._proposals).order_by(self._proposals.id))
            return [(row.slug, row.proposed_at) for row in rows]

    def sources(self) -> list[tuple[Record, str]]:
        """All in force with the SHA-256 of their sources, by slug."""
        with self._database.reading() as session:
            rows = session.scalars(select(self._in_force).order_by(self._in_force.slug))
            return [(self._adapter.validate_python(row.record), row.sha256) for row in rows]

    def digests(self) -> dict[str, str]:
        """Slug and SHA-256 of everything in force."""
        with self._database.reading() as session:
            table = self._in_force
            rows = session.execute(select(table.slug, table.sha256).order_by(table.slug))
            return {row.slug: row.sha256 for row in rows}

    def _newest(self, session: Session, slug: str) -> tuple[FiledRow, ProposedRow]:
        """What is in force and the newest proposal for it."""
        table = self._proposals
        newest = select(table).where(table.slug == slug).order_by(table.id.desc()).limit(1)
        proposal, row = session.scalar(newest), session.get(self._in_force, slug)
        if proposal is None or row is None:
            raise MissingError(
                f"Không có đề xuất thay đổi nào cho {slug}.",
                hint="Xem lại tên tệp (không có đuôi) của văn bản, câu trả lời biên tập hoặc câu hỏi mẫu.",
            )
        return row, proposal
