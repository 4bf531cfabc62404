"""Files from editors' machines: their names become slugs, and what they are is told by what is in them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from foundation.errors import DocumentError
from knowledge.intake import named, slug_of
from tests.knowledge.importer.readers.office import word_file

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kế hoạch 12 (bản ký).docx", "ke-hoach-12-ban-ky"),
        ("QĐ số 1169-QĐ/TTg.pdf", "ttg"),
        ("C:\\Users\\lan\\Đề án 06.PDF", "de-an-06"),
        ("../../etc/passwd.txt", "passwd"),
        ("....pdf", "van-ban"),
        ("Ke\u0302\u0301 hoa\u0323ch.md", "ke-hoach"),
        ("tai-len.md", "van-ban-tai-len"),
        ("a" * 300 + ".md", "a" * 100),
    ],
)
def test_a_name_becomes_a_slug(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "path"),
    [
        ("Kế hoạch.docx", word_file(lambda document: document.add_paragraph("x")), "ke-hoach.docx"),
        ("Kế hoạch.docx", b"%PDF-1.7\n", "ke-hoach.pdf"),
        ("thong-bao.doc", b"{\\rtf1 x}", "thong-bao.rtf"),
        ("thong-bao.doc", b"<html><body>x", "thong-bao.html"),
        ("anh.jpg", PNG, "anh.png"),
        ("tom tat.md", b"# x", "tom-tat.md"),
        ("van ban.TXT", "QUYẾT ĐỊNH".encode(), "van-ban.txt"),
    ],
)
def test_a_file_is_named_after_what_is_in_it(name: str, content: bytes, path: str) -> None:
    assert named(name, content) == Path(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bang-tinh.docx", zipped("xl/workbook.xml")),
        ("hong.docx", b"PK\x03\x04 not a package"),
        ("chuong-trinh.pdf", b"MZ\x90\x00\x03"),
        ("chuong-trinh.txt", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("chuong-trinh.exe", b"MZ\x90\x00"),
        ("trang.png", b"<svg onload=alert(1)>"),
        ("trong.pdf", b"  \n"),
        ("khong-duoi", b"%PDF-1.7"),
    ],
)
def test_what_is_no_paper_is_refused_whatever_its_name(name: str, content: bytes) -> None:
    with pytest.raises(DocumentError) as refused:
        named(name, content)
    assert refused.value.hint
