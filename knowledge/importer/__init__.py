"""From a source file to a :class:`~knowledge.model.Document`."""

from __future__ import annotations

from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.markdown import read_markdown
from knowledge.importer.official import read_official_text
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
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DocumentError(path, line, "không phải UTF-8", hint="Lưu lại tệp với mã hoá UTF-8.") from error
    if "\0" in text:
        raise DocumentError(
            path, text.count("\n", 0, text.index("\0")) + 1, "tệp nhị phân, không phải văn bản"
        )
    if not text.strip():
        raise DocumentError(path, 0, "tệp trống")
    return (read_markdown if path.suffix == ".md" else read_official_text)(path, text)
