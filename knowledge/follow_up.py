"""Follow-ups: completing an elliptic question ("còn năm 2027 thì sao?") from the context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.asked import offered_in
from knowledge.context import Context
from knowledge.importer.record import RECORD_PATH
from knowledge.passages import Passage
from knowledge.postings import Scores
from knowledge.question import Question, normalise, terms_in
from knowledge.rarity import terms_of
from knowledge.substitution import substituted
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold, nfc

#: Words that open or close a question which leans on the one before, and words that point back to it; on folded text.
_OPENING = re.compile(
    r"^(?:(?:da|vang|ok|u|uh|a|cam on|roi)[\s,.]+)*(?:the con|vay con|con|the thi|vay thi|the|vay|con nua)\b\s*"
)
_CLOSING = re.compile(
    r"\s*\b(?:thi sao|thi s|thi the nao|thi nhu the nao|ra sao|nua)\s*(?:a|vay|nhi|the|ha)?\s*\W*$"
)
_BACK = r"(?:nay|do|ay|tren|vua roi|vua neu)"
_PAPER = re.compile(
    rf"\b(?:no|(?:ke hoach|nghi quyet|quyet dinh|luat|van ban|chuong trinh|phong trao|thong bao|cai) {_BACK})\b"
)
_MATTER = re.compile(
    r"\b(?:thu tuc|muc|dieu|khoan|viec|phuong|xa|quy dinh|chi tieu|muc tieu|nhiem vu|nhom|co quan|ban|moc)"
    rf" {_BACK}\b"
)
#: What is meant by it is said before: of a named paper it is asked what that paper says of it.
_THING = re.compile(rf"\b(?:cai|chuyen|dieu) {_BACK}\b")
#: A question with so few terms that names no document can hardly stand alone.
_FEW_TERMS = 4
#: Terms that only ask how much.
_MEASURING = frozenset("muc phai dat phan tram it nhat toi thieu".split())

_SAME_DOCUMENT = 0.3
_SAME_PARENT = 0.1
_LINGERING = 0.2
_SAME_PROVISION = -0.25
_SAID_THERE = 0.25
_OWN_RECORD = 0.5
#: What the context favours so much stood in the last answer, or is its paper's record, and says what is asked now.
SURE = 0.5


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
    if not context.question:
        return FollowUp(clean)
    bare = _bare(clean) or clean
    if other := substituted(clean, context.question):
        if other.agency:
            return FollowUp(bare, topic=other.text, leans=True)
        return FollowUp(other.text, leans=not other.elsewhere)
    folded = fold(normalise(clean))
    said = bool(_OPENING.match(folded) or _CLOSING.search(folded))
    paper, matter = _PAPER.search(folded), _MATTER.search(folded)
    if find_document_numbers(clean):
        pointing = matter or _THING.search(folded)
        if pointing or not paper:
            topic = _unnumbered(context.question) if pointing else ""
            return FollowUp(bare if said else clean, topic=topic)
    short = len(set(terms_in(clean)) - _MEASURING) <= _FEW_TERMS
    if not (said or paper or matter or hinted or short):
        return FollowUp(clean)
    return _leaning(bare, context, agency, named=bool(paper or matter))


def _leaning(bare: str, context: Context, agency: str, *, named: bool) -> FollowUp:
    """A question that is asked about the earlier one's topic; ``named`` where it points back to a paper or matter."""
    only_agency = agency and len(terms_in(bare)) <= len(terms_in(agency)) + 1
    if only_agency and context.agency and context.agency in context.question:
        return FollowUp(context.question.replace(context.agency, agency), leans=True)
    paper = f" ({context.paper})" if named and context.paper else ""
    return FollowUp(bare + paper, topic=context.question, leans=True)


def _unnumbered(question: str) -> str:
    """An earlier question without the papers it names: another one is asked about now."""
    for mention in reversed(find_document_numbers(question)):
        question = question[: mention.start] + question[mention.end :]
    return question


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
            if not question.numbers:
                again = passage.path == context.path and not _added(passage, question, context)
                bonus[index] = _LINGERING + (_SAME_PROVISION if again else 0.0)
            continue
        bonus[index] = _SAME_DOCUMENT
        if passage.path == RECORD_PATH and context.paper:
            bonus[index] = 0.0  # the compilation's own particulars are not those of the paper it speaks for
        if question.wants_record and passage.path == (context.path if context.paper else RECORD_PATH):
            bonus[index] += _OWN_RECORD
        elif passage.path == context.path:
            bonus[index] += _SAID_THERE if _says_more(passage, question, context) else _SAME_PROVISION
        elif parent and passage.path.startswith(f"{parent}."):
            bonus[index] += _SAME_PARENT
    return bonus


def _says_more(passage: Passage, question: Question, context: Context) -> bool:
    """Whether the last answer's own provision says what is asked now: "ai theo dõi?" after one of the row's cells."""
    said, others = _added(passage, question, context), _new(question, context)
    offered = bool(question.asked & offered_in(passage.body))
    if passage.group:
        return False
    return bool(said) if offered else bool(others) and said == others


def _added(passage: Passage, question: Question, context: Context) -> frozenset[str]:
    """What the question adds to the earlier one and the passage has."""
    return _new(question, context) & terms_of(passage.body)


def _new(question: Question, context: Context) -> frozenset[str]:
    return frozenset(question.terms).difference(terms_in(context.question), terms_in(context.paper))


def _bare(clean: str) -> str:
    """The question without its opening and closing words; folding keeps the length of NFC text."""
    folded = fold(clean)
    if len(folded) != len(clean):
        return clean
    opening = _OPENING.match(folded)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(folded, start)
    return clean[start : closing.start() if closing else len(clean)].strip(" ,.?!")
