"""PDF: the print of each page with its places, by PDFium; pages that are pictures are marked for OCR."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from foundation.errors import DocumentError
from knowledge.importer.block import Doubt, Source
from knowledge.importer.readers import layout
from knowledge.importer.readers.guard import guarded
from knowledge.importer.readers.page import Page, Piece
from knowledge.importer.readers.ruling import Rule, beside, find_grids
from knowledge.importer.readers.transcript import Transcript
from vietnamese.legacy import decode_run, decode_texts
from vietnamese.spelling import is_syllable

MAX_PAGES = 2000
_MAX_LETTERS = 60_000  # on a page
_WIDE = 1.8  # sizes of the print: a wider gap parts pieces
_SPACE = 0.18
_THIN = 3.0  # points: a box this thin is a rule
_PICTURE = 0.4  # of the page: pictures that cover more may be its print
_WORD = re.compile(r"[^\W\d_]+")
_MAX_OBJECTS = 20_000
_FAR = 50_000.0  # points, larger than any sheet
#: How PDFium marks a hyphen at the end of a line, which it thinks parts a word; in Vietnamese none does.
_HYPHENS = (0x02, 0xFFFE)


def read(content: bytes, path: Path) -> Source:
    """Read a PDF's text; pages that are pictures are left out, with a doubt each.

    Raises:
        DocumentError: the file is damaged, locked or has no text.
    """
    found = pages(content, path)
    scanned = [page.number for page in found if page.scanned]
    doubts = [Doubt(f"trang {number}", "Trang này là bản quét, chưa đọc được chữ.") for number in scanned]
    transcript = Transcript(path, doubts=doubts)
    layout.write(found, transcript)
    return transcript.finished()


def pages(content: bytes, path: Path) -> list[Page]:
    """The pages of a PDF.

    Raises:
        DocumentError: the file is damaged or locked, or has more pages than any paper.
    """
    with guarded(path, "PDF"), opened(content, path) as document:
        if len(document) > MAX_PAGES:
            raise DocumentError(
                path, 0, f"tệp có hơn {MAX_PAGES} trang", hint="Chia văn bản thành nhiều tệp."
            )
        return [_page(document, index) for index in range(len(document))]


def holds_scan(content: bytes, path: Path) -> bool:
    """Whether any page is a picture of its print; told without reading the others.

    Raises:
        DocumentError: the file is damaged or locked.
    """
    with guarded(path, "PDF"), opened(content, path) as document:
        for index in range(min(len(document), MAX_PAGES)):
            page = document[index]
            try:
                _, covered = _drawn(page, _Frame.of(page))
            finally:
                page.close()
            if covered > _PICTURE and _page(document, index).scanned:
                return True
    return False


def opened(content: bytes, path: Path) -> pypdfium2.PdfDocument:
    """The document, to be closed by the caller.

    Raises:
        DocumentError: it is locked by a password.
        pypdfium2.PdfiumError: it is damaged.
    """
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise DocumentError(
                path, 0, "tệp PDF có mật khẩu", hint="Mở tệp, bỏ mật khẩu (In → Lưu thành PDF) rồi nhập lại."
            ) from error
        raise


def _page(document: pypdfium2.PdfDocument, index: int) -> Page:
    page = document[index]
    try:
        frame = _Frame.of(page)
        rules, covered = _drawn(page, frame)
        letters = list(_letters(page, frame, [rule for rule in rules if rule.upright]))
        if covered > _PICTURE and not _legible(letters):
            return Page(index + 1, (), scanned=True)
        grids, rest = find_grids(rules, letters)
        return Page(index + 1, tuple(rest), tuple(grids))
    finally:
        page.close()


@dataclass(frozen=True, slots=True)
class _Frame:
    """How a page is turned when shown: its boxes come unturned, from the bottom left."""

    left: float
    bottom: float
    width: float
    height: float
    turned: int

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> _Frame:
        left, bottom, right, top = page.get_cropbox()
        return cls(left, bottom, right - left, top - bottom, page.get_rotation() // 90 % 4)

    def shown(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Left, top, right and bottom as the page is shown, from its top left corner."""
        left, right = left - self.left, right - self.left
        bottom, top = bottom - self.bottom, top - self.bottom
        if self.turned == 1:
            return bottom, left, top, right
        if self.turned == 2:
            return self.width - right, bottom, self.width - left, top
        if self.turned == 3:
            return self.height - top, self.width - right, self.height - bottom, self.width - left
        return left, self.height - top, right, self.height - bottom


@dataclass(slots=True)
class _Growing:
    """A piece while its letters come in; of one font after the other."""

    box: list[float]
    runs: list[tuple[str, list[str]]] = field(default_factory=list)

    def add(self, letter: str, font: str, box: Sequence[float]) -> None:
        if not self.runs or self.runs[-1][0] != font:
            self.runs.append((font, []))
        self.runs[-1][1].append(letter)
        low, high = (min, max)
        mine = self.box
        mine[:] = [low(mine[0], box[0]), low(mine[1], box[1]), high(mine[2], box[2]), high(mine[3], box[3])]

    def piece(self) -> Piece:
        text = "".join(decode_run("".join(letters), font) for font, letters in self.runs)
        left, top, right, bottom = (round(side, 1) for side in self.box)
        return Piece(text.rstrip(), left, top, right, bottom)


