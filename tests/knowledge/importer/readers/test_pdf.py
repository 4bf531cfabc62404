"""PDFs with text: lines in reading order, ruled tables, nothing of what runs through all pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.importer.block import Line, Source, Table
from knowledge.importer.readers import pdf, read_source
from tests.knowledge.importer.readers.office import tables, texts
from tests.knowledge.importer.readers.printing import HEAD, STYLE, TABLE, TABLE_ROWS, paragraphs, printed

pytestmark = pytest.mark.browser

PATH = Path("ke-hoach.pdf")
BODY = [
    (
        "Thực hiện Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá phát triển khoa học, "
        "công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:"
    ),
    "I. MỤC TIÊU",
    "1. Đến năm 2030, tỉnh Lạng Sơn có 100% thủ tục hành chính được cung cấp trực tuyến toàn trình.",
]


@pytest.fixture(scope="module")
def paper() -> Source:
    return read_source(PATH, printed(HEAD + paragraphs(BODY), TABLE, TABLE, page_numbers=True))


def test_head_and_text_are_read_in_order_without_page_numbers(paper: Source) -> None:
    assert texts(paper)[:7] == [
        "ỦY BAN NHÂN DÂN", "TỈNH LẠNG SƠN", "Số: 145/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Lạng Sơn, ngày 01 tháng 7 năm 2025", "KẾ HOẠCH",
    ]  # fmt: skip
    assert " ".join(texts(paper)[7:]) == " ".join(BODY)
    assert not paper.paragraphs
    assert not paper.doubts


def test_first_lines_are_indented_and_wrapped_ones_are_not(paper: Source) -> None:
    lines = [block for block in paper.blocks if isinstance(block, Line)][7:]
    begun = {line.text.split()[0] for line in lines if line.indented}
    assert begun == {"Thực", "I.", "1."}
    assert len(lines) > len(begun)


def test_ruled_tables_keep_their_merged_cells(paper: Source) -> None:
    found = [block for block in paper.blocks if isinstance(block, Table)]
    assert found[0].page == 2
    assert [[cell.replace("\n", " ") for cell in row] for row in found[0].rows[:3]] == [
        list(row) for row in TABLE_ROWS
    ]


def test_a_table_that_goes_on_is_one_without_its_repeated_head(paper: Source) -> None:
    (rows,) = tables(paper)
    assert len(rows) == 3 + 2  # the second page's rows less the first, which is the head


def test_running_heads_are_left_out() -> None:
    content = printed(*(f"<p>Công báo tỉnh Lạng Sơn, số {n}</p><p>Điều {n}. Nội dung</p>" for n in (1, 2, 3)))
    assert texts(read_source(PATH, content)) == ["Điều 1. Nội dung", "Điều 2. Nội dung", "Điều 3. Nội dung"]


def test_wide_gaps_between_paragraphs_are_gaps() -> None:
    content = printed('<p>Một</p><p>Hai</p><p>Ba</p><p style="margin-top: 40pt">Bốn</p>')
    lines = [block for block in read_source(PATH, content).blocks if isinstance(block, Line)]
    assert [line.gap > 0 for line in lines] == [False, False, False, True]


def test_a_landscape_page_is_read_as_it_is_shown() -> None:
    content = printed(TABLE, style=STYLE.replace("A4", "A4 landscape"))
    assert tables(read_source(PATH, content))[0][2][2:] == ("2025", "2026")


def test_five_hundred_pages_are_read_in_a_minute_and_a_gigabyte() -> None:
    whole = " ".join(BODY)
    content = printed(*(paragraphs([whole, f"Mục thứ {n}.", *[whole] * 3]) for n in range(500)))
    source = read_source(PATH, content)  # or it would have been refused by the child's limits
    assert sum(text.startswith("Mục thứ") for text in texts(source)) == 500


def test_a_locked_file_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2

    from foundation.errors import DocumentError

    def locked(*_: object) -> None:
        error = pypdfium2.PdfiumError("locked")
        error.err_code = pypdfium2.raw.FPDF_ERR_PASSWORD
        raise error

    monkeypatch.setattr(pypdfium2, "PdfDocument", locked)
    with pytest.raises(DocumentError, match="mật khẩu"):
        pdf.pages(b"%PDF-1.7", PATH)
