"""The trace of an answer: small enough to be stored with every turn, complete enough to tell why it was this answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic.dataclasses import dataclass

from knowledge.finding import Finding
from knowledge.grounds import Grounds, Way
from knowledge.question import Question
from knowledge.search import Hit
from knowledge.selection import Selection

#: So many passages are kept, the best ones; of a comparison half as many for each side.
_PASSAGES = 8
#: Longer texts are cut; the whole question stands beside the trace.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class TracedPassage:
    """A passage that search found, with each of its scores.

    Attributes:
        document, path: the provision.
        lexical: raw BM25 of both fields.
        dense: cosine with the question, 0 without an encoder.
        nearest, centre: likeness to its sample questions, 0 where it has none.
        fused: the first stage's score, lexical, dense and what the question pins down.
        score: the second stage's, with the context; the order is by this one.
    """

    document: str
    path: str
    lexical: float
    dense: float
    nearest: float
    centre: float
    fused: float
    score: float


@dataclass(frozen=True, slots=True)
class AnswerTrace:
    """Why this answer.

    Attributes:
        way: that led to it.
        normalised: the question, tones placed, abbreviations written out, completed from the context.
        restored: the same with diacritics restored; empty where that changed nothing.
        topic: the earlier question that it was searched together with.
        as_of: the moment it asks about, in words; empty for today.
        numbers, years: that it names.
        wants: what kinds of things it asks for, by their stable names.
        confidence: answerability of what was found, 0 to 1.
        threshold: below this nothing is answered.
        cosine: the best passage's; under ``scope_cosine`` a refusal is called out of scope.
        gap: likeness to the nearest question that no document answers.
        lacking: what the question pins down and the provision does not satisfy.
        chosen: the provisions to answer from, ``slug#path``; two for a comparison.
        stands: whether they may be quoted as the answer.
        superseded: what would answer at another time; empty where nothing does.
        curated: slug of the editor's answer or exclusion that served.
        passages: the best that search found.
        search_ms: how long finding took.
    """

    way: Way
    normalised: str
    restored: str = ""
    topic: str = ""
    as_of: str = ""
    numbers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    confidence: float = 0.0
    threshold: float = 0.0
    cosine: float = 0.0
    scope_cosine: float = 0.0
    gap: float = 0.0
    lacking: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    stands: bool = False
    superseded: str = ""
    curated: str = ""
    passages: tuple[TracedPassage, ...] = ()
    search_ms: float = 0.0


def traced(grounds: Grounds, confidence: float) -> AnswerTrace:
    """The trace of an answer with this answerability."""
    question, findings, calibration = grounds.question, grounds.findings, grounds.calibration
    hits = [hit for finding in findings for hit in finding.hits]
    moment = grounds.moment
    return AnswerTrace(
        way=grounds.way,
        normalised=question.typed[:_LONGEST],
        restored=question.restored[:_LONGEST] if question.restored != question.typed else "",
        topic=grounds.topic[:_LONGEST],
        as_of="trước đây" if moment.formerly else moment.as_of.words if moment.as_of else "",
        numbers=tuple(number.canonical for number in question.numbers[:4]),
        years=tuple(
            str(year.first) if year.first == year.last else f"{year.first}–{year.last}"
            for year in question.years[:4]
        ),
        wants=tuple(_wants(question))[:6],
        confidence=round(confidence, 4),
        threshold=calibration.threshold,
        cosine=round(max((finding.cosine for finding in findings), default=0.0), 4),
        scope_cosine=calibration.scope_cosine,
        gap=round(max((hit.gap for hit in hits), default=0.0), 4),
        lacking=tuple(f"{one.kind}: {one.wanted}"[:60] for finding in findings for one in finding.lacking)[
            :4
        ],
        chosen=tuple(_at(finding.chosen) for finding in findings if finding.chosen),
        stands=bool(findings) and all(finding.stands for finding in findings),
        superseded=next((_at(finding.superseded) for finding in findings if finding.superseded), ""),
        curated=grounds.curated,
        passages=_passages(findings),
        search_ms=round(grounds.seconds * 1000, 1),
    )


def _wants(question: Question) -> Iterator[str]:
    if question.wants_list:
        yield "list"
    if question.wants_record:
        yield "record"
    yield from sorted(question.asked)
    yield from (demand.kind for demand in question.demands)


def _passages(findings: Sequence[Finding]) -> tuple[TracedPassage, ...]:
    each = _PASSAGES // max(1, len(findings))
    return tuple(_passage(hit) for finding in findings for hit in finding.hits[:each])


def _passage(hit: Hit) -> TracedPassage:
    scores = (hit.lexical, hit.cosine, hit.nearest, hit.centre, hit.fused, hit.score)
    return TracedPassage(hit.passage.document, hit.passage.path, *(round(score, 4) for score in scores))


def _at(chosen: Selection) -> str:
    return f"{chosen.document.slug}#{chosen.provision.path}"
