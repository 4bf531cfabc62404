"""From the pieces of print on pages to lines in reading order, as far as places tell.

Left out: page numbers, and heads and feet that run through the pages. What stands side by side in columns, as
the heads and feet of papers do, is read column by column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.importer.readers.page import Grid, Page, Piece
from knowledge.importer.readers.ruling import beside
from knowledge.importer.readers.transcript import Transcript

_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:(?:trang|page)\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
#: A number or dash that a tab parts from its text.
_LABEL = re.compile(r"(?:[-–—•+*o]|\(?(?:\d{1,3}[.)]?){1,4}\)?|\(?[^\W\d_]{1,4}[.)])")
_SAME_MARGIN = 3.0  # points


@dataclass(slots=True)
class _Row:
    """Pieces on one line, from left to right."""

    pieces: list[Piece]

    @property
    def top(self) -> float:
        return min(piece.top for piece in self.pieces)

    @property
    def middle(self) -> float:
        return self.pieces[0].middle

    @property
    def left(self) -> float:
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def height(self) -> float:
        return max(piece.height for piece in self.pieces)

    @property
    def text(self) -> str:
        return beside(self.pieces)


def write(pages: Sequence[Page], transcript: Transcript) -> None:
    """Write the pages' lines and tables into the transcript."""
    rows = [_rows(page.pieces) for page in pages]
    _leave_out_running(rows, pages)
    pitch = _pitch(rows)
    margin = _margin([row for page in rows for row in page], 0.0)
    last: Grid | None = None  # the table that ends the page before
    for page, own in zip(pages, rows, strict=True):
        page_margin = _margin(own, margin)
        found: list[_Block | Grid] = [*_ordered(own), *page.grids]
        blocks = sorted(found, key=lambda block: block.top)
        before: _Row | None = None
        for index, block in enumerate(blocks):
            if isinstance(block, Grid):
                follows = index == 0 and last is not None and _goes_on(last, block)
                transcript.table(
                    _without_head(last, block) if follows else block.rows, page=page.number, more=follows
                )
                before = None
                continue
            for row in block.rows:
                gap = 0 if before is None else _gap(before, row, pitch)
                doubtful = [word for piece in row.pieces for word in piece.doubtful]
                indented = not block.columns and row.left > page_margin + row.height / 2
                transcript.line(row.text, page=page.number, indented=indented, gap=gap, doubtful=doubtful)
                before = row
        last = blocks[-1] if blocks and isinstance(blocks[-1], Grid) else None


@dataclass(slots=True)
class _Block:
    """Rows to be read one after the other; in columns, those of the left one first."""

    rows: list[_Row]
    top: float
    columns: bool


def _rows(pieces: Iterable[Piece]) -> list[_Row]:
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.left)):
        for row in rows[-3:][::-1]:
            if abs(row.middle - piece.middle) <= min(row.height, piece.height) / 2 and not _overlaps(
                row, piece
            ):
                row.pieces.append(piece)
                break
        else:
            rows.append(_Row([piece]))
    for row in rows:
        row.pieces = _labelled(sorted(row.pieces, key=lambda piece: piece.left))
    return rows


def _overlaps(row: _Row, piece: Piece) -> bool:
    return any(
        min(piece.right, other.right) - max(piece.left, other.left) > piece.height for other in row.pieces
    )


def _labelled(pieces: list[Piece]) -> list[Piece]:
    """A label and the text that a tab parts from it are one piece."""
    if len(pieces) < 2 or not _LABEL.fullmatch(pieces[0].text.strip()):
        return pieces
    label, text = pieces[:2]
    joined = Piece(
        f"{label.text.strip()} {text.text}",
        label.left,
        min(label.top, text.top),
        text.right,
        max(label.bottom, text.bottom),
        label.doubtful + text.doubtful,
    )
    return [joined, *pieces[2:]]


