"""Which format a file is in."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from foundation.errors import DocumentError


class Kind(Enum):
    """A format that there is a reader for."""

    PLAIN = auto()
    WORD = auto()
    LEGACY_WORD = auto()
    RICH_TEXT = auto()
    WEB = auto()
    PDF = auto()
    IMAGE = auto()


_STARTS = (
    (b"%PDF", Kind.PDF),
    (b"{\\rtf", Kind.RICH_TEXT),
    (b"PK\x03\x04", Kind.WORD),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")
_OF_SUFFIX = {
    ".txt": Kind.PLAIN,
    ".docx": Kind.WORD,
    ".doc": Kind.LEGACY_WORD,
    ".rtf": Kind.RICH_TEXT,
    ".html": Kind.WEB,
    ".htm": Kind.WEB,
    ".pdf": Kind.PDF,
    ".png": Kind.IMAGE,
    ".jpg": Kind.IMAGE,
    ".jpeg": Kind.IMAGE,
    ".tif": Kind.IMAGE,
    ".tiff": Kind.IMAGE,
}


def kind_of(path: Path, content: bytes) -> Kind:
    """The format of a file, by its first bytes and, where those say nothing, by its name.

    Raises:
        DocumentError: neither names a format that there is a reader for.
    """
    suffix = path.suffix.lower()
    of_suffix = _OF_SUFFIX.get(suffix)
    if of_suffix is None:
        raise DocumentError(
            path,
            0,
            f"chưa đọc được tệp {suffix or 'không có đuôi'}",
            hint=f"Dùng một trong các dạng: {', '.join(sorted(_OF_SUFFIX))}.",
        )
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, kind in _STARTS:
        if start.startswith(mark):
            return kind
    if content.startswith(_OLE):  # a locked .docx is one as well, and its reader says so
        return Kind.WORD if suffix == ".docx" else Kind.LEGACY_WORD
    if of_suffix is Kind.LEGACY_WORD and start.lower().startswith(_WEB_STARTS):
        return Kind.WEB
    return of_suffix
