"""What stands above a paper's provisions: motto, title, subject; of an official letter the matter and addressee."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.importer.block import Line, Table
from knowledge.importer.issuer import is_issuer
from knowledge.importer.labels import read_label
from knowledge.importer.signature import ends_body
from knowledge.importer.wrapping import TERMINATED, is_separator, join
from vietnamese.text import fold

Block = Line | Table

_TYPES = (
    "nghị quyết", "nghị quyết liên tịch", "quyết định", "kế hoạch", "kế hoạch hành động", "chương trình",
    "chương trình hành động", "chỉ thị", "nghị định", "thông tư", "thông tư liên tịch", "luật", "bộ luật",
    "pháp lệnh", "lệnh", "thông báo", "thông cáo", "hướng dẫn", "quy định", "quy chế", "quy trình", "kết luận",
    "báo cáo", "tờ trình", "đề án", "phương án", "dự án", "công điện", "điều lệ", "chiến lược", "biên bản",
    "thông tri", "đề cương",
)  # fmt: skip
#: Folded names of types, and how a document states them.
TYPES = {fold(name): name.capitalize() for name in _TYPES}
_TITLE = re.compile(rf"(?P<type>{'|'.join(sorted(TYPES, key=len, reverse=True))})(?: cua (?P<issuer>.+))?$")
_ADDRESSEE = re.compile(r"Kính gửi\s*:", re.IGNORECASE)
_MATTER = re.compile(r"V/v\b", re.IGNORECASE)
_BASIS = re.compile(r"(Căn cứ|Theo đề nghị|Xét)\b|QUYẾT (ĐỊNH|NGHỊ)\s*:?$")
_SESSION = re.compile(r"KH[ÓO][ÁA]\b|KỲ HỌP")
_CROWN = re.compile(
    r"(?:cong hoa xa hoi chu nghia(?: viet nam|$)|^viet nam$|doc lap\s*-\s*tu do\s*-\s*hanh phuc"
    r"|dang cong san viet nam)"
)
_SHOUTED_CROWN = re.compile(r"C[ỘÔ]NG H[ÒO][ÀA]? XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM")
#: What may stand below the motto in its column: the rest of a wrapped line, place and date, a wrapped year.
_BELOW_CROWN = re.compile(r"[^\d,.;:]{2,40}, ngày\b.{0,40}$|(?:năm )?\d{4}$")
#: The motto stands no further below the title than this, where a reader took the right column after the left one.
_STRAY = 12
_BY = re.compile(r"của\s+(.+)$", re.IGNORECASE)
_DATE_LINE = re.compile(r"\s*\S+(?: \S+){0,3}, ngày\b.*$")


def is_crown(text: str) -> bool:
    """Whether a line is the national motto or the Party's title."""
    return _CROWN.search(fold(text)) is not None


def without_crown(text: str) -> str:
    """A line of the head without the motto that stands to the right of it."""
    match = _CROWN.search(fold(text))
    return text[: match.start()].strip() if match and len(fold(text)) == len(text) else text


