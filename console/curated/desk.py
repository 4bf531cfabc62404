"""The desk on which curated answers are written: the store, its confirmations and the audit log together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from console.actions import Action
from console.audit import Actor, AuditLog
from console.curated.standing import Standing, standing_of
from foundation.clock import Clock, day_in_vietnam
from foundation.database import Database
from foundation.errors import ConflictError, InputError, ReleaseError
from knowledge.confirmations import Confirmations, wordings_of
from knowledge.context import Context
from knowledge.curated import Curated
from knowledge.draft_documents import DraftDocuments
from knowledge.editorial import Served, missing, serve
from knowledge.library import Library
from knowledge.model import Doubt
from knowledge.question import analyse
from knowledge.store import DocumentStore
from vietnamese.restorer import Restorer
from vietnamese.text import fold, syllables

#: Of the name of a new answer, which stands in addresses.
_LONGEST_NAME = 60
Beside = Callable[[Session, str], None]
"""What else is written in the transaction that keeps an answer, given its slug."""


class CitedConflict(ConflictError):
    """What an answer cites has changed since it was shown; nothing was written."""


class Desk:
    """Everything that is done with curated answers; each change leaves its line in the audit log."""

    def __init__(self, database: Database, audit: AuditLog, library: Library, clock: Clock) -> None:
        documents = DocumentStore(database, clock)
        self._database = database
        self._audit = audit
        self._library = library
        self._clock = clock
        self._store = documents.curated
        self._confirmations = Confirmations(database, clock)
        self.draft = DraftDocuments(documents)

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return day_in_vietnam(self._clock())

    def all(self) -> list[Standing]:
        """Every answer and exclusion, retired ones too."""
        documents, confirmed, live = self.draft.documents, self._confirmations.all(), self._live()
        return [
            standing_of(entry, documents, confirmed.get(entry.record.slug), live, self.today)
            for entry in self._store.entries()
        ]

    def one(self, slug: str) -> Standing:
        """The answer with this name.

        Raises:
            MissingError: there is none.
        """
        entry = self._store.entry(slug)
        confirmation = self._confirmations.all().get(slug)
        return standing_of(entry, self.draft.documents, confirmation, self._live(), self.today)

    def add(self, actor: Actor, curated: Curated, beside: Beside | None = None) -> str:
        """Keep a new answer under a name made of its first question or phrase; returns the name."""
        name = _name_of((*curated.questions, *curated.phrases)[0])
        for number in count(1):
            slug = name if number == 1 else f"{name}-{number}"
            named = replace(curated, slug=slug)
            try:
                self._store.add(named, actor.name, self._beside(actor, Action.CURATED_ADDED, named, beside))
            except InputError:
                continue  # the name is taken
            return slug
        raise AssertionError

    def change(
        self, actor: Actor, curated: Curated, seen: int, shown: str, beside: Beside | None = None
    ) -> None:
        """Put an edited answer in the place of the present one; who saves it confirms what it cites.

        Args:
            actor: who does.
            curated: the edited answer.
            seen: the revision that was edited.
            shown: :meth:`cited_digest` of it when it was shown.
            beside: what else is written.

        Raises:
            MissingError: there is none.
            CitedConflict: what that revision cites has changed since it was shown.
            ConflictError: somebody else changed the answer since; nothing is written.
        """
        entry = self._store.entry(curated.slug)
        if entry.revision == seen:
            self._require_shown(entry.record, shown)
        self._store.change(
            curated, seen, actor.name, self._beside(actor, Action.CURATED_CHANGED, curated, beside)
        )

    def suspend(self, actor: Actor, slug: str, seen: int, *, suspended: bool) -> None:
        """Keep an answer but do not use it, or use it again; raises as :meth:`change`."""
        curated = replace(self._store.entry(slug).record, suspended=suspended)
        action = Action.CURATED_SUSPENDED if suspended else Action.CURATED_RESUMED
        self._store.change(
            curated, seen, actor.name, lambda session: self._audit.add(session, actor, action, slug)
        )

    def retire(self, actor: Actor, slug: str, seen: int, *, retired: bool) -> None:
        """Take an answer out of the next releases, or in again; raises as :meth:`change`."""
        action = Action.CURATED_RETIRED if retired else Action.CURATED_RESTORED
        self._store.retire(
            slug,
            seen,
            actor.name,
            retired=retired,
            beside=lambda session: self._audit.add(session, actor, action, slug),
        )

    def confirm(self, actor: Actor, slug: str, seen: int, shown: str, review: date) -> None:
        """Note that somebody found an answer right with what it cites as it reads now, until ``review``.

        Args:
            actor: who did.
            slug: of the answer.
            seen: the revision that was shown.
            shown: :meth:`cited_digest` of what was shown.
            review: the day before which it has to be reviewed again.

        Raises:
            MissingError: there is none.
            ConflictError: the answer or what it cites has changed since it was shown.
            InputError: ``review`` has gone by.
        """
        if review <= self.today:
            raise InputError("Ngày rà soát lại phải sau hôm nay.", hint="Mời anh/chị chọn ngày khác.")
        entry = self._store.entry(slug)
        self._require_shown(entry.record, shown)
        curated = replace(entry.record, review=review)
        self._store.change(
            curated, seen, actor.name, self._beside(actor, Action.CURATED_CONFIRMED, curated, None)
        )

    def cited_digest(self, curated: Curated) -> str:
        """SHA-256 of how everything reads that it cites."""
        said = json.dumps(wordings_of(curated, self.draft.documents), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    def _require_shown(self, curated: Curated, shown: str) -> None:
        if self.cited_digest(curated) != shown:
            raise CitedConflict(
                "Quy định được trích vừa thay đổi thêm.", hint="Mời anh/chị mở lại trang và đọc bản mới."
            )

    def remember(self) -> int:
        """Remember how what imported answers cite reads now, so that a later change shows; returns of how many."""
        known = [entry.record for entry in self._store.entries() if entry.retired_at is None]
        return self._confirmations.begin(known, self.draft.documents)

    def doubts(self, curated: Curated) -> tuple[Doubt, ...]:
        """The questions that another answer serves as well."""
        return self._store.doubts(curated)

    def preview(self, curated: Curated) -> Served:
        """How an answer will read to who asks its first question; what it cites and there is not is left out."""
        documents = self.draft.documents
        gone = set(missing(curated, documents))
        kept = replace(curated, references=tuple(one for one in curated.references if one not in gone))
        try:
            restorer = self._library.release.restorer
        except ReleaseError:
            restorer = Restorer({}, {})
        asked = analyse(curated.questions[0] if curated.questions else "", restorer)
        return serve(kept, documents, asked, Context(), self.today)

    def _live(self) -> dict[str, str]:
        try:
            return self._library.release.manifest.curated
        except ReleaseError:
            return {}

    def _beside(
        self, actor: Actor, action: Action, curated: Curated, more: Beside | None
    ) -> Callable[[Session], None]:
        documents = self.draft.documents

        def write(session: Session) -> None:
            self._confirmations.keep(session, curated, documents, actor.name)
            if more is not None:
                more(session, curated.slug)
            self._audit.add(session, actor, action, curated.slug)

        return write


def _name_of(question: str) -> str:
    """ "Lạng Sơn còn cấp huyện không?" → "lang-son-con-cap-huyen-khong"."""
    name = ""
    for syllable in syllables(fold(question)):
        longer = f"{name}-{syllable}" if name else syllable[:_LONGEST_NAME]
        if len(longer) > _LONGEST_NAME:
            break
        name = longer
    # A page of the console has the other name.
    return name if name and name != "moi" else f"cau-hoi-{name}".rstrip("-")
