"""Filing: an editor's files kept in the database by one rule, be they documents, curated answers or sample questions.

A file is imported once by SHA-256; afterwards the database is the source. A changed file never overwrites what is in
force: it becomes a proposal that an editor accepts. What an editor changes or writes goes straight in force here and
reaches citizens with the next release. Two editors never overwrite one another: each change names what it saw.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import JSON, Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, undefer

from foundation.clock import Clock
from foundation.database import Base, Database, UtcDateTime
from foundation.errors import ConflictError, InputError, MissingError
from knowledge.imported import Imported


class FiledRow(Base):
    """Columns of what is in force; the table adds ``record``.

    Attributes:
        sha256, file_name, content: of the file; empty bytes where an editor wrote it in the console.
        digest: SHA-256 that a release knows it by: the file's, or that of the record once it was edited.
        read: the record as it was read from the file, once an editor changed it.
        revision: goes up with every change.
        changed_at, changed_by: of the last change by an editor.
        retired_at: since when it is kept out of releases.
    """

    __abstract__ = True

    slug: Mapped[str] = mapped_column(String(200), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    record: Mapped[dict[str, object]]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    digest: Mapped[str] = mapped_column(String(64))
    read: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    revision: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(80))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProposedRow(Base):
    """Columns of a changed file that waits for an editor.

    Attributes:
        by: who handed it in; empty for a file that was imported on the server.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(200), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80), server_default="")


