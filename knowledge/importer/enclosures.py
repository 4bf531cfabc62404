"""What follows the signature: appendices, forms, and papers that this one puts in force. Nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.importer.block import Line, Table
from knowledge.importer.front import TYPES, is_crown
from knowledge.importer.issuer import is_issuer, names_body
from knowledge.importer.labels import CAPITALS, Label, Level, read_label
from knowledge.importer.signature import ends_body, is_signed, opens_signature, person
from knowledge.importer.tables import lines_of
from knowledge.importer.wrapping import TERMINATED, is_separator, join
from vietnamese.text import fold

Block = Line | Table

_ENCLOSED = re.compile(r"^\(?\s*(?:ban hanh\s+)?kem theo\b")
_ENCLOSABLE = {*TYPES, "danh muc", "noi quy", "bang gia", "bieu phi", "bang tong hop"}
#: The line "(Ban hành kèm theo …)" stands within so many blocks of the title of what is enclosed.
_NEAR = 8
#: A title is no longer than this many lines.
_LONGEST_TITLE = 12
#: A signature block is no longer than this many lines.
_LONGEST_SIGNATURE = 16
_UNIT = re.compile(rf"(?:TỈNH|THÀNH PHỐ|HUYỆN|XÃ|PHƯỜNG)(?: [{CAPITALS}]+)+$")
#: Headings of what papers append without calling it an appendix.
_LISTING = re.compile(
    r"(?:DANH SÁCH|DANH MỤC|BẢNG|BIỂU|LỊCH|ĐỀ CƯƠNG|KẾT QUẢ|TỔNG HỢP|CHỈ TIÊU|PHÂN CÔNG|NHIỆM VỤ|SƠ ĐỒ)\b"
)
#: Lines of a signature block are shorter.
_SENTENCE = 70
_FORMAL_LEVELS = {Level.PART, Level.CHAPTER, Level.ROMAN, Level.ARTICLE, Level.NUMBER}
_DATED = re.compile(rf"(?:[{CAPITALS}][\w ]*, )?ngày\b.*\btháng\b.*\bnăm\b")


@dataclass(slots=True)
class Enclosure:
    """An appendix, a form, or a regulation that a paper puts in force."""

    label: Label
    title: str
    line: int
    page: int
    body: list[Block] = field(default_factory=list)


def close(rest: Sequence[Block], *, paragraphs: bool) -> tuple[list[Block], list[Line], list[Enclosure]]:
    """The body, the signature block and the enclosures: nothing that follows the signature is dropped."""
    enclosed = next((index for index in range(len(rest)) if _encloses(rest, index)), len(rest))
    end = next((index for index, block in enumerate(rest[:enclosed]) if _ends(rest, index, block)), enclosed)
    body = [*rest[:end]]
    begin = _beyond(rest, end)
    tail = text_lines(rest[end:begin])
    if not any(opens_signature(line.text) for line in tail):
        rest, signature = _stray_signature(rest, begin)
        tail += signature
    if end == enclosed:
        body = _without_head(body)
    enclosures: list[Enclosure] = []
    index = begin
    while index < len(rest):
        block = rest[index]
        if _begins(rest, index) and isinstance(block, Line):
            enclosure, index = _enclosure(rest, index, paragraphs=paragraphs)
            if enclosures:
                enclosures[-1].body = _without_head(enclosures[-1].body)
            enclosures.append(enclosure)
            continue
        if not enclosures:
            label = Label(Level.APPENDIX, "", "Phần sau chữ ký")
            enclosures.append(Enclosure(label, "", block.number, block.page))
        enclosures[-1].body.append(block)
        index += 1
    for enclosure in enclosures:
        enclosure.body = _without_signature(enclosure.body)
    return body, tail, enclosures


def text_lines(blocks: Sequence[Block]) -> list[Line]:
    """The lines of ``blocks``, tables as text, without drawn ones."""
    lines: list[Line] = []
    for block in blocks:
        lines += [block] if isinstance(block, Line) else lines_of(block)
    return [line for line in lines if not is_separator(line.text)]


def _ends(rest: Sequence[Block], index: int, block: Block) -> bool:
    if not isinstance(block, Line):
        return False
    following = [after.text for after in rest[index + 1 : index + 4] if isinstance(after, Line)]
    return ends_body(block.text) or is_signed(block.text, following)


def _beyond(rest: Sequence[Block], end: int) -> int:
    """The index after the signature block that begins at ``end``."""
    opened = signed = False
    for index in range(end, len(rest)):
        block = rest[index]
        if isinstance(block, Table) or _begins(rest, index):
            return index
        if signed and _is_content(block.text):
            return index
        signed = signed or (opened and bool(person(block.text)))
        opened = opened or opens_signature(block.text)
    return len(rest)


def _is_content(text: str) -> bool:
    """Whether a line after the signer's name is more than the signature block or the head of what follows."""
    if read := read_label(text):
        return read[0].level in _FORMAL_LEVELS
    if is_crown(text) or ends_body(text) or opens_signature(text) or names_body(text) or _DATED.match(text):
        return False
    return _LISTING.match(text) is not None or len(text) >= _SENTENCE


