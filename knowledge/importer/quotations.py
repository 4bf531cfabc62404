"""Quotations: wording that an amending paper gives to another one, from “ to ”, labels and all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.importer.block import Line, Table
from knowledge.importer.labels import read_label

#: A quotation longer than this has lost its closing mark.
_LONGEST = 400
_CLOSING = re.compile(r"[”\"]\s*[.;,]*$")


def quotations(blocks: Sequence[Line | Table]) -> dict[int, int]:
    """Where quotations of provisions begin and the index after their last line.

    One begins with a quotation mark after a colon ("… được sửa đổi như sau:"), and either with a label or over
    several lines; a quoted name in a sentence is none.
    """
    found: dict[int, int] = {}
    previous, after = None, 0
    for index, block in enumerate(blocks):
        if index < after:
            previous = block
            continue
        if (
            isinstance(block, Line)
            and block.text[:1] in '“"'
            and isinstance(previous, Line)
            and previous.text.endswith(":")
            and (end := _end(blocks, index)) is not None
        ):
            found[index] = after = end
        previous = block
    return found


def _end(blocks: Sequence[Line | Table], start: int) -> int | None:
    depth = 0
    first = blocks[start]
    curly = isinstance(first, Line) and first.text.startswith("“")
    for index in range(start, min(len(blocks), start + _LONGEST)):
        block = blocks[index]
        if isinstance(block, Table):
            continue
        depth += block.text.count("“") - block.text.count("”") if curly else block.text.count('"')
        closed = depth <= 0 if curly else depth % 2 == 0
        if closed and _CLOSING.search(block.text):
            return index + 1
        if closed and index == start and read_label(block.text[1:]) is None:
            return None  # a quoted name at the beginning of a sentence
    return None
