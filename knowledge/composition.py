"""Composing the answer: the provision itself, quoted; long items are cut and end with "…", never reworded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.importer.record import display_date
from knowledge.model import Document, Provision, ProvisionKind, Validity
from knowledge.rarity import terms_of

#: Short enough for a phone; what is longer is cut item by item, the rest is behind the citation's link.
MAX_CHARACTERS = 900
#: What the line about items left out takes.
_REST = 60
#: Less than this of an item says nothing.
_MIN_ITEM = 60


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is shown of a provision.

    Attributes:
        lead: who says it and where: "Theo 57-NQ/TW, Mục II.1 (bản tóm lược):".
        lines: the provision's words, one item a line.
        omitted: how many items, those under other items included, were left out for length.
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
    lines = []
    if provision.kind is ProvisionKind.RECORD:
        lines = provision.text.split("; ")
    elif provision.kind is not ProvisionKind.TABLE:
        lines = [clip(_line(provision), room - 2)]
    items = [item for child in provision.children for item in _items(child, 0)]
    room -= sum(len(line) + 1 for line in lines)
    if heading and provision.kind is not ProvisionKind.SECTION:
        # Beside a long provision its heading is a reminder, not the answer.
        above = clip(_line(heading), max(_MIN_ITEM, room - sum(len(item) + 1 for item in items) - 3))
        if len(above) < room:
            lines.insert(0, above)
            room -= len(above) + 1
    shown = items
    if sum(len(item) + 1 for item in items) > room:
        shown = _fit(
            [item for child in provision.children for item in _items(child, 0, deep=False)], room, terms
        )
    return Quotation(lead, (*lines, *shown), len(items) - len(shown))


def notice(term: Validity, today: date) -> str:
    """What must be said before quoting a provision that is not in force today; empty where it is."""
    if term.covers(today):
        return ""
    if term.start and today < term.start:
        return f"Lưu ý: quy định dưới đây chưa có hiệu lực; có hiệu lực từ ngày {display_date(term.start)}."
    since = f" từ ngày {display_date(term.end)}" if term.end else ""
    by = f", theo {term.ended_by}" if term.ended_by else ""
    return f"Lưu ý: quy định dưới đây đã hết hiệu lực{since}{by}."


def _fit(items: list[str], room: int, terms: frozenset[str]) -> list[str]:
    """The items within ``room`` characters: whole if they fit, else every item's beginning, else the first ones.

    A citizen who asks for a list is better served by the beginning of every item than by the whole of two; but
    the items that have most of what was asked, where not all have it, are kept whole as long as there is room.
    """
    if not items or sum(len(item) + 1 for item in items) <= room:
        return items
    room -= len(items) + _REST  # the ends of lines, and the words about what was left out
    items = items[: max(1, room // _MIN_ITEM)]
    shares = [min(len(item), _MIN_ITEM) for item in items]
    spare = max(0, room - sum(shares))
    matches = [len(terms & terms_of(item)) for item in items]
    favoured = [index for index, count in enumerate(matches) if min(matches) < count == max(matches)]
    for index in favoured:
        grant = min(spare, len(items[index]) - shares[index])
        shares[index] += grant
        spare -= grant
    while spare > 0 and (short := [index for index, item in enumerate(items) if shares[index] < len(item)]):
        each = max(1, spare // len(short))
        for index in short:
            grant = min(each, spare, len(items[index]) - shares[index])
            shares[index] += grant
            spare -= grant
    return [clip(item, share) for item, share in zip(items, shares, strict=True)]


def clip(text: str, length: int) -> str:
    """A text cut at a word to about ``length`` characters; what is cut ends with "…"."""
    if len(text) <= length:
        return text
    end = text.rfind(" ", 0, length)
    return text[: end if end > 0 else length].rstrip(" ,;:.") + " …"


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
