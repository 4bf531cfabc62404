"""Answering: from a question and the context to a cited provision, or a plain "the documents do not say"."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from foundation.clock import Clock, day_in_vietnam
from foundation.errors import EncoderError
from knowledge.as_of import Moment, read
from knowledge.citation import Citation, cite, term_of
from knowledge.clarification import asking_back, choices_of, readings_of
from knowledge.comparison import sides_of
from knowledge.context import Choice, Context, Topic
from knowledge.curated import CuratedKind
from knowledge.editorial import serve
from knowledge.encoder import Encoder, Vectors
from knowledge.finding import Finding, find
from knowledge.follow_up import FollowUp, complete
from knowledge.grounds import Grounds, Way
from knowledge.in_force import find_in_force
from knowledge.lingering import Favour, context_bonus, elsewhere_bonus
from knowledge.moving_on import after, remembered
from knowledge.naming import named
from knowledge.navigation import neighbour
from knowledge.outcome import Outcome
from knowledge.picking import picked, selection_of
from knowledge.postings import Scores
from knowledge.question import Question, analyse
from knowledge.question_vectors import QuestionVectors
from knowledge.refusal import NO_MATTER, NO_QUESTION, no_such_paper, refuse
from knowledge.release import Release
from knowledge.remarks import marked, not_then, remarks_on
from knowledge.returning import returned
from knowledge.shapes.reply import shaped
from knowledge.status import status_asked

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What knowledge says to a question.

    Attributes:
        outcome: ``answered``, ``expired_source``, ``clarify``, ``not_found``, ``out_of_scope`` or ``blocked``.
        text: the reply.
        citations: where it is written, the first one leads; empty for a refusal.
        context: of the conversation after this turn.
        confidence: answerability of the best passage, 0 to 1.
        grounds: what it rests on; ``None`` where the question named nothing to be looked for.
    """

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...]
    context: Context
    confidence: float
    grounds: Grounds | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A turn's question.

    Attributes:
        completed: with what it takes from the context.
        question: what is searched for.
        own: what it says itself; the same, but where that is nothing to be searched for.
    """

    completed: FollowUp
    question: Question
    own: Question


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

    def foresees(self, release: Release, text: str) -> bool:
        """Whether editors wrote for the very wording typed, or ruled it out: then no small talk comes before them."""
        editorial = release.editorial
        return bool(editorial.curated) and editorial.foresees(analyse(text, release.restorer))

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
        today = day_in_vietnam(self._clock())
        reading = read(text, today, context.as_of)
        if back := returned(reading.text, context, partial(_words_at, release), release.space.rarity.weight):
            reading, context = replace(reading, text=back[0]), back[1]
        if not reading.bare:
            hinted = follow_up or back is not None
            spoken = named(reading.text, context, release.documents)
            completed = complete(spoken, context, hinted=hinted, agency=agency)
        elif context.question:
            completed = FollowUp(context.question, leans=True)
        elif reading.as_of or reading.formerly:
            return Answer(Outcome.NOT_FOUND, NO_MATTER, (), context, 0.0)
        else:
            completed = FollowUp(reading.text)
        moment = reading.moment(today, context.as_of if completed.leans else None)
        own = question = analyse(completed.text, release.restorer)
        if completed.topic and not own.terms:
            question = analyse(f"{completed.topic} {completed.text}", release.restorer)
        asked = _Asked(completed, question, own)
        return self._unsearched(release, asked, context, moment) or self._searched(
            release, asked, context, moment, agency=agency, bare=reading.bare
        )

    def _unsearched(self, release: Release, asked: _Asked, context: Context, moment: Moment) -> Answer | None:
        """What needs no search: an editor's answer, a refusal at once, a paper's status."""
        completed, question = asked.completed, asked.question
        served = self._served(release, question, context, moment, leaning=completed.leans)
        if served is not None:
            return served
        calibration = release.manifest.calibration
        if refusal := _refused_at_once(question, release):
            return Answer(*refusal, (), context, 0.0, Grounds(Way.AT_ONCE, question, moment, calibration))
        status = status_asked(release, question, context.document if completed.leans else "", moment)
        if status is None:
            return None
        earlier = remembered(context, status.document.slug, status.path)
        known = Context(
            completed.text, status.document.slug, status.path, as_of=moment.as_of, earlier=earlier
        )
        grounds = Grounds(Way.STATUS, question, moment, calibration)
        return Answer(Outcome.ANSWERED, status.text, status.citations, known, 1.0, grounds)

    def _searched(
        self,
        release: Release,
        asked: _Asked,
        context: Context,
        moment: Moment,
        *,
        agency: str,
        bare: bool,
    ) -> Answer:
        """What the documents say, one question asked back, or a refusal."""
        began = time.perf_counter()
        completed = asked.completed
        findings = self._sides(release, completed.text) or (
            self._find(release, asked, Context() if bare else context, moment),
        )
        grounds = Grounds(
            Way.SEARCH,
            asked.question,
            moment,
            release.manifest.calibration,
            topic=completed.topic,
            findings=findings,
            seconds=time.perf_counter() - began,
        )
        standing = [finding for finding in findings if finding.stands and finding.chosen]
        confidence = min(finding.confidence for finding in findings)
        if not standing:
            outcome, words = refuse(findings[0], release.manifest.calibration.scope_cosine)
            if superseded := findings[0].superseded:
                outcome, words = Outcome.NOT_FOUND, not_then(superseded, moment)
            return Answer(outcome, words, (), context, confidence, grounds)
        alone = moment == Moment(moment.today) and not context.document and len(findings) == 1
        if alone and (back := self._asked_back(release, completed.text, standing[0], moment.today)):
            return replace(back, context=replace(back.context, earlier=context.earlier), grounds=grounds)
        known = self._after(release, asked, context, standing[0], agency=agency)
        quoted = self._quoted(release, standing, replace(known, as_of=moment.as_of), confidence, moment)
        return replace(quoted, grounds=grounds)

    def _after(
        self, release: Release, asked: _Asked, context: Context, finding: Finding, *, agency: str = ""
    ) -> Context:
        if finding.chosen is None:
            return context
        return after(
            context,
            asked.completed,
            asked.own,
            finding.chosen,
            release.space.rarity,
            terms=len(asked.question.terms),
            agency=agency,
        )

    def _served(
        self, release: Release, question: Question, context: Context, moment: Moment, *, leaning: bool
    ) -> Answer | None:
        """What editors wrote for the question; ``None`` where it is for search.

        Their answers are of today; what must not be answered must not be for another day either.
        """
        if not release.editorial.curated:
            return None
        # A leaning question is encoded together with its topic later; alone its words have to do.
        vector = None if leaning else self._vector(release, question)
        calibration = release.manifest.calibration
        curated = release.editorial.serving(question, vector, calibration, leaning=leaning)
        of_today = moment == Moment(moment.today)
        if curated is None or not (of_today or curated.kind is CuratedKind.EXCLUSION):
            return None
        reply = serve(curated, release.documents, question, context, moment.today)
        way = Way.EXCLUSION if curated.kind is CuratedKind.EXCLUSION else Way.CURATED
        grounds = Grounds(way, question, moment, calibration, curated=curated.slug)
        return Answer(reply.outcome, reply.text, reply.citations, reply.context, 1.0, grounds)

    def _picked(self, release: Release, choice: Choice, context: Context) -> Answer:
        """The very reading that was chosen; where the release has it no longer, its question is asked anew."""
        selection = selection_of(choice, release)
        if selection is None:
            return self.answer(release, choice.question, Context())
        question = analyse(choice.question, release.restorer)
        finding = Finding(question, selection, (), 1.0, 0.0, stands=True)
        asked = _Asked(FollowUp(choice.question), question, question)
        known = self._after(release, asked, context, finding)
        moment = Moment(day_in_vietnam(self._clock()))
        quoted = self._quoted(release, [finding], known, 1.0, moment)
        calibration = release.manifest.calibration
        return replace(
            quoted, grounds=Grounds(Way.PICKED, question, moment, calibration, findings=(finding,))
        )

    def _asked_back(self, release: Release, text: str, finding: Finding, today: date) -> Answer | None:
        """The question asked back where several readings would stand as its answer."""
        readings = () if finding.superseded else readings_of(finding.question, finding, release, today)
        if not readings:
            return None
        choices = choices_of(text, readings)
        words = asking_back(choices, readings)
        return Answer(Outcome.CLARIFY, words, (), Context(text, choices=choices), finding.confidence)

    def _find(self, release: Release, asked: _Asked, context: Context, moment: Moment) -> Finding:
        completed, question = asked.completed, asked.question
        whole = analyse(f"{completed.text} {completed.topic}", release.restorer) if completed.topic else None
        vector = self._vector(release, whole or question)
        alone = self._vector(release, question) if whole else None
        favour = self._favour(release, asked, context)

        def search(more: Scores | None) -> Finding:
            return find(
                release, question, vector, whole=whole, own=asked.own, alone=alone, favour=favour, bonus=more
            )

        return find_in_force(release, question, search, moment)

    def _favour(self, release: Release, asked: _Asked, context: Context) -> Favour | None:
        """What the context says of the passages; ``None`` where there is none."""
        completed, question, space = asked.completed, asked.question, release.space
        if not context.document:
            return None
        if completed.elsewhere:
            return elsewhere_bonus(len(space.passages), space.pins.of(question).numbered)
        paper = space.pins.speaking_for(context.paper) if completed.paper and context.paper else None
        span = space.pins.span(context.document)
        return context_bonus(space.passages, context, question, span, leaning=completed.leans, paper=paper)

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
        release: Release,
        standing: Sequence[Finding],
        context: Context,
        confidence: float,
        moment: Moment,
    ) -> Answer:
        """The provisions, one after another, each with its citation and what must be said of its validity."""
        chosen = [(finding, finding.chosen) for finding in standing if finding.chosen]
        remarks = [remarks_on(one, finding.superseded, release.documents, moment) for finding, one in chosen]
        shown = [
            replace(one, provision=marked(one.provision, term_of(one.document, one.provision), moment))
            for _, one in chosen
        ]
        parts = shaped(
            [
                (finding.question, one, said)
                for (finding, _), one, said in zip(chosen, shown, remarks, strict=True)
            ]
        )
        citations = [
            cite(one.document, one.provision, part.quote, moment.today, highlight=part.highlight)
            for (_, one), part in zip(chosen, parts, strict=True)
        ]
        citations += [citation for said in remarks for citation in said.citations]
        outcome = Outcome.EXPIRED_SOURCE if any(said.expired for said in remarks) else Outcome.ANSWERED
        text = "\n\n".join(part.text for part in parts)
        return Answer(outcome, text, tuple(citations), context, confidence)

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


def _words_at(release: Release, topic: Topic) -> str:
    """The words of the provision that a topic was answered with, and of what stands above it."""
    for index in release.space.pins.span(topic.document):
        passage = release.space.passages[index]
        if passage.path == topic.path:
            return f"{passage.context} {passage.body}"
    return ""


def _refused_at_once(question: Question, release: Release) -> tuple[Outcome, str] | None:
    """The outcome and words where there is nothing to search for: no question, or a paper nobody mentions."""
    if not question.terms:
        return Outcome.OUT_OF_SCOPE, NO_QUESTION
    unknown = [number.canonical for number in question.numbers if not release.space.pins.mentions(number)]
    return (Outcome.NOT_FOUND, no_such_paper(", ".join(unknown))) if unknown else None
