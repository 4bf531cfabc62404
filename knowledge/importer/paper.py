"""The parts of a paper: head, title, front, body, signature block, and what it encloses.

Forms: Decree 30/2020/NĐ-CP for state papers, Guidance 36-HD/VPTW for Party papers. In Word files the head and the
signature block are tables without borders; they are read as text, column by column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.block import Line, Source, Table
from knowledge.importer.enclosures import Enclosure, close, text_lines
from knowledge.importer.front import (
    is_crown,
    letter_at,
    matter_of,
    read_front,
    read_title,
    title_at,
    with_head_together,
)
from knowledge.importer.signature import ends_body
from knowledge.importer.tables import continued, lines_of

Block = Line | Table

LETTER = "Công văn"


@dataclass(slots=True)
class Paper:
    """A paper, taken apart.

    Attributes:
        kind: loại văn bản ("Nghị quyết", "Công văn").
        subject: what it is about, as printed.
        head: the lines above the title.
        issuers: lines below the title that only name who issues it.
        body: what becomes provisions.
        tail: the signature block.
    """

    kind: str
    subject: str
    head: list[Line]
    issuers: list[str]
    body: list[Block]
    tail: list[Line]
    enclosures: list[Enclosure]


def take_apart(path: Path, source: Source) -> Paper:
    """The parts of a paper.

    Raises:
        DocumentError: it has neither a type heading ("KẾ HOẠCH", "QUYẾT ĐỊNH", …) nor the form of an official letter.
    """
    blocks = with_head_together(list(_plain(source.blocks)))
    start = title_at(blocks)
    opening = letter_at(blocks[: len(blocks) if start is None else start])
    kind = LETTER
    issuers: list[str] = []
    if opening is not None:
        head, rest = text_lines(blocks[:opening]), blocks[opening:]
        subject = matter_of(head)
    elif start is not None and isinstance(title := blocks[start], Line) and (read := read_title(title.text)):
        kind, named = read
        head = text_lines(blocks[:start])
        subject, issuers, rest = read_front(blocks[start + 1 :], paragraphs=source.paragraphs)
        issuers = [*([named] if named else []), *issuers]
    else:
        first = next((block for block in blocks if isinstance(block, Line)), None)
        raise DocumentError(
            path,
            first.number if first else 0,
            "không thấy dòng tên loại văn bản viết hoa (KẾ HOẠCH, QUYẾT ĐỊNH, NGHỊ QUYẾT…)",
            hint="Thêm dòng tên loại văn bản ở đầu, hoặc dùng tệp .md có phần thông tin đầu tệp.",
        )
    body, tail, enclosures = close(rest, paragraphs=source.paragraphs)
    return Paper(kind, subject, head, issuers, body, tail, enclosures)


def _plain(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with layout tables as lines and tables that page breaks cut made whole."""
    for _, run in groupby(blocks, key=lambda block: len(block.rows[0]) if isinstance(block, Table) else 0):
        tables: list[Table] = []
        for block in run:
            if isinstance(block, Line):
                yield block
            elif _places(block):
                yield from lines_of(block)
            elif block.rows:
                tables.append(block)
        if tables:
            yield continued(tables)


def _places(table: Table) -> bool:
    """Whether a table only places text: the head, the signature block, a frame around text."""
    width = max((len(row) for row in table.rows), default=0)
    if width <= 1:
        return True
    lines = [line for row in table.rows for cell in row for line in cell.split("\n")]
    formal = any(is_crown(line) or ends_body(line.strip()) for line in lines)
    return formal and width <= 4 and len(table.rows) <= 12
