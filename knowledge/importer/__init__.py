"""From a source file to a :class:`~knowledge.model.Document`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer import readers
from knowledge.importer.markdown import read_markdown
from knowledge.importer.official import read_official
from knowledge.importer.plain_text import decode
from knowledge.model import Document

SUFFIXES = (".md", *readers.SUFFIXES)
#: Of a digest; other files have limits of their own (``readers``).
MAX_BYTES = readers.MAX_TEXT_BYTES


def read_document(
    path: Path,
    content: bytes,
    *,
    pages: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """Read a source file's bytes into a document; ``path`` tells the slug and, with the content, the format.

    Args:
        path: the file's name; it is not opened.
        content: of the file.
        pages: a folder to keep scanned pages in that are read, so that a reading broken off goes on there.
        progress: told how many scanned pages are read and how many there are: at the start, with those that were kept,
            and after each page.

    Raises:
        DocumentError: the file cannot be read; names the file, the line and the reason.
        StorageError: a page that was read cannot be kept.
    """
    if path.suffix not in SUFFIXES:
        raise DocumentError(
            path,
            0,
            f"chưa đọc được tệp {path.suffix or 'không có đuôi'}",
            hint=f"Các dạng tệp đọc được: {', '.join(SUFFIXES)}.",
        )
    if path.suffix == ".md":
        if len(content) > MAX_BYTES:
            raise DocumentError(path, 0, "tệp lớn hơn 8 MiB", hint="Chia văn bản thành nhiều tệp.")
        return read_markdown(path, decode(path, content))
    return read_official(path, readers.read_source(path, content, pages=pages, progress=progress))
