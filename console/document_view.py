"""A document's tree as a page of the console shows it: line after line, with what an editor should see at each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from console.impact import Citing
from knowledge.difference import Part, difference
from knowledge.importer.record import display_date
from knowledge.model import Document, Doubt, Provision, ProvisionKind, Validity

_QUOTED = re.compile(r"“([^”]+)”")
_SPOT = re.compile(r"(?:trang (\d+))?(?:, )?(?:dòng (\d+))?\Z")
#: A word that stands in more provisions than these is no help in finding the doubtful one.
_MOST_PLACES = 5
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a provision's text, and whether it is in doubt."""

    text: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A provision.

    Attributes:
        node: the provision.
        depth: 1 to 6.
        text: its text; doubtful words apart.
        parts: the difference to what the file says, where an editor corrected it; else empty.
        term: its own validity in words.
        over: whether it is no longer in force.
        doubted: whether a doubt names its label or words in it.
        curated, answers: how many of them cite it.
    """

    node: Provision
    depth: int
    text: tuple[Stretch, ...]
    parts: tuple[Part, ...]
    term: str
    over: bool
    doubted: bool
    curated: int
    answers: int


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A doubt and where it leads.

    Attributes:
        mark: names it in a form.
        spot: anchor in the original; empty where it names no place there.
        places: provisions that have the words it quotes, by path, as they are called.
    """

    doubt: Doubt
    mark: str
    spot: str
    places: tuple[tuple[str, str], ...]


def spot_of(doubt: Doubt) -> str:
    """The anchor of a doubt's place in the original: ``trang-3``, or ``dong-12`` where it has no pages."""
    found = _SPOT.match(doubt.place)
    if not found or not doubt.place:
        return ""
    page, line = found.groups()
    return f"trang-{page}" if page else f"dong-{line}" if line else ""


def tree_of(
    document: Document,
    corrected: Mapping[str, str],
    doubtful: Mapping[str, Sequence[str]],
    citing: Citing,
    today: date,
) -> tuple[TreeLine, ...]:
    """The lines of a document's tree.

    Args:
        document: to show.
        corrected: paths of corrected provisions with the wording of the file.
        doubtful: paths of provisions with the words in them that are in doubt.
        citing: what cites each of them.
        today: decides what is over.
    """
    return tuple(
        TreeLine(
            node=node,
            depth=min(depth, _DEEPEST),
            text=_stretches(node.text, doubtful.get(node.path, ())),
            parts=difference(corrected[node.path], node.text) if node.path in corrected else (),
            term=term_in_words(node.validity),
            over=node.validity.end is not None and node.validity.end <= today,
            doubted=node.path in doubtful,
            curated=citing.curated.get(node.path, 0),
            answers=citing.answers.get(node.path, 0),
        )
        for node, depth in _walk(document.provisions, 1)
    )


def doubtful_words(document: Document, doubts: Sequence[Doubt]) -> list[dict[str, tuple[str, ...]]]:
    """For each doubt the provisions that have the words or the label that it quotes, with these words."""
    nodes = [node for node in document.walk() if node.kind is not ProvisionKind.RECORD]
    found = []
    for doubt in doubts:
        places: dict[str, tuple[str, ...]] = {}
        for word in dict.fromkeys(_QUOTED.findall(doubt.message)):
            whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
            holding = [
                node.path
                for node in nodes
                if (node.label and node.label.rstrip(".") == word.rstrip("."))
                or (word in node.text and whole.search(node.text))
            ]
            if len(holding) <= _MOST_PLACES:
                for path in holding:
                    places[path] = (*places.get(path, ()), word)
        found.append(places)
    return found


def term_in_words(term: Validity) -> str:
    """From when to when something is in force, as far as it says so itself."""
    return "; ".join(
        part
        for part in (
            f"có hiệu lực từ {display_date(term.start)}" if term.start else "",
            f"hết hiệu lực từ {display_date(term.end)}" if term.end else "",
            f"theo {term.ended_by}" if term.ended_by else "",
            f"được sửa đổi bởi {term.amended_by}" if term.amended_by else "",
        )
        if part
    )


def _walk(nodes: Sequence[Provision], depth: int) -> Iterator[tuple[Provision, int]]:
    for node in nodes:
        yield node, depth
        yield from _walk(node.children, depth + 1)


def _stretches(text: str, words: Sequence[str]) -> tuple[Stretch, ...]:
    if not words:
        return (Stretch(text, False),)
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pieces = re.split(rf"(?<!\w)({longest_first})(?!\w)", text)
    return tuple(Stretch(piece, bool(index % 2)) for index, piece in enumerate(pieces) if piece)
