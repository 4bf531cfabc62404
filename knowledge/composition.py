"""Composing the answer: the provision itself, quoted whole or by whole items, never reworded."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Document, Provision, ProvisionKind

#: A phone shows about so much without tiring its reader; longer lists end with whole items and a pointer.
MAX_CHARACTERS = 900


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is shown of a provision.

    Attributes:
        lead: who says it and where: "Theo 57-NQ/TW, Mục II.1 (bản tóm lược):".
        lines: the provision's words, one item a line.
        omitted: how many items were left out for length.
    """

    lead: str
    lines: tuple[str, ...]
    omitted: int

    @property
    def quote(self) -> str:
        """The provision's words alone."""
        return "\n".join(self.lines)

    @property
    def text(self) -> str:
        """The reply as sent."""
        rest = (f"… và {self.omitted} mục nữa, mời anh/chị xem ở trang văn bản.",) if self.omitted else ()
        return "\n".join((self.lead, *self.lines, *rest))


def quote(document: Document, provision: Provision, headings: tuple[Provision, ...]) -> Quotation:
    """Quote a provision under the nearest of its headings.

    Args:
        document: its document.
        provision: a leaf or a node with children.
        headings: the nodes above it, outermost first.
    """
    heading = next((node for node in reversed(headings) if node.kind is ProvisionKind.SECTION), None)
    lines = [_line(heading)] if heading and provision.kind is not ProvisionKind.SECTION else []
    if provision.kind is ProvisionKind.RECORD:
        lines = provision.text.split("; ")
    elif provision.kind is not ProvisionKind.TABLE:
        lines.append(_line(provision))
    items = [item for child in provision.children for item in _items(child, 0)]
    if sum(map(len, items)) > MAX_CHARACTERS:
        items = [_line(child) for child in provision.children if child.kind is not ProvisionKind.TABLE] or items
    length = sum(map(len, lines))
    shown = 0
    for item in items:
        length += len(item) + 1
        if shown and length > MAX_CHARACTERS:
            break
        lines.append(item)
        shown += 1
    return Quotation(_lead(document, provision), tuple(lines), len(items) - shown)


def _lead(document: Document, provision: Provision) -> str:
    name = "; ".join(provision.papers) or (
        f"{document.kind} {document.number}" if document.number and document.kind else document.name
    )
    place = f", {provision.place}" if provision.place else ""
    digest = " (bản tóm lược)" if document.digest else ""
    return f"Theo {name}{place}{digest}:"


def _items(node: Provision, depth: int) -> list[str]:
    own = [] if node.kind is ProvisionKind.TABLE else ["  " * depth + _line(node)]
    inner = depth if node.kind is ProvisionKind.TABLE else depth + 1
    return own + [item for child in node.children for item in _items(child, inner)]


def _line(node: Provision) -> str:
    if node.kind is ProvisionKind.ROW:
        return f"- {node.text}"
    return f"{node.label} {node.text}" if node.label else node.text
