"""Markdown digests and compilations: front matter, headings with attributes in braces, bullets, tables.

Only the small subset that editors use is read; anything else is an error that names its line, so that
nothing is lost silently. Lines that begin with ``> Ghi chú biên tập:`` are notes for editors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from foundation.errors import DocumentError
from knowledge.importer.front_matter import Field, date_of, fields, front_matter, value_of
from knowledge.importer.labels import Label, Level, read_note
from knowledge.importer.record import RELATIONS, record_of
from knowledge.importer.tree import Draft, freeze
from knowledge.model import Document, ProvisionKind, Validity
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold, nfc

_KEYS = {
    "so_hieu", "loai_van_ban", "trich_yeu", "co_quan_ban_hanh", "nguoi_ky", "ngay_ban_hanh", "hieu_luc_tu",
    "het_hieu_luc", "bai_bo_boi", "hinh_thuc", "nguon", *RELATIONS,
}  # fmt: skip
_ATTRIBUTES = {"vi_tri", "van_ban", "hieu_luc_tu", "het_hieu_luc", "bai_bo_boi"}
_DIGEST = "ban-tom-luoc"
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*(\{.*\})?\s*$")
_BULLET = re.compile(r"(\s*)[-*+]\s+(.*)$")
_RULE_ROW = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")
_DASH = Label(Level.DASH, "-", "")


def read_markdown(path: Path, text: str) -> Document:
    """Read one digest or compilation.

    Raises:
        DocumentError: the front matter or a line is not of the agreed form; names the line.
    """
    front, body, first_line = front_matter(path, nfc(text), _KEYS)
    reader = _Reader(path)
    for position, line in enumerate(body, start=first_line):
        reader.read(position, line.rstrip())
    reader.close_table()
    if not reader.title:
        raise DocumentError(path, first_line, "thiếu tiêu đề '# …'", hint="Thêm một dòng '# Tên văn bản'.")
    if not reader.top:
        raise DocumentError(path, 0, "không có nội dung dưới tiêu đề")
    number = value_of(front, "so_hieu")
    form = value_of(front, "hinh_thuc")
    if form not in ("", _DIGEST):
        raise DocumentError(
            path, front["hinh_thuc"].line, f"hinh_thuc không có trong quy ước: {form}",
            hint=f"Ghi {_DIGEST} cho bản tóm lược; bỏ dòng này nếu là nguyên văn.",
        )  # fmt: skip
    document = Document(
        slug=path.stem,
        title=reader.title,
        name=number or reader.title,
        number=number,
        kind=value_of(front, "loai_van_ban"),
        subject=value_of(front, "trich_yeu"),
        issuer=value_of(front, "co_quan_ban_hanh"),
        signer=value_of(front, "nguoi_ky"),
        issued=date_of(path, front, "ngay_ban_hanh"),
        validity=_validity(path, front),
        digest=form == _DIGEST,
        source=value_of(front, "nguon"),
        relations=tuple((key, value_of(front, key)) for key in RELATIONS if value_of(front, key)),
        notes=tuple(reader.notes),
        provisions=freeze(reader.top),
    )
    return record_of(document)


class _Reader:
    """Reads body lines one by one into drafts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.title = ""
        self.top: list[Draft] = []
        self.notes: list[tuple[int, str]] = []
        self._open: list[tuple[int, Draft]] = []  # open headings and bullets with their depth
        self._table: Draft | None = None
        self._paragraph: Draft | None = None

    def read(self, number: int, line: str) -> None:
        """Take one line."""
        if (note := read_note(line.strip())) is not None:
            self.notes.append((number, note))
            return
        if not line.lstrip().startswith("|"):
            self.close_table()
        if not line.strip():
            self._paragraph = None
        elif line.startswith("#"):
            self._heading(number, line)
        elif line.lstrip().startswith("|"):
            self._row(number, line.strip())
        elif bullet := _BULLET.match(line):
            self._bullet(len(bullet.group(1)), bullet.group(2))
        elif line.lstrip().startswith(">"):
            raise DocumentError(
                self.path, number, "dòng trích '>' không phải ghi chú biên tập",
                hint="Viết '> Ghi chú biên tập: …' cho ghi chú, hoặc bỏ dấu '>'.",
            )  # fmt: skip
        else:
            self._text(line)

    def close_table(self) -> None:
        """End the open table, if any."""
        self._table = None

    def _siblings(self, depth: int) -> list[Draft]:
        while self._open and self._open[-1][0] >= depth:
            self._open.pop()
        return self._open[-1][1].children if self._open else self.top

    def _heading(self, number: int, line: str) -> None:
        match = _HEADING.match(line)
        if not match or not match.group(2):
            raise DocumentError(self.path, number, "dòng tiêu đề không đúng dạng '## Tên {vi_tri: \"…\"}'")
        depth, text, braces = len(match.group(1)), match.group(2), match.group(3)
        if "{" in text or "}" in text or (braces and depth == 1):
            raise DocumentError(
                self.path, number, "thuộc tính trong ngoặc nhọn không đọc được",
                hint="Viết một cặp ngoặc nhọn ở cuối dòng tiêu đề từ '##' trở xuống: {vi_tri: \"Mục I\"}.",
            )  # fmt: skip
        self._paragraph = None
        if depth == 1:
            if self.title:
                raise DocumentError(
                    self.path, number, "có hai tiêu đề '#'", hint="Chỉ dùng một '#', còn lại dùng '##'."
                )
            self.title = text
            return
        draft = Draft(ProvisionKind.SECTION, text, **self._attributes(number, braces))
        self._siblings(depth).append(draft)
        self._open.append((depth, draft))

    def _attributes(self, number: int, braces: str | None) -> dict[str, Any]:
        if not braces:
            return {}
        given = fields(self.path, braces, number, _ATTRIBUTES, "thuộc tính trong ngoặc nhọn không đọc được")
        papers = tuple(part.strip() for part in value_of(given, "van_ban").split(";") if part.strip())
        return {"place": value_of(given, "vi_tri"), "papers": papers, "validity": _validity(self.path, given)}

    def _bullet(self, indent: int, text: str) -> None:
        draft = Draft(ProvisionKind.BULLET, text, _DASH)
        self._siblings(10 + indent).append(draft)
        self._open.append((10 + indent, draft))
        self._paragraph = draft

    def _text(self, line: str) -> None:
        if self._paragraph is not None:
            self._paragraph.text += " " + line.strip()
            return
        self._paragraph = Draft(ProvisionKind.PARAGRAPH, line.strip())
        self._siblings(10).append(self._paragraph)

    def _row(self, number: int, line: str) -> None:
        self._paragraph = None
        if _RULE_ROW.match(line):
            return
        cells = tuple(cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|"))
        if self._table is None:
            self._table = Draft(ProvisionKind.TABLE, " | ".join(cells), cells=cells)
            self._siblings(10).append(self._table)
            return
        heads = self._table.cells
        if len(cells) != len(heads):
            raise DocumentError(
                self.path, number, f"dòng bảng có {len(cells)} ô, đầu bảng có {len(heads)} ô",
                hint="Thêm hoặc bớt dấu '|' cho đủ số ô.",
            )  # fmt: skip
        text = "; ".join(f"{head}: {cell}" for head, cell in zip(heads, cells, strict=True) if cell)
        papers: tuple[str, ...] = ()
        if fold(heads[0]) == "van ban":
            found = find_document_numbers(cells[0])
            papers = (found[0].number.canonical if found and found[0].number.code else cells[0],)
        self._table.children.append(Draft(ProvisionKind.ROW, text, papers=papers, cells=cells))


def _validity(path: Path, fields: Mapping[str, Field]) -> Validity:
    return Validity(
        date_of(path, fields, "hieu_luc_tu"),
        date_of(path, fields, "het_hieu_luc"),
        value_of(fields, "bai_bo_boi"),
    )
