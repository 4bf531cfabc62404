"""Word files as offices write them, made for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.importer.block import Line, Source, Table
from knowledge.importer.readers import word

PATH = Path("van-ban.docx")


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_file(write: Callable[[Document], object]) -> bytes:
    """A Word file with what ``write`` puts into it."""
    document = docx.Document()
    write(document)
    return saved(document)


def paragraph(document: Document, inner: str) -> None:
    """A paragraph of raw WordprocessingML."""
    namespaces = nsdecls("w", "wp", "a")
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:p {namespaces}>{inner}</w:p>"))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def lists(document: Document, xml: str) -> None:
    """Replaces the file's lists by these."""
    part = document.part.numbering_part.element
    for child in list(part):
        part.remove(child)
    for child in parse_xml(f"<w:numbering {nsdecls('w')}>{xml}</w:numbering>"):
        part.append(child)


def level(number: int, form: str, text: str, more: str = "") -> str:
    shown = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{shown}</w:lvl>'


def listed(document: Document, text: str, at: int, name: int = 1) -> None:
    """A paragraph of a list, at a level."""
    paragraph(
        document,
        f'<w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{name}"/></w:numPr></w:pPr>{run(text)}',
    )


def rezipped(content: bytes, changes: dict[str, bytes]) -> bytes:
    """The file with parts replaced."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            if item.filename not in changes:
                new.writestr(item.filename, old.read(item.filename))
        for name, part in changes.items():
            new.writestr(name, part)
    return buffer.getvalue()


def read_word(write: Callable[[Document], object]) -> Source:
    return word.read(word_file(write), PATH)


def texts(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Line)]


def tables(source: Source) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in source.blocks if isinstance(block, Table)]
