"""An administrative paper as a Word file, in the form that Decree 30/2020/NĐ-CP, Appendix I, gives it.

A4, margins 20 mm above and below, 30 mm left, 15 mm right; Times New Roman; the page number centred in the top margin
from the second page on. What officials must fill in themselves is marked yellow.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

_FONT = "Times New Roman"
_BODY, _HEAD, _SMALL, _RECIPIENTS = Pt(14), Pt(13), Pt(12), Pt(11)
_TEXT_WIDTH = Mm(210 - 30 - 15)
#: The width of a column of figures.
_FIGURES = Mm(25)
_LEFT, _RIGHT, _CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
#: What is left to officials stands in square brackets.
_TO_FILL_IN = re.compile(r"(\[[^\]]*\])")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes.

    Attributes:
        above: the agency above, in capitals.
        agency: in capitals.
        sign: the paper's number and sign, "Số:        /BC-SKHCN".
        place_and_date: "Lạng Sơn, ngày     tháng     năm 2026".
    """

    above: str
    agency: str
    sign: str
    place_and_date: str


class OfficialPaper:
    """A paper that is written from top to bottom."""

    def __init__(self, letterhead: Letterhead) -> None:
        self._document = Document()
        self._prepare()
        self._head(letterhead)

    def title(self, kind: str, about: str) -> None:
        """The kind of paper and what it is about, with the line below."""
        self._line(kind, size=_BODY, bold=True, align=_CENTRE, before=Pt(14))
        self._line(about, size=_BODY, bold=True, align=_CENTRE)
        _rule(self._document.add_paragraph(), side=Mm(62))

    def addressed(self, to: str) -> None:
        """Whom it is sent to."""
        self._line(f"Kính gửi: {to}", size=_BODY, align=_CENTRE, before=Pt(6), after=Pt(6))

    def part(self, heading: str) -> None:
        """The heading of a part: "I. …", in capitals."""
        self._text(heading, bold=True).paragraph_format.keep_with_next = True

    def section(self, heading: str) -> None:
        """The heading of a section: "1. …"."""
        self._text(heading, bold=True).paragraph_format.keep_with_next = True

    def text(self, words: str) -> None:
        """A paragraph."""
        self._text(words)

    def table(self, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table with its caption above; the first column is text, figures stand on the right."""
        above = self._line(caption, size=_HEAD, italic=True, align=_CENTRE, before=Pt(6), after=Pt(3))
        above.paragraph_format.keep_with_next = True
        table = self._document.add_table(rows=1, cols=len(heads), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = [_TEXT_WIDTH - _FIGURES * (len(heads) - 1), *(_FIGURES for _ in heads[1:])]
        for cell, name, width in zip(table.rows[0].cells, heads, widths, strict=True):
            cell.width = Length(width)
            _write(cell.paragraphs[0], name, size=_SMALL, bold=True, align=_CENTRE)
        _repeat(table.rows[0]._tr)  # noqa: SLF001 - python-docx has no word for a heading row
        for row in rows:
            cells = table.add_row().cells
            for number, (cell, words, width) in enumerate(zip(cells, row, widths, strict=True)):
                cell.width = Length(width)
                align = _LEFT if number == 0 or not words[:1].isdigit() else _RIGHT
                _write(cell.paragraphs[0], words, size=_SMALL, align=align)
        self._line("", size=Pt(6))

    def close(self, recipients: Sequence[str], office: Sequence[str], name: str) -> bytes:
        """The recipients beside the signature block; returns the file."""
        left, right = self._pair(Mm(75))
        _write(left.paragraphs[0], "Nơi nhận:", size=_SMALL, bold=True, italic=True)
        for line in recipients:
            _write(left.add_paragraph(), f"- {line}", size=_RECIPIENTS)
        _write(right.paragraphs[0], office[0], size=_BODY, bold=True, align=_CENTRE)
        for line in office[1:]:
            _write(right.add_paragraph(), line, size=_BODY, bold=True, align=_CENTRE)
        for _ in range(4):
            _write(right.add_paragraph(), "", size=_BODY, align=_CENTRE)
        _write(right.add_paragraph(), name, size=_BODY, bold=True, align=_CENTRE)
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _prepare(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = _CENTRE
        _page_number(number)
        style = self._document.styles["Normal"]
        style.font.name, style.font.size = _FONT, _BODY
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), _FONT)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "vi-VN")
        style.element.get_or_add_rPr().append(language)

    def _head(self, letterhead: Letterhead) -> None:
        left, right = self._pair(Mm(66))
        _write(left.paragraphs[0], letterhead.above, size=_HEAD, align=_CENTRE)
        _write(left.add_paragraph(), letterhead.agency, size=_HEAD, bold=True, align=_CENTRE)
        _rule(left.add_paragraph(), side=Mm(20))
        _write(left.add_paragraph(), letterhead.sign, size=_HEAD, align=_CENTRE)
        motto = "Độc lập - Tự do - Hạnh phúc"
        _write(
            right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=_HEAD, bold=True, align=_CENTRE
        )
        _write(right.add_paragraph(), motto, size=_BODY, bold=True, align=_CENTRE)
        _rule(right.add_paragraph(), side=Mm(18))
        _write(right.add_paragraph(), letterhead.place_and_date, size=_BODY, italic=True, align=_CENTRE)

    def _pair(self, width: Length) -> tuple[_Cell, _Cell]:
        """Two cells beside one another without borders, the left one so wide."""
        table = self._document.add_table(rows=1, cols=2)
        table.autofit = False
        left, right = table.rows[0].cells
        left.width, right.width = width, Length(_TEXT_WIDTH - width)
        return left, right

    def _text(self, words: str, *, bold: bool = False) -> Paragraph:
        paragraph = self._line(words, size=_BODY, bold=bold, align=WD_ALIGN_PARAGRAPH.JUSTIFY, after=Pt(6))
        paragraph.paragraph_format.first_line_indent = Mm(10)
        paragraph.paragraph_format.line_spacing = Pt(18)
        return paragraph

    def _line(
        self,
        words: str,
        *,
        size: Length,
        align: WD_ALIGN_PARAGRAPH = _LEFT,
        bold: bool = False,
        italic: bool = False,
        before: Length = Pt(0),  # noqa: B008 - a number
        after: Length = Pt(0),  # noqa: B008 - a number
    ) -> Paragraph:
        paragraph = self._document.add_paragraph()
        _write(paragraph, words, size=size, align=align, bold=bold, italic=italic)
        paragraph.paragraph_format.space_before = before
        paragraph.paragraph_format.space_after = after
        return paragraph


def _write(
    paragraph: Paragraph,
    words: str,
    *,
    size: Length,
    align: WD_ALIGN_PARAGRAPH = _LEFT,
    bold: bool = False,
    italic: bool = False,
) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    for piece in filter(None, _TO_FILL_IN.split(words)):
        run = paragraph.add_run(piece)
        run.font.size, run.bold, run.italic = size, bold, italic
        if _TO_FILL_IN.fullmatch(piece):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _rule(paragraph: Paragraph, *, side: Length) -> None:
    """A thin line in the middle, so far from either side."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(4)
    borders: Any = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    # In the order that the format demands; python-docx has no word for a border.
    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.find(qn("w:spacing")).addprevious(borders)


def _page_number(paragraph: Paragraph) -> None:
    run: Any = paragraph.add_run()  # it has no word for a field
    run.font.size = _HEAD
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = words or None
        run.element.append(element)


def _repeat(row: Any) -> None:
    """Show the row again at the top of each page that its table goes on to."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
