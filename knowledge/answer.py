"""Answering: from a question and the context to a cited provision, or a plain "the documents do not say"."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from foundation.clock import Clock, day_in_vietnam
from foundation.errors import EncoderError
from knowledge.as_of import Moment, read
from knowledge.citation import Citation, cite, term_of
from knowledge.comparison import sides_of
from knowledge.composition import MAX_CHARACTERS, quote
from knowledge.context import Context
from knowledge.encoder import Encoder, Vectors
from knowledge.finding import Finding, find
from knowledge.follow_up import FollowUp, complete, context_bonus
from knowledge.in_force import find_in_force
from knowledge.outcome import Outcome
from knowledge.postings import Scores
from knowledge.question import Question, analyse
from knowledge.question_vectors import QuestionVectors
from knowledge.refusal import NO_MATTER, NO_QUESTION, no_such_paper, refuse
from knowledge.release import Release
from knowledge.remarks import Remarks, marked, not_then, remarks_on
from knowledge.selection import Selection
from knowledge.status import status_asked
from vietnamese.document_numbers import DocumentNumber

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What knowledge says to a question.

    Attributes:
        outcome: ``answered``, ``expired_source``, ``not_found`` or ``out_of_scope``.
        text: the reply.
        citations: where it is written, the first one leads; empty for a refusal.
        context: of the conversation after this turn.
        confidence: answerability of the best passage, 0 to 1.
    """

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...]
    context: Context
    confidence: float


