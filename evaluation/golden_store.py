"""Golden questions that editors keep: in the database, begun with the files of the development.

A file is taken in once by SHA-256; of one that changed only questions that nobody had seen come in. The set is the
editors' own: what it says of a release is for them, and is never what fitting is measured by (docs/evaluation.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import JSON, Integer, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from evaluation.golden import GoldenQuestion, addresses
from foundation.clock import Clock
from foundation.database import Base, Database, UtcDateTime
from foundation.errors import ConflictError, DocumentError, InputError, MissingError
from foundation.ids import new_id
from knowledge.curated import Reference
from knowledge.filing import Beside
from knowledge.model import Document
from knowledge.question import fold_spaced


class GoldenRow(Base):
    """A golden question; ``letters`` is what tells it from others, ``source`` the file it came with, if any."""

    __tablename__ = "golden_questions"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    letters: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    citations: Mapped[list[list[str]]] = mapped_column(JSON)
    facts: Mapped[list[str]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(255))
    revision: Mapped[int] = mapped_column(Integer)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(80))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GoldenFileRow(Base):
    """A file of golden questions that was taken in."""

    __tablename__ = "golden_files"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class Golden:
    """A golden question as editors see it.

    Attributes:
        kind: as :attr:`evaluation.golden.GoldenQuestion.kind`.
        citations: the provisions one of which has to be cited first, itself or the list it stands in.
        facts: what a right answer must contain.
        revision: goes up with every change.
        changed_by: empty where it is as it came with its file.
    """

    question: str
    kind: str
    citations: tuple[Reference, ...] = ()
    facts: tuple[str, ...] = ()
    id: str = ""
    source: str = ""
    revision: int = 1
    changed_by: str = ""
    changed_at: datetime | None = None
    retired: bool = False

    @property
    def asked(self) -> GoldenQuestion:
        """The record by which answers are judged."""
        return GoldenQuestion(self.id, self.question, (), self.facts, self.kind)

    @property
    def gold(self) -> set[tuple[str, str]]:
        """Slug and path of what may be cited."""
        return {(one.document, one.path) for one in self.citations}


_SEED = TypeAdapter(GoldenQuestion)


class GoldenStore:
    """The golden questions of the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def active(self) -> list[Golden]:
        """All that are asked, by id."""
        with self._database.reading() as session:
            wanted = select(GoldenRow).where(GoldenRow.retired_at.is_(None)).order_by(GoldenRow.id)
            return [_golden(row) for row in session.scalars(wanted)]

    def listed(
        self, text: str = "", kind: str = "", *, retired: bool = False, skip: int = 0, limit: int = 50
    ) -> tuple[list[Golden], int]:
        """Those whose question has ``text`` in it, with marks or without, the latest changed first; and how many."""
        wanted = select(GoldenRow).where(
            GoldenRow.retired_at.is_not(None) if retired else GoldenRow.retired_at.is_(None)
        )
        if text:
            wanted = wanted.where(GoldenRow.letters.contains(_letters(text), autoescape=True))
        if kind:
            wanted = wanted.where(GoldenRow.kind == kind)
        with self._database.reading() as session:
            count = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            page = wanted.order_by(GoldenRow.changed_at.desc(), GoldenRow.id).offset(skip).limit(limit)
            return [_golden(row) for row in session.scalars(page)], count

    def get(self, golden: str) -> Golden:
        """One of them.

        Raises:
            MissingError: there is none of this id.
        """
        with self._database.reading() as session:
            return _golden(_present(session, golden))

    def add(self, golden: Golden, by: str, beside: Beside | None = None) -> str:
        """Take in what an editor wrote; its id.

        Raises:
            InputError: the same question is there already.
        """
        with self._database.transaction() as session:
            self._refuse_known(session, golden)
            row = self._row(replace(golden, id=new_id()), by)
            session.add(row)
            if beside is not None:
                beside(session)
            return row.id

    def change(self, golden: Golden, seen: int, by: str, beside: Beside | None = None) -> None:
        """Put an editor's change in the place of what has its id.

        Raises:
            MissingError: there is nothing to change.
            ConflictError: it is no longer of the revision that was seen.
            InputError: another one asks the same.
        """
        with self._database.transaction() as session:
            row = self._seen(session, golden.id, seen)
            self._refuse_known(session, golden)
            row.question, row.letters, row.kind = golden.question, _letters(golden.question), golden.kind
            row.citations, row.facts = _plain(golden), list(golden.facts)
            self._changed(session, row, by, beside)

    def retire(
        self, golden: str, seen: int, by: str, *, retired: bool = True, beside: Beside | None = None
    ) -> None:
        """Ask it no longer, or with ``retired=False`` again; raises as :meth:`change`."""
        with self._database.transaction() as session:
            row = self._seen(session, golden, seen)
            if not retired:
                self._refuse_known(session, _golden(row))
            row.retired_at = self._clock() if retired else None
            self._changed(session, row, by, beside)

    def seed(self, files: Sequence[Path], documents: Callable[[], Sequence[Document]]) -> int:
        """Take in the questions of files that nobody had seen; those whose provisions are not there stay out.

        Args:
            files: of the form of ``evaluation/questions/*.jsonl``.
            documents: gives the documents in which the quoted provisions are found; called only for a new file.

        Returns:
            How many came in.

        Raises:
            DocumentError: a line is not of the agreed form; nothing of its file comes in.
        """
        count = 0
        for file in files:
            content = file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            with self._database.reading() as session:
                if session.get(GoldenFileRow, digest) is not None:
                    continue
            found = _readable(file, content, {one.slug: one for one in documents()})
            with self._database.transaction() as session:
                if session.get(GoldenFileRow, digest) is not None:
                    continue
                session.add(GoldenFileRow(sha256=digest, name=file.name, imported_at=self._clock()))
                known = set(session.scalars(select(GoldenRow.id)))
                new = [one for one in found if one.id not in known]
                session.add_all(self._row(one, "") for one in new)
                count += len(new)
        return count

    def _row(self, golden: Golden, by: str) -> GoldenRow:
        now = self._clock()
        return GoldenRow(
            id=golden.id,
            question=golden.question,
            letters=_letters(golden.question),
            kind=golden.kind,
            citations=_plain(golden),
            facts=list(golden.facts),
            source=golden.source,
            revision=1,
            added_at=now,
            changed_by=by,
            changed_at=now,
        )

    def _changed(self, session: Session, row: GoldenRow, by: str, beside: Beside | None) -> None:
        row.revision += 1
        row.changed_by, row.changed_at = by, self._clock()
        if beside is not None:
            beside(session)

    def _seen(self, session: Session, golden: str, seen: int) -> GoldenRow:
        row = _present(session, golden, lock=True)
        if row.revision != seen:
            raise ConflictError(
                f"{row.changed_by or 'Người khác'} vừa thay đổi câu hỏi này.",
                hint="Mời anh/chị xem bản mới trước khi lưu lần nữa.",
            )
        return row

    def _refuse_known(self, session: Session, golden: Golden) -> None:
        same = select(GoldenRow.id).where(
            GoldenRow.question == golden.question,
            GoldenRow.retired_at.is_(None),
            GoldenRow.id != golden.id,
        )
        if session.scalar(same.limit(1)) is not None:
            raise InputError(
                "Câu hỏi này đã có trong bộ câu hỏi kiểm tra.", hint="Mời anh/chị tìm câu ấy rồi sửa."
            )


