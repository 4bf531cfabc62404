"""Composing the answer: the provision itself, quoted; long items are cut and end with "…", never reworded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.importer.record import display_date
from knowledge.model import Document, Provision, ProvisionKind, Validity
from knowledge.rarity import terms_of
from knowledge.shapes.clipping import MIN_ITEM, MORE, clip, clip_around, fit

#: Short enough for a phone; what is longer is cut item by item, the rest is behind the citation's link.
MAX_CHARACTERS = 900
#: What the line about items left out takes.
_REST = 60


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is shown of a provision.

    Attributes:
        lead: who says it and where: "Theo 57-NQ/TW, Mục II.1 (bản tóm lược):".
        lines: the provision's words, one item a line.
        omitted: how many items, those under other items included, were left out for length.
        headings: how many of the lines, the first ones, only head the others.
    """

    lead: str
    lines: tuple[str, ...]
    omitted: int
    headings: int = 0

    @property
    def items(self) -> tuple[str, ...]:
        """The lines that say something, without those that head them."""
        return self.lines[self.headings :]

    @property
    def quote(self) -> str:
        """The provision's words alone."""
        return "\n".join(self.lines)

    @property
    def text(self) -> str:
        """The reply as sent."""
        rest = (f"… và {self.omitted} mục nữa, mời anh/chị xem ở trang văn bản.",) if self.omitted else ()
        return "\n".join((self.lead, *self.lines, *rest))


def quote(
    document: Document,
    provision: Provision,
    headings: tuple[Provision, ...],
    terms: frozenset[str] = frozenset(),
    *,
    room: int = MAX_CHARACTERS,
) -> Quotation:
    """Quote a provision under the nearest of its headings.

    Args:
        document: its document.
        provision: a leaf or a node with children.
        headings: the nodes above it, outermost first.
        terms: what the question asks for, folded; decides which items of a long list are kept whole.
        room: longest text, in characters.
    """
    heading = next((node for node in reversed(headings) if node.kind is ProvisionKind.SECTION), None)
    lead = _lead(document, provision)
    room -= len(lead) + 1
    items = [item for child in provision.children for item in _items(child, 0)]
    below = _length(items)
    head = int(provision.kind is ProvisionKind.SECTION and bool(items))
    lines: list[str] = []
    if provision.kind is ProvisionKind.RECORD:
        lines = fit(provision.text.split("; "), room, terms)
    elif provision.kind is not ProvisionKind.TABLE:
        own = _line(provision)
        lines = [clip_around(own, max(MIN_ITEM, room - 1 - (min(below, room // 2) if items else 0)), terms)]
    room -= _length(lines)
    if heading and provision.kind is not ProvisionKind.SECTION:
        # Beside a long provision its heading is a reminder, not the answer.
        above = clip(_line(heading), max(MIN_ITEM, room - below - len(MORE) - 1))
        if len(above) < room:
            lines.insert(0, above)
            head += 1
            room -= len(above) + 1
    if below <= room:
        return Quotation(lead, (*lines, *items), 0, head)
    own_items = [item for child in provision.children for item in _items(child, 0, deep=False)]
    if deeper := len(items) - len(own_items):
        room -= _REST
    known = terms_of(" ".join(node.text for node in (*headings, provision)))
    shown = fit(own_items, room, terms - known, 0 if deeper else _REST) if own_items else []
    return Quotation(lead, (*lines, *shown), len(items) - len(shown), head)


def notice(term: Validity, today: date) -> str:
    """What must be said before quoting a provision that is not in force today; empty where it is."""
    if term.covers(today):
        return ""
    if term.start and today < term.start:
        return f"Lưu ý: quy định dưới đây chưa có hiệu lực; có hiệu lực từ ngày {display_date(term.start)}."
    since = f" từ ngày {display_date(term.end)}" if term.end else ""
    by = f", theo {term.ended_by}" if term.ended_by else ""
    return f"Lưu ý: quy định dưới đây đã hết hiệu lực{since}{by}."


def paper_of(document: Document, provision: Provision | None = None) -> str:
    """How answers name a paper, with the place of a provision: "Nghị quyết 71/NQ-CP, Mục I"."""
    spoken = "; ".join(provision.papers) if provision else ""
    full = f"{document.kind} {document.number}" if document.number and document.kind else document.name
    place = f", {provision.place}" if provision and provision.place else ""
    return f"{spoken or full}{place}"


def _lead(document: Document, provision: Provision) -> str:
    digest = " (bản tóm lược)" if document.digest else ""
    return f"Theo {paper_of(document, provision)}{digest}:"


def _items(node: Provision, depth: int, *, deep: bool = True) -> list[str]:
    table = node.kind is ProvisionKind.TABLE
    own = [] if table else ["  " * depth + _line(node)]
    if not deep and not table:
        return own
    return own + [
        item for child in node.children for item in _items(child, depth if table else depth + 1, deep=deep)
    ]


def _line(node: Provision) -> str:
    if node.kind is ProvisionKind.ROW:
        return f"- {node.text}"
    return f"{node.label} {node.text}" if node.label else node.text


def _length(lines: Sequence[str]) -> int:
    return sum(len(line) + 1 for line in lines)
