"""Curated answers and exclusions as editors write them: front matter, then sections of questions and text.

Anything that is not of the agreed form is an error that names its line, as in ``knowledge.importer.markdown``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.curated import Curated, CuratedKind, Reference
from knowledge.curated_checks import Part, flaws
from knowledge.importer.front_matter import Field, date_of, front_matter, value_of
from knowledge.importer.labels import read_note
from knowledge.importer.plain_text import decode
from vietnamese.text import fold, nfc

#: Of a file.
MAX_BYTES = 256 * 1024

_KEYS = {"loai", "co_quan_phu_trach", "ra_soat_truoc", "trang_thai"}
_KINDS = {"cau tra loi bien tap": CuratedKind.ANSWER, "chu de khong tra loi": CuratedKind.EXCLUSION}
_STATES = {"": False, "dang dung": False, "tam ngung": True}
_QUESTIONS, _TEXT, _REFERENCES, _PHRASES = "Câu hỏi", "Trả lời", "Trích dẫn", "Cụm từ"
_SECTIONS = {
    CuratedKind.ANSWER: (_QUESTIONS, _TEXT, _REFERENCES),
    CuratedKind.EXCLUSION: (_QUESTIONS, _PHRASES, _TEXT),
}
_PARTS = {Part.QUESTIONS: _QUESTIONS, Part.PHRASES: _PHRASES, Part.TEXT: _TEXT}
_HINTS = {
    Part.OWNER: "Ghi 'co_quan_phu_trach: …', cơ quan chịu trách nhiệm về câu trả lời.",
    Part.QUESTIONS: "Thêm phần '# Câu hỏi', mỗi cách hỏi một gạch đầu dòng.",
    Part.TEXT: "Thêm phần '# Trả lời' và lời trả lời.",
}
_LONG_HINT = "Viết gọn lại; phần dài để người hỏi đọc ở quy định được trích dẫn."
_LINE_HINT = "Viết câu hỏi ngắn như người dân thường hỏi."
#: What tells an editor's answer from a document: documents have no such key.
_MARK = re.compile(rb"\A(?:\xef\xbb\xbf)?---[^\S\n]*\r?\n(?:(?!---)[^\n]*\n)*?loai[^\S\n]*:")
_HEADING = re.compile(r"#+\s+(.*)")
_BULLET = re.compile(r"[-*+]\s+(.*)")
_REFERENCE = re.compile(r"(?:\S*/van-ban/)?(?P<document>[^\s#/]+)#(?P<path>[^\s#]+)")


def is_curated(path: Path, content: bytes) -> bool:
    """Whether a file is an editor's answer or exclusion rather than a document."""
    return path.suffix == ".md" and _MARK.match(content[:MAX_BYTES]) is not None


def read_curated(path: Path, content: bytes) -> Curated:
    """Read one curated answer or exclusion; ``path`` tells the slug and is not opened.

    Raises:
        DocumentError: a line is not of the agreed form, or something is missing; names the line.
    """
    if len(content) > MAX_BYTES:
        raise DocumentError(path, 0, "tệp lớn hơn 256 KiB", hint="Mỗi câu trả lời biên tập là một tệp nhỏ.")
    given, lines, first_line = front_matter(path, nfc(decode(path, content)), _KEYS)
    kind = _KINDS.get(fold(value_of(given, "loai")))
    if kind is None:
        raise _error(
            path, given, "loai", "loai không có trong quy ước",
            "Ghi 'loai: câu trả lời biên tập' hoặc 'loai: chủ đề không trả lời'.",
        )  # fmt: skip
    sections = _sections(path, lines, first_line, _SECTIONS[kind])
    curated = Curated(
        slug=path.stem,
        kind=kind,
        questions=sections[_QUESTIONS].items,
        text=sections[_TEXT].text,
        owner=value_of(given, "co_quan_phu_trach"),
        review=_review(path, given),
        references=_references(path, sections[_REFERENCES]) if kind is CuratedKind.ANSWER else (),
        phrases=sections[_PHRASES].items if kind is CuratedKind.EXCLUSION else (),
        suspended=_suspended(path, given),
    )
    _check(path, given, curated, sections)
    return curated


