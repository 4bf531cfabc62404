"""Taking in files that come from editors' own machines: their names become slugs, their contents are looked at."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from foundation.errors import DocumentError
from knowledge.importer import SUFFIXES
from knowledge.importer.readers.kind import Kind, kind_of
from knowledge.importer.readers.plain import decoded
from vietnamese.text import fold, nfc

_LONGEST = 100
_OTHER = re.compile(r"[^a-z0-9]+")
_OLE = b"\xd0\xcf\x11\xe0"
#: What is found at the beginning of a kind of file, and the suffix that says so.
_MARKS = (
    (Kind.PDF, b"%PDF", ".pdf"),
    (Kind.WORD, b"PK\x03\x04", ".docx"),
    (Kind.WORD, _OLE, ".docx"),
    (Kind.LEGACY_WORD, _OLE, ".doc"),
    (Kind.RICH_TEXT, b"{\\rtf", ".rtf"),
    (Kind.IMAGE, b"\x89PNG", ".png"),
    (Kind.IMAGE, b"\xff\xd8\xff", ".jpg"),
    (Kind.IMAGE, b"II*\x00", ".tif"),
    (Kind.IMAGE, b"MM\x00*", ".tif"),
)
#: Words of our own addresses beside the documents.
_RESERVED = frozenset({"tai-len", "ban-quet"})


def slug_of(name: str) -> str:
    """The slug for a file's name: "Kế hoạch 12 (ký).docx" → "ke-hoach-12-ky"."""
    stem = re.split(r"[\\/]", nfc(name))[-1]
    stem = stem.rpartition(".")[0] or stem
    slug = _OTHER.sub("-", fold(stem)).strip("-")[:_LONGEST].strip("-") or "van-ban"
    return f"van-ban-{slug}" if slug in _RESERVED else slug


def named(name: str, content: bytes) -> Path:
    """The name under which a file is imported: a slug, and the suffix of what is really in it.

    Raises:
        DocumentError: it is of no kind that is read; told by its content, whatever its name says.
    """
    given = Path(re.split(r"[\\/]", name)[-1] or "tep")
    suffix = given.suffix.lower()
    if suffix not in SUFFIXES:
        raise DocumentError(
            given,
            0,
            f"chưa đọc được tệp {suffix or 'không có đuôi'}",
            hint=f"Các dạng tệp đọc được: {', '.join(SUFFIXES)}.",
        )
    if not content.strip():
        raise DocumentError(given, 0, "tệp trống", hint="Mở tệp xem có nội dung không, rồi tải lên lại.")
    if suffix == ".md":
        return Path(slug_of(name) + suffix)  # its reader sees to it that it is a text
    kind = kind_of(given, content)
    if kind in (Kind.PLAIN, Kind.WEB):
        decoded(content, given)  # refuses what is no text
        return Path(slug_of(name) + (suffix if kind is Kind.PLAIN else ".html"))
    for kind_there, mark, true_suffix in _MARKS:
        if kind_there is kind and mark in content[:1024] and (kind is not Kind.WORD or _is_word(content)):
            return Path(slug_of(name) + true_suffix)
    raise DocumentError(
        given,
        0,
        f"nội dung không phải là tệp {suffix}",
        hint="Mở tệp bằng chương trình đã tạo ra nó, lưu thành .docx hoặc .pdf rồi tải lên lại.",
    )


def _is_word(content: bytes) -> bool:
    if content.startswith(_OLE):
        return True  # locked by a password, as its reader says
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return any(name.startswith("word/") for name in package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
