"""Documents in the database, kept by the rules of :mod:`knowledge.filing`, with what editors wrote beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import Clock
from foundation.database import Database
from foundation.errors import DocumentError, MissingError
from knowledge.changes import Change, changes
from knowledge.curated_store import CuratedStore
from knowledge.filing import Beside, FiledRow, Filing, ProposedRow
from knowledge.imported import Imported, ImportResult
from knowledge.importer import SUFFIXES, read_document
from knowledge.importer.curated import is_curated
from knowledge.importer.samples import is_samples
from knowledge.model import Document
from knowledge.sample_store import SampleStore

_DOCUMENT: TypeAdapter[Document] = TypeAdapter(Document)


class DocumentRow(FiledRow):
    """A document in force in the database."""

    __tablename__ = "documents"

    record: Mapped[dict[str, object]] = mapped_column("tree", JSON)


class ProposalRow(ProposedRow):
    """A changed file, waiting for an editor."""

    __tablename__ = "document_proposals"
    __table_args__ = (UniqueConstraint("slug", "sha256"),)


class DocumentStore(Filing[Document]):
    """The documents of the database.

    Args:
        database: with the tables of this module.
        clock: tells when a document came in.
        pages: a folder for the pages of scans that were read, so that none is read twice; ``None`` keeps none.

    Attributes:
        curated: the curated answers and exclusions beside them.
        samples: the sample questions beside their provisions.
    """

    def __init__(self, database: Database, clock: Clock, pages: Path | None = None) -> None:
        self.curated = CuratedStore(database, clock)
        self.samples = SampleStore(database, clock)
        self._pages = pages
        super().__init__(database, clock, (DocumentRow, ProposalRow), _DOCUMENT, self._read_kept)

    def import_file(self, file: Path) -> ImportResult:
        """Import one file of any kind; a broken one is reported, not raised, and changes nothing."""
        try:
            content = file.read_bytes()
        except OSError as error:
            return ImportResult(
                file, Imported.FAILED, error=DocumentError(file, 0, error.strerror or "không mở được")
            )
        return self.import_content(file, content)

    def import_content(
        self,
        file: Path,
        content: bytes,
        progress: Callable[[int, int], None] | None = None,
        beside: Beside | None = None,
        by: str = "",
    ) -> ImportResult:
        """Import a file with this content, which is not opened.

        Args:
            file: names the document.
            content: of the file.
            progress: told of a scan how many pages are read and how many there are.
            beside: written in the transaction that keeps it; not called where nothing is kept.
            by: who hands it in; empty on the server.

        Raises:
            StorageError: the pages of a scan cannot be kept.
        """
        digest = hashlib.sha256(content).hexdigest()
        if (present := self.in_force(file.stem, digest)) is not None:
            return ImportResult(file, Imported.UNCHANGED, _count(present))
        try:
            if is_samples(file, content):
                self._refuse_taken(file)
                return self.samples.import_file(file, content, beside, by)
            if is_curated(file, content):
                return self.curated.import_file(file, content, beside, by)
            document = self._read_kept(file, content, progress)
        except DocumentError as error:
            return ImportResult(file, Imported.FAILED, error=error)
        filed = self.keep(file, content, digest, document, by=by, beside=beside)
        return ImportResult(
            file,
            filed.outcome,
            _count(document),
            doubts=() if filed.outcome is Imported.UNCHANGED else document.doubts,
            changes=changes(filed.before, document) if filed.before else (),
        )

    def _refuse_taken(self, file: Path) -> None:
        """See that no document or curated answer has the name of a file of samples: they are accepted by name.

        Raises:
            DocumentError: one has.
        """
        if file.stem in self.digests() or file.stem in self.curated.digests():
            raise DocumentError(
                file,
                0,
                "đã có văn bản hay câu trả lời biên tập cùng tên",
                hint=f"Đặt tên khác: cau-hoi-{file.name}.",
            )

    def proposed(self, slug: str) -> tuple[Document, tuple[Change, ...]]:
        """The document that the newest proposal for ``slug`` would put in force, and how it differs.

        Raises:
            MissingError: there is no proposal.
        """
        before, after = self.compared(slug)
        return after, changes(before, after)

    def _read_kept(
        self, file: Path, content: bytes, progress: Callable[[int, int], None] | None = None
    ) -> Document:
        return read_document(file, content, pages=self._pages, progress=progress)


def _count(document: Document) -> int:
    return sum(1 for _ in document.walk())


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
