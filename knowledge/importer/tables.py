"""Tables: rows as facts with their column heads, groups of rows, and tables that only place text on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.importer.block import Line, Table
from knowledge.importer.tree import Draft, where
from knowledge.model import Doubt, ProvisionKind
from vietnamese.text import fold

Row = tuple[str, ...]
_COUNTERS = frozenset({"stt", "tt", "so tt", "so thu tu"})
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-E])\)?$")
_GROUP = re.compile(r"[IVX]+\.?|[A-E]\.?")


def draft_of(table: Table) -> tuple[Draft, list[Doubt]]:
    """The table's draft with a row for each row below its heads, and doubts about its shape.

    Heads of two rows are joined ("Năm 2025"); a row that only numbers the columns is left out; a row that is one
    merged cell heads the rows below it and is named in each of them.
    """
    width = max(len(row) for row in table.rows)
    rows = [tuple(" ".join(cell.split()) for cell in row) + ("",) * (width - len(row)) for row in table.rows]
    doubts = [
        Doubt(where(table.number, table.page), f"dòng {number} của bảng thiếu ô, kiểm tra lại bảng")
        for number, row in enumerate(table.rows, start=1)
        if len(row) < width
    ]
    heads, body = _heads(rows)
    draft = Draft(ProvisionKind.TABLE, " | ".join(heads), cells=heads, line=table.number, page=table.page)
    group = ""
    for row in body:
        merged = _merged(row)
        if merged and width > 1:
            group = merged
            text = merged
        else:
            text = "; ".join(part for part in (group, *_facts(heads, row)) if part)
        if text:
            draft.children.append(Draft(ProvisionKind.ROW, text, cells=row, line=table.number))
    return draft, doubts


def lines_of(table: Table) -> Iterator[Line]:
    """The text of a table that only places it on the page, column by column."""
    for column in range(len(table.rows[0]) if table.rows else 0):
        for row in table.rows:
            if column >= len(row) or (column and row[column] == row[column - 1]):
                continue  # a merged cell is repeated
            for text in row[column].split("\n"):
                if text.strip():
                    yield Line(" ".join(text.split()), table.number, table.page)


def continued(tables: Sequence[Table]) -> Table:
    """One table of several that follow each other: what page breaks cut, with the heads repeated."""
    first = tables[0]
    rows = [*first.rows]
    for table in tables[1:]:
        rows += table.rows[1:] if table.rows[:1] == first.rows[:1] else table.rows
    return Table(tuple(rows), first.number, first.page)


def _heads(rows: Sequence[Row]) -> tuple[Row, list[Row]]:
    heads, body = rows[0], list(rows[1:])
    spans = any(one and one == other for one, other in pairwise(heads))
    shared = bool(body) and any(one and one == below for one, below in zip(heads, body[0], strict=True))
    if spans and shared and not _merged(body[0]):
        heads = tuple(
            one if one == below else f"{one} {below}".strip()
            for one, below in zip(heads, body.pop(0), strict=True)
        )
    if len(heads) > 2 and body and all(_NUMBERING.match(cell) for cell in body[0]):
        counted = [cell.strip("()") for cell in body[0]]
        if len(set(counted)) == len(counted) and counted[0] in ("1", "A"):
            body.pop(0)
    return heads, body


def _merged(row: Row) -> str:
    """The text of a row that is one cell over all columns, or has nothing beside a number and a name; else empty."""
    filled = [cell for cell in row if cell]
    if len(row) > 1 and len(filled) == len(row) and len(set(filled)) == 1:
        return filled[0]
    if len(row) > 2 and len(filled) == 1:
        return filled[0]
    if len(row) > 2 and len(set(filled)) == 2 and _GROUP.fullmatch(row[0]) and row[1]:
        return f"{row[0].rstrip('.')}. {row[1]}"  # "I | Hạ tầng số | |", or the name merged over the columns
    return ""


def _facts(heads: Row, row: Row) -> Iterator[str]:
    for head, cell in zip(heads, row, strict=True):
        if cell and fold(head) not in _COUNTERS:
            yield f"{head}: {cell}" if head else cell
