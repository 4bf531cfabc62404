"""What a file reader hands to the reading of a paper's form: lines and tables in order, and doubts about them.

Readers know files (Word, PDF, scans, …) and nothing of official papers; the forms know papers and nothing of files.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Doubt

__all__ = ["Doubt", "Line", "Source", "Table"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, or a whole paragraph where the file keeps paragraphs.

    Attributes:
        text: NFC, single spaces, never empty; an automatic number ("1.", "a)", "-") stands in front as printed.
        number: of the line or paragraph in the source, from 1; for messages.
        page: from 1; 0 where the file has no pages.
        indented: whether its first letter stands further right than the text's margin.
        gap: blank lines before it.
    """

    text: str
    number: int
    page: int = 0
    indented: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``rows`` are all as long as the first one, a cell's own lines joined by "\\n"."""

    rows: tuple[tuple[str, ...], ...]
    number: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file, read.

    Attributes:
        blocks: lines and tables in reading order.
        paragraphs: whether a line is a whole paragraph; else paragraphs may be wrapped over several lines.
        doubts: about the reading: characters that could not be decoded, words that OCR is unsure of.
    """

    blocks: tuple[Line | Table, ...]
    paragraphs: bool = False
    doubts: tuple[Doubt, ...] = ()
