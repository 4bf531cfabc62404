"""Scans: the plan printed, rasterised and read again; and how the reading goes on, fails and doubts."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from pathlib import Path

import PIL.Image
import pytest
from PIL import ImageFilter

from foundation.errors import DocumentError
from knowledge.importer.block import Source, Table
from knowledge.importer.readers import pdf, read_source, scan
from tests.knowledge.importer.readers.office import tables, texts
from tests.knowledge.importer.readers.printing import (
    HEAD,
    TABLE,
    TABLE_ROWS,
    image_file,
    joined,
    paragraphs,
    pictures,
    printed,
    worn,
)
from tests.knowledge.samples import DOCUMENTS, PLAN
from vietnamese.text import fold, has_marks

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATH = Path("ke-hoach.pdf")
SYLLABLE = re.compile(r"[^\W\d_]+")
LINES = [line for line in (DOCUMENTS / f"{PLAN}.txt").read_text().splitlines() if line.strip()]


def spoken(source: Source) -> list[str]:
    cells = [
        cell for block in source.blocks if isinstance(block, Table) for row in block.rows for cell in row
    ]
    return SYLLABLE.findall(" ".join([*texts(source), *cells]))


def share_right(wanted: list[str], got: list[str]) -> float:
    """The share of syllables with diacritics that are read with the right ones, whatever their case and place."""
    marked = Counter(word.lower() for word in wanted if has_marks(word))
    found = Counter(word.lower() for word in got)
    return (marked & found).total() / marked.total()


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def plan() -> bytes:
    return printed(HEAD + paragraphs(LINES))


@pytest.mark.parametrize("state", ["clean", "worn"])
def test_a_plan_scanned_at_200_dpi_keeps_its_diacritics(plan: bytes, state: str) -> None:
    pages = pictures(plan, 200)[:4]
    if state == "worn":
        pages = [worn(page, seed) for seed, page in enumerate(pages)]
    truth = read_source(PATH, plan)
    lines = [block for block in truth.blocks if not isinstance(block, Table) and block.page <= 4]
    wanted = [word for line in lines for word in SYLLABLE.findall(line.text)]
    started = time.monotonic()
    source = read_source(PATH, image_file(pages, "PDF"))
    seconds = (time.monotonic() - started) / len(pages)
    share = share_right(wanted, spoken(source))
    print(f"OCR at 200 dpi, {state}: {share:.4f} right, {seconds:.2f} s a page")  # noqa: T201 - figures
    assert share >= 0.93
    assert seconds <= 6


def test_the_head_of_a_scan_is_read_column_by_column(plan: bytes) -> None:
    lines = texts(read_source(Path("a.png"), image_file(pictures(plan)[:1], "PNG")))
    assert fold(" ".join(lines[:6])).startswith("uy ban nhan dan tinh lang son so: 145/kh-ubnd cong hoa")


@pytest.mark.parametrize("state", ["clean", "worn"])
def test_a_ruled_table_on_a_scan_is_a_table(state: str) -> None:
    (page,) = pictures(printed(paragraphs(LINES[:3]) + TABLE))
    if state == "worn":
        page = worn(page, 57)
    source = read_source(PATH, image_file([page], "PDF"))
    (rows,) = tables(source)
    # Tesseract may join two words of a narrow cell; which cell they are in is what is asked here.
    assert [[without_spaces(cell) for cell in row] for row in rows] == [
        [without_spaces(cell) for cell in row] for row in TABLE_ROWS
    ]


@pytest.mark.parametrize(("name", "form"), [("a.jpg", "JPEG"), ("a.tif", "TIFF"), ("a.png", "PNG")])
def test_images_are_pages(plan: bytes, name: str, form: str) -> None:
    pages = pictures(plan)[: 2 if form == "TIFF" else 1]
    source = read_source(Path(name), image_file(pages, form))
    assert {block.page for block in source.blocks} == set(range(1, len(pages) + 1))


def test_a_file_of_print_and_scans_is_read_page_by_page_and_goes_on_where_it_stopped(
    plan: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = printed(paragraphs(["Điều 1. Trang này là chữ, không phải bản quét."]))
    content = joined(signed, image_file(pictures(plan)[:2], "PDF"), signed)
    assert [doubt.place for doubt in pdf.read(content, PATH).doubts] == ["trang 2", "trang 3"]  # without OCR
    told: list[tuple[int, int]] = []

    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if told == [(0, 2), (1, 2)]:
            raise Stopped

    with pytest.raises(Stopped):
        read_source(PATH, content, pages=tmp_path, progress=stop)
    (kept,) = tmp_path.iterdir()
    before = kept.stat().st_mtime_ns
    source = read_source(PATH, content, pages=tmp_path, progress=stop)
    assert told == [(0, 2), (1, 2), (1, 2), (2, 2)]
    assert kept.stat().st_mtime_ns == before
    assert {block.page for block in source.blocks} == {1, 2, 3, 4}
    assert texts(source)[0] == texts(source)[-1] == "Điều 1. Trang này là chữ, không phải bản quét."
    # All pages are kept: Tesseract is needed no more, but for the question whether it is there.
    monkeypatch.setattr(scan, "PAGE_SECONDS", 0.0)
    assert read_source(PATH, content, pages=tmp_path) == source


def test_words_that_are_hard_to_read_are_doubts_with_page_and_line(plan: bytes) -> None:
    page = pictures(plan)[0]
    blurred = page.filter(ImageFilter.GaussianBlur(2.6))
    source = read_source(PATH, image_file([page, blurred], "PDF"))
    assert source.doubts
    assert all(re.fullmatch(r"trang [12], dòng \d+", doubt.place) for doubt in source.doubts)
    assert sum(doubt.place.startswith("trang 2") for doubt in source.doubts) > len(source.doubts) / 2


@pytest.mark.parametrize("missing", ["program", "Vietnamese"])
def test_a_scan_without_tesseract_says_what_to_install(
    plan: bytes, missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shutil.which("tesseract"), "run scripts/setup --with tests"
    if missing == "Vietnamese":
        (tmp_path / "tesseract").write_text("#!/bin/sh\necho eng\n")
        (tmp_path / "tesseract").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentError) as error:
        read_source(PATH, image_file(pictures(plan)[:1], "PDF"))
    assert "apt-get install tesseract-ocr tesseract-ocr-vie" in error.value.hint


def test_a_blank_page_is_no_error_in_a_longer_scan(plan: bytes) -> None:
    blank = PIL.Image.new("L", (1654, 2339), 255)
    source = read_source(PATH, image_file([blank, pictures(plan)[0]], "PDF"))
    assert {block.page for block in source.blocks} == {2}
