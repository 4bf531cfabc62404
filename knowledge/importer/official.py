"""Plain text of an official paper, as extracted from a PDF: wrapped lines, page breaks, signature block.

The paper says everything about itself: type and subject at the top, number and date in the header where it
has them, issuer and signer in the signature block. Editors may have added lines of notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.labels import CAPITALS, Label, Level, follows, read_label, read_note
from knowledge.importer.record import record_of
from knowledge.importer.tree import Draft, freeze
from knowledge.model import Document, ProvisionKind, Validity
from vietnamese.dates import find_dates
from vietnamese.document_numbers import find_document_numbers
from vietnamese.text import fold, nfc

_TYPES = (
    "NGHỊ QUYẾT", "QUYẾT ĐỊNH", "KẾ HOẠCH", "KẾ HOẠCH HÀNH ĐỘNG", "CHƯƠNG TRÌNH", "CHƯƠNG TRÌNH HÀNH ĐỘNG", "CHỈ THỊ",
    "NGHỊ ĐỊNH", "THÔNG TƯ", "LUẬT", "THÔNG BÁO", "HƯỚNG DẪN", "QUY ĐỊNH", "QUY CHẾ", "KẾT LUẬN", "BÁO CÁO", "TỜ TRÌNH",
    "ĐỀ ÁN", "PHƯƠNG ÁN", "CÔNG ĐIỆN",
)  # fmt: skip
_NUMBER_LINE = re.compile(r"^\s*Số\s*:?\s*(\S.*)$", re.IGNORECASE)
_END = re.compile(r"^(Nơi nhận\s*(?::|$)|(TM|T/M|KT|TL|TUQ|Q)\.\s)")
_SIGNATURE = re.compile(r"^(?:TM|T/M)\.\s*(.+)$")
_UNIT = re.compile(rf"\b(tỉnh|thành phố|huyện|xã|phường)((?:\s+[{CAPITALS}]\w*)+)")
_TERMINATED = (".", ";", ":", "./.", "!", "?")


@dataclass(slots=True)
class _Line:
    number: int
    text: str
    indented: bool
    gap: int  # blank lines before it


@dataclass(slots=True)
class _Parts:
    head: list[_Line] = field(default_factory=list)
    body: list[_Line] = field(default_factory=list)
    tail: list[_Line] = field(default_factory=list)


def read_official_text(path: Path, text: str) -> Document:
    """Read the plain text of one paper.

    Raises:
        DocumentError: no type heading ("KẾ HOẠCH", "QUYẾT ĐỊNH", …) is found, or nothing follows it.
    """
    lines = _lines(text)
    notes = tuple((line.number, note) for line in lines if (note := read_note(line.text)) is not None)
    parts, kind = _split(path, [line for line in lines if read_note(line.text) is None])
    subject, body = _subject(parts.body)
    provisions = freeze(_grow(body))
    if not provisions:
        raise DocumentError(path, 0, "không có nội dung sau tiêu đề", hint="Kiểm tra tệp có bị cắt không.")
    number = _number(parts.head)
    issuer = _issuer(parts.tail, subject)
    signed = _issued(parts.head)
    kind_name = kind.capitalize()
    name = number or f"{kind_name} của {issuer} (không số)" if issuer or number else f"{kind_name} (không số)"
    document = Document(
        slug=path.stem,
        title=f"{kind_name} {subject[:1].lower()}{subject[1:]}" if subject else kind_name,
        name=name,
        number=number,
        kind=kind_name,
        subject=subject,
        issuer=issuer,
        signer=_signer(parts.tail),
        issued=signed,
        validity=Validity(start=signed),
        relations=tuple(("thuc_hien", mention) for mention in _carried_out(subject)),
        notes=notes,
        provisions=provisions,
    )
    return record_of(document)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    gap = 0
    for number, raw in enumerate(nfc(text).replace("\f", "\n ").splitlines(), start=1):
        if not raw.strip():
            gap += 1
            continue
        lines.append(_Line(number, " ".join(raw.split()), raw[:1] in (" ", "\t"), gap))
        gap = 0
    return lines


def _split(path: Path, lines: list[_Line]) -> tuple[_Parts, str]:
    start = next(
        (index for index, line in enumerate(lines) if line.text.upper() in _TYPES and line.text.isupper()),
        None,
    )
    if start is None:
        raise DocumentError(
            path,
            lines[0].number if lines else 0,
            "không thấy dòng tên loại văn bản viết hoa (KẾ HOẠCH, QUYẾT ĐỊNH, NGHỊ QUYẾT…)",
            hint="Thêm dòng tên loại văn bản ở đầu, hoặc dùng tệp .md có phần thông tin đầu tệp.",
        )
    rest = lines[start + 1 :]
    end = next((index for index, line in enumerate(rest) if _END.match(line.text)), len(rest))
    return _Parts(head=lines[:start], body=rest[:end], tail=rest[end:]), lines[start].text


def _subject(lines: list[_Line]) -> tuple[str, list[_Line]]:
    """The lines up to the first wide gap or label are the subject."""
    usual = min((line.gap for line in lines[:2]), default=0)
    for index, line in enumerate(lines):
        if read_label(line.text) or (index and line.gap > usual):
            return _join([before.text for before in lines[:index]]), lines[index:]
    return _join([line.text for line in lines]), []


def _grow(lines: list[_Line]) -> list[Draft]:
    top: list[Draft] = []
    stack: list[Draft] = []
    previous: _Line | None = None
    width = max((len(line.text) for line in lines), default=0)
    for line in lines:
        read = read_label(line.text)
        if read and _accepts(read[0], stack, top, previous):
            label, text = read
            while stack and _level(stack[-1]) >= label.level:
                stack.pop()
            kind = ProvisionKind.BULLET if label.level >= Level.DASH else ProvisionKind.ITEM
            if label.level <= Level.ROMAN:
                kind = ProvisionKind.SECTION
            draft = Draft(kind, text, label)
            (stack[-1].children if stack else top).append(draft)
            stack.append(draft)
        elif previous is not None and stack and _heads(previous, line, width):
            stack[-1].children.append(Draft(ProvisionKind.PARAGRAPH, line.text))
            stack.append(stack[-1].children[-1])
        elif _starts_paragraph(line, previous) or not stack:
            while stack and _level(stack[-1]) > Level.ARTICLE:
                stack.pop()
            siblings = stack[-1].children if stack else top
            if not stack and siblings and not _starts_paragraph(line, previous):
                siblings[-1].text = _join([siblings[-1].text, line.text])
            else:
                siblings.append(Draft(ProvisionKind.PARAGRAPH, line.text))
                stack.append(siblings[-1])
        else:
            stack[-1].text = _join([stack[-1].text, line.text])
        previous = line
    return top


def _heads(previous: _Line, line: _Line, width: int) -> bool:
    """Whether ``previous`` is a labelled heading on a line of its own and ``line`` the text under it.

    A wrapped line is as wide as the page allows; one that stops at half of it, without a full stop and before a
    capital, was not wrapped. Under a label alone ("Chương I") stands its title.
    """
    short = len(previous.text) < width / 2 and not previous.text.endswith(_TERMINATED)
    read = read_label(previous.text)
    return short and read is not None and bool(read[1]) and line.text[:1].isupper()


def _level(draft: Draft) -> int:
    return draft.label.level if draft.label else Level.PLUS + 1


def _accepts(label: Label, stack: list[Draft], top: list[Draft], previous: _Line | None) -> bool:
    """A label counts where it counts up, or where the line before had come to its end."""
    outer = [draft for draft in stack if _level(draft) < label.level]
    siblings = [draft.label for draft in (outer[-1].children if outer else top) if draft.label]
    before = next((sibling for sibling in reversed(siblings) if sibling.level == label.level), None)
    return follows(label, before) or previous is None or previous.text.endswith(_TERMINATED)


def _starts_paragraph(line: _Line, previous: _Line | None) -> bool:
    if previous is None:
        return True
    set_apart = line.indented or line.gap >= 2
    return set_apart and previous.text.endswith(_TERMINATED) and line.text[:1].isupper()


def _join(pieces: list[str]) -> str:
    """Join wrapped lines; a hyphen at the end of a line belongs to a number such as "57-" + "NQ/TW"."""
    joined = ""
    for piece in pieces:
        glue = "" if not joined or re.search(r"[\dA-ZĐ]-$", joined) else " "
        joined += glue + piece
    return joined


def _number(head: list[_Line]) -> str:
    for line in head:
        if match := _NUMBER_LINE.match(line.text):
            found = find_document_numbers(match.group(1))
            return found[0].number.canonical if found else ""
    return ""


def _issued(head: list[_Line]) -> date | None:
    for line in head:
        for mention in find_dates(line.text):
            if mention.year is not None:
                return date(mention.year, mention.month, mention.day)
    return None


def _issuer(tail: list[_Line], subject: str) -> str:
    """The body named after "TM.", with the unit's name from the subject: "UBND tỉnh Lạng Sơn"."""
    signature = next((match.group(1) for line in tail if (match := _SIGNATURE.match(line.text))), "")
    unit = _UNIT.search(subject)
    body = {"uy ban nhan dan": "UBND", "hoi dong nhan dan": "HĐND"}.get(
        fold(signature), signature.capitalize()
    )
    return f"{body} {unit.group(0)}" if body and unit and body in ("UBND", "HĐND") else body


def _signer(tail: list[_Line]) -> str:
    """The last line of the signature block, where it looks like a name."""
    if not any(_SIGNATURE.match(line.text) or line.text.startswith("KT.") for line in tail):
        return ""
    last = tail[-1].text
    words = last.split()
    return (
        last
        if 2 <= len(words) <= 5 and all(word[:1].isupper() and not word.isupper() for word in words)
        else ""
    )


def _carried_out(subject: str) -> list[str]:
    match = re.match(r"(?:về việc )?thực hiện\b", subject, re.IGNORECASE)
    found = find_document_numbers(subject)
    return [found[0].number.canonical] if match and found else []
