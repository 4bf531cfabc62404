"""Whatever the bytes: a reader gives a source or a :class:`DocumentError`, and nothing else."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.errors import DocumentError
from knowledge.importer.block import Line, Source
from knowledge.importer.readers import page, pdf, plain, rtf, scan, web, wire, word
from knowledge.importer.readers.kind import Kind, kind_of
from knowledge.importer.readers.transcript import Transcript
from tests.knowledge.importer.readers.office import rezipped, texts, word_file
from vietnamese.text import nfc

Reader = Callable[[bytes, Path], Source]
READERS: tuple[Reader, ...] = (plain.read, web.read, rtf.read, word.read, pdf.read)
PATH = Path("a.txt")
EMPTY = word_file(lambda document: document)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def try_reading(read: Reader, content: bytes) -> Source | None:
    """The source, or ``None`` where it is refused; any other error fails the test."""
    with suppress(DocumentError):
        return read(content, PATH)
    return None


def is_sound(source: Source | None) -> bool:
    """Refused, or not empty, the same after the way out of the child, lines tidy and tables rectangular."""
    if source is None:
        return True
    return (
        bool(source.blocks)
        and wire.loaded(wire.dumped(source)) == source
        and all(
            bool(block.text) and block.text == " ".join(nfc(block.text).split())
            if isinstance(block, Line)
            else len({len(row) for row in block.rows}) == 1
            for block in source.blocks
        )
    )


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__module__.rpartition(".")[2])
@given(content=st.binary(max_size=400))
def test_any_bytes(read: Reader, content: bytes) -> None:
    assert is_sound(try_reading(read, content))


@given(st.binary(max_size=200), st.sampled_from(["a.png", "a.tif", "a.jpg"]))
def test_any_bytes_as_an_image(content: bytes, name: str) -> None:
    with suppress(DocumentError), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow says what is odd about an image, too
        assert scan.frames(b"II*\x00" + content if name == "a.tif" else content, Path(name)) >= 1


RICH = (
    r"{ } \par \pard \intbl \cell \row \'e1 \'7 \u7873 \u-1 \uc0 \f1 \fonttbl \fcharset163 \ansicpg1258 \ansicpg9 \* "
    r"\v \bin9 \deleted \caps \plain \nestrow \brdrs chữ \\ \~ \fi720 {\fonttbl{\f1 .VnTime;}}"
).split(" ")
TAGS = (
    "<p> </p> <ol> <ul start=3> <li value=x> </ol> <table> <tr> <td rowspan=3> <td colspan=9> </table> <caption> "
    "<br> a <font face=.VnTime> </font> <pre> <div hidden> </div> <script> <!-- &#0; &#xD800; ầ "
    "<b style=font-family:VNI-T> <?x"
).split(" ")


@given(st.lists(st.sampled_from(RICH)))
def test_any_rich_text(words: list[str]) -> None:
    assert is_sound(try_reading(rtf.read, rb"{\rtf1 " + " ".join(words).encode() + b"}"))


@given(st.lists(st.sampled_from(TAGS)))
def test_any_page(tags: list[str]) -> None:
    assert is_sound(try_reading(web.read, "".join(tags).encode()))


@given(st.recursive(
    st.sampled_from([
        "<w:r><w:t>a</w:t></w:r>", '<w:r><w:sym w:char="F0B7"/></w:r>', '<w:r><w:sym w:char="zz"/></w:r>',
        '<w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr></w:pPr>', '<w:tcPr><w:vMerge/></w:tcPr>',
        '<w:tcPr><w:gridSpan w:val="-4"/></w:tcPr>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "x",
    ]),
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
        st.sampled_from("p tbl tr tc r ins del sdt sdtContent pict txbxContent trPr hyperlink".split()),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_word_xml(body: str) -> None:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    assert is_sound(try_reading(word.read, rezipped(EMPTY, {"word/document.xml": document.encode()})))


@given(st.lists(st.text(alphabet="aăâbcđeêghiklmnoôơpqrstuưvxyáảàãạ0123456789 .,;", min_size=1), min_size=1))
def test_lines_come_back_as_they_were(lines: list[str]) -> None:
    wanted = [" ".join(line.split()) for line in lines if line.split()]
    source = try_reading(plain.read, "\n".join(lines).encode())
    assert is_sound(source)
    assert (texts(source) if source else []) == wanted


numbers = st.floats(0, 900, width=16)
pieces = st.builds(
    lambda text, left, top, width, height: page.Piece(text, left, top, left + width, top + height),
    st.sampled_from(["Điều 1", "12", "- 3 -", "a)", "chữ"]),
    numbers,
    numbers,
    numbers,
    st.floats(0, 40, width=16),
)


@given(st.lists(st.lists(pieces, max_size=12), max_size=5))
def test_any_print_on_pages_is_laid_out_without_loss_inside_them(found: list[list[page.Piece]]) -> None:
    from knowledge.importer.readers import layout

    pages = [page.Page(number, tuple(own)) for number, own in enumerate(found, start=1)]
    assert page.loaded(page.dumped(pages)) == pages
    transcript = Transcript(PATH)
    layout.write(pages, transcript)
    with suppress(DocumentError):
        written = " ".join(texts(transcript.finished()))
        for piece in (piece for own in found for piece in own if piece.text == "chữ"):
            assert piece.text in written or len(found) > 2


@given(st.binary(max_size=40), st.text(max_size=12))
def test_any_name_has_a_kind_or_is_refused(content: bytes, name: str) -> None:
    with suppress(DocumentError, ValueError):
        assert isinstance(kind_of(Path(f"a{name}"), content), Kind)
