"""Passages: what is indexed and searched. A provision with the headings above it.

Every leaf is a passage of its own; every node with children is one more, made of its own text and its direct
children's, so that "what are the goals for 2026" can find the list and not just one of its items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import Document, Provision, ProvisionKind

_ROW = re.compile(r"r\d+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One searchable unit.

    Attributes:
        document: slug of its document.
        path: path of its provision.
        header: the document's name and subject, the same for all its passages.
        context: the headings above the provision, outermost first, joined by ". ".
        body: the provision's own text, for a group followed by its children's.
        group: whether it stands for a node with children.
        heading: a group's own text; empty for a leaf.
    """

    document: str
    path: str
    header: str
    context: str
    body: str
    group: bool
    heading: str = ""

    @property
    def text(self) -> str:
        """All of it, in reading order."""
        return ". ".join(part for part in (self.header, self.context, self.body) if part)

    @property
    def table(self) -> str:
        """The path of the table that it is a row of; empty for what is no row."""
        above, _, last = self.path.rpartition(".")
        return above if _ROW.fullmatch(last) else ""


def passages_of(document: Document) -> Iterator[Passage]:
    """The passages of a document, in reading order."""
    header = document.name if document.name == document.title else f"{document.name} {document.title}"
    for provision in document.provisions:
        yield from _under(document.slug, header, (), provision)


def _under(slug: str, header: str, above: tuple[str, ...], node: Provision) -> Iterator[Passage]:
    context = ". ".join(above)
    if not node.children:
        yield Passage(slug, node.path, header, context, node.text, group=False)
        return
    body = ". ".join(part for part in (node.text, *(child.text for child in node.children)) if part)
    yield Passage(slug, node.path, header, context, body, group=True, heading=node.text)
    # A table's head line says nothing that its rows do not repeat before every cell.
    inner = above if node.kind is ProvisionKind.TABLE else (*above, node.text)
    for child in node.children:
        yield from _under(slug, header, inner, child)
