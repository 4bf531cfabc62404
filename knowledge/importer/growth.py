"""From the lines and tables of a paper's body to a tree of drafts, by the labels that the lines begin with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.importer.block import Line, Table
from knowledge.importer.labels import Label, Level, follows, order_of, read_label
from knowledge.importer.quotations import quotations
from knowledge.importer.tables import draft_of
from knowledge.importer.tree import Draft
from knowledge.importer.wrapping import TERMINATED, is_separator, join
from knowledge.model import Doubt, ProvisionKind

_ENACTING = re.compile(r"(QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|CHỈ THỊ|YÊU CẦU)\s*:?$")
_BASIS = re.compile(r"(Căn cứ|Theo đề nghị|Xét|Sau khi)\b")


@dataclass(slots=True)
class _Open:
    """A node that still grows: what else belongs to it is not known before the next label."""

    draft: Draft
    rank: int
    pieces: list[str] = field(default_factory=list)
    last: dict[Level, Label] = field(default_factory=dict)  # the last label of each level among its children
    closed: bool = False  # whether no further line can belong to its text


#: Lines of print are no shorter than this share of the longest one: letters have widths of their own.
_FULL = 0.8
#: Ranks order what may hold what: two a level, so that roman numbers below an article lie between it and its clauses.
_TOP = -1
_ARTICLE = 2 * Level.ARTICLE
_UNLABELLED = 2 * (Level.PLUS + 1)


def grow(blocks: Sequence[Line | Table], *, paragraphs: bool) -> tuple[list[Draft], list[Doubt]]:
    """The top-level drafts of ``blocks`` and what is doubtful about them.

    Args:
        paragraphs: whether every line is a whole paragraph; else paragraphs may be wrapped.
    """
    grower = _Grower(blocks, paragraphs=paragraphs)
    index = 0
    quoted = quotations(blocks)
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, Table):
            grower.table(block)
        elif index in quoted:
            grower.quotation([line for line in blocks[index : quoted[index]] if isinstance(line, Line)])
            index = quoted[index]
            continue
        else:
            grower.line(block)
        index += 1
    return grower.finish(), grower.doubts


class _Grower:
    def __init__(self, blocks: Sequence[Line | Table], *, paragraphs: bool) -> None:
        self.doubts: list[Doubt] = []
        self._paragraphs = paragraphs
        gaps = Counter(block.gap for block in blocks if isinstance(block, Line))
        self._gap = gaps.most_common(1)[0][0] if gaps else 0  # between lines of one paragraph
        self._width = max((len(block.text) for block in blocks if isinstance(block, Line)), default=0)
        self._root = _Open(Draft(ProvisionKind.SECTION), _TOP)
        self._stack = [self._root]
        self._previous: Line | None = None
        self._article: Label | None = None
        self._labelled = False

    def finish(self) -> list[Draft]:
        """Close everything; the top-level drafts."""
        while len(self._stack) > 1:
            self._close()
        return self._root.draft.children

    def line(self, line: Line) -> None:
        """Take a line of print."""
        if is_separator(line.text):
            return
        if _ENACTING.match(line.text) and self._stands_apart():
            self._close_to(_TOP + 1)
            self._root.last.clear()
            self._previous = None
            return
        read = read_label(line.text)
        top = self._stack[-1]
        if read and self._accepts(read[0], line):
            self._label(*read, line)
        elif self._previous is not None and top is not self._root and self._heads(self._previous, line):
            self._open(Draft(ProvisionKind.PARAGRAPH), _UNLABELLED, line, line.text)
        elif top is self._root or self._starts_paragraph(line):
            self._close_to(_UNLABELLED if top.rank == _UNLABELLED else _ARTICLE + 1)
            self._open(Draft(ProvisionKind.PARAGRAPH), _UNLABELLED, line, line.text)
        else:
            top.pieces.append(line.text)
        self._previous = line

    def table(self, table: Table) -> None:
        """Take a table: it belongs to the innermost labelled node."""
        self._close_to(_UNLABELLED)
        draft, doubts = draft_of(table)
        self.doubts += doubts
        self._stack[-1].draft.children.append(draft)
        self._stack.append(_Open(draft, _UNLABELLED, [draft.text], closed=True))
        self._previous = None

    def quotation(self, lines: Sequence[Line]) -> None:
        """Take wording that this paper gives to another one: paragraphs, whatever labels they begin with."""
        self._close_to(_UNLABELLED)
        for line in lines:
            fresh = self._paragraphs or self._previous is None or line is lines[0]
            terminated = self._previous is not None and self._previous.text.endswith((*TERMINATED, "”", '"'))
            labelled = read_label(line.text.lstrip("“\"'")) is not None
            if fresh or (terminated and (labelled or line.indented)):
                self._close_to(_UNLABELLED)
                self._open(Draft(ProvisionKind.PARAGRAPH), _UNLABELLED, line, line.text)
            else:
                self._stack[-1].pieces.append(line.text)
            self._previous = line
        self._stack[-1].closed = True

    def _label(self, label: Label, text: str, line: Line) -> None:
        rank = self._rank(label)
        self._close_to(rank)
        kind = ProvisionKind.BULLET if label.level >= Level.DASH else ProvisionKind.ITEM
        if label.level <= Level.ROMAN:
            kind = ProvisionKind.SECTION
        self._stack[-1].last[label.level] = label
        if label.level is Level.ARTICLE:
            self._article = label
        elif label.level is Level.APPENDIX:
            self._article = None
        self._labelled = True
        self._open(Draft(kind, label=label), rank, line, text)

    def _open(self, draft: Draft, rank: int, line: Line, text: str) -> None:
        draft.line, draft.page = line.number, line.page
        self._stack[-1].draft.children.append(draft)
        self._stack.append(_Open(draft, rank, [text] if text else []))

    def _close(self) -> None:
        node = self._stack.pop()
        node.draft.text = join(node.pieces)

    def _close_to(self, rank: int) -> None:
        """Close every open node of ``rank`` or deeper."""
        while self._stack[-1].rank >= rank:
            self._close()

    def _rank(self, label: Label) -> int:
        if label.level is Level.ROMAN:
            outer = next((node for node in self._stack[1:] if node.rank in (2 * Level.ROMAN, _ARTICLE)), None)
            if outer is not None and outer.rank == _ARTICLE:
                return _ARTICLE + 1
        return 2 * label.level

    def _accepts(self, label: Label, line: Line) -> bool:
        """A label counts where it counts up, or where the line before had come to its end."""
        previous = self._previous
        if self._paragraphs or previous is None or self._stack[-1].closed:
            return True
        if previous.text.endswith(TERMINATED) or previous.text.isupper():
            return True
        if label.level is Level.APPENDIX:
            return line.text.isupper()
        if label.level is Level.ARTICLE:
            return self._article is None or order_of(label) == (order_of(self._article) or 0) + 1
        rank = self._rank(label)
        outer = next(node for node in reversed(self._stack) if node.rank < rank)
        return follows(label, outer.last.get(label.level))

    def _heads(self, previous: Line, line: Line) -> bool:
        """Whether ``previous`` is a labelled heading on a line of its own and ``line`` the text under it.

        A wrapped line is as wide as the page allows; one that stops at half of it, without a full stop and before a
        capital, was not wrapped. Under a label alone ("Chương I") stands its title.
        """
        read = read_label(previous.text)
        if read is None or not read[1]:
            return False
        if self._paragraphs:
            return not previous.text.endswith(TERMINATED) or previous.text.endswith(":")
        short = len(previous.text) < self._width / 2 and not previous.text.endswith(TERMINATED)
        return short and line.text[:1].isupper()

    def _starts_paragraph(self, line: Line) -> bool:
        previous = self._previous
        if previous is None or self._stack[-1].closed:
            return True
        if self._paragraphs:
            read = read_label(previous.text)
            return read is None or bool(read[1])  # the title under a bare label belongs to it
        if not self._labelled and line.text[:1].isupper():  # legal bases end with semicolons
            basis = _BASIS.match(line.text) is not None and previous.text.endswith(TERMINATED)
            if basis or previous.text.endswith(";"):
                return True
        # A line is wrapped where the next word has no room; one that had room for it ends its paragraph.
        room = len(previous.text) + 1 + len(line.text.split(" ", 1)[0]) < self._width * _FULL
        set_apart = line.indented or line.gap > self._gap or room
        return set_apart and previous.text.endswith(TERMINATED) and line.text[:1].isupper()

    def _stands_apart(self) -> bool:
        """Whether the line before had come to its end: "QUYẾT ĐỊNH:" is no part of a sentence."""
        return self._previous is None or self._previous.text.endswith((*TERMINATED, ",")) or self._paragraphs
