"""From a source file to a :class:`~knowledge.model.Document`."""

from __future__ import annotations

from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.markdown import read_markdown
from knowledge.importer.official import read_official
from knowledge.importer.plain_text import decode, read_plain_text
from knowledge.model import Document

SUFFIXES = (".md", ".txt")
#: Larger than any paper the province publishes; keeps a mistaken file from filling the memory.
MAX_BYTES = 8 * 1024 * 1024


def read_document(path: Path, content: bytes) -> Document:
    """Read a source file's bytes into a document; ``path`` tells slug and format.

    Raises:
        DocumentError: the file cannot be read; names the file, the line and the reason.
    """
    if path.suffix not in SUFFIXES:
        raise DocumentError(
            path, 0, f"chưa đọc được tệp {path.suffix or 'không có đuôi'}", hint="Dùng .md hoặc .txt."
        )
    if len(content) > MAX_BYTES:
        raise DocumentError(path, 0, "tệp lớn hơn 8 MiB", hint="Chia văn bản thành nhiều tệp.")
    text = decode(path, content)
    if path.suffix == ".md":
        return read_markdown(path, text)
    return read_official(path, read_plain_text(text))
