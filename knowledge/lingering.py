"""Lingering: what the place of the last answer says of every passage when something follows it.

Weights were fitted by softmax regression on the follow-ups of the development conversations, with sample questions in
force, and checked by leaving out one set after another, that is one hand (docs/adr/0037).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.asked import offered_in
from knowledge.context import Context
from knowledge.importer.record import RECORD_PATH
from knowledge.passages import Passage
from knowledge.postings import Indices, Scores
from knowledge.question import Question, terms_in
from knowledge.rarity import terms_of

_SAME_DOCUMENT = 0.15
_SAME_PARENT = 0.05
_LINGERING = 0.14
_SAME_PROVISION = -0.12
_SAID_THERE = 0.12
_SAME_PAPER = 0.2
_NAMED_PAPER = 0.35
_OWN_RECORD = 0.25


@dataclass(frozen=True, slots=True)
class Favour:
    """What the context says of the passages.

    Attributes:
        bonus: what it adds to every passage, in their order.
        sure: those that stood in the last answer, or are its paper's record, and say what is asked now.
        eased: whether the question is known to be on the matter of the conversation, in the passages favoured.
    """

    bonus: Scores
    sure: frozenset[int] = frozenset()
    eased: bool = True


def context_bonus(
    passages: Sequence[Passage],
    context: Context,
    question: Question,
    span: range | None = None,
    *,
    leaning: bool,
    paper: Indices | None = None,
) -> Favour:
    """What the context says where a question stays with it.

    A leaning question stays with the document and rather moves to a neighbour of the last answer than repeats it;
    "ai ký văn bản này" asks for that document's own record. One that could stand alone, but names no paper, is a
    little likelier to be about the same document.

    Args:
        passages: of the release.
        context: of the conversation.
        question: the analysed question.
        span: where the passages of the context's document stand, if known: the others are not looked at.
        leaning: whether the question leans on the context.
        paper: the passages of the paper that the last answer speaks for, where the question points back to it.
    """
    bonus = np.zeros(len(passages), dtype=np.float32)
    sure = set()
    if paper is not None:
        bonus[paper] = _SAME_PAPER
    for index in range(len(passages)) if span is None else span:
        passage = passages[index]
        if passage.document != context.document:
            continue
        if leaning:
            added, said = _leaning(passage, question, context)
            # The last answer itself speaks for its paper as well, and has been read.
            bonus[index] = added + (0.0 if passage.path == context.path else bonus[index])
            if said:
                sure.add(index)
        elif not question.numbers:
            again = passage.path == context.path and not _added(passage, question, context)
            bonus[index] = _LINGERING + (_SAME_PROVISION if again else 0.0)
    return Favour(bonus, frozenset(sure), leaning)


def _leaning(passage: Passage, question: Question, context: Context) -> tuple[float, bool]:
    """What is added to a passage of the context's document, and whether it surely says what is asked."""
    bonus = _SAME_DOCUMENT
    if passage.path == RECORD_PATH and context.paper:
        bonus = 0.0  # the compilation's own particulars are not those of the paper it speaks for
    if question.wants_record and passage.path == (context.path if context.paper else RECORD_PATH):
        return bonus + _OWN_RECORD, True
    if passage.path == context.path:
        more = _says_more(passage, question, context)
        return bonus + (_SAID_THERE if more else _SAME_PROVISION), more
    parent = context.path.rpartition(".")[0]
    beside = parent and passage.path.startswith(f"{parent}.")
    return bonus + (_SAME_PARENT if beside else 0.0), False


def elsewhere_bonus(size: int, numbered: Indices) -> Favour:
    """What the context says where a follow-up asks another paper of the same matter: the paper that it names answers.

    Args:
        size: number of passages.
        numbered: those of the papers that it names by number.
    """
    bonus = np.zeros(size, dtype=np.float32)
    bonus[numbered] = _NAMED_PAPER
    return Favour(bonus)


def _says_more(passage: Passage, question: Question, context: Context) -> bool:
    """Whether the last answer's own provision says what is asked now: "ai theo dõi?" after one of the row's cells."""
    said, others = _added(passage, question, context), _new(question, context)
    offered = bool(question.asked & offered_in(passage.body))
    if passage.group or question.wants_list:
        return False
    if not others:
        return offered or not question.asked
    return bool(said) if offered else bool(others) and said == others


def _added(passage: Passage, question: Question, context: Context) -> frozenset[str]:
    """What the question adds to the earlier one and the passage has."""
    return _new(question, context) & terms_of(passage.body)


def _new(question: Question, context: Context) -> frozenset[str]:
    return frozenset(question.terms).difference(terms_in(context.question), terms_in(context.paper))
