"""Which provisions the answers of the last weeks cite, and so whom a change of a document concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from conversations.reply import Reply
from conversations.tables import TurnCitationRow, TurnRow
from foundation.clock import Clock
from foundation.database import Database, table_of

#: How far back answers count as given lately.
LATELY = timedelta(days=90)
#: Longer names than the columns hold are of no document of ours.
_LONGEST = 200

_citations = table_of(TurnCitationRow)
_INSERT = insert(_citations)
_DELETE = delete(_citations)


@dataclass(frozen=True, slots=True)
class CitedTurn:
    """An answer that cites what is asked for; ``question`` is empty where it is not kept."""

    turn: str
    question: str
    accepted_at: datetime


def cited_in(replies: Iterable[Reply]) -> tuple[tuple[str, str], ...]:
    """Document and path of each provision that the replies cite, and of all that hold it, each once.

    The whole document has the empty path. So looking up what cites a provision or anything in it is one look into an
    index, however often it is cited.
    """
    found: dict[tuple[str, str], None] = {}
    for reply in replies:
        for citation in reply.citations:
            document, mark, path = citation.url.removeprefix("/van-ban/").partition("#")
            if mark and len(document) <= _LONGEST and len(path) <= _LONGEST:
                labels = path.split(".")
                for depth in range(len(labels) + 1):
                    found[document, ".".join(labels[:depth])] = None
    return tuple(found)


def keep_citations(session: Session, turn: str, accepted_at: datetime, replies: Iterable[Reply]) -> None:
    """Keep what a turn's replies cite, in the transaction that ends it."""
    cited = cited_in(replies)
    if not cited:
        return
    # A turn that was run twice keeps the last word, as its replies do.
    session.execute(_DELETE.where(_citations.c.turn_id == turn))
    session.execute(
        _INSERT,
        [
            {"turn_id": turn, "document": document, "path": path, "accepted_at": accepted_at}
            for document, path in cited
        ],
    )


class Cited:
    """Looks up the answers that cite a document."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def count(self, document: str, path: str = "") -> int:
        """How many answers cite a document lately, or a provision of it and what is in it."""
        wanted = select(func.count()).select_from(_citations).where(*self._lately(document, path))
        with self._database.reading() as session:
            return session.scalar(wanted) or 0

    def by_path(self, document: str) -> dict[str, int]:
        """The same of each provision of a document; those that none cites are left out."""
        wanted = (
            select(_citations.c.path, func.count().label("citing"))
            .where(_citations.c.document == document, _citations.c.accepted_at >= self._since())
            .group_by(_citations.c.path)
        )
        with self._database.reading() as session:
            return {row.path: row.citing for row in session.execute(wanted) if row.path}

    def latest(self, document: str, path: str = "", most: int = 20) -> list[CitedTurn]:
        """The latest of the answers that :meth:`count` counts, newest first."""
        wanted = (
            select(TurnRow.id, TurnRow.question, _citations.c.accepted_at)
            .join(TurnRow, TurnRow.id == _citations.c.turn_id)
            .where(*self._lately(document, path))
            .order_by(_citations.c.accepted_at.desc())
            .limit(most)
        )
        with self._database.reading() as session:
            return [CitedTurn(row.id, row.question or "", row.accepted_at) for row in session.execute(wanted)]

    def _lately(self, document: str, path: str) -> list[ColumnElement[bool]]:
        return [
            _citations.c.document == document,
            _citations.c.path == path,
            _citations.c.accepted_at >= self._since(),
        ]

    def _since(self) -> datetime:
        return self._clock() - LATELY