@dataclass(slots=True)
class _Section:
    """The lines of one section, each with its number; ``line`` is the heading's, 0 where there is none."""

    name: str
    line: int = 0
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.lines)

    @property
    def text(self) -> str:
        """Lines that follow one another are one paragraph, each bullet and each paragraph a line."""
        paragraphs: list[str] = []
        before = 0
        for number, line in self.lines:
            if number == before + 1 and not _BULLET.match(line):
                paragraphs[-1] += f" {line}"
            else:
                paragraphs.append(line)
            before = number
        return "\n".join(paragraphs)


def _sections(path: Path, lines: list[str], first_line: int, names: tuple[str, ...]) -> dict[str, _Section]:
    sections = {name: _Section(name) for name in names}
    by_folded = {fold(name): section for name, section in sections.items()}
    hint = f"Các phần dùng được: {', '.join(f'# {name}' for name in names)}."
    present: _Section | None = None
    for number, line in enumerate(map(str.strip, lines), start=first_line):
        if not line or read_note(line) is not None:
            continue
        if heading := _HEADING.fullmatch(line):
            present = by_folded.get(fold(heading[1].strip()))
            if present is None:
                raise DocumentError(path, number, f"không có phần tên “{heading[1].strip()}”", hint=hint)
            if present.line:
                raise DocumentError(
                    path, number, f"có hai phần '# {present.name}'", hint="Gộp thành một phần."
                )
            present.line = number
        elif present is None:
            raise DocumentError(path, number, "dòng này không thuộc phần nào", hint=hint)
        elif present.name == _TEXT:
            present.lines.append((number, line))
        elif bullet := _BULLET.fullmatch(line):
            present.lines.append((number, bullet[1].strip()))
        else:
            raise DocumentError(
                path, number, f"trong phần '# {present.name}' mỗi dòng phải là một gạch đầu dòng",
                hint="Bắt đầu dòng bằng '- '; viết trọn mỗi ý trên một dòng.",
            )  # fmt: skip
    return sections


def _review(path: Path, given: dict[str, Field]) -> date:
    day = date_of(path, given, "ra_soat_truoc")
    if day is None:
        raise _error(
            path, given, "ra_soat_truoc", "thiếu ngày rà soát",
            "Ghi ngày phải rà soát lại, ví dụ 'ra_soat_truoc: 2027-06-30'.",
        )  # fmt: skip
    return day


def _suspended(path: Path, given: dict[str, Field]) -> bool:
    state = _STATES.get(fold(value_of(given, "trang_thai")))
    if state is None:
        raise _error(
            path, given, "trang_thai", "trang_thai không có trong quy ước",
            "Ghi 'trang_thai: đang dùng' hoặc 'trang_thai: tạm ngừng'.",
        )  # fmt: skip
    return state


def _references(path: Path, section: _Section) -> tuple[Reference, ...]:
    found = []
    for number, text in section.lines:
        match = _REFERENCE.fullmatch(text)
        if match is None:
            raise DocumentError(
                path, number, "trích dẫn không đúng dạng 'tên-văn-bản#đường-dẫn'",
                hint="Chép từ địa chỉ trên trang văn bản, ví dụ: - luat-93-2025-qh15#-1.-2",
            )  # fmt: skip
        found.append(Reference(match["document"], match["path"]))
    return tuple(found)


def _check(path: Path, given: dict[str, Field], curated: Curated, sections: dict[str, _Section]) -> None:
    """Refuse what lacks a part or is too long, at its line."""
    for flaw in flaws(curated):
        if flaw.part is Part.OWNER:
            raise _error(path, given, "co_quan_phu_trach", flaw.reason, _HINTS[flaw.part])
        section = sections[_PARTS[flaw.part]]
        line = section.line if flaw.item is None else section.lines[flaw.item][0]
        if flaw.item is not None:
            raise DocumentError(path, line, flaw.reason, hint=_LINE_HINT)
        missing = not curated.text or flaw.part is Part.QUESTIONS
        raise DocumentError(path, line, flaw.reason, hint=_HINTS[flaw.part] if missing else _LONG_HINT)


def _error(path: Path, given: dict[str, Field], key: str, reason: str, hint: str) -> DocumentError:
    """The error of a key, at its line or, where it is missing, at the front matter's."""
    return DocumentError(path, given[key].line if key in given else 1, reason, hint=hint)