def _present(session: Session, golden: str, *, lock: bool = False) -> GoldenRow:
    row = session.get(GoldenRow, golden, with_for_update=lock or None)
    if row is None:
        raise MissingError("Không có câu hỏi kiểm tra này.", hint="Mời anh/chị xem lại danh sách.")
    return row


def _readable(file: Path, content: bytes, documents: dict[str, Document]) -> list[Golden]:
    found = []
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            one = _SEED.validate_json(line)
        except ValidationError as error:
            raise DocumentError(file, number, "không phải câu hỏi vàng đúng dạng") from error
        try:
            gold = addresses(one.gold, documents)
        except LookupError:
            continue  # of documents that are not here, or no longer so
        references = tuple(Reference(slug, path) for slug, path in sorted(gold))
        found.append(Golden(one.question, one.kind, references, one.facts, one.id, file.name))
    return found


def _golden(row: GoldenRow) -> Golden:
    return Golden(
        question=row.question,
        kind=row.kind,
        citations=tuple(Reference(slug, path) for slug, path in row.citations),
        facts=tuple(row.facts),
        id=row.id,
        source=row.source,
        revision=row.revision,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        retired=row.retired_at is not None,
    )


def _plain(golden: Golden) -> list[list[str]]:
    return [[one.document, one.path] for one in golden.citations]


def _letters(text: str) -> str:
    return fold_spaced(text)
