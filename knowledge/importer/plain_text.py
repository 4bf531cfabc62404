"""Plain text, as extracted from a PDF: lines with the gaps and indentation between them."""

from __future__ import annotations

from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer.block import Line, Source
from vietnamese.text import nfc


def decode(path: Path, content: bytes) -> str:
    """The text of a UTF-8 file.

    Raises:
        DocumentError: it is none, or empty; names the line.
    """
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
    return text


def read_plain_text(text: str) -> Source:
    """The lines of a text; paragraphs may be wrapped over several of them, form feeds begin pages."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(nfc(text).replace("\f", "\n ").splitlines(), start=1):
        if not raw.strip():
            gap += 1
            continue
        lines.append(Line(" ".join(raw.split()), number, indented=raw[:1] in (" ", "\t"), gap=gap))
        gap = 0
    return Source(tuple(lines))
