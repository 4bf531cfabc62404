"""What a list of documents shows of each, without reading their trees every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any

from sqlalchemy import select

from foundation.database import Database
from knowledge.store import DocumentRow
from vietnamese.text import fold


@dataclass(frozen=True, slots=True)
class Summary:
    """A document of the database in short; see :class:`~knowledge.model.Document` and ``FiledRow``.

    Attributes:
        doubts: how many are left.
        edited: whether an editor changed what the file said, or wrote it.
        words: what it is called, folded, to be searched.
    """

    slug: str
    title: str
    name: str
    kind: str
    issuer: str
    issued: date | None
    doubts: int
    digest: str
    edited: bool
    imported_at: datetime
    changed_at: datetime | None
    changed_by: str
    retired_at: datetime | None
    words: str

    @property
    def touched_at(self) -> datetime:
        """When it last became another one."""
        return max(self.imported_at, self.changed_at or self.imported_at)


class Summaries:
    """Summaries of all documents. What stands in a tree is kept in memory by its digest; the rest is read anew."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, Mapping[str, Any]] = {}
        self._lock = Lock()

    def all(self) -> list[Summary]:
        """Of all in force and all retired, by slug."""
        table = DocumentRow
        light = select(
            table.slug,
            table.digest,
            table.revision,
            table.read.is_not(None).label("edited"),
            table.imported_at,
            table.changed_at,
            table.changed_by,
            table.retired_at,
        ).order_by(table.slug)
        with self._database.reading() as session:
            rows = session.execute(light).all()
            known = dict(self._known)
            missing = [row.slug for row in rows if _key(row.slug, row.digest) not in known]
            for slug in missing:
                found = session.execute(
                    select(table.digest, table.record).where(table.slug == slug)
                ).one_or_none()
                if found is not None:
                    known[_key(slug, found.digest)] = _facts(slug, found.record)
        present = {_key(row.slug, row.digest) for row in rows}
        with self._lock:
            self._known = {key: facts for key, facts in known.items() if key in present}
        return [
            Summary(
                slug=row.slug,
                digest=row.digest,
                edited=bool(row.edited),
                imported_at=row.imported_at,
                changed_at=row.changed_at,
                changed_by=row.changed_by,
                retired_at=row.retired_at,
                **known[_key(row.slug, row.digest)],
            )
            for row in rows
            if _key(row.slug, row.digest) in known
        ]


def _key(slug: str, digest: str) -> str:
    return f"{digest}/{slug}"


def _facts(slug: str, record: Mapping[str, Any]) -> Mapping[str, Any]:
    doubts: Sequence[object] = record.get("doubts") or ()
    named = [record.get(name) or "" for name in ("title", "name", "number", "subject", "issuer")]
    return {
        "title": record["title"],
        "name": record["name"],
        "kind": record.get("kind") or "",
        "issuer": record.get("issuer") or "",
        "issued": date.fromisoformat(record["issued"]) if record.get("issued") else None,
        "doubts": len(doubts),
        "words": fold(" ".join((slug, *named))),
    }
