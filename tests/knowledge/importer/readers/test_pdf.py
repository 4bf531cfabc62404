"""PDFs with text: lines in reading order, ruled tables, nothing of what runs through all pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from foundation.errors import DocumentError
from knowledge.importer.block import Line, Source, Table
from knowledge.importer.readers import read_source
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


def test_a_locked_file_says_so() -> None:
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(a)]>>"
    )
    with pytest.raises(DocumentError, match="mật khẩu") as error:
        read_source(PATH, content)
    assert "bỏ mật khẩu" in error.value.hint


def test_old_fonts_are_known_by_their_names() -> None:
    # A PDF with the names of the old fonts and their codes, as Word's printer drivers wrote them.
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<</Font<<"
        b"/F1<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+.VnTimeH/Encoding/WinAnsiEncoding>>"
        b"/F2<</Type/Font/Subtype/TrueType/BaseFont/VNI-Times/Encoding/WinAnsiEncoding>>>>>>>>endobj\n"
    )
    drawn = b"BT /F1 14 Tf 50 400 Td (k\xd5 ho\xb9ch) Tj /F2 14 Tf 0 -30 Td (\xd1ie\xe0u 1) Tj ET"
    content += b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>" % (
        len(drawn),
        drawn,
    )
    assert texts(read_source(PATH, content)) == ["KẾ HOẠCH", "Điều 1"]
