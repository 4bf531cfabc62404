"""Answering: from a question and the context to a cited provision, or a plain "the documents do not say"."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from foundation.clock import Clock, day_in_vietnam
from foundation.errors import EncoderError
from knowledge.answerability import answerability, signs_of
from knowledge.citation import Citation, cite, term_of
from knowledge.composition import quote
from knowledge.context import Context
from knowledge.encoder import Encoder, Vectors
from knowledge.follow_up import FollowUp, complete, context_bonus
from knowledge.importer.record import display_date
from knowledge.model import ProvisionKind
from knowledge.outcome import Outcome
from knowledge.question import Question, analyse
from knowledge.question_vectors import QuestionVectors
from knowledge.release import Release
from knowledge.selection import Selection, select
from vietnamese.document_numbers import DocumentNumber

_log = logging.getLogger(__name__)

#: A leaning question is judged together with its topic only where the passage has at least half of what it adds itself.
_LEANING_COVERAGE = 0.5


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
        completed = complete(text, context, hinted=follow_up, agency=agency)
        question = analyse(completed.text, release.restorer)
        if not question.terms:
            return Answer(Outcome.OUT_OF_SCOPE, _NO_QUESTION, (), context, 0.0)
        calibration = release.manifest.calibration
        whole = (
            analyse(f"{completed.text} {completed.topic}", release.restorer) if completed.topic else question
        )
        space = release.space
        bonus = (
            context_bonus(space.passages, context, space.pins.span(context.document))
            if completed.leans
            else None
        )
        hits = space.search(question, self._vector(release, whole), calibration, bonus=bonus)
        chosen = select(question, hits, release.documents, calibration)
        if chosen is None:
            return Answer(Outcome.NOT_FOUND, _NOT_FOUND, (), context, 0.0)
        unknown = _unknown_numbers(question, release)
        if unknown:
            names = ", ".join(number.canonical for number in unknown)
            return Answer(Outcome.NOT_FOUND, _NO_SUCH_PAPER.format(names=names), (), context, 0.0)
        rarity = space.rarity
        judged = [(question, hits[0]), (question, chosen.hit)]
        if completed.topic and rarity.coverage(question, chosen.hit.index) >= _LEANING_COVERAGE:
            judged.append((whole, chosen.hit))
        confidence = max(answerability(signs_of(asked, hit, rarity), calibration) for asked, hit in judged)
        if chosen.provision.kind is ProvisionKind.RECORD and question.wants_record and question.numbers:
            confidence = 1.0  # the particulars of a paper that we have and that the question names
        if confidence < calibration.threshold:
            cosine = hits[0].cosine
            outside = cosine > 0 and cosine < calibration.scope_cosine
            outcome, refusal = (
                (Outcome.OUT_OF_SCOPE, _OUT_OF_SCOPE) if outside else (Outcome.NOT_FOUND, _NOT_FOUND)
            )
            return Answer(outcome, refusal, (), context, confidence)
        return self._quoted(
            question, chosen, _after(context, completed, question, agency, chosen), confidence
        )

    def _quoted(self, question: Question, chosen: Selection, context: Context, confidence: float) -> Answer:
        today = day_in_vietnam(self._clock())
        quotation = quote(chosen.document, chosen.provision, chosen.headings, frozenset(question.terms))
        citation = cite(chosen.document, chosen.provision, quotation.quote, today)
        if citation.in_force:
            return Answer(Outcome.ANSWERED, quotation.text, (citation,), context, confidence)
        term = term_of(chosen.document, chosen.provision)
        if term.start and today < term.start:
            notice = (
                f"Lưu ý: quy định dưới đây chưa có hiệu lực; có hiệu lực từ ngày {display_date(term.start)}."
            )
            return Answer(Outcome.ANSWERED, f"{notice}\n{quotation.text}", (citation,), context, confidence)
        since = f" từ ngày {display_date(term.end)}" if term.end else ""
        by = f", theo {term.ended_by}" if term.ended_by else ""
        notice = f"Lưu ý: quy định dưới đây đã hết hiệu lực{since}{by}."
        return Answer(Outcome.EXPIRED_SOURCE, f"{notice}\n{quotation.text}", (citation,), context, confidence)

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


_NO_QUESTION = "Anh/chị vui lòng cho biết muốn hỏi nội dung gì, ví dụ: “Mục tiêu năm 2026 của tỉnh là gì?”."
_NOT_FOUND = (
    "Các văn bản hiện có trong kho không nêu nội dung này. Anh/chị có thể hỏi cách khác, nêu rõ tên văn bản, năm "
    "hoặc cơ quan, hoặc để lại câu hỏi cho cán bộ trực."
)
_OUT_OF_SCOPE = (
    "Câu hỏi này nằm ngoài các văn bản tôi có. Tôi trả lời về Nghị quyết 57-NQ/TW, Quyết định 1169/QĐ-TTg và các văn "
    "bản của tỉnh Lạng Sơn về khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số."
)
_NO_SUCH_PAPER = (
    "Trong kho hiện không có văn bản {names}, và các văn bản hiện có cũng không nhắc đến văn bản này."
)
