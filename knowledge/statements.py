"""Statements: the smallest parts of a provision that say something by themselves, with what stands above them.

A provision that holds the thing asked for and the matter it is asked about need not say the one of the other: a
list tells the day of one event and the place of another. Only a single statement joins them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.importer.record import TITLE_FIELDS
from knowledge.model import Provision, ProvisionKind

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[\"“(]?[A-ZĐÀ-Ỹ])")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, item, row or field.

    Attributes:
        own: its words.
        above: the headings and the items above it, outermost first, one a line.
        row: whether it is a table row, where what is counted stands in another cell than its number.
    """

    own: str
    above: str
    row: bool = False

    @property
    def text(self) -> str:
        """All of it, in reading order."""
        return f"{self.above}\n{self.own}" if self.above else self.own


def statements_of(provision: Provision, headings: Sequence[Provision]) -> tuple[Statement, ...]:
    """The statements of a provision under its headings, in reading order.

    How a paper is called states nothing of it: a title that names another paper's number and day has them from there.
    """
    return tuple(_within(provision, "\n".join(node.text for node in headings)))


def _within(node: Provision, above: str) -> Iterator[Statement]:
    if node.kind is ProvisionKind.RECORD:
        fields = node.text.split("; ")
        yield from (Statement(field, above) for field in fields if not field.startswith(TITLE_FIELDS))
        return
    if node.kind is ProvisionKind.TABLE:
        inner = above  # the head line is repeated in every row
    else:
        parts = _SENTENCE_END.split(node.text) if node.kind is ProvisionKind.PARAGRAPH else [node.text]
        yield from (Statement(part, above, node.kind is ProvisionKind.ROW) for part in parts)
        inner = f"{above}\n{node.text}" if above else node.text
    for child in node.children:
        yield from _within(child, inner)