def _ordered(rows: Sequence[_Row]) -> Iterator[_Block]:
    """Blocks in reading order: where two rows or more have a gap at the same place, columns."""
    start = 0
    while start < len(rows):
        end = _end_of_columns(rows, start)
        if end is None:
            yield _Block([rows[start]], rows[start].top, columns=False)
            start += 1
            continue
        gutter = _gutter(rows[start:end])
        sides: tuple[list[_Row], list[_Row]] = ([], [])
        for row in rows[start:end]:
            for side, chosen in enumerate(sides):
                own = [piece for piece in row.pieces if (piece.left >= gutter) == bool(side)]
                if own:
                    chosen.append(_Row(own))
        yield _Block([*sides[0], *sides[1]], rows[start].top, columns=True)
        start = end


def _end_of_columns(rows: Sequence[_Row], start: int) -> int | None:
    """Where the columns that begin at a row end; None where no columns begin there."""
    if len(rows[start].pieces) != 2:
        return None
    left, right = rows[start].pieces[0].right, rows[start].pieces[1].left
    parted, end = list(rows[start].pieces), start + 1
    for index in range(start + 1, len(rows)):
        pieces = rows[index].pieces
        middle = (left + right) / 2
        left = max([left, *(piece.right for piece in pieces if piece.left < middle)])
        right = min([right, *(piece.left for piece in pieces if piece.left >= middle)])
        far = rows[index].top - rows[index - 1].top > 6 * rows[index].height
        if len(pieces) > 2 or right - left < rows[index].height / 2 or far:
            break
        if len(pieces) == 2:
            parted += pieces
        elif not any(_aligned(pieces[0], other) for other in parted):
            break
        end = index + 1
    return end if len(parted) > 2 else None


def _aligned(one: Piece, other: Piece) -> bool:
    """Whether two pieces above one another begin together or are centred on one axis."""
    near = one.height / 2
    return (
        abs(one.left - other.left) <= near or abs(one.left + one.right - other.left - other.right) <= 2 * near
    )


def _gutter(rows: Sequence[_Row]) -> float:
    return min(row.pieces[1].left for row in rows if len(row.pieces) == 2) - 1


def _leave_out_running(rows: list[list[_Row]], pages: Sequence[Page]) -> None:
    """Takes page numbers and running heads and feet out of the rows."""
    for page in rows:
        for place in (0, -1):
            if page and _PAGE_NUMBER.fullmatch(page[place].text.strip()):
                del page[place]
    if len(pages) < 3:
        return
    for place in (0, -1):
        heads = Counter(_shape(page[place]) for page in rows if page)
        running = {head for head, count in heads.items() if count >= 3 and count * 2 > len(pages)}
        for page in rows:
            if len(page) > 1 and _shape(page[place]) in running:
                del page[place]


def _shape(row: _Row) -> tuple[str, int]:
    return re.sub(r"\d+", "#", row.text), round(row.top / 12)


def _pitch(rows: Sequence[Sequence[_Row]]) -> float:
    """The usual distance of lines, in points."""
    steps = [
        below.middle - above.middle
        for page in rows
        for above, below in pairwise(page)
        if 0 < below.middle - above.middle < 3 * above.height
    ]
    return median(steps) if steps else 14.0


def _gap(above: _Row, below: _Row, pitch: float) -> int:
    """Whole blank lines between two rows; the space that parts paragraphs is less than one."""
    return min(20, max(0, int((below.middle - above.middle) / pitch - 0.7)))


def _margin(rows: Sequence[_Row], default: float) -> float:
    """Where most lines that are not indented begin: the leftmost place where several do."""
    lefts = sorted(row.left for row in rows if len(row.pieces) == 1)
    needed = max(2, len(lefts) // 20)
    for index in range(len(lefts) - needed + 1):
        if lefts[index + needed - 1] - lefts[index] <= _SAME_MARGIN:
            return lefts[index]
    return default or (lefts[0] if lefts else 0.0)


def _goes_on(last: Grid, grid: Grid) -> bool:
    """Whether a page's first table goes on with the one that ended the page before."""
    return len(last.uprights) == len(grid.uprights) and all(
        abs(one - other) <= _SAME_MARGIN for one, other in zip(last.uprights, grid.uprights, strict=True)
    )


def _without_head(last: Grid | None, grid: Grid) -> tuple[tuple[str, ...], ...]:
    """The rows of a table that goes on, less the head that is printed again."""
    return grid.rows[1:] if last and grid.rows[0] == last.rows[0] else grid.rows
