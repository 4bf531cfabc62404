"""Confirmations: how the provisions read that a curated answer cites, when somebody last saw that it is right.

What is kept is their wording itself, so that an editor is shown not only that something cited has changed but how.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation.clock import Clock
from foundation.database import Base, Database, UtcDateTime
from knowledge.changes import said_of, wording_of
from knowledge.citation import term_of
from knowledge.curated import Curated
from knowledge.model import Document


class ConfirmationRow(Base):
    """The last confirmation of a curated answer.

    Attributes:
        wordings: of each provision cited, by ``slug#path``.
        confirmed_by: empty where nobody did: it was as it stood when the answer was first seen.
    """

    __tablename__ = "curated_confirmations"

    slug: Mapped[str] = mapped_column(String(200), primary_key=True)
    wordings: Mapped[dict[str, str]] = mapped_column(JSON)
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str] = mapped_column(String(80))


@dataclass(frozen=True, slots=True)
class Confirmation:
    """See :class:`ConfirmationRow`."""

    wordings: Mapping[str, str]
    confirmed_at: datetime
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """A cited provision that does not read as it did; ``after`` is empty where it is gone."""

    reference: str
    before: str
    after: str


def wordings_of(curated: Curated, documents: Sequence[Document]) -> dict[str, str]:
    """How each provision that it cites reads now, with all that stands below it; none for those that there are not."""
    by_slug = {document.slug: document for document in documents}
    found = {}
    for reference in curated.references:
        document = by_slug.get(reference.document)
        provision = document.find(reference.path) if document else None
        if document is not None and provision is not None:
            lines = [wording_of(document, node) for node in provision.walk()]
            found[str(reference)] = "\n".join((*lines, said_of(term_of(document, provision)))).strip()
    return found


def reworded(
    curated: Curated, documents: Sequence[Document], confirmation: Confirmation | None
) -> tuple[Reworded, ...]:
    """What it cites and does not read as it did when it was confirmed."""
    if confirmation is None:
        return ()
    now = wordings_of(curated, documents)
    return tuple(
        Reworded(name, confirmation.wordings[name], now.get(name, ""))
        for name in map(str, curated.references)
        if name in confirmation.wordings and confirmation.wordings[name] != now.get(name)
    )


class Confirmations:
    """The confirmations of the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> dict[str, Confirmation]:
        """Those that there are, by slug."""
        with self._database.reading() as session:
            rows = session.scalars(select(ConfirmationRow))
            return {row.slug: Confirmation(row.wordings, row.confirmed_at, row.confirmed_by) for row in rows}

    def keep(self, session: Session, curated: Curated, documents: Sequence[Document], by: str) -> None:
        """Write, in the transaction of ``session``, that ``by`` found it right as the documents read now."""
        session.merge(
            ConfirmationRow(
                slug=curated.slug,
                wordings=wordings_of(curated, documents),
                confirmed_at=self._clock(),
                confirmed_by=by,
            )
        )

    def begin(self, known: Sequence[Curated], documents: Sequence[Document]) -> int:
        """Remember how the provisions read that nobody has confirmed anything about yet; returns of how many answers.

        From then on a change of what an imported answer cites shows as well.
        """
        confirmed = self.all()
        fresh = [one for one in known if _unseen(one, documents, confirmed.get(one.slug))]
        if not fresh:
            return 0
        with self._database.transaction() as session:
            for one in fresh:
                row = session.get(ConfirmationRow, one.slug)
                if row is None:
                    self.keep(session, one, documents, "")
                else:
                    row.wordings = wordings_of(one, documents) | row.wordings
        return len(fresh)


def _unseen(curated: Curated, documents: Sequence[Document], confirmation: Confirmation | None) -> bool:
    known = confirmation.wordings if confirmation else {}
    return any(name not in known for name in wordings_of(curated, documents))