class FiledChangeRow(Base):
    """One change to what is filed, so that nobody's part in it is forgotten when somebody else changes it again.

    Attributes:
        kind: the table of what was changed.
        revision, digest: as they are after the change.
        retired: whether it is kept out of releases since.
        by: who changed it, handed it in or accepted it; empty for a file that was imported or accepted on the server.
        proposed_by: who handed in the changed file that ``by`` accepted; empty where nobody did.
    """

    __tablename__ = "filed_changes"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    slug: Mapped[str] = mapped_column(String(200), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    retired: Mapped[bool]
    by: Mapped[str] = mapped_column(String(80))
    proposed_by: Mapped[str] = mapped_column(String(80), server_default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Slugged(Protocol):
    """What is filed has a slug: its file's stem."""

    @property
    def slug(self) -> str:
        """Its name in the database."""


Record = TypeVar("Record", bound=Slugged)


Beside = Callable[[Session], None]
"""What is written in the transaction of a change, such as its line in a log."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[Record]):
    """What is in force under a slug, or retired, and how it came to be so; see :class:`FiledRow`.

    Attributes:
        source: the record as it was read from the file; the same as ``record`` where nobody changed it.
    """

    record: Record
    source: Record
    digest: str
    revision: int
    sha256: str
    file_name: str
    imported_at: datetime
    changed_at: datetime | None
    changed_by: str
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class Proposal(Generic[Record]):
    """The newest changed file that waits for an editor.

    Attributes:
        entry: what is in force.
        record: what it would put in its place.
        sha256: of the file; names this very proposal.
    """

    entry: Entry[Record]
    record: Record
    sha256: str
    file_name: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class Accepting:
    """An editor accepts a proposal as it was shown.

    Attributes:
        sha256: of the proposal.
        seen: revision of what it was compared with.
        by: who accepts it.
        beside: written in the same transaction.
    """

    sha256: str
    seen: int
    by: str
    beside: Beside


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

    def keep(
        self,
        file: Path,
        content: bytes,
        digest: str,
        record: Record,
        *,
        by: str = "",
        beside: Beside | None = None,
    ) -> Filed[Record]:
        """Keep a file that was read: as new, as a proposal where it differs from what is in force, or not at all.

        Args:
            file, content, digest, record: its name, its bytes, their SHA-256, and what was read from them.
            by: who hands it in; empty on the server.
            beside: written in the same transaction where the file is kept.
        """
        with self._database.transaction() as session:
            row = session.get(self._in_force, record.slug)
            if row is None:
                row = self._row(record, file.name, content, digest)
                session.add(row)
                self._note(session, row, by)
                if beside is not None:
                    beside(session)
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
                        by=by,
                    )
                )
                if beside is not None:
                    beside(session)
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

    def accept(self, slug: str, accepting: Accepting | None = None) -> Record:
        """Put the newest proposal for ``slug`` in force; what editors corrected in the one before goes with it.

        Args:
            slug: of the proposal.
            accepting: what an editor saw and accepts; ``None`` takes what there is.

        Raises:
            MissingError: there is none.
            ConflictError: what is in force, or the proposal, is no longer what was shown; nothing is written.
        """
        with self._database.reading() as session:
            _, shown = self._newest(session, slug)
        record = self._read(
            Path(shown.file_name), shown.content
        )  # may take long: nobody waits for it to write
        with self._database.transaction() as session:
            row, proposal = self._newest(session, slug)
            _require_shown(proposal, shown.sha256)
            if accepting is not None:
                self._seen(session, slug, accepting.seen)
                _require_shown(proposal, accepting.sha256)
                row.changed_at, row.changed_by = self._clock(), accepting.by
                accepting.beside(session)
            row.sha256, row.content, row.file_name = proposal.sha256, proposal.content, proposal.file_name
            row.record, row.imported_at = self._adapter.dump_python(record, mode="json"), self._clock()
            row.digest, row.read, row.revision = proposal.sha256, None, row.revision + 1
            self._note(session, row, accepting.by if accepting else "", proposal.by)
            for waiting in session.scalars(select(self._proposals).where(self._proposals.slug == slug)):
                session.delete(waiting)
            return record

    def dismiss(self, slug: str, sha256: str, beside: Beside) -> None:
        """Do away with the proposals for ``slug``; what is in force stays.

        Args:
            slug: of the proposals.
            sha256: of the newest, as it was shown.
            beside: written in the same transaction.

        Raises:
            MissingError: there is none.
            ConflictError: another one came in meanwhile; nothing is written.
        """
        with self._database.transaction() as session:
            _, proposal = self._newest(session, slug)
            _require_shown(proposal, sha256)
            for waiting in session.scalars(select(self._proposals).where(self._proposals.slug == slug)):
                session.delete(waiting)
            beside(session)

    def proposal(self, slug: str) -> Proposal[Record]:
        """The newest proposal for ``slug``.

        Raises:
            MissingError: there is none.
        """
        with self._database.reading() as session:
            row, proposal = self._newest(session, slug)
            entry = self._entry(row)
        return Proposal(
            entry=entry,
            record=self._read(Path(proposal.file_name), proposal.content),
            sha256=proposal.sha256,
            file_name=proposal.file_name,
            proposed_at=proposal.proposed_at,
        )

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
            table = self._proposals
            rows = session.execute(select(table.slug, table.proposed_at).order_by(table.id))
            return [(row.slug, row.proposed_at) for row in rows]

    def sources(self) -> list[tuple[Record, str]]:
        """All in force with the digests that a release knows them by, by slug; retired ones are left out."""
        with self._database.reading() as session:
            table = self._in_force
            rows = session.scalars(select(table).where(table.retired_at.is_(None)).order_by(table.slug))
            return [(self._adapter.validate_python(row.record), row.digest) for row in rows]

    def digests(self) -> dict[str, str]:
        """Slug and digest of everything in force, as :meth:`sources`."""
        with self._database.reading() as session:
            table = self._in_force
            wanted = select(table.slug, table.digest).where(table.retired_at.is_(None)).order_by(table.slug)
            return {row.slug: row.digest for row in session.execute(wanted)}

    def entries(self) -> list[Entry[Record]]:
        """All in force and all retired, by slug."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(self._in_force).options(undefer(self._in_force.read)).order_by(self._in_force.slug)
            )
            return [self._entry(row) for row in rows]

    def versions(self) -> dict[str, int]:
        """Slug and revision of everything in force and everything retired; changes with every change."""
        with self._database.reading() as session:
            table = self._in_force
            wanted = select(table.slug, table.revision).order_by(table.slug)
            return {row.slug: row.revision for row in session.execute(wanted)}

    def authors(self, slug: str, since: str) -> tuple[str, ...]:
        """Everybody who changed what is filed under ``slug`` after it had a digest, or handed it in, by name.

        Args:
            slug: of what is in force or retired.
            since: the digest; where it never had it in force, or for an empty one, all who ever changed it.
        """
        with self._database.reading() as session:
            changes = list(
                session.scalars(
                    select(FiledChangeRow)
                    .where(FiledChangeRow.kind == self._in_force.__tablename__, FiledChangeRow.slug == slug)
                    .order_by(FiledChangeRow.revision)
                )
            )
        had = (row.revision for row in changes if row.digest == since and not row.retired)
        known = max(had, default=0)
        names = {name for row in changes if row.revision > known for name in (row.by, row.proposed_by)}
        return tuple(sorted(names - {""}))

    def entry(self, slug: str) -> Entry[Record]:
        """What is in force under ``slug``, or retired.

        Raises:
            MissingError: there is nothing.
        """
        with self._database.reading() as session:
            return self._entry(self._present(session, slug))

    def file(self, slug: str) -> tuple[str, bytes]:
        """Name and content of the file behind ``slug``; no bytes where an editor wrote it in the console.

        Raises:
            MissingError: there is nothing.
        """
        with self._database.reading() as session:
            row = self._present(session, slug)
            return row.file_name, row.content

    def add(self, record: Record, by: str, beside: Beside | None = None) -> None:
        """Put in force what an editor wrote, without a file.

        Raises:
            InputError: its slug is taken.
        """
        with self._database.transaction() as session:
            if session.get(self._in_force, record.slug) is not None:
                raise InputError(f"Tên “{record.slug}” đã có.", hint="Mời anh/chị đặt tên khác.")
            row = self._row(record, "", b"", "")
            row.digest, row.changed_at, row.changed_by = self._digest(record), self._clock(), by
            session.add(row)
            self._note(session, row, by)
            if beside is not None:
                beside(session)

    def change(self, record: Record, seen: int, by: str, beside: Beside | None = None) -> int:
        """Put an editor's change in force; what the file said is kept beside it.

        Args:
            record: in place of what is in force under its slug.
            seen: the revision that the editor changed.
            by: who changes it.
            beside: written in the same transaction.

        Returns:
            The new revision.

        Raises:
            MissingError: there is nothing to change.
            ConflictError: somebody else changed it meanwhile; nothing is written.
        """
        with self._database.transaction() as session:
            row = self._seen(session, record.slug, seen)
            if row.read is None and row.content:
                row.read = row.record
            row.record, row.digest = self._adapter.dump_python(record, mode="json"), self._digest(record)
            return self._changed(session, row, by, beside)

    def retire(
        self, slug: str, seen: int, by: str, *, retired: bool = True, beside: Beside | None = None
    ) -> int:
        """Keep it out of the next releases, or with ``retired=False`` take it in again; as :meth:`change`."""
        with self._database.transaction() as session:
            row = self._seen(session, slug, seen)
            row.retired_at = self._clock() if retired else None
            return self._changed(session, row, by, beside)

    def _row(self, record: Record, file_name: str, content: bytes, digest: str) -> FiledRow:
        return self._in_force(
            slug=record.slug,
            sha256=digest,
            file_name=file_name,
            content=content,
            record=self._adapter.dump_python(record, mode="json"),
            imported_at=self._clock(),
            digest=digest,
            read=None,
            revision=1,
            changed_by="",
        )

    def _changed(self, session: Session, row: FiledRow, by: str, beside: Beside | None) -> int:
        row.revision += 1
        row.changed_at, row.changed_by = self._clock(), by
        self._note(session, row, by)
        if beside is not None:
            beside(session)
        return row.revision

    def _note(self, session: Session, row: FiledRow, by: str, proposed_by: str = "") -> None:
        session.add(
            FiledChangeRow(
                kind=self._in_force.__tablename__,
                slug=row.slug,
                revision=row.revision,
                digest=row.digest,
                retired=row.retired_at is not None,
                by=by,
                proposed_by=proposed_by,
                at=self._clock(),
            )
        )

    def _seen(self, session: Session, slug: str, seen: int) -> FiledRow:
        row = self._present(session, slug, lock=True)
        if row.revision != seen:
            raise ConflictError(
                f"{row.changed_by or 'Người khác'} vừa thay đổi mục này.",
                hint="Những gì anh/chị gõ chưa được ghi. Mời mở lại trang để xem bản mới rồi sửa tiếp.",
            )
        return row

    def _present(self, session: Session, slug: str, *, lock: bool = False) -> FiledRow:
        row = session.get(self._in_force, slug, with_for_update=lock or None)
        if row is None:
            raise MissingError(f"Không có mục nào tên “{slug}”.", hint="Mời anh/chị xem lại danh sách.")
        return row

    def _entry(self, row: FiledRow) -> Entry[Record]:
        record = self._adapter.validate_python(row.record)
        return Entry(
            record=record,
            source=record if row.read is None else self._adapter.validate_python(row.read),
            digest=row.digest,
            revision=row.revision,
            sha256=row.sha256,
            file_name=row.file_name,
            imported_at=row.imported_at,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
            retired_at=row.retired_at,
        )

    def _digest(self, record: Record) -> str:
        """SHA-256 of a record that differs from its file, or has none."""
        plain = json.dumps(self._adapter.dump_python(record, mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()

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


def _require_shown(proposal: ProposedRow, sha256: str) -> None:
    if proposal.sha256 != sha256:
        raise ConflictError(
            "Đã có tệp đề xuất mới hơn tệp anh/chị vừa xem.",
            hint="Chưa có gì thay đổi. Mời mở lại trang để xem tệp mới nhất rồi quyết định.",
        )