def with_head_together(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the motto, the place and the date above the title or the addressee.

    They stand to the right of the issuer; readers of prints may put that column after what stands below it.
    """
    start = title_at(blocks)
    addressed = next((index for index, one in enumerate(blocks[:start]) if _is(one, _ADDRESSEE)), start)
    if addressed is None:
        return list(blocks)
    after = range(addressed + 1, min(len(blocks), addressed + 1 + _STRAY))
    first = next((index for index in after if _is(blocks[index], _SHOUTED_CROWN)), None)
    if first is None:
        return list(blocks)
    end = first
    while end < len(blocks) and isinstance(one := blocks[end], Line):
        if not (is_crown(one.text) or is_separator(one.text) or _BELOW_CROWN.match(one.text)):
            break
        end += 1
    return [*blocks[:addressed], *blocks[first:end], *blocks[addressed:first], *blocks[end:]]


def _is(block: Block, pattern: re.Pattern[str]) -> bool:
    return isinstance(block, Line) and pattern.match(block.text) is not None


def title_at(blocks: Sequence[Block]) -> int | None:
    """The index of the type heading in capitals ("KẾ HOẠCH", "NGHỊ QUYẾT CỦA BỘ CHÍNH TRỊ"), or ``None``."""
    headings = (
        index for index, block in enumerate(blocks) if isinstance(block, Line) and read_title(block.text)
    )
    return next(headings, None)


def read_title(text: str) -> tuple[str, str] | None:
    """The type and, where the heading names it, the issuer of a type heading; ``None`` if it is none."""
    folded = fold(text)
    match = _TITLE.match(folded) if text.isupper() else None
    if match is None:
        return None
    aligned = match["issuer"] and len(folded) == len(text)
    return TYPES[match["type"]], text[match.start("issuer") :] if aligned else ""


def letter_at(blocks: Sequence[Block]) -> int | None:
    """Where the body of an official letter begins, if ``blocks`` begin one: it has a matter or an addressee."""
    lines = [(index, block.text) for index, block in enumerate(blocks) if isinstance(block, Line)]
    addressed = next((index for index, text in lines if _ADDRESSEE.match(text)), None)
    if addressed is not None:
        return addressed
    matter = next((index for index, text in lines if _MATTER.search(text)), None)
    if matter is None:
        return None
    after = (index for index, text in lines if index > matter and text.endswith(TERMINATED))
    return next(after, None)


def matter_of(head: Sequence[Line]) -> str:
    """The subject of a letter: "V/v …" and the lines it is wrapped over."""
    pieces: list[str] = []
    for line in head:
        text = without_crown(line.text)
        if not pieces and (match := _MATTER.search(text)):
            pieces.append(text[match.end() :].strip(" :"))
        elif pieces:
            if (
                is_crown(line.text)
                or line.gap > 1
                or re.search(r"ngày\b.*\btháng\b", line.text)
                or text.isupper()
            ):
                break
            pieces.append(text)
    pieces = [_DATE_LINE.sub("", piece) for piece in pieces]
    subject = join(piece for piece in pieces if piece)
    return f"Về việc {subject}" if subject else ""


def read_front(blocks: Sequence[Block], *, paragraphs: bool) -> tuple[str, list[str], list[Block]]:
    """Subject, lines that only name the issuer, and the rest.

    The subject ends at a drawn line, a wide gap, a label or the first legal basis; where lines are whole paragraphs,
    also before the first sentence.
    """
    title = list(_title_lines(blocks, paragraphs=paragraphs))
    after = title[-1][0] + 1 if title else 0
    texts = [text for _, text in title]
    rest = list(blocks[after:])
    issuers: list[str] = []
    while rest and isinstance(first := rest[0], Line):
        if not is_separator(first.text):
            if not (is_issuer(first.text) or (issuers and _SESSION.match(first.text))):
                break
            issuers.append(first.text)
        rest.pop(0)
    if texts and (match := _BY.match(texts[0])):
        issuers.insert(0, match[1])
        texts.pop(0)
    return join(texts), issuers, rest


def _title_lines(blocks: Sequence[Block], *, paragraphs: bool) -> Iterator[tuple[int, str]]:
    """The lines of the subject with their indexes."""
    usual = min((block.gap for block in blocks[:2] if isinstance(block, Line)), default=0)
    begun = False
    for index, block in enumerate(blocks):
        if not isinstance(block, Line) or _ends_title(block.text, paragraphs=paragraphs):
            return
        if begun and (block.gap > usual or is_separator(block.text)):
            return
        if not is_separator(block.text):
            begun = True
            yield index, block.text


def _ends_title(text: str, *, paragraphs: bool) -> bool:
    """Whether a line is the first one below the subject."""
    formal = read_label(text) or _BASIS.match(text) or _ADDRESSEE.match(text)
    sentence = paragraphs and text.endswith(TERMINATED)
    return bool(formal) or sentence or ends_body(text) or is_issuer(text)
