"""HTML: paragraphs, numbered lists, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from knowledge.importer.block import Source
from knowledge.importer.readers.guard import guarded
from knowledge.importer.readers.numerals import letter, roman
from knowledge.importer.readers.plain import decoded
from knowledge.importer.readers.transcript import MAX_COLUMNS, Transcript
from vietnamese.legacy import decode_run

_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}charset|\?xml[^>]{0,100}encoding)\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE
)
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", re.IGNORECASE)
_LEFT_OUT = frozenset(
    "head script style noscript template nav footer del button select option textarea input iframe object svg".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q s samp small span strike strong "
    "sub sup time tt u var wbr".split()
)
_NUMERALS = {"a": letter, "i": roman}
_SPACES = re.compile(r"[ \t\r\n\f]+")


def read(content: bytes, path: Path) -> Source:
    """Read a page or a paper saved as one. Scripts, styles, navigation and hidden parts are left out.

    Raises:
        DocumentError: the file is empty or not a page.
    """
    with guarded(path, "HTML"):
        return _Page(Transcript(path, paragraphs=True)).read(_root(content, path))


def _root(content: bytes, path: Path) -> etree._Element:
    named = _CHARSET.search(content[:4096])
    text = None
    if named and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            text = content.decode(named[1].decode().lower())
        except (LookupError, UnicodeError):
            text = None  # the page is wrong about itself
    text = decoded(content, path) if text is None else text
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(text.encode(errors="replace") or b" ", parser)


@dataclass(slots=True)
class _Page:
    transcript: Transcript
    text: list[str] = field(default_factory=list)
    label: str = ""

    def read(self, root: etree._Element) -> Source:
        self._children(root, "", pre=False)
        self._flush()
        return self.transcript.finished()

    def _children(self, element: etree._Element, font: str, *, pre: bool) -> None:
        self._write(element.text, font, pre=pre)
        for child in element:
            self._element(child, font, pre=pre)
            self._write(child.tail, font, pre=pre)

    def _element(self, element: etree._Element, font: str, *, pre: bool) -> None:
        tag = element.tag if isinstance(element.tag, str) else "script"
        if tag in _LEFT_OUT or _hidden(element):
            return
        font = _font(element) or font
        if tag == "br":
            self.text.append("\n")
        elif tag in _INLINE:
            self._children(element, font, pre=pre)
        else:
            self._flush()
            if tag == "table":
                self._table(element, font)
            elif tag in ("ol", "ul"):
                self._list(element, font)
            else:
                self._children(element, font, pre=pre or tag == "pre")
            self._flush()

    def _list(self, element: etree._Element, font: str) -> None:
        number = _whole(element.get("start"), 1)
        for child in element:
            if child.tag != "li":
                self._element(child, font, pre=False)
                continue
            number = _whole(child.get("value"), number)
            self.label = _label(element, number)
            number += 1
            self._children(child, font, pre=False)
            self._flush()
            self.label = ""

    def _table(self, element: etree._Element, font: str) -> None:
        if element.find(".//table") is not None:  # tables in tables lay out a page
            for cell in element.iter("td", "th", "caption"):
                if next(cell.iterancestors("table")) is element:
                    self._children(cell, _font(cell) or font, pre=False)
                    self._flush()
            return
        for caption in element.iter("caption"):
            self._children(caption, font, pre=False)
            self._flush()
        hanging: dict[int, tuple[int, str]] = {}
        rows = [cells for row in element.iter("tr") if (cells := self._row(row, font, hanging))]
        if rows:
            bordered = element.get("border", "0") not in ("0", "") or "border" in element.get("style", "")
            self.transcript.cells(rows, bordered=bordered)

    def _row(self, row: etree._Element, font: str, hanging: dict[int, tuple[int, str]]) -> list[str]:
        """The cells of a row; ``hanging`` holds what cells above reach down, by column: rows left and text."""
        cells: list[str] = []

        def hang() -> None:
            while len(cells) in hanging and len(cells) < MAX_COLUMNS:
                left, text = hanging.pop(len(cells))
                if left > 1:
                    hanging[len(cells)] = (left - 1, text)
                cells.append(text)

        for cell in row.iterchildren("td", "th"):
            hang()
            text = self._cell(cell, _font(cell) or font)
            for _ in range(max(1, min(_whole(cell.get("colspan"), 1), MAX_COLUMNS - len(cells)))):
                down = _whole(cell.get("rowspan"), 1)
                if down > 1:
                    hanging[len(cells)] = (min(down, 10_000) - 1, text)
                cells.append(text)
        hang()
        return cells

    def _cell(self, cell: etree._Element, font: str) -> str:
        """A cell is read as a page of its own, its lines joined."""
        lines = _Lines(self.transcript.path)
        inner = _Page(lines)
        inner._children(cell, font, pre=False)
        inner._flush()
        return "\n".join(lines.lines)

    def _write(self, text: str | None, font: str, *, pre: bool) -> None:
        if text:
            self.text.append(decode_run(text if pre else _SPACES.sub(" ", text), font))

    def _flush(self) -> None:
        text = "".join(self.text)
        self.text.clear()
        if text.strip():
            self.transcript.line(f"{self.label} {text.lstrip()}" if self.label else text.strip(" "))
            self.label = ""


class _Lines(Transcript):
    """A transcript that keeps nothing but the texts of its lines."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.lines: list[str] = []

    def line(self, text: str, **_: object) -> None:
        self.lines.append(text)


def _hidden(element: etree._Element) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return "hidden" in element.attrib or "display:none" in style


def _font(element: etree._Element) -> str:
    found = _FAMILY.search(element.get("style", ""))
    return found[1].strip() if found else element.get("face", "").split(",")[0].strip()


def _whole(text: str | None, default: int) -> int:
    try:
        return int((text or "")[:9])
    except ValueError:
        return default


def _label(element: etree._Element, number: int) -> str:
    if element.tag == "ul":
        return "-"
    kind = element.get("type", "1")[:1]
    numeral = _NUMERALS.get(kind.lower(), str)(number)
    return f"{numeral.upper() if kind.isupper() else numeral}."
