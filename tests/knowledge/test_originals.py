"""Originals: a text's lines with their numbers, a PDF's and an image's pages as pictures."""

from __future__ import annotations

import io
from pathlib import Path

import PIL.Image
import pytest

from foundation.errors import DocumentError
from knowledge.importer.block import Line
from knowledge.originals import Original, Originals, original_of, picture_of
from tests.knowledge.importer.readers.office import word_file
from tests.knowledge.samples import RULES
from tests.knowledge.scans import scanned_pdf


def test_the_lines_of_a_digest_are_those_of_its_file() -> None:
    original = original_of(Path("cho-dem.md"), RULES.encode())
    lines = {block.number: block.text for block in original.blocks if isinstance(block, Line)}
    assert lines[2] == "so_hieu: 12/QĐ-UBND"
    assert original.pages == 0


def test_a_word_file_is_shown_by_its_paragraphs() -> None:
    content = word_file(lambda document: document.add_paragraph("Điều 1. Phạm vi"))
    [line] = original_of(Path("a.docx"), content).blocks
    assert isinstance(line, Line)
    assert line.text == "Điều 1. Phạm vi"


def test_the_pages_of_a_pdf_are_pictures() -> None:
    content = scanned_pdf(2)
    assert original_of(Path("a.pdf"), content) == Original(pages=2)
    picture = PIL.Image.open(io.BytesIO(picture_of(Path("a.pdf"), content, 2)))
    assert picture.format == "JPEG"
    assert picture.width <= 1100
    with pytest.raises(DocumentError):
        picture_of(Path("a.pdf"), content, 3)


def test_the_pages_of_a_tiff_are_pictures() -> None:
    buffer = io.BytesIO()
    pages = [PIL.Image.new("L", (900, 1200), shade) for shade in (250, 10)]
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])
    assert original_of(Path("a.tif"), buffer.getvalue()).pages == 2
    second = PIL.Image.open(io.BytesIO(picture_of(Path("a.tif"), buffer.getvalue(), 2)))
    assert second.convert("L").getpixel((5, 5)) < 30  # type: ignore[operator]  # a shade


def test_a_broken_file_is_an_error_that_says_so() -> None:
    with pytest.raises(DocumentError):
        original_of(Path("a.pdf"), b"%PDF-1.7 broken")
    with pytest.raises(DocumentError):
        picture_of(Path("a.md"), RULES.encode(), 1)


def test_what_was_opened_lately_is_not_opened_again() -> None:
    opened: list[str] = []

    def load(name: str) -> tuple[str, bytes]:
        opened.append(name)
        return f"{name}.md", RULES.encode()

    originals = Originals()
    for name in ("a", "a", *"bcdefghi", "a"):
        originals.of(name, lambda name=name: load(name))  # type: ignore[misc]
    assert opened == ["a", *"bcdefghi", "a"]
