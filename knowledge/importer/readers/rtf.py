"""Rich Text Format: paragraphs with the numbers Word printed, tables, fonts with their code pages."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.block import Source
from knowledge.importer.readers.guard import guarded
from knowledge.importer.readers.transcript import MAX_COLUMNS, Transcript
from vietnamese.legacy import decode_run

_TOKEN = re.compile(
    rb"\\bin(\d{1,9}) ?|\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.IGNORECASE,
)
#: Groups whose text is not the paper's: `\*` groups are unknown to old readers and left out as well.
_LEFT_OUT = frozenset(
    "colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf footnote "
    "annotation fldinst listtable listoverridetable revtbl generator xmlnstbl themedata datastore latentstyles "
    "nonshppict filetbl rsidtbl mmathPr pgptbl bkmkstart bkmkend".split()
)
_KEPT_STARRED = frozenset({b"shpinst", b"shptxt"})
_SYMBOLS = {
    "par": "\n", "line": "\v", "tab": "\t", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "endash": "–", "emdash": "—", "emspace": " ", "enspace": " ", "page": "", "sect": "\n",
}  # fmt: skip
_CODE_PAGES = {
    0: "cp1252",
    163: "cp1258",
    128: "cp932",
    134: "gbk",
    204: "cp1251",
    238: "cp1250",
    2: "latin-1",
}


@dataclass(frozen=True, slots=True)
class _State:
    font: int = 0
    skipped: bool = False
    hidden: bool = False
    capitals: bool = False
    after_unicode: int = 1
    fonts: bool = False  # inside the font table
    in_table: bool = False
    indent: int = 0
    first: int = 0


@dataclass(slots=True)
class _Font:
    name: str = ""
    code_page: str = ""


def read(content: bytes, path: Path) -> Source:
    """Read a rich text file. Headers, footers, notes, hidden and deleted text are left out.

    Raises:
        DocumentError: the file is damaged or empty.
    """
    with guarded(path, "RTF"):
        if not content.lstrip()[:5] == b"{\\rtf":
            raise DocumentError(path, 0, "không phải tệp RTF", hint="Kiểm tra lại tệp và đuôi tệp.")
        return _Reading(Transcript(path, paragraphs=True)).read(content.rstrip(b"\0"))


@dataclass(slots=True)
class _Reading:
    transcript: Transcript
    state: _State = field(default_factory=_State)
    outer: list[_State] = field(default_factory=list)
    fonts: dict[int, _Font] = field(default_factory=dict)
    code_page: str = "cp1252"
    text: list[str] = field(default_factory=list)  # of the paragraph
    run: list[str] = field(default_factory=list)  # of one font
    run_bytes: bytearray = field(default_factory=bytearray)
    run_font: int = 0
    cell: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    bordered: bool = False
    to_skip: int = 0
    starred: bool = False

    def read(self, content: bytes) -> Source:
        place = 0
        while found := _TOKEN.match(content, place):
            place = found.end()
            binary, word, number, code, symbol, brace, plain = found.groups()
            if binary:
                place += int(binary)
            elif brace:
                self._brace(brace)
            elif word:
                self._word(word.decode(), int(number) if number else None)
            elif code:
                self._byte(bytes([int(code, 16)]))
            elif symbol:
                self._symbol(symbol)
            elif plain:
                self._plain(plain)
        self._paragraph(in_table=False)
        self._end_table()
        return self.transcript.finished()

    def _brace(self, brace: bytes) -> None:
        self.to_skip = 0
        self.starred = False
        if brace == b"{":
            self.outer.append(self.state)
        elif self.outer:
            self.state = self.outer.pop()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.starred = True
        elif symbol in b"\\{}":
            self._byte(symbol)
        elif symbol == b"~":
            self._character("\u00a0")
        elif symbol == b"_":
            self._character("-")
        elif symbol in b"\r\n":
            self._word("par", None)

    def _plain(self, plain: bytes) -> None:
        if b"\0" in plain:
            raise ValueError("rich text is text")
        if self.state.fonts:
            name = self.fonts.setdefault(self.state.font, _Font())
            name.name = (name.name + plain.decode("latin-1")).split(";")[0]
        skipped = min(self.to_skip, len(plain))
        self.to_skip -= skipped
        if not (self.state.skipped or self.state.hidden):
            self._of_font()
            self.run_bytes += plain[skipped:]

    def _byte(self, byte: bytes) -> None:
        self._plain(byte)

    def _character(self, character: str) -> None:
        if not (self.state.skipped or self.state.hidden):
            self._of_font()
            self._flush_bytes()
            self.run.append(character)

    def _of_font(self) -> None:
        if self.run_font != self.state.font:
            self._flush_run()
            self.run_font = self.state.font

    def _flush_bytes(self) -> None:
        if self.run_bytes:
            page = self.fonts.get(self.run_font, _Font()).code_page or self.code_page
            self.run.append(bytes(self.run_bytes).decode(page, errors="replace"))
            self.run_bytes.clear()

    def _flush_run(self) -> None:
        self._flush_bytes()
        if self.run:
            text = decode_run("".join(self.run), self.fonts.get(self.run_font, _Font()).name)
            self.text.append(text.upper() if self.state.capitals else text)
            self.run.clear()

    def _word(self, word: str, number: int | None) -> None:  # noqa: C901, PLR0912 - a format of many words
        value = 0 if number is None else number
        starred, self.starred = self.starred, False
        if word == "u":
            self._character(_character_of(value))
            self.to_skip = self.state.after_unicode
            return
        if word == "fonttbl":
            self.state = replace(self.state, fonts=True, skipped=True)
        elif word in _LEFT_OUT or (starred and word.encode() not in _KEPT_STARRED):
            self.state = replace(self.state, skipped=True)
        elif word == "f":
            self.state = replace(self.state, font=value)
        elif word == "fcharset" and self.state.fonts:
            self.fonts.setdefault(self.state.font, _Font()).code_page = _CODE_PAGES.get(value, "")
        elif word == "ansicpg" and self._known(f"cp{value}"):
            self.code_page = f"cp{value}"
        elif word == "uc":
            self.state = replace(self.state, after_unicode=max(0, min(value, 16)))
        elif word in ("v", "deleted"):
            self.state = replace(self.state, hidden=number != 0)
        elif word == "caps":
            self._flush_run()
            self.state = replace(self.state, capitals=number != 0)
        elif word == "plain":
            self._flush_run()
            self.state = replace(self.state, hidden=False, capitals=False)
        elif self.state.skipped:
            return
        elif word == "pard":
            self.state = replace(self.state, in_table=False, indent=0, first=0)
        elif word == "intbl":
            self.state = replace(self.state, in_table=True)
        elif word in ("li", "lin"):
            self.state = replace(self.state, indent=value)
        elif word == "fi":
            self.state = replace(self.state, first=value)
        elif word in ("par", "sect"):
            self._paragraph(in_table=self.state.in_table)
        elif word in ("cell", "nestcell"):
            self._cell()
        elif word in ("row", "nestrow"):
            self.rows.append(self.row[:MAX_COLUMNS])
            self.row = []
        elif word.startswith(("clbrdr", "trbrdr", "brdrs")):
            self.bordered |= word == "brdrs"
        elif word in _SYMBOLS:
            self._character(_SYMBOLS[word])

    def _known(self, page: str) -> bool:
        try:
            codecs.lookup(page)
        except LookupError:
            return False
        return True

    def _cell(self) -> None:
        self._flush_run()
        self.cell.append("".join(self.text))
        self.text.clear()
        self.row.append("\n".join(self.cell))
        self.cell.clear()

    def _paragraph(self, *, in_table: bool) -> None:
        self._flush_run()
        text = "".join(self.text)
        self.text.clear()
        if in_table:
            self.cell.append(text)
            return
        self._end_table()
        self.transcript.line(text, indented=self.state.indent + self.state.first > 0)

    def _end_table(self) -> None:
        if self.row or self.cell:  # cut off
            self.rows.append([*self.row, "\n".join(self.cell)])
        if any(self.rows):
            self.transcript.cells([row for row in self.rows if row], bordered=self.bordered)
        self.row, self.cell, self.rows, self.bordered = [], [], [], False


def _character_of(value: int) -> str:
    code = value % 0x10000
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
