"""Plain text, HTML and rich text: every encoding that offices have used, lists and tables as printed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from foundation.errors import DocumentError
from knowledge.importer.block import Line
from knowledge.importer.readers import plain, read_source, rtf, web
from tests.knowledge.importer.readers.office import tables, texts
from tests.vietnamese.legacy_writing import as_tcvn3, as_vni

PAPER = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n"
    "Điều 1. Phê duyệt kế hoạch chuyển đổi số của tỉnh Lạng Sơn.\n"
    "\tĐiều 2. Các sở, ban, ngành chịu trách nhiệm thi hành quyết định này."
)
LINES = (
    Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1),
    Line("Điều 1. Phê duyệt kế hoạch chuyển đổi số của tỉnh Lạng Sơn.", 3, gap=1),
    Line("Điều 2. Các sở, ban, ngành chịu trách nhiệm thi hành quyết định này.", 4, indented=True),
)
WINDOWS_1258 = {"\u0300": 0xCC, "\u0301": 0xEC, "\u0303": 0xDE, "\u0309": 0xD2, "\u0323": 0xF2}


def in_windows_1258(text: str) -> bytes:
    """As Windows wrote it: a tone is a character of its own, after the letter with its hat, breve or horn."""
    written = bytearray()
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in WINDOWS_1258))
        written += bare.encode("cp1258") + bytes(WINDOWS_1258[part] for part in parts if part in WINDOWS_1258)
    return bytes(written)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PAPER.encode(), id="UTF-8"),
        pytest.param(PAPER.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(PAPER.encode("utf-16"), id="UTF-16"),
        pytest.param(PAPER.encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(PAPER.encode("utf-16-be"), id="UTF-16, the other way round"),
        pytest.param(PAPER.replace("\n", "\r\n").encode(), id="line ends of Windows"),
        pytest.param(in_windows_1258(PAPER), id="Windows-1258"),
        pytest.param(as_tcvn3(PAPER).encode("latin-1"), id="TCVN3"),
        pytest.param(as_vni(PAPER).encode("latin-1"), id="VNI"),
        pytest.param(as_tcvn3(PAPER).encode(), id="TCVN3 saved as UTF-8"),
        pytest.param(as_vni(PAPER).encode(), id="VNI saved as UTF-8"),
    ],
)
def test_a_text_is_the_same_in_every_encoding(content: bytes) -> None:
    source = read_source(Path("quyet-dinh.txt"), content)
    assert source.blocks == LINES
    assert not source.doubts


def test_undecodable_bytes_are_doubts_with_their_line() -> None:
    lines = PAPER.encode().splitlines()
    lines[2] = lines[2].replace("duyệt".encode(), b"duy\xe1\xbbt")
    source = plain.read(b"\n".join(lines), Path("a.txt"))
    assert [doubt.place for doubt in source.doubts] == ["dòng 3"]
    assert "ký tự" in source.doubts[0].message


def test_form_feeds_count_pages() -> None:
    source = plain.read("Trang một\n\fTrang hai".encode(), Path("a.txt"))
    assert [(block.text, block.page) for block in source.blocks if isinstance(block, Line)] == [
        ("Trang một", 1),
        ("Trang hai", 2),
    ]


def test_a_binary_file_is_no_text() -> None:
    with pytest.raises(DocumentError, match="nhị phân"):
        plain.read(b"abc\0\0def\0g", Path("a.txt"))


def test_html_lists_and_tables_are_as_printed() -> None:
    page = """<html><head><title>Không đọc</title></head><body><nav>Trang chủ</nav><h1>Kế hoạch</h1>
      <ol type="I"><li>Mục tiêu<ol><li>Chung</li><li>Riêng<ul><li>Một</li></ul></li></ol></li>
      <li value="5">Nhiệm vụ</ol>
      <p>Dòng một<br>dòng <b>h</b>ai</p><p hidden>Ẩn</p><script>x()</script>
      <table border="1"><tr><th rowspan="2">Đơn vị</th><th colspan="2">Năm</th></tr><tr><td>2025</td><td>2026</td></tr>
      <tr><td>Sở</td><td>1</td></tr></table></body></html>"""
    source = web.read(page.encode(), Path("a.html"))
    assert texts(source) == [
        "Kế hoạch", "I. Mục tiêu", "1. Chung", "2. Riêng", "- Một", "V. Nhiệm vụ", "Dòng một", "dòng hai",
    ]  # fmt: skip
    assert tables(source) == [(("Đơn vị", "Năm", "Năm"), ("Đơn vị", "2025", "2026"), ("Sở", "1", ""))]


def test_html_in_old_fonts_and_code_pages() -> None:
    old = '<meta http-equiv=Content-Type content="text/html; charset=windows-1252">'
    old += '<p style="font-family:.VnTime">§iÒu 1. Phª duyÖt'
    assert texts(web.read(old.encode("cp1252"), Path("a.html"))) == ["Điều 1. Phê duyệt"]
    new = b'<meta charset="windows-1258"><p>' + in_windows_1258("Điều 1. Phê duyệt")
    assert texts(web.read(new, Path("a.html"))) == ["Điều 1. Phê duyệt"]


def test_html_tables_in_tables_lay_out_a_page() -> None:
    page = (
        "<table><tr><td>Trái</td><td><table border=1><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    )
    source = web.read(page.encode(), Path("a.html"))
    assert texts(source) == ["Trái"]
    assert tables(source) == [(("a", "b"),)]


RICH = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman Times New Roman;}{\f1 .VnTime;}{\f2\fcharset163 Arial;}
{\f3 VNI-Times;}{\f4 .VnTimeH;}}{\header Dau trang}{\*\generator Word;}
{\f4 k\'d5 ho\'b9ch}\par{\listtext 1.\tab}{\f1 \'a7i\'d2u m\'e9t}\par{\f3 \'f1\'f6\'f4\'efc}\par
{\f2 \'d0i\'ea\'cc\u768?u}\par\u272?i\u7873?u {\deleted cu}{\v an}2\line ti\u7871\'3fp\par\pard\fi720 Th\u7909?t\par
\trowd\clbrdrt\brdrs\cellx100\intbl A\par B\cell C\cell\row\trowd\intbl 1\cell 2\cell\row\pard Sau\par}"""


def test_rich_text_has_its_fonts_code_pages_numbers_and_tables() -> None:
    source = rtf.read(RICH.replace(rb"{\f2 \'d0i\'ea\'cc\u768?u}", rb"{\f2 \'d0i\'ea\'ccu}"), Path("a.rtf"))
    assert texts(source) == [
        "KẾ HOẠCH", "1. Điều một", "được", "Điều", "Điều 2", "tiếp", "Thụt", "Sau",
    ]  # fmt: skip
    assert tables(source) == [(("A\nB", "C"), ("1", "2"))]
    assert [block.indented for block in source.blocks if isinstance(block, Line)][-2:] == [True, False]


@pytest.mark.parametrize("name", ["a.doc", "a.rtf", "a.docx"])
def test_what_is_in_a_file_counts_and_not_its_name(name: str) -> None:
    assert texts(read_source(Path(name), RICH))[0] == "KẾ HOẠCH"


@pytest.mark.parametrize("name", ["a.xyz", "a", "a.exe"])
def test_other_kinds_are_refused_with_those_that_are_read(name: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_source(Path(name), PAPER.encode())
    assert ".docx" in error.value.hint
