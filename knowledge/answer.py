"""Answering: from a question and the context to a cited provision, or a plain "the documents do not say"."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from foundation.clock import Clock, day_in_vietnam
from foundation.errors import EncoderError
from knowledge.citation import Citation, cite, term_of
from knowledge.clarification import asking_back, choices_of, readings_of
from knowledge.comparison import sides_of
from knowledge.composition import MAX_CHARACTERS, notice, quote
from knowledge.context import Choice, Context
from knowledge.encoder import Encoder, Vectors
from knowledge.finding import Finding, find
from knowledge.follow_up import FollowUp, complete, context_bonus
from knowledge.navigation import neighbour
from knowledge.outcome import Outcome
from knowledge.picking import picked, selection_of
from knowledge.question import Question, analyse
from knowledge.question_vectors import QuestionVectors
from knowledge.refusal import NO_QUESTION, no_such_paper, refuse
from knowledge.release import Release
from knowledge.selection import Selection
from vietnamese.document_numbers import DocumentNumber

#: A leaning question with fewer terms leaves the topic as it was.
_FEW_TERMS = 5
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What knowledge says to a question.

    Attributes:
        outcome: ``answered``, ``expired_source``, ``clarify``, ``not_found`` or ``out_of_scope``.
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
        if choice := picked(text, context.choices, release.documents) or _moved(text, context, release):
            return self._picked(release, choice, context)
        context = replace(context, choices=())
        completed = complete(text, context, hinted=follow_up, agency=agency)
        question = analyse(completed.text, release.restorer)
        if not question.terms and completed.topic:
            question = analyse(f"{completed.topic} {completed.text}", release.restorer)
        if not question.terms:
            return Answer(Outcome.OUT_OF_SCOPE, NO_QUESTION, (), context, 0.0)
        unknown = _unknown_numbers(question, release)
        if unknown:
            names = ", ".join(number.canonical for number in unknown)
            return Answer(Outcome.NOT_FOUND, no_such_paper(names), (), context, 0.0)
        findings = self._sides(release, completed.text) or (
            self._find(release, completed, question, context),
        )
        chosen = [finding.chosen for finding in findings if finding.stands and finding.chosen]
        confidence = min(finding.confidence for finding in findings)
        if not chosen:
            outcome, words = refuse(findings[0], release.manifest.calibration.scope_cosine)
            return Answer(outcome, words, (), context, confidence)
        alone = not context.document and len(findings) == 1
        if alone and (asked := self._asked_back(release, text, findings[0])):
            return replace(asked, context=replace(context, choices=asked.context.choices))
        after = _after(context, completed, question, agency, chosen[0])
        return self._quoted(chosen, frozenset(question.terms), after, confidence)

    def _picked(self, release: Release, choice: Choice, context: Context) -> Answer:
        """The very reading that was chosen; where the release has it no longer, its question is asked anew."""
        selection = selection_of(choice, release)
        if selection is None:
            return self.answer(release, choice.question, Context())
        question = analyse(choice.question, release.restorer)
        after = _after(context, FollowUp(choice.question), question, "", selection)
        return self._quoted([selection], frozenset(question.terms), after, 1.0)

    def _asked_back(self, release: Release, text: str, finding: Finding) -> Answer | None:
        """The question asked back where several readings would stand as its answer."""
        readings = readings_of(finding.question, finding, release, day_in_vietnam(self._clock()))
        if not readings:
            return None
        choices = choices_of(text, readings)
        words = asking_back(choices, readings)
        return Answer(Outcome.CLARIFY, words, (), Context(choices=choices), finding.confidence)

    def _find(self, release: Release, completed: FollowUp, question: Question, context: Context) -> Finding:
        whole = analyse(f"{completed.text} {completed.topic}", release.restorer) if completed.topic else None
        space = release.space
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
        return find(release, question, self._vector(release, whole or question), whole=whole, bonus=bonus)

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
        self, chosen: Sequence[Selection], terms: frozenset[str], context: Context, confidence: float
    ) -> Answer:
        """The provisions, one after another, each with its citation and, where it is not in force, a notice."""
        today = day_in_vietnam(self._clock())
        texts, citations = [], []
        outcome = Outcome.ANSWERED
        room = MAX_CHARACTERS // len(chosen)
        for one in chosen:
            quotation = quote(one.document, one.provision, one.headings, terms, room=room)
            term = term_of(one.document, one.provision)
            texts.append("\n".join(part for part in (notice(term, today), quotation.text) if part))
            citations.append(cite(one.document, one.provision, quotation.quote, today))
            if term.end is not None and term.end <= today:
                outcome = Outcome.EXPIRED_SOURCE
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


def _moved(text: str, context: Context, release: Release) -> Choice | None:
    """The neighbour of the last answer that a follow-up moves to, where it asks for no more than that."""
    path = neighbour(text, context, release.documents)
    return Choice("", context.question, context.document, path) if path else None


def _elliptic(completed: FollowUp, question: Question) -> bool:
    """Whether the topic says better than the text what the conversation is about."""
    return bool(completed.topic) and (len(question.terms) < _FEW_TERMS or completed.text in completed.topic)


def _after(
    context: Context, completed: FollowUp, question: Question, agency: str, chosen: Selection
) -> Context:
    """The context after an answer; what a question that stands alone does not name is dropped with the old topic."""
    before = context if completed.leans else Context()
    return Context(
        question=completed.topic if _elliptic(completed, question) else completed.text,
        document=chosen.document.slug,
        path=chosen.provision.path,
        year=question.years[0].first if question.years else before.year,
        agency=agency or before.agency,
        paper=chosen.provision.papers[0] if len(chosen.provision.papers) == 1 else "",
    )


def _unknown_numbers(question: Question, release: Release) -> list[DocumentNumber]:
    """The numbers with a code that the question names and no document has or mentions."""
    return [number for number in question.numbers if not release.space.pins.mentions(number)]
