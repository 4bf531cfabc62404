"""What editors say comes before what search finds: exclusions first, then curated answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.calibration import Calibration
from knowledge.citation import Citation, cite, term_of
from knowledge.composition import notice, quote
from knowledge.context import Context
from knowledge.curated import Curated, CuratedKind, Reference
from knowledge.encoder import Vectors
from knowledge.exclusions import Exclusions
from knowledge.importer.record import display_date
from knowledge.model import Document
from knowledge.moving_on import remembered
from knowledge.outcome import Outcome
from knowledge.question import Question
from knowledge.rarity import Rarity
from knowledge.selection import trail
from knowledge.wordings import Wordings
from vietnamese.restorer import Restorer

#: Longest quotation of a citation, in characters; it stands beside the answer, not in it.
_QUOTED = 400


class Editorial:
    """The curated answers and exclusions of a release; safe to share between threads.

    Attributes:
        curated: all of them.
    """

    def __init__(
        self, curated: Sequence[Curated], vectors: Vectors | None, restorer: Restorer, rarity: Rarity
    ) -> None:
        """Make them ready; the arguments are those of :class:`Wordings`."""
        self.curated = tuple(curated)
        self._wordings = Wordings(curated, vectors, restorer, rarity)
        self._exclusions = Exclusions(curated)

    def serving(
        self, question: Question, vector: Vectors | None, calibration: Calibration, *, leaning: bool = False
    ) -> Curated | None:
        """The exclusion or the curated answer that a question calls for, ``None`` where it is for search.

        Args:
            question: the analysed question.
            vector: its vector; ``None`` without an encoder.
            calibration: thresholds in force.
            leaning: whether it leans on what was said before; then only the very wording of an answer fits,
                since the question does not say all that it means.
        """
        excluded = self._exclusions.in_question(question) or self._wordings.fitting(
            question, vector, calibration, CuratedKind.EXCLUSION
        )
        if excluded is not None:
            return excluded
        if leaning:
            return self._wordings.exact(question, CuratedKind.ANSWER)
        return self._wordings.fitting(question, vector, calibration, CuratedKind.ANSWER)

    def foresees(self, question: Question) -> bool:
        """Whether editors wrote for the very wording of a question, or ruled out a phrase of it."""
        return self._exclusions.in_question(question) is not None or any(
            self._wordings.exact(question, kind) for kind in CuratedKind
        )


@dataclass(frozen=True, slots=True)
class Served:
    """An editor's reply.

    Attributes:
        outcome: ``answered``, ``expired_source`` where something cited is no longer in force, or ``blocked``.
        text: the reply.
        citations: where it is written; empty for what is said of the service itself, and for a refusal.
        context: of the conversation after it: what an answer cites; unchanged where it cites nothing.
    """

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...]
    context: Context


def serve(
    curated: Curated, documents: Sequence[Document], question: Question, context: Context, today: date
) -> Served:
    """Say what an editor wrote.

    Args:
        curated: a curated answer or an exclusion; what it cites is among the documents.
        documents: of the release.
        question: what was asked.
        context: of the conversation.
        today: decides whether the review is overdue and what is in force.
    """
    if curated.kind is CuratedKind.EXCLUSION:
        return Served(Outcome.BLOCKED, curated.text, (), context)
    by_slug = {document.slug: document for document in documents}
    outcome, notices, citations = Outcome.ANSWERED, [], []
    for reference in curated.references:
        document = by_slug[reference.document]
        *headings, provision = trail(document, reference.path)
        quotation = quote(document, provision, tuple(headings), frozenset(question.terms), room=_QUOTED)
        citations.append(cite(document, provision, quotation.quote, today))
        term = term_of(document, provision)
        notices.append(notice(term, today))
        if term.end is not None and term.end <= today:
            outcome = Outcome.EXPIRED_SOURCE
    after = _after(curated.references[0], question, context) if curated.references else context
    lines = (*dict.fromkeys(filter(None, notices)), curated.text, _signature(curated, today))
    return Served(outcome, "\n".join(lines), tuple(citations), after)


def missing(curated: Curated, documents: Sequence[Document]) -> tuple[Reference, ...]:
    """The provisions that it cites and the documents do not have."""
    by_slug = {document.slug: document for document in documents}
    return tuple(
        reference
        for reference in curated.references
        if reference.document not in by_slug or by_slug[reference.document].find(reference.path) is None
    )


def usable(curated: Curated, documents: Sequence[Document]) -> bool:
    """Whether it may go into a release with these documents: not suspended, and citing only what they have."""
    return not curated.suspended and not missing(curated, documents)


def _signature(curated: Curated, today: date) -> str:
    """Who wrote the answer and until when it is good; an answer past its review says so."""
    day = display_date(curated.review)
    if curated.overdue(today):
        return (
            f"Câu trả lời do {curated.owner} biên tập; đã quá hạn rà soát (trước ngày {day}), anh/chị nên kiểm tra lại "
            "trước khi dùng."
        )
    return f"Câu trả lời do {curated.owner} biên tập; rà soát trước ngày {day}."


def _after(reference: Reference, question: Question, context: Context) -> Context:
    return Context(
        question=question.typed,
        document=reference.document,
        path=reference.path,
        year=question.years[0].first if question.years else None,
        earlier=remembered(context, reference.document, reference.path),
    )
