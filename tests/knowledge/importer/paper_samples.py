"""Invented papers in the forms that provinces have, as a file reader hands them over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from knowledge.importer.block import Line, Source, Table
from knowledge.importer.official import read_official
from knowledge.importer.readers import read_source
from knowledge.model import Document

FOLDER = Path(__file__).parent / "papers"

#: What a Word file has in place of the lines in braces.
TABLES = {
    "{chữ ký}": Table(
        (
            (
                "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.",
                "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Thị Hoa",
            ),
        ),
        20,
    ),
    "{bảng phí}": Table(
        (
            ("STT", "Loại chỗ", "Mức phí", "Mức phí"),
            ("STT", "Loại chỗ", "Ngày thường", "Ngày lễ"),
            ("(1)", "(2)", "(3)", "(4)"),
            ("I", "Chợ Kỳ Lừa", "", ""),
            ("1", "Gian hàng\ncó mái", "50.000", "70.000"),
            ("Chợ Đông Kinh", "Chợ Đông Kinh", "Chợ Đông Kinh", "Chợ Đông Kinh"),
            ("2", "Chỗ ngồi", "20.000", ""),
        ),
        50,
        page=3,
    ),
    "{bảng chợ}": Table((("TT", "Tên chợ", "Địa chỉ"), ("1", "Chợ Kỳ Lừa", "Phường Kỳ Lừa")), 60),
}


def paper(name: str, *, paragraphs: bool) -> Document:
    """A sample paper, with its lines as whole paragraphs (Word) or wrapped (PDF)."""
    source = read_source(Path(f"{name}.txt"), (FOLDER / f"{name}.txt").read_bytes())
    blocks = tuple(
        TABLES.get(block.text, block) if isinstance(block, Line) else block for block in source.blocks
    )
    return read_official(Path(f"{name}.txt"), replace(source, blocks=blocks, paragraphs=paragraphs))


def written(text: str, *tables: Table, paragraphs: bool = True) -> Document:
    """The paper that ``text`` is, ``tables`` in place of its lines "{0}", "{1}"."""
    source = read_source(Path("a.txt"), text.encode())
    numbered = {f"{{{number}}}": table for number, table in enumerate(tables)}
    blocks = tuple(
        numbered.get(block.text, block) if isinstance(block, Line) else block for block in source.blocks
    )
    return read_official(Path("van-ban.txt"), Source(blocks, paragraphs))


def tree(document: Document) -> list[tuple[str, str, str]]:
    """Path, place and printed words of every provision but the record."""
    return [(node.path, node.place, f"{node.label} {node.text}".strip()) for node in document.walk()][1:]


def expected(lines: str) -> list[tuple[str, str, str]]:
    """A tree written by hand: path | place | label and first words."""
    rows = [line.split("|", 2) for line in lines.strip().splitlines()]
    return [(path.strip(), place.strip(), words.strip()) for path, place, words in rows]


def shortened(document: Document, to: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The document's tree, each provision's words cut to the length of its counterpart's."""
    read = tree(document)
    cut = [
        (path, place, words[: len(short)])
        for (path, place, words), (_, _, short) in zip(read, to, strict=False)
    ]
    return [*cut, *read[len(to) :]]
