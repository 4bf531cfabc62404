"""Documents in the database: files are imported once by SHA-256; afterwards the database is the source.

A changed file never overwrites what is there: it becomes a proposal that an editor accepts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import JSON, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation.clock import Clock
from foundation.database import Base, Database, UtcDateTime
from foundation.errors import DocumentError, MissingError
from knowledge.changes import Change, changes
from knowledge.curated_store import CuratedStore
from knowledge.imported import Imported, ImportResult
from knowledge.importer import SUFFIXES, read_document
from knowledge.importer.curated import is_curated
from knowledge.model import Document

_DOCUMENT: TypeAdapter[Document] = TypeAdapter(Document)


class DocumentRow(Base):
    """A document in force in the database."""

    __tablename__ = "documents"

    slug: Mapped[str] = mapped_column(String(200), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    tree: Mapped[dict[str, object]] = mapped_column(JSON)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProposalRow(Base):
    """A changed file, waiting for an editor."""

    __tablename__ = "document_proposals"
    __table_args__ = (UniqueConstraint("slug", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(200), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DocumentStore:
    """The documents of the database.

    Args:
        database: with the tables of this module.
        clock: tells when a document came in.
        pages: a folder for the pages of scans that were read, so that none is read twice; ``None`` keeps none.

    Attributes:
        curated: the curated answers and exclusions beside them.
    """

    def __init__(self, database: Database, clock: Clock, pages: Path | None = None) -> None:
        self.curated = CuratedStore(database, clock)
        self._database = database
        self._clock = clock
        self._pages = pages

    def import_file(self, file: Path) -> ImportResult:
        """Import one file, a document or curated answer; a broken one is reported, not raised, and changes nothing."""
        try:
            content = file.read_bytes()
        except OSError as error:
            return ImportResult(
                file, Imported.FAILED, error=DocumentError(file, 0, error.strerror or "không mở được")
            )
        return self.import_content(file, content)

    def import_content(
        self, file: Path, content: bytes, progress: Callable[[int, int], None] | None = None
    ) -> ImportResult:
        """Import a file with this content, which is not opened.

        Args:
            file: names the document.
            content: of the file.
            progress: told of a scan how many pages are read and how many there are.

        Raises:
            StorageError: the pages of a scan cannot be kept.
        """
        digest = hashlib.sha256(content).hexdigest()
        with self._database.transaction() as session:
            row = session.get(DocumentRow, file.stem)
            if row is not None and row.sha256 == digest:
                return ImportResult(file, Imported.UNCHANGED, _count(_DOCUMENT.validate_python(row.tree)))
        try:
            if is_curated(file, content):
                return self.curated.import_file(file, content)
            document = self._read(file, content, progress)
        except DocumentError as error:
            return ImportResult(file, Imported.FAILED, error=error)
        count = _count(document)
        with self._database.transaction() as session:
            present = session.get(DocumentRow, document.slug)
            if present is None:
                session.add(
                    DocumentRow(
                        slug=document.slug,
                        sha256=digest,
                        file_name=file.name,
                        content=content,
                        tree=_DOCUMENT.dump_python(document, mode="json"),
                        imported_at=self._clock(),
                    )
                )
                return ImportResult(file, Imported.NEW, count, doubts=document.doubts)
            in_force = _DOCUMENT.validate_python(present.tree)
            if in_force == document:  # saved anew, in other bytes, or imported by another process meanwhile
                return ImportResult(file, Imported.UNCHANGED, count)
            differences = changes(in_force, document)
            known = select(ProposalRow.id).where(
                ProposalRow.slug == document.slug, ProposalRow.sha256 == digest
            )
            if session.scalar(known) is None:
                session.add(
                    ProposalRow(
                        slug=document.slug,
                        sha256=digest,
                        file_name=file.name,
                        content=content,
                        proposed_at=self._clock(),
                    )
                )
            return ImportResult(file, Imported.PROPOSED, count, doubts=document.doubts, changes=differences)

    def knows(self, slug: str, digest: str) -> bool:
        """Whether a file with this SHA-256 is in force under ``slug``, or proposed."""
        proposed = select(ProposalRow.id).where(ProposalRow.slug == slug, ProposalRow.sha256 == digest)
        in_force = select(DocumentRow.slug).where(DocumentRow.slug == slug, DocumentRow.sha256 == digest)
        with self._database.transaction() as session:
            return any(session.scalar(known) is not None for known in (in_force, proposed))

    def accept(self, slug: str) -> Document:
        """Put the newest proposal for ``slug`` in force.

        Raises:
            MissingError: there is none.
        """
        with self._database.transaction() as session:
            row, proposal = _newest(session, slug)
            document = self._read(Path(proposal.file_name), proposal.content)
            row.sha256, row.content, row.file_name = proposal.sha256, proposal.content, proposal.file_name
            row.tree, row.imported_at = _DOCUMENT.dump_python(document, mode="json"), self._clock()
            for waiting in session.scalars(select(ProposalRow).where(ProposalRow.slug == slug)):
                session.delete(waiting)
            return document

    def proposed(self, slug: str) -> tuple[Document, tuple[Change, ...]]:
        """The document that the newest proposal for ``slug`` would put in force, and how it differs.

        Raises:
            MissingError: there is no proposal.
        """
        with self._database.transaction() as session:
            row, proposal = _newest(session, slug)
            document = self._read(Path(proposal.file_name), proposal.content)
            return document, changes(_DOCUMENT.validate_python(row.tree), document)

    def proposals(self) -> list[tuple[str, datetime]]:
        """Slugs with a waiting proposal and since when, oldest first."""
        with self._database.transaction() as session:
            rows = session.scalars(select(ProposalRow).order_by(ProposalRow.id))
            return [(row.slug, row.proposed_at) for row in rows]

    def sources(self) -> list[tuple[Document, str]]:
        """All documents in force with the SHA-256 of their sources, by slug."""
        with self._database.transaction() as session:
            rows = session.scalars(select(DocumentRow).order_by(DocumentRow.slug))
            return [(_DOCUMENT.validate_python(row.tree), row.sha256) for row in rows]

    def digests(self) -> dict[str, str]:
        """Slug and SHA-256 of every document in force."""
        with self._database.transaction() as session:
            rows = session.execute(select(DocumentRow.slug, DocumentRow.sha256).order_by(DocumentRow.slug))
            return {row.slug: row.sha256 for row in rows}

    def _read(
        self, file: Path, content: bytes, progress: Callable[[int, int], None] | None = None
    ) -> Document:
        return read_document(file, content, pages=self._pages, progress=progress)


def _count(document: Document) -> int:
    return sum(1 for _ in document.walk())


def _newest(session: Session, slug: str) -> tuple[DocumentRow, ProposalRow]:
    """The document in force and the newest proposal for it."""
    newest = select(ProposalRow).where(ProposalRow.slug == slug).order_by(ProposalRow.id.desc()).limit(1)
    proposal, row = session.scalar(newest), session.get(DocumentRow, slug)
    if proposal is None or row is None:
        raise MissingError(f"Không có đề xuất thay đổi nào cho {slug}.", hint="Xem lại tên văn bản.")
    return row, proposal


def source_files(place: Path) -> Sequence[Path]:
    """The readable source files of a folder, or the one file itself, by name.

    Raises:
        MissingError: there is no such place.
    """
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise MissingError(f"Không có tệp hay thư mục {place}.", hint="Kiểm tra đường dẫn.")
    return sorted(file for file in place.iterdir() if file.suffix in SUFFIXES and file.name != "README.md")
