"""The reply: provisions quoted in the shape that the question asks for, together within a phone's screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.composition import MAX_CHARACTERS, quote
from knowledge.model import ProvisionKind
from knowledge.question import Question
from knowledge.remarks import Remarks
from knowledge.selection import Selection
from knowledge.shapes.clipping import level
from knowledge.shapes.count import count_of
from knowledge.shapes.highlight import highlight_in
from knowledge.shapes.verdict import asks_yes_or_no, verdict_on

#: Ends the lead where a yes or no was asked and the words are only evidence.
_EVIDENCE = ", văn bản nêu như sau"


@dataclass(frozen=True, slots=True)
class Shaped:
    """A provision as the reply shows it.

    Attributes:
        text: what is sent, with what is said around it.
        quote: the provision's own words in it.
        highlight: a stretch of the quote that is the very thing asked for; empty where none surely is.
    """

    text: str
    quote: str
    highlight: str


def shaped(parts: Sequence[tuple[Question, Selection, Remarks]]) -> list[Shaped]:
    """The parts of a reply: one for an answer, two for a comparison; together at most 900 characters.

    Args:
        parts: for each provision the question that it answers, and what is said around it.
    """
    room = MAX_CHARACTERS - 2 * (len(parts) - 1)
    longest = [len(_shaped(*part, room).text) for part in parts]
    limit = level(longest, room) if sum(longest) > room else room
    return [_shaped(*part, limit) for part in parts]


def _shaped(question: Question, chosen: Selection, said: Remarks, room: int) -> Shaped:
    opening, evidence = _frame(question, chosen, in_force=not said.before)
    prefix = "".join(f"{line}\n" for line in said.before) + f"{opening} " * bool(opening)
    suffix = "".join(f"\n{line}" for line in said.after)
    terms = frozenset((*question.terms, *question.pairs))
    room -= len(prefix) + len(evidence) + len(suffix)
    quotation = quote(chosen.document, chosen.provision, chosen.headings, terms, room=room)
    if evidence:
        quotation = replace(quotation, lead=f"{quotation.lead.removesuffix(':')}{evidence}:")
    highlight = highlight_in(question, quotation.items)
    if quotation.quote.count(highlight) != 1:
        highlight = ""  # whoever shows it could not tell which of them is meant
    if highlight and chosen.provision.kind is ProvisionKind.RECORD:
        lines = sorted(quotation.lines, key=lambda line: highlight not in line)
        quotation = replace(quotation, lines=tuple(lines))
    return Shaped(prefix + quotation.text + suffix, quotation.quote, highlight)


def _frame(question: Question, chosen: Selection, *, in_force: bool) -> tuple[str, str]:
    """What is said before the quotation (a verdict, or how many there are), and at the end of its lead."""
    provision, document = chosen.provision, chosen.document
    if question.foreign or provision.kind is ProvisionKind.RECORD:
        return "", ""
    if count := count_of(question.restored, document, provision, chosen.headings):
        return count, ""
    if not asks_yes_or_no(question.restored):
        return "", ""
    if provision.children or not in_force:
        return "", _EVIDENCE
    above = (
        f"{document.name} {document.kind} {document.title} {' '.join(node.text for node in chosen.headings)}"
    )
    verdict = verdict_on(question.restored, provision.text, above)
    return (verdict, "") if verdict else ("", _EVIDENCE)
