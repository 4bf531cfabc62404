"""What a reader writes down while it goes through a file; finished, it is a :class:`Source`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.block import Doubt, Line, Source, Table
from vietnamese.legacy import decode_texts
from vietnamese.text import nfc

#: More than 500 pages of a paper; a file that holds more text, or a wider table, is damaged or hostile.
MAX_CHARACTERS = 20_000_000
MAX_COLUMNS = 64
_MAX_CELLS = 500_000
#: Bullets of Word's symbol fonts, which have no code of their own.
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0e8\uf0fc\uf02d", "•"))
#: What no decoder could read: the replacement character and codes that only one font knows.
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff]")


@dataclass(slots=True)
class _Written:
    texts: list[str]
    page: int
    row_lengths: tuple[int, ...] = ()  # of a table; empty for a line
    indented: bool = False
    gap: int = 0
    number: int = 0
    doubtful: Sequence[str] = ()


@dataclass(slots=True)
class Transcript:
    """Lines and tables in reading order, as the file has them.

    Attributes:
        path: of the file, for errors.
        paragraphs: whether a line is a whole paragraph.
        doubts: already known.
    """

    path: Path
    paragraphs: bool = False
    doubts: list[Doubt] = field(default_factory=list)
    _written: list[_Written] = field(default_factory=list)
    _characters: int = 0
    _number: int = 0
    _gap: int = 0

    def line(
        self,
        text: str,
        *,
        page: int = 0,
        indented: bool = False,
        gap: int = 0,
        number: int = 0,
        doubtful: Sequence[str] = (),
    ) -> None:
        """A line or paragraph. An empty one counts as a gap before the next; line ends within it make several.

        Args:
            text: raw: legacy encodings, exotic spaces and decomposed letters are dealt with at the end.
            page: from 1, where the file has pages.
            indented: see :class:`Line`.
            gap: blank lines before it, besides the empty ones written.
            number: of the line in the file; counted where not given.
            doubtful: its words that OCR is not sure of.
        """
        self._number = number or self._number + 1
        self._gap += gap
        for part in re.split(r"[\n\v\f\r\u2028\u2029]", text):
            if not part.strip():
                self._gap += 1
                continue
            shifted = indented or part[:1] in " \t"
            self._add(
                _Written(
                    [part], page, indented=shifted, gap=self._gap, number=self._number, doubtful=doubtful
                )
            )

    def table(self, rows: Iterable[Sequence[str]], *, page: int = 0, more: bool = False) -> None:
        """A table of raw cells; short rows are filled up.

        Args:
            rows: of cells.
            page: from 1, where the file has pages.
            more: whether these are further rows of the table before.
        """
        kept = [list(row[:MAX_COLUMNS]) for row in rows if row]
        self._number += 1
        if not any(cell.strip() for row in kept for cell in row):
            return
        width = max(map(len, kept))
        if width * len(kept) > _MAX_CELLS:
            raise too_much(self.path)
        filled = [[*row, *[""] * (width - len(row))] for row in kept]
        cells = [cell for row in filled for cell in row]
        lengths = tuple(map(len, filled))
        if more and self._written and self._written[-1].row_lengths[:1] == lengths[:1]:
            self._written[-1].row_lengths += lengths
            self._written[-1].texts += cells
            return
        self._add(_Written(cells, page, lengths, gap=self._gap, number=self._number))

    def cells(self, rows: Sequence[Sequence[str]], *, bordered: bool, page: int = 0) -> None:
        """A table, or its columns' lines one after the other where it only places text side by side."""
        if bordered or not lays_out(rows):
            self.table(rows, page=page)
            return
        for column in range(max(map(len, rows))):
            for row in rows:
                if column < len(row) and (column == 0 or row[column] != row[column - 1]):
                    self.line(row[column], page=page)

    def _add(self, written: _Written) -> None:
        self._characters += sum(map(len, written.texts))
        if self._characters > MAX_CHARACTERS:
            raise too_much(self.path)
        self._written.append(written)
        self._gap = 0

    def finished(self) -> Source:
        """The source: Unicode composed, single spaces, a doubt for each line with unreadable characters.

        Raises:
            DocumentError: there is no text at all.
        """
        texts = iter(
            decode_texts([text.translate(_BULLETS) for block in self._written for text in block.texts])
        )
        blocks: list[Line | Table] = []
        doubts = list(self.doubts)
        gap, page, on_page = 0, 0, 0
        for block in self._written:
            own = [_cleaned(next(texts)) for _ in block.texts]
            on_page = on_page + 1 if block.page == page else 1
            page = block.page
            if not any(own):
                gap += 1
                continue
            doubts.extend(_doubts(self._place(block, on_page), own, block.doubtful))
            if block.row_lengths:
                rest = iter(own)
                rows = tuple(tuple(next(rest) for _ in range(length)) for length in block.row_lengths)
                blocks.append(Table(rows, block.number, block.page))
            else:
                blocks.append(Line(own[0], block.number, block.page, block.indented, block.gap + gap))
            gap = 0
        if not blocks:
            raise DocumentError(
                self.path, 0, "tệp trống", hint="Kiểm tra lại tệp: không có chữ nào đọc được."
            )
        return Source(tuple(blocks), self.paragraphs, tuple(doubts))

    def _place(self, block: _Written, on_page: int) -> str:
        if block.page:
            return f"trang {block.page}, dòng {on_page}"
        return f"{'đoạn' if self.paragraphs else 'dòng'} {block.number}"


def lays_out(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table without borders places text side by side, as the heads and feet of papers do.

    Few rows and columns, a cell of several lines, and no row of a table's one-line heads above others.
    """
    if len(rows) > 3 or max(map(len, rows), default=0) > 3:
        return False
    return any("\n" in cell.strip() for row in rows for cell in row)


def too_much(path: Path) -> DocumentError:
    """The error for a file with more in it than any paper has."""
    return DocumentError(path, 0, "tệp chứa quá nhiều dữ liệu", hint="Chia văn bản thành nhiều tệp nhỏ hơn.")


def _cleaned(text: str) -> str:
    return "\n".join(line for raw in nfc(text).splitlines() if (line := " ".join(raw.split())))


def _doubts(place: str, texts: Sequence[str], doubtful: Sequence[str]) -> Iterator[Doubt]:
    unreadable = sum(len(_UNREADABLE.findall(text)) for text in texts)
    if unreadable:
        yield Doubt(
            place, f"Có {unreadable} ký tự không đọc được. Anh/chị đối chiếu với bản gốc và gõ lại chỗ này."
        )
    if doubtful:
        words = ", ".join(f"“{word}”" for word in doubtful)
        yield Doubt(place, f"Máy đọc chữ chưa chắc: {words}. Anh/chị đối chiếu với bản quét.")
