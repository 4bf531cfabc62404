"""Follow-ups: completing an elliptic question ("còn năm 2027 thì sao?") from the context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.context import Context
from knowledge.importer.record import RECORD_PATH
from knowledge.passages import Passage
from knowledge.postings import Scores
from knowledge.question import Question, normalise, terms_in
from vietnamese.dates import find_years
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold, nfc

#: Words that open or close a question which leans on the one before, and words that point back to it; on folded text.
_OPENING = re.compile(
    r"^(?:(?:da|vang|ok|u|uh|a)\s+)?(?:the con|vay con|con|the thi|vay thi|the|vay|con nua)\b\s*"
)
_CLOSING = re.compile(r"\s*\b(?:thi sao|thi the nao|thi nhu the nao|ra sao)\s*(?:a|vay|nhi|the|ha)?\s*\W*$")
_POINTING = re.compile(
    r"\b(?:no|(?:ke hoach|nghi quyet|quyet dinh|luat|van ban|chuong trinh|phong trao|thu tuc|"
    r"muc|dieu|khoan|cai|viec|phuong|xa)"
    r" (?:nay|do|ay|tren|vua roi|vua neu))\b"
)
#: A question with so few terms that names no document can hardly stand alone.
_FEW_TERMS = 4

_SAME_DOCUMENT = 0.3
_SAME_PARENT = 0.1
_LINGERING = 0.2
_SAME_PROVISION = -0.15
_OWN_RECORD = 0.5


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with what it takes from the context.

    Attributes:
        text: the question to search for.
        topic: the earlier question that it leans on; empty where the text says all.
        leans: whether it leans on the context at all.
    """

    text: str
    topic: str = ""
    leans: bool = False


def complete(text: str, context: Context, *, hinted: bool = False, agency: str = "") -> FollowUp:
    """What a question takes from the context; one that stands alone comes back as it is.

    A new year, document or agency takes the place of the old one in the earlier question; anything else is asked
    about the earlier question's topic.

    Args:
        text: as typed.
        context: of the conversation.
        hinted: whether the dialogue engine recognised a follow-up.
        agency: the agency that the engine found in the text, as typed; without the engine none is known.
    """
    clean = nfc(text).strip()
    folded = fold(normalise(clean))
    numbers = find_document_numbers(clean)
    said = _OPENING.match(folded) or _CLOSING.search(folded) or _POINTING.search(folded)
    short = not numbers and len(terms_in(clean)) <= _FEW_TERMS
    if not context.question or not (said or hinted or short):
        return FollowUp(clean)
    bare = _bare(clean)
    years, before = find_years(clean), find_years(context.question)
    if years and before and len(terms_in(bare)) <= _FEW_TERMS:
        span, new = before[0], clean[years[0].start : years[0].end]
        return FollowUp(context.question[: span.start] + new + context.question[span.end :], leans=True)
    known = find_document_numbers(context.question)
    if numbers and known and len(terms_in(bare)) <= _FEW_TERMS + 2:
        old, new = known[0], clean[numbers[0].start : numbers[0].end]
        return FollowUp(context.question[: old.start] + new + context.question[old.end :], leans=False)
    only_agency = agency and len(terms_in(bare)) <= len(terms_in(agency)) + 1
    if only_agency and context.agency and context.agency in context.question:
        return FollowUp(context.question.replace(context.agency, agency), leans=True)
    return FollowUp(bare or clean, topic=context.question, leans=True)


def context_bonus(
    passages: Sequence[Passage],
    context: Context,
    question: Question,
    span: range | None = None,
    *,
    leaning: bool,
) -> Scores:
    """What the context adds to every passage.

    A leaning question stays with the document and rather moves to a neighbour of the last answer than repeats it;
    "ai ký văn bản này" asks for that document's own record. One that could stand alone, but names no paper, is a
    little likelier to be about the same document.

    Args:
        passages: of the release.
        context: of the conversation.
        question: the analysed question.
        span: where the passages of the context's document stand, if known: the others are not looked at.
        leaning: whether the question leans on the context.
    """
    parent = context.path.rpartition(".")[0]
    bonus = np.zeros(len(passages), dtype=np.float32)
    for index in range(len(passages)) if span is None else span:
        passage = passages[index]
        if passage.document != context.document:
            continue
        if not leaning:
            bonus[index] = 0.0 if question.numbers else _LINGERING
            continue
        bonus[index] = _SAME_DOCUMENT
        if passage.path == RECORD_PATH and question.wants_record:
            bonus[index] += _OWN_RECORD
        if passage.path == context.path:
            bonus[index] += _SAME_PROVISION
        elif parent and passage.path.startswith(f"{parent}."):
            bonus[index] += _SAME_PARENT
    return bonus


def _bare(clean: str) -> str:
    """The question without its opening and closing words; folding keeps the length of NFC text."""
    folded = fold(clean)
    if len(folded) != len(clean):
        return clean
    opening = _OPENING.match(folded)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(folded, start)
    return clean[start : closing.start() if closing else len(clean)].strip(" ,.?!")