class Answerer:
    """Answers questions from a release. Stateless but for the encoder; safe to call from many threads."""

    def __init__(self, encoder: Encoder | None, clock: Clock) -> None:
        self.encoder = encoder
        self._vectors = QuestionVectors(encoder) if encoder else None
        self._clock = clock

    def expect(self, release: Release, text: str) -> None:
        """Begin to encode a question as typed, which will most likely be asked; returns at once."""
        if self._vectors is not None and release.manifest.encoder == self._vectors.encoder.name:
            self._vectors.expect(analyse(text, release.restorer))

    def vector(self, release: Release, text: str) -> Vectors | None:
        """The vector of a question as typed; ``None`` without an encoder."""
        return self._vector(release, analyse(text, release.restorer))

    def answer(
        self, release: Release, text: str, context: Context, *, follow_up: bool = False, agency: str = ""
    ) -> Answer:
        """Answer one question.

        Args:
            release: the release of this turn.
            text: the question as typed.
            context: what the conversation was about.
            follow_up: whether the dialogue engine recognised a follow-up.
            agency: the agency that the engine found in the question, as typed.
        """
        today = day_in_vietnam(self._clock())
        reading = read(text, today, context.as_of)
        if reading.bare and not context.question and (reading.as_of or reading.formerly):
            return Answer(Outcome.NOT_FOUND, NO_MATTER, (), context, 0.0)
        if reading.bare and context.question:
            completed = FollowUp(context.question, leans=True)
        else:
            completed = complete(reading.text, context, hinted=follow_up, agency=agency)
        moment = reading.moment(today, context.as_of if completed.leans else None)
        question = analyse(completed.text, release.restorer)
        if not question.terms and completed.topic:
            question = analyse(f"{completed.topic} {completed.text}", release.restorer)
        if not question.terms:
            return Answer(Outcome.OUT_OF_SCOPE, NO_QUESTION, (), context, 0.0)
        unknown = _unknown_numbers(question, release)
        if unknown:
            names = ", ".join(number.canonical for number in unknown)
            return Answer(Outcome.NOT_FOUND, no_such_paper(names), (), context, 0.0)
        if status := status_asked(release, question, context.document if completed.leans else "", moment):
            known = Context(completed.text, status.document.slug, status.path, as_of=moment.as_of)
            return Answer(Outcome.ANSWERED, status.text, status.citations, known, 1.0)
        findings = self._sides(release, completed.text) or (
            self._find(release, completed, question, Context() if reading.bare else context, moment),
        )
        standing = [finding for finding in findings if finding.stands]
        chosen = [finding.chosen for finding in standing if finding.chosen]
        confidence = min(finding.confidence for finding in findings)
        if not chosen:
            outcome, words = refuse(findings[0], release.manifest.calibration.scope_cosine)
            if superseded := findings[0].superseded:
                outcome, words = Outcome.NOT_FOUND, not_then(superseded, moment)
            return Answer(outcome, words, (), context, confidence)
        after = replace(_after(context, completed, question, agency, chosen[0]), as_of=moment.as_of)
        remarks = [
            remarks_on(finding.chosen, finding.superseded, release.documents, moment)
            for finding in standing
            if finding.chosen
        ]
        return self._quoted(chosen, remarks, frozenset(question.terms), after, confidence, moment)

    def _find(
        self, release: Release, completed: FollowUp, question: Question, context: Context, moment: Moment
    ) -> Finding:
        whole = analyse(f"{completed.text} {completed.topic}", release.restorer) if completed.topic else None
        space = release.space
        vector = self._vector(release, whole or question)
        bonus = (
            context_bonus(
                space.passages,
                context,
                question,
                space.pins.span(context.document),
                leaning=completed.leans,
            )
            if context.document
            else None
        )

        def search(more: Scores | None) -> Finding:
            added = bonus if more is None else more if bonus is None else bonus + more
            return find(release, question, vector, whole=whole, bonus=added)

        return find_in_force(release, question, search, moment)

    def _sides(self, release: Release, text: str) -> tuple[Finding, ...]:
        """The findings of a comparison's two sides; empty where it is none, or one side has no answer of its own."""
        sides = sides_of(text)
        if sides is None:
            return ()
        questions = [analyse(side, release.restorer) for side in sides]
        findings = tuple(find(release, one, self._vector(release, one)) for one in questions)
        places = {
            (finding.chosen.document.slug, finding.chosen.provision.path)
            for finding in findings
            if finding.stands and finding.chosen
        }
        return findings if len(places) == len(findings) else ()

    def _quoted(
        self,
        chosen: Sequence[Selection],
        remarks: Sequence[Remarks],
        terms: frozenset[str],
        context: Context,
        confidence: float,
        moment: Moment,
    ) -> Answer:
        """The provisions, one after another, each with its citation and what must be said of its validity."""
        texts, citations = [], []
        room = MAX_CHARACTERS // len(chosen)
        for one, said in zip(chosen, remarks, strict=True):
            shown = marked(one.provision, term_of(one.document, one.provision), moment)
            quotation = quote(one.document, shown, one.headings, terms, room=room - said.length)
            texts.append(said.around(quotation.text))
            citations.append(cite(one.document, one.provision, quotation.quote, moment.today))
        citations += [citation for said in remarks for citation in said.citations]
        outcome = Outcome.EXPIRED_SOURCE if any(said.expired for said in remarks) else Outcome.ANSWERED
        return Answer(outcome, "\n\n".join(texts), tuple(citations), context, confidence)

    def _vector(self, release: Release, question: Question) -> Vectors | None:
        vectors = self._vectors
        if vectors is None or release.manifest.encoder != vectors.encoder.name:
            return None
        try:
            return vectors.of(question)
        except EncoderError as error:
            _log.warning("encoder failed, lexical search alone: %s", error.code)
            return None


def _after(
    context: Context, completed: FollowUp, question: Question, agency: str, chosen: Selection
) -> Context:
    """The context after an answer; what a question that stands alone does not name is dropped with the old topic."""
    before = context if completed.leans else Context()
    return Context(
        question=completed.topic if completed.topic and len(question.terms) < 3 else completed.text,
        document=chosen.document.slug,
        path=chosen.provision.path,
        year=question.years[0].first if question.years else before.year,
        agency=agency or before.agency,
    )


def _unknown_numbers(question: Question, release: Release) -> list[DocumentNumber]:
    """The numbers with a code that the question names and no document has or mentions."""
    return [number for number in question.numbers if not release.space.pins.mentions(number)]