def _letters(page: pypdfium2.PdfPage, frame: _Frame, uprights: Sequence[Rule]) -> Iterator[Piece]:
    """Pieces of print in the order of the file; none goes across an upright rule."""
    text = page.get_textpage()
    try:
        yield from _pieces(text.raw, frame, uprights)
    finally:
        text.close()


def _pieces(text: Any, frame: _Frame, uprights: Sequence[Rule]) -> Iterator[Piece]:
    rectangle = raw.FS_RECTF()
    fonts = _Fonts(text)
    growing: _Growing | None = None
    space = False
    for index in range(min(raw.FPDFText_CountChars(text), _MAX_LETTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (0x20, 0xA0, 0x09, 0x0D, 0x0A):
            space = True
            continue
        raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle))
        box = frame.shown(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if not _on_paper(box):
            continue
        letter = "-" if code in _HYPHENS else "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 else chr(code)
        if growing is not None:
            size = max(growing.box[3] - growing.box[1], 1.0)
            gap = box[0] - growing.box[2]
            shift = abs((box[1] + box[3]) - (growing.box[1] + growing.box[3])) / 2
            parted = (space or gap > 0) and _parted(uprights, growing.box[2], box)
            if parted or shift > size / 2 or gap > _WIDE * size or gap < -2 * size:
                yield growing.piece()
                growing = None
            elif space or gap > _SPACE * size:
                growing.runs[-1][1].append(" ")
        if growing is None:
            growing = _Growing(list(box))
        growing.add(letter, fonts.of(index), box)
        space = False
    if growing is not None:
        yield growing.piece()


def _on_paper(box: Sequence[float]) -> bool:
    """Whether these are numbers that a page can have; a damaged file has others."""
    return all(-_FAR < side < _FAR for side in box)


def _parted(uprights: Sequence[Rule], end: float, box: Sequence[float]) -> bool:
    """Whether an upright rule stands between the end of a piece and the next letter."""
    middle = (box[1] + box[3]) / 2
    return any(end - 1 <= rule.at <= box[0] + 1 and rule.start <= middle <= rule.end for rule in uprights)


@dataclass(slots=True)
class _Fonts:
    """The font names of a page's letters; letters drawn together share one."""

    text: Any
    names: dict[int, str] = field(default_factory=dict)

    def of(self, index: int) -> str:
        drawn = raw.FPDFText_GetTextObject(self.text, index)
        key = ctypes.addressof(drawn.contents) if drawn else 0
        if key not in self.names:
            buffer = ctypes.create_string_buffer(128)
            raw.FPDFText_GetFontInfo(self.text, index, buffer, 128, None)
            self.names[key] = buffer.value.decode(errors="replace")
        return self.names[key]


def _drawn(page: pypdfium2.PdfPage, frame: _Frame) -> tuple[list[Rule], float]:
    """The straight lines on a page, and the share of it that its largest picture covers."""
    rules: list[Rule] = []
    covered = 0.0
    area = max(frame.width * frame.height, 1.0)
    kinds = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE]
    for number, drawn in enumerate(page.get_objects(filter=kinds, max_depth=4)):
        if number >= _MAX_OBJECTS:
            break
        left, bottom, right, top = drawn.get_bounds()
        box = frame.shown(left, bottom, right, top)
        if not _on_paper(box):
            continue
        if drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            covered = max(covered, (right - left) * (top - bottom) / area)
        elif raw.FPDFPath_CountSegments(drawn.raw) > 5:
            rules.extend(_segments(drawn, frame))
        else:
            rules.extend(_edges(*box))
    return rules, covered


def _edges(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    """A thin box is one rule, a wider one has four."""
    if bottom - top <= _THIN:
        return [Rule(False, (top + bottom) / 2, left, right)]
    if right - left <= _THIN:
        return [Rule(True, (left + right) / 2, top, bottom)]
    return [
        Rule(False, top, left, right),
        Rule(False, bottom, left, right),
        Rule(True, left, top, bottom),
        Rule(True, right, top, bottom),
    ]


def _segments(drawn: pypdfium2.PdfObject, frame: _Frame) -> Iterator[Rule]:
    """The straight parts of a path of many."""
    matrix = drawn.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for index in range(min(raw.FPDFPath_CountSegments(drawn.raw), _MAX_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(drawn.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if before is not None and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            flat, tall = abs(point[0] - before[0]), abs(point[1] - before[1])
            if min(flat, tall) <= 1:
                low = (min(point[0], before[0]), min(point[1], before[1]))
                high = (max(point[0], before[0]), max(point[1], before[1]))
                box = frame.shown(*low, *high)
                if _on_paper(box):
                    yield from _edges(*box)
        before = point


def _legible(pieces: Sequence[Piece]) -> bool:
    """Whether the text under a picture of a page is worth reading: scanners write wild guesses there."""
    words = [
        word for line in decode_texts([beside([piece]) for piece in pieces]) for word in _WORD.findall(line)
    ]
    return len(words) >= 5 and sum(map(is_syllable, words)) > 0.7 * len(words)
