"""A source as bytes, to hand from one process to another or to keep in a file."""

from __future__ import annotations

import json
from dataclasses import asdict

from knowledge.importer.block import Doubt, Line, Source, Table


def dumped(source: Source) -> bytes:
    """The source as JSON."""
    return json.dumps(asdict(source), ensure_ascii=False).encode()


def loaded(content: bytes) -> Source:
    """What :func:`dumped` wrote.

    Raises:
        ValueError, TypeError, KeyError: it was not written by it.
    """
    record = json.loads(content)
    return Source(
        blocks=tuple(_block(block) for block in record["blocks"]),
        paragraphs=record["paragraphs"],
        doubts=tuple(Doubt(**doubt) for doubt in record["doubts"]),
    )


def _block(record: dict[str, object]) -> Line | Table:
    if "rows" in record:
        rows = record.pop("rows")
        return Table(rows=tuple(tuple(row) for row in rows), **record)  # type: ignore[attr-defined, arg-type]
    return Line(**record)  # type: ignore[arg-type]
