"""What is done with a file in a process of its own; each function hands bytes back."""

from __future__ import annotations

import os
from pathlib import Path

from knowledge.importer.readers import legacy_word, page, pdf, rtf, scan, web, wire, word

_COURTESY = 10


def word_file(path: Path, content: bytes) -> bytes:
    """A Word file's source."""
    return wire.dumped(word.read(content, path))


def legacy_word_file(path: Path, content: bytes) -> bytes:
    """An old Word file's source."""
    return wire.dumped(legacy_word.read(content, path))


def rich_text_file(path: Path, content: bytes) -> bytes:
    """An RTF file's source."""
    return wire.dumped(rtf.read(content, path))


def web_page(path: Path, content: bytes) -> bytes:
    """An HTML file's source."""
    return wire.dumped(web.read(content, path))


def pdf_pages(path: Path, content: bytes) -> bytes:
    """A PDF's pages; those that are pictures without their print."""
    return page.dumped(pdf.pages(content, path))


def pdf_scan(path: Path, content: bytes) -> bytes:
    """Something where any page of a PDF is a picture of its print, else nothing."""
    return b"scan" if pdf.holds_scan(content, path) else b""


def image_pages(path: Path, content: bytes) -> bytes:
    """An image file's pages, without their print."""
    return page.dumped(
        [page.Page(number, (), scanned=True) for number in range(1, scan.frames(content, path) + 1)]
    )


def scanned_page(path: Path, content: bytes, number: str) -> bytes:
    """One page of a scan, read; whoever waits for an answer goes first."""
    os.nice(_COURTESY)
    return page.dumped([scan.recognised(content, path, int(number))])


def page_count(path: Path, content: bytes) -> bytes:
    """How many pages a PDF or an image file has, in figures."""
    return str(scan.count(content, path)).encode()


def page_picture(path: Path, content: bytes, number: str) -> bytes:
    """A page as people look at it: a JPEG of screen size."""
    return scan.picture(content, path, int(number))
