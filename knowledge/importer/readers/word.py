"""Word (.docx): the paper as printed, with its automatic numbers, tables in place and tracked changes accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from foundation.errors import DocumentError
from knowledge.importer.block import Source
from knowledge.importer.readers.guard import guarded
from knowledge.importer.readers.numbering import Numbering, W, first_letter, value, whole
from knowledge.importer.readers.package import Package
from knowledge.importer.readers.transcript import MAX_COLUMNS, Transcript
from vietnamese.legacy import decode_run

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Wrappers that stand for what is in them: accepted insertions, links, fields, content controls.
_TRANSPARENT = {
    W + name for name in "ins moveTo hyperlink fldSimple smartTag sdt sdtContent customXml dir bdo".split()
} | {_COMPATIBILITY + "AlternateContent", _COMPATIBILITY + "Choice"}
_CHARACTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SYMBOL = re.compile(r"(?!00[01]|[Dd][89A-Fa-f])[0-9A-Fa-f]{4}")
_NO_BORDER = ("nil", "none", "")
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of itself; empty where it leaves it to the style it is based on."""

    based_on: str = ""
    font: str = ""
    list: str = ""
    level: str = ""
    indent: int | None = None
    capitals: bool = False
    bordered: bool = False


def read(content: bytes, path: Path) -> Source:
    """Read a Word file. Headers, footers, notes, comments, deleted and hidden text are left out.

    Raises:
        DocumentError: the file is damaged, locked or empty.
    """
    with guarded(path, "Word (.docx)"):
        package = Package(content, path)
        document = package.main_part()
        body = None if document is None else document.find(W + "body")
        if body is None:
            raise DocumentError(path, 0, "không phải tệp Word", hint="Kiểm tra lại tệp và đuôi tệp.")
        styles = _styles(package.part("word/styles.xml"))
        lists = {name: style.list for name, style in styles.items() if style.list}
        numbering = Numbering.read(package.part("word/numbering.xml"), lists)
        return _Reading(Transcript(path, paragraphs=True), styles, numbering).read(body)


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    if root is None:
        return {}
    styles = {
        element.get(W + "styleId", ""): _Style(
            based_on=value(element, "basedOn"),
            font=_font(element.find(W + "rPr")),
            list=value(element.find(f"{W}pPr/{W}numPr"), "numId"),
            level=value(element.find(f"{W}pPr/{W}numPr"), "ilvl"),
            indent=_indent(element.find(W + "pPr")),
            capitals=_on(element.find(W + "rPr"), "caps"),
            bordered=_bordered(element.find(f"{W}tblPr/{W}tblBorders")),
        )
        for element in root.iterchildren(W + "style")
    }
    normal = next(
        (
            element.get(W + "styleId", "")
            for element in root.iterchildren(W + "style")
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on")
        ),
        "",
    )
    defaults = _Style(font=_font(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")))
    return styles | {"": styles.get(normal, defaults)}


@dataclass(slots=True)
class _Reading:
    transcript: Transcript
    styles: dict[str, _Style]
    numbering: Numbering
    carried: str = ""  # text of a paragraph whose end a tracked change has deleted
    fields: list[bool] = field(default_factory=list)  # open fields: whether their result has begun

    def read(self, body: etree._Element) -> Source:
        for block in _blocks(body):
            if block.tag == W + "p":
                for text, indented in self._paragraph(block):
                    self.transcript.line(text, indented=indented)
            else:
                rows = self._rows(block)
                if rows:
                    self.transcript.cells(rows, bordered=self._bordered(block))
        if self.carried:
            self.transcript.line(self.carried)
        return self.transcript.finished()

    def _paragraph(self, paragraph: etree._Element) -> Iterator[tuple[str, bool]]:
        """The paragraph's text as printed and whether it is indented, then those of the text boxes in it."""
        properties = paragraph.find(W + "pPr")
        style = value(properties, "pStyle")
        boxes: list[etree._Element] = []
        text = self._text(paragraph, style, boxes)
        # An instruction ends with its paragraph; where a tracked change took its end, the rest must not go with it.
        self.fields = [begun for begun in self.fields if begun]
        mark = None if properties is None else properties.find(W + "rPr")
        if mark is not None and mark.find(W + "del") is not None:
            self.carried += text
        else:
            text, self.carried = self.carried + text, ""
            number, indented = self._number(properties, style) if text.strip() or boxes else ("", False)
            indent = _indent(properties)
            if indent is None and not number:
                indent = next((told.indent for told in self._chain(style) if told.indent is not None), 0)
            printed = f"{number} {text.lstrip()}" if number else text
            yield printed, text[:1] in ("\t", " ") or (indented if indent is None else indent > 0)
        for box in boxes:
            for block in _blocks(box):
                if block.tag == W + "p":
                    yield from self._paragraph(block)
                else:
                    yield from ((" ".join(dict.fromkeys(row)), False) for row in self._rows(block))

    def _number(self, properties: etree._Element | None, style: str) -> tuple[str, bool]:
        own = None if properties is None else properties.find(W + "numPr")
        styled = next((told for told in self._chain(style) if told.list), _Style())
        name = value(own, "numId") or styled.list
        if not name or name == "0":
            return "", False
        level = value(own, "ilvl") or styled.level
        return self.numbering.next(
            name, whole(level) if level else self.numbering.level_of_style(name, style)
        )

    def _text(self, element: etree._Element, style: str, boxes: list[etree._Element]) -> str:
        """The text of runs, in order; text boxes are put into ``boxes``."""
        texts: list[str] = []
        fonted: list[tuple[str, str]] = []  # neighbouring runs of one font are decoded together
        for run in _runs(element):
            font = self._font_of(run, style)
            text = self._run(run, boxes)
            if self._capitals(run, style):
                fonted.append((font, text))
                texts.append(_decoded(fonted[:-1]) + decode_run(text, font).upper())
                fonted.clear()
            elif text:
                fonted.append((font, text))
        return "".join(texts) + _decoded(fonted)

    def _run(self, run: etree._Element, boxes: list[etree._Element]) -> str:
        if _on(run.find(W + "rPr"), "vanish"):
            return ""
        text = ""
        for child in run:
            if child.tag == W + "fldChar":
                self._field(child.get(W + "fldCharType", ""))
            elif child.tag == W + "t":
                text += child.text or ""
            elif child.tag == W + "sym":
                code = child.get(W + "char", "")
                text += chr(int(code, 16)) if _SYMBOL.fullmatch(code) else "\ufffd"
            elif child.tag in _CHARACTERS:
                text += _CHARACTERS[child.tag]
            elif child.tag in (W + "drawing", W + "pict", W + "object", _COMPATIBILITY + "AlternateContent"):
                boxes.extend(_boxes(child))
        return "" if self.fields and not all(self.fields) else text

    def _field(self, kind: str) -> None:
        """Of a field the result is printed, not the instruction."""
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _font_of(self, run: etree._Element, style: str) -> str:
        properties = run.find(W + "rPr")
        own = _font(properties)
        if own:
            return own
        chain = [*self._chain(value(properties, "rStyle")), *self._chain(style)] if self.styles else []
        return next((told.font for told in chain if told.font), self.styles.get("", _Style()).font)

    def _capitals(self, run: etree._Element, style: str) -> bool:
        properties = run.find(W + "rPr")
        if properties is not None and properties.find(W + "caps") is not None:
            return _on(properties, "caps")
        return any(told.capitals for told in self._chain(style))

    def _chain(self, style: str) -> Iterator[_Style]:
        """A style and those it is based on; a circle is left where it closes."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            style = self.styles[style].based_on
            if not style:
                return

    def _rows(self, table: etree._Element) -> list[list[str]]:
        rows: list[list[str]] = []
        for row in _children(table, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            cells = [""] * min(whole(value(properties, "gridBefore")), MAX_COLUMNS)
            for cell in _children(row, "tc"):
                told = cell.find(W + "tcPr")
                merged = None if told is None else told.find(W + "vMerge")
                text = self._cell(cell)
                if merged is not None and merged.get(W + "val", "continue") == "continue" and rows:
                    text = rows[-1][len(cells)] if len(cells) < len(rows[-1]) else text
                cells += [text] * max(1, min(whole(value(told, "gridSpan"), 1), MAX_COLUMNS - len(cells)))
            rows.append(cells[:MAX_COLUMNS])
        return [row for row in rows if row]

    def _cell(self, cell: etree._Element) -> str:
        lines: list[str] = []
        for block in _blocks(cell):
            if block.tag == W + "p":
                lines += [text for text, _ in self._paragraph(block)]
            else:
                lines += [" ".join(dict.fromkeys(row)) for row in self._rows(block)]
        return "\n".join(line for line in lines if line.strip())

    def _bordered(self, table: etree._Element) -> bool:
        if _bordered(table.find(f"{W}tblPr/{W}tblBorders")):
            return True
        if any(told.bordered for told in self._chain(value(table.find(W + "tblPr"), "tblStyle"))):
            return True
        return any(_bordered(borders) for borders in table.iter(W + "tcBorders"))


def _decoded(runs: list[tuple[str, str]]) -> str:
    """The runs' text, letters of one font decoded together: VNI writes a letter and its mark, perhaps in two runs."""
    texts: list[str] = []
    start = 0
    for end in range(1, len(runs) + 1):
        if end == len(runs) or runs[end][0] != runs[start][0]:
            texts.append(decode_run("".join(text for _, text in runs[start:end]), runs[start][0]))
            start = end
    return "".join(texts)


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, also those in content controls and accepted insertions."""
    for child in parent:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _blocks(child)


def _runs(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == W + "r":
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _runs(child)


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == W + tag:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _children(child, tag)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes; the second version of one for older programs is left out."""
    for child in element:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag != _COMPATIBILITY + "Fallback":
            yield from _boxes(child)


def _font(properties: etree._Element | None) -> str:
    fonts = None if properties is None else properties.find(W + "rFonts")
    return "" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""


def _on(properties: etree._Element | None, tag: str) -> bool:
    child = None if properties is None else properties.find(W + tag)
    return child is not None and child.get(W + "val", "true") not in _OFF


def _indent(properties: etree._Element | None) -> int | None:
    indent = None if properties is None else properties.find(W + "ind")
    return None if indent is None else first_letter(indent)


def _bordered(borders: etree._Element | None) -> bool:
    return borders is not None and any(border.get(W + "val", "") not in _NO_BORDER for border in borders)