def _stray_signature(rest: Sequence[Block], begin: int) -> tuple[list[Block], list[Line]]:
    """Without the signature that follows the first lines of an appendix, and that signature.

    It stands to the right of the recipients; readers of prints may put that column after what stands below it.
    """
    near = range(begin, min(len(rest), begin + _NEAR))
    first = next((index for index in near if _opens(rest[index])), None)
    if first is None:
        return list(rest), []
    for index in range(first + 1, min(len(rest), first + _LONGEST_SIGNATURE)):
        block = rest[index]
        if not isinstance(block, Line) or read_label(block.text):
            break
        if person(block.text):
            return [*rest[:first], *rest[index + 1 :]], text_lines(rest[first : index + 1])
    return list(rest), []


def _opens(block: Block) -> bool:
    return isinstance(block, Line) and ends_body(block.text) and opens_signature(block.text)


def _begins(rest: Sequence[Block], index: int) -> bool:
    """Whether an enclosure begins here, after the signature block."""
    block = rest[index]
    if not isinstance(block, Line):
        return False
    read = read_label(block.text)
    if read and read[0].level is Level.APPENDIX:
        return True
    return _encloses(rest, index)


def _encloses(rest: Sequence[Block], index: int) -> bool:
    """Whether this is the title of a paper that is put in force by this one."""
    block = rest[index]
    if not isinstance(block, Line) or not block.text.isupper() or fold(block.text) not in _ENCLOSABLE:
        return False
    near = rest[index + 1 : index + 1 + _NEAR]
    return any(isinstance(after, Line) and _ENCLOSED.match(fold(after.text)) for after in near)


def _enclosure(rest: Sequence[Block], index: int, *, paragraphs: bool) -> tuple[Enclosure, int]:
    """The enclosure that begins at ``index``, its title read, and the index of its body."""
    first = rest[index]
    assert isinstance(first, Line)  # noqa: S101 - _begins looked
    read = read_label(first.text)
    if read and read[0].level is Level.APPENDIX:
        label, title = read[0], [read[1]] if read[1] else []
    else:
        label, title = Label(Level.APPENDIX, first.text, f"{first.text.capitalize()} kèm theo"), []
    index += 1
    bracket = False
    while index < len(rest) and len(title) < _LONGEST_TITLE:
        block = rest[index]
        if not isinstance(block, Line):
            break
        if not is_separator(block.text):
            opened = block.text.startswith("(")
            if not (bracket or opened or _is_heading(block, first=not title, paragraphs=paragraphs)):
                break
            bracket = (bracket or opened) and ")" not in block.text
            title.append(block.text)
        index += 1
    return Enclosure(label, join(title), first.number, first.page), index


def _is_heading(line: Line, *, first: bool, paragraphs: bool) -> bool:
    """Whether a line below the name of an enclosure belongs to its title."""
    if read_label(line.text) or ends_body(line.text):
        return False
    if line.text.isupper():
        return True
    return (first or not paragraphs) and not line.text.endswith(TERMINATED) and (line.gap <= 1 or first)


def _without_head(blocks: list[Block]) -> list[Block]:
    """Without the lines at the end that are the head of what follows: issuer, motto, number and date."""
    kept = list(blocks)
    while kept and isinstance(kept[-1], Line):
        text = kept[-1].text
        dated = _DATED.match(text) and len(text) < _SENTENCE
        unit = _UNIT.match(text)
        if not (is_separator(text) or is_crown(text) or is_issuer(text) or dated or unit):
            break
        kept.pop()
    return kept


def _without_signature(blocks: list[Block]) -> list[Block]:
    """Without the signature block that an enclosed regulation may end with; a form's belongs to the form."""
    for index in range(len(blocks) - 1, max(-1, len(blocks) - 16), -1):
        block = blocks[index]
        if isinstance(block, Table) or ((read := read_label(block.text)) and read[0].level in _FORMAL_LEVELS):
            break
        if ends_body(block.text) and re.match(r"(TM|T/M)\b", block.text):
            return blocks[:index]
    return blocks
