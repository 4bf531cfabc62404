"""The bytes of a digest as text."""

from __future__ import annotations

from pathlib import Path

from foundation.errors import DocumentError


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
