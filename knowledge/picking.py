"""Picking: which of the offered readings a message chooses, by a press or in words ("2", "cái đầu", "của tỉnh")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.context import Choice
from knowledge.model import Document
from knowledge.question import fold_spaced, terms_in
from knowledge.release import Release
from knowledge.search import Hit
from knowledge.selection import Selection, trail
from vietnamese.text import fold, syllables

_PLACES = {
    **{str(number): number - 1 for number in range(1, 10)},
    "mot": 0,
    "nhat": 0,
    "dau tien": 0,
    "dau": 0,
    "hai": 1,
    "ba": 2,
    "bon": 3,
    "tu": 3,
    "cuoi cung": -1,
    "cuoi": -1,
}
_ORDINAL = re.compile(
    r"(?:(?:da|vang|u|uh|ok|a|toi|minh|em|chau|bac|muon|hoi|chon|lay|xem|y|la|cho)\s+)*"
    r"(?:(?:so|cai|y|muc|thu|dong|cau|nut|cach|cach hieu|phuong an|lua chon|van ban|noi dung)\s+)*"
    rf"(?P<place>{'|'.join(sorted(_PLACES, key=len, reverse=True))})"
    r"(?:\s+(?:a|nhe|nha|di|do|ay|thoi|em|ban))*"
)
#: Words that stand for any of the offered papers.
_ANY = frozenset({"van", "phan"})
#: Longer messages are questions of their own.
_MAX_TERMS = 6


def picked(text: str, choices: Sequence[Choice], documents: Sequence[Document]) -> Choice | None:
    """The choice that a message means; ``None`` where it is another question.

    Args:
        text: as typed, or what a button stands for.
        choices: offered in the turn before.
        documents: of the release; who says "của tỉnh" names the issuer of the paper.
    """
    if not choices:
        return None
    said = _plain(text)
    for choice in choices:
        if said in (_plain(choice.question), _plain(choice.title)):
            return choice
    if ordinal := _ORDINAL.fullmatch(said):
        place = _PLACES[ordinal["place"]]
        return choices[place] if place < len(choices) else None
    terms = frozenset(terms_in(text)) - _ANY
    if not terms or len(terms) > _MAX_TERMS:
        return None
    by_slug = {document.slug: document for document in documents}
    meant = [choice for choice in choices if terms <= _words(choice, by_slug.get(choice.document))]
    return meant[0] if len(meant) == 1 else None


def selection_of(choice: Choice, release: Release) -> Selection | None:
    """The provision of a choice; ``None`` where the release has it no longer."""
    for index in release.space.pins.span(choice.document):
        passage = release.space.passages[index]
        if passage.path == choice.path:
            document = next(one for one in release.documents if one.slug == choice.document)
            chain = trail(document, choice.path)
            return Selection(document, chain[-1], chain[:-1], Hit(index, passage, 0.0, 0.0, 0.0))
    return None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", fold_spaced(text)).split())


def _words(choice: Choice, document: Document | None) -> frozenset[str]:
    names = (document.kind, document.number, document.name, document.issuer) if document else ()
    return frozenset(fold(word) for word in syllables(" ".join((choice.title, *names))))
