"""Follow-ups: completing an elliptic question ("còn năm 2027 thì sao?") from the context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.context import Context
from knowledge.lexical import Scores
from knowledge.passages import Passage
from vietnamese.dates import find_years
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold, nfc

#: Words that open a question which leans on the one before; matched on folded text.
_OPENING = re.compile(r"^(?:(?:da|vang|ok|u|uh|a)\s+)?(?:the con|vay con|con|the thi|vay thi|the|vay|con nua)\b\s*")
_CLOSING = re.compile(r"\s*\b(?:thi sao|thi the nao|thi nhu the nao|the nao|ra sao|sao)\s*(?:a|vay|nhi|the|ha)?\s*\W*$")

_SAME_DOCUMENT = 0.08
_SAME_PARENT = 0.12
_SAME_PROVISION = -0.25


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An elliptic question made whole.

    Attributes:
        text: the question to search for.
        leans: whether it leans on the context at all.
    """

    text: str
    leans: bool


def complete(text: str, context: Context, *, hinted: bool = False) -> FollowUp:
    """Complete a question from the context; one that stands alone comes back as it is.

    Args:
        text: as typed.
        context: of the conversation.
        hinted: whether the dialogue engine recognised a follow-up.
    """
    clean = nfc(text).strip()
    opening = _OPENING.match(fold(clean))
    if not context.question or not (opening or hinted):
        return FollowUp(clean, leans=False)
    bare = _bare(clean)
    years, before = find_years(clean), find_years(context.question)
    if years and before:
        span, new = before[0], clean[years[0].start : years[0].end]
        return FollowUp(context.question[: span.start] + new + context.question[span.end :], leans=True)
    numbers, known = find_document_numbers(clean), find_document_numbers(context.question)
    if numbers and known:
        span, new = known[0], clean[numbers[0].start : numbers[0].end]
        return FollowUp(context.question[: span.start] + new + context.question[span.end :], leans=True)
    return FollowUp(f"{bare} {context.question}" if years else bare or clean, leans=True)


def context_bonus(passages: Sequence[Passage], context: Context) -> Scores:
    """What the context adds to every passage of a leaning question.

    It stays with the document and rather moves to a neighbour of the last answer than repeats it.
    """
    parent = context.path.rpartition(".")[0]
    bonus = np.zeros(len(passages), dtype=np.float32)
    for index, passage in enumerate(passages):
        if passage.document != context.document:
            continue
        bonus[index] = _SAME_DOCUMENT
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
