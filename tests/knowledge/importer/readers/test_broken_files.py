"""Damaged and hostile files: a plain refusal that says what to do, in little time and memory, never a crash."""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from docx.document import Document

from foundation.errors import DocumentError
from knowledge.importer.confinement import confined
from knowledge.importer.readers import SUFFIXES, read_source, word
from tests.knowledge.importer.readers import hostile
from tests.knowledge.importer.readers.office import (
    PATH,
    level,
    listed,
    lists,
    paragraph,
    rezipped,
    run,
    texts,
    word_file,
)

pytestmark = pytest.mark.slow  # where the machine is busy

NOISE = random.Random(145).randbytes(20_000)  # noqa: S311 - the same every time
STARTS = {
    ".pdf": b"%PDF-1.7\n",
    ".docx": b"PK\x03\x04",
    ".doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    ".rtf": b"{\\rtf1",
    ".png": b"\x89PNG\r\n\x1a\n",
}
DOCUMENT_XML = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def refused(name: str, content: bytes) -> DocumentError:
    started = time.monotonic()
    with pytest.raises(DocumentError) as error:
        read_source(Path("nguon") / name, content)
    assert time.monotonic() - started < 60
    assert error.value.file.name == name
    assert error.value.reason
    return error.value


@pytest.mark.parametrize("suffix", sorted(set(SUFFIXES) - {".txt", ".html", ".htm"}))
@pytest.mark.parametrize("start", [True, False], ids=["with the right start", "noise alone"])
def test_random_bytes_are_refused(suffix: str, start: bool) -> None:
    error = refused(f"a{suffix}", (STARTS.get(suffix, b"") if start else b"") + NOISE)
    assert error.hint


@pytest.mark.parametrize("suffix", [".txt", ".html", ".htm"])
def test_random_bytes_that_might_be_text_are_refused_or_doubted(suffix: str) -> None:
    try:
        source = read_source(Path(f"a{suffix}"), NOISE)
    except DocumentError:
        return
    assert source.doubts


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_empty_files_are_called_empty(suffix: str) -> None:
    assert refused(f"a{suffix}", b" \r\n").reason == "tệp trống"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_word_file_cut_off_is_refused(share: float) -> None:
    content = word_file(lambda document: document.add_paragraph("Điều 1"))
    error = refused("a.docx", content[: int(len(content) * share)])
    assert "hỏng" in error.reason
    assert "lưu thành tệp mới" in error.hint


def test_another_zip_is_no_word_file() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as other:
        other.writestr("a.txt", "không phải Word")
    assert refused("a.docx", buffer.getvalue()).reason == "không phải tệp Word"


def test_a_locked_word_file_says_so() -> None:
    assert "mật khẩu" in refused("a.docx", STARTS[".doc"] + bytes(5000)).reason


def test_a_zip_bomb_is_refused() -> None:
    bomb = b"<w:document " + W.encode() + b"><w:body>" + b" " * (300 * 1024 * 1024)
    content = rezipped(word_file(lambda document: document), {DOCUMENT_XML: bomb})
    assert len(content) < 1024 * 1024
    assert "quá nhiều" in refused("a.docx", content).reason


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("bí mật")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    dtd = f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>Điều 1 &l9;&s;</w:t></w:r></w:p></w:body></w:document>"
    content = rezipped(word_file(lambda document: document), {DOCUMENT_XML: (dtd + body).encode()})
    with suppress(DocumentError):
        assert texts(read_source(PATH, content)) == ["Điều 1"]
    page = f'<!DOCTYPE html [<!ENTITY s SYSTEM "{secret.as_uri()}">]><p>Điều 1 &s;</p>'
    assert "bí mật" not in str(read_source(Path("a.html"), page.encode()))


def test_styles_and_lists_that_go_in_circles_are_left_where_they_close() -> None:
    styles = (
        f"<w:styles {W}>"
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )

    def write(document: Document) -> None:
        lists(
            document,
            '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="B"/></w:abstractNum>'
            f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1.%9")}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        )
        listed(document, "Một", 0)
        paragraph(document, f'<w:pPr><w:pStyle w:val="A"/></w:pPr>{run("Hai")}')

    content = word_file(write)
    assert len(texts(read_source(PATH, rezipped(content, {"word/styles.xml": styles.encode()})))) == 2


def test_a_table_of_a_billion_columns_is_cut_to_a_sane_width() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>ô</w:t></w:r></w:p></w:tc>'
    body = f"<w:document {W}><w:body><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:body></w:document>"
    source = read_source(PATH, rezipped(word_file(lambda document: document), {DOCUMENT_XML: body.encode()}))
    assert len(source.blocks) == 1
    page = "<table border=1><tr><td colspan=99999999 rowspan=99999999>ô<tr><td>b</table>"
    assert read_source(Path("a.html"), page.encode()).blocks


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<div>" * 300_000 + "Điều 1".encode()),
        ("a.html", b"<table><tr><td>" * 20_000 + "Điều 1".encode()),
        ("a.rtf", b"{\\rtf1 " + b"{" * 2_000_000 + b"x"),
        ("a.docx", None),
    ],
    ids=["nested boxes", "nested tables", "nested groups", "nested tables in Word"],
)
def test_deep_nesting_ends_in_a_refusal_or_a_text(name: str, content: bytes | None) -> None:
    if content is None:
        opened = "<w:tbl><w:tr><w:tc>" * 50_000
        body = f"<w:document {W}><w:body>{opened}</w:body></w:document>"
        content = rezipped(word_file(lambda document: document), {DOCUMENT_XML: body.encode()})
    started = time.monotonic()
    with suppress(DocumentError):
        assert read_source(Path(name), content).blocks
    assert time.monotonic() - started < 60


def test_a_pdf_whose_pages_go_in_circles_or_unpack_to_much_is_refused() -> None:
    circle = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\ntrailer<</Root 1 0 R>>"
    )
    refused("a.pdf", circle)
    packed = zlib.compress(b"BT /F1 9 Tf (x) Tj ET " * 20_000_000, 9)
    bomb = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
        b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>stream\n"
        + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>"
    )
    started = time.monotonic()
    with suppress(DocumentError):
        read_source(Path("a.pdf"), bomb)
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (hostile.loop, "quá lâu"),
        (hostile.sleep, "quá lâu"),
        (hostile.hoard, "bộ nhớ"),
        (hostile.crash, "làm hỏng"),
    ],
)
def test_a_child_that_misbehaves_is_ended_and_the_file_refused(deed: hostile.Deed, reason: str) -> None:
    started = time.monotonic()
    with pytest.raises(DocumentError, match=reason):
        confined(deed, PATH, b"", seconds=2)
    assert time.monotonic() - started < 10


def test_what_a_child_has_started_ends_with_it(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        confined(hostile.start_another, PATH, b"", str(tmp_path / "pid"), seconds=2)
    grandchild = int((tmp_path / "pid").read_text())
    for _ in range(50):
        try:
            state = Path(f"/proc/{grandchild}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        time.sleep(0.1)
    pytest.fail("it is still running")


def test_a_child_sees_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIDAP_SECRET", "khóa bí mật")
    seen = confined(hostile.environment, PATH, b"", seconds=20).decode()
    assert "HOIDAP_SECRET" not in seen
    assert os.environ["PATH"] in seen


def test_a_refusal_of_the_child_is_the_same_outside() -> None:
    with pytest.raises(DocumentError) as inside:
        word.read(b"PK", PATH)
    error = refused(PATH.name, b"PK\x03\x04")
    assert (error.reason, error.hint) == (inside.value.reason, inside.value.hint)
