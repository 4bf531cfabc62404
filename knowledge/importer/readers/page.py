"""A page as a PDF or a scan gives it: pieces of print with their places, and ruled tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Print on one line without a wide gap. Places are in points from the page's top left corner.

    Attributes:
        text: Unicode.
        left, top, right, bottom: of the letters' boxes.
        doubtful: the words that OCR is not sure of, as read.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    doubtful: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Of the letters' box: the size of the print."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, where it is, and the places of its upright rules."""

    rows: tuple[tuple[str, ...], ...]
    top: float
    bottom: float
    uprights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, counted from 1; ``scanned`` where it is a picture whose print OCR has to read."""

    number: int
    pieces: tuple[Piece, ...]
    grids: tuple[Grid, ...] = ()
    scanned: bool = False


def dumped(pages: Sequence[Page]) -> bytes:
    """The pages as JSON."""
    return json.dumps([asdict(page) for page in pages], ensure_ascii=False).encode()


def loaded(content: bytes) -> list[Page]:
    """What :func:`dumped` wrote.

    Raises:
        ValueError, TypeError, KeyError: it was not written by it.
    """
    return [
        Page(
            number=page["number"],
            pieces=tuple(
                Piece(**{**piece, "doubtful": tuple(piece["doubtful"])}) for piece in page["pieces"]
            ),
            grids=tuple(
                Grid(tuple(map(tuple, grid["rows"])), grid["top"], grid["bottom"], tuple(grid["uprights"]))
                for grid in page["grids"]
            ),
            scanned=page["scanned"],
        )
        for page in json.loads(content)
    ]
