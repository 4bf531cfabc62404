"""A document's provisions as a page shows them: runs of like siblings, heading levels, badges, contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from textwrap import shorten

from knowledge.model import Document, Provision, ProvisionKind, Validity
from service.pages.validity import Badge, validity_badge, within

#: Block shape of each kind; a record is shown as the page's own table of facts.
_SHAPES = {
    ProvisionKind.SECTION: "sections",
    ProvisionKind.ITEM: "items",
    ProvisionKind.BULLET: "bullets",
    ProvisionKind.PARAGRAPH: "paragraphs",
    ProvisionKind.TABLE: "tables",
    ProvisionKind.ROW: "rows",
    ProvisionKind.RECORD: "records",
}
#: Kinds that papers name by a place; those below share the place of what is above them.
_NAMED = {ProvisionKind.SECTION, ProvisionKind.ITEM}
#: Characters of a provision's beginning that name it.
_NAME = 60
_TOP_HEADING = 2
_LAST_HEADING = 6
_CONTENTS_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A provision ready to be shown.

    Attributes:
        provision: what is shown.
        heading: level of its heading, 2 to 6, if it is a section.
        place: its official place where the heading itself does not already say it; else empty.
        badge: a remark on validity where it differs from that of the node above.
        blocks: its children.
    """

    provision: Provision
    heading: int
    place: str
    badge: Badge | None
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """How a link to it is read aloud: by its place where that is its own, else by how it begins."""
        node = self.provision
        begins = shorten(node.text or ", ".join(node.cells), _NAME, placeholder="…")
        if node.kind in _NAMED and (node.place or node.label):
            return node.place or node.label
        return ": ".join(filter(None, (node.place, begins))) or node.path

    @property
    def caption(self) -> str:
        """A table's text, unless it only repeats the column heads."""
        repeats = self.provision.text == " | ".join(self.provision.cells)
        return "" if repeats else self.provision.text


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive siblings of one shape: sections, items, bullets, paragraphs, tables or rows."""

    shape: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    path: str
    title: str
    entries: tuple[Entry, ...]


def outline(document: Document, today: date) -> tuple[Block, ...]:
    """The blocks of ``document`` as they stand on ``today``."""
    return _blocks(document.provisions, _Above(_TOP_HEADING, "", document.validity, today))


def contents(provisions: Sequence[Provision], depth: int = _CONTENTS_DEPTH) -> tuple[Entry, ...]:
    """The table of contents: headings down to ``depth`` levels."""
    if depth == 0:
        return ()
    return tuple(
        Entry(node.path, f"{node.label} {node.text}".strip(), contents(node.children, depth - 1))
        for node in provisions
        if node.kind is ProvisionKind.SECTION
    )


@dataclass(frozen=True, slots=True)
class _Above:
    """What a node takes over from those above it."""

    heading: int
    place: str
    validity: Validity
    today: date


def _blocks(provisions: Sequence[Provision], above: _Above) -> tuple[Block, ...]:
    runs: Iterator[tuple[str, Iterator[Provision]]] = groupby(provisions, lambda node: _SHAPES[node.kind])
    return tuple(
        Block(shape, tuple(_node(provision, above) for provision in run))
        for shape, run in runs
        if shape != "records"
    )


def _node(provision: Provision, above: _Above) -> Node:
    validity = within(provision.validity, above.validity)
    badge = validity_badge(validity, above.today)
    known = badge == validity_badge(above.validity, above.today)
    heading = above.heading + (provision.kind is ProvisionKind.SECTION)
    place = provision.place if provision.kind is ProvisionKind.SECTION and not provision.label else ""
    below = _Above(heading, provision.place or above.place, validity, above.today)
    return Node(
        provision=provision,
        heading=min(above.heading, _LAST_HEADING),
        place="" if place == above.place else place,
        badge=None if known else badge,
        blocks=_blocks(provision.children, below),
    )
