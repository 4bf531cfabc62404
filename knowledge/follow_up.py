"""Follow-ups: completing an elliptic question ("còn năm 2027 thì sao?") from the context."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.context import Context
from knowledge.question import normalise, terms_in
from knowledge.substitution import substituted, with_year, without_rivals
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold, fold_aligned, nfc

#: Thanks before a question, which say nothing of it; on folded text.
_POLITE = re.compile(
    r"^(?:(?:da|vang|ok|oke|oki|u|uh|um|a|roi|cam on(?: (?:ad|anh|chi|em|ban))?)[\s,.!]+)+(?=\w+\W+\w)"
)
#: Words that open or close a question which leans on the one before, and words that point back to it; on folded text.
_OPENING = re.compile(r"^(?:the con|vay con|con|the thi|vay thi|the|vay|con nua)\b\s*")
_CLOSING = re.compile(
    r"\s*\b(?:thi sao|thi s|thi the nao|thi nhu the nao|ra sao|nua)\s*(?:a|vay|nhi|the|ha)?\s*\W*$"
)
_BACK = r"(?:nay|do|ay|kia|tren|vua roi|vua neu)"
_PAPER = re.compile(
    rf"\b(?:ke hoach|nghi quyet|quyet dinh|luat|van ban|chuong trinh|phong trao|thong bao|cai) {_BACK}\b"
)
_MATTER = re.compile(
    r"\b(?:thu tuc|muc|dieu|khoan|viec|phuong|xa|quy dinh|chi tieu|muc tieu|nhiem vu|nhom|co quan|ban|moc)"
    rf" {_BACK}\b"
)
_IT = re.compile(r"\bn[oó]\b", re.IGNORECASE)  # "nó", also typed without its mark; never "nợ" or "nổ"
#: What is meant by it is said before: of a named paper it is asked what that paper says of it.
_THING = re.compile(rf"\b(?:cai|chuyen|dieu) {_BACK}\b")
#: A question with so few terms that names no document can hardly stand alone.
_FEW_TERMS = 4
#: Terms that only ask how much.
_MEASURING = frozenset("muc phai dat phan tram it nhat toi thieu".split())


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with what it takes from the context.

    Attributes:
        text: the question to search for.
        topic: the earlier question that it leans on; empty where the text says all.
        leans: whether it leans on the context at all.
        elsewhere: whether it names another paper, or level of government, to which it carries the topic.
        paper: whether it points back to a paper or matter ("kế hoạch đó").
    """

    text: str
    topic: str = ""
    leans: bool = False
    elsewhere: bool = False
    paper: bool = False


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
    clean = with_year(_without_thanks(clean), context.question, context.year)
    bare = _bare(clean) or clean
    if other := substituted(clean, context.question):
        if other.agency:
            return FollowUp(bare, topic=other.text, leans=True)
        return FollowUp(other.text, leans=not other.elsewhere, elsewhere=other.elsewhere)
    folded = fold(normalise(clean))
    said = bool(_OPENING.match(folded) or _CLOSING.search(folded))
    paper, matter = _PAPER.search(folded) or _IT.search(clean), _MATTER.search(folded)
    if find_document_numbers(clean):
        pointing = matter or _THING.search(folded)
        if pointing or not paper:
            topic = _unnumbered(context.question) if pointing else ""
            return FollowUp(bare if said else clean, topic=topic, elsewhere=bool(topic))
    short = len(set(terms_in(clean)) - _MEASURING) <= _FEW_TERMS
    if not (said or paper or matter or hinted or short):
        return FollowUp(clean)
    return _leaning(bare, context, agency, named=bool(paper or matter))


def _leaning(bare: str, context: Context, agency: str, *, named: bool) -> FollowUp:
    """A question that is asked about the earlier one's topic; ``named`` where it points back to a paper or matter."""
    only_agency = agency and len(terms_in(bare)) <= len(terms_in(agency)) + 1
    if only_agency and context.agency and context.agency in context.question:
        return FollowUp(context.question.replace(context.agency, agency), leans=True)
    # "Nó khác Nghị quyết 03 chỗ nào?" names another paper beside the one that it points to, not in its place.
    topic, elsewhere = (context.question, False) if named else without_rivals(context.question, bare)
    return FollowUp(bare, topic=topic, leans=not elsewhere, elsewhere=elsewhere, paper=named)


def _without_thanks(clean: str) -> str:
    """The message without the "dạ vâng, cảm ơn" before it."""
    folded, offsets = fold_aligned(clean)
    match = _POLITE.match(folded)
    return clean[offsets[match.end()] :] if match else clean


def _unnumbered(question: str) -> str:
    """An earlier question without the papers it names: another one is asked about now."""
    for mention in reversed(find_document_numbers(question)):
        question = question[: mention.start] + question[mention.end :]
    return question


def _bare(clean: str) -> str:
    """The question without its opening and closing words; folding keeps the length of NFC text."""
    folded = fold(clean)
    if len(folded) != len(clean):
        return clean
    opening = _OPENING.match(folded)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(folded, start)
    return clean[start : closing.start() if closing else len(clean)].strip(" ,.?!")
