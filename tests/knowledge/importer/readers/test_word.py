"""Word files: what is printed is read, in the order it is printed in."""

from __future__ import annotations

import io
import zipfile

from docx.document import Document
from docx.shared import Mm

from knowledge.importer.block import Line, Table
from knowledge.importer.readers import word
from tests.knowledge.importer.readers.office import (
    PATH,
    level,
    listed,
    lists,
    paragraph,
    read_word,
    rezipped,
    run,
    tables,
    texts,
    word_file,
)

BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p>{}</w:p>'
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def test_automatic_numbers_stand_in_the_text_as_printed() -> None:
    def write(document: Document) -> None:
        levels = (
            level(0, "upperRoman", "%1."),
            level(1, "decimal", "%2."),
            level(2, "decimal", "%2.%3."),
            level(3, "lowerLetter", "%4)"),
            level(4, "bullet", "-"),
            level(5, "bullet", "\uf0b7"),
        )
        lists(
            document,
            f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>',
        )
        for text, at in [
            ("MỤC TIÊU", 0),
            ("Chung", 1),
            ("Cụ thể", 1),
            ("Một", 2),
            ("Hai", 2),
            ("A", 3),
            ("B", 3),
        ]:
            listed(document, text, at)
        for text, at in [("gạch", 4), ("chấm", 5), ("NHIỆM VỤ", 0), ("Đầu", 1), ("Con", 2)]:
            listed(document, text, at)
        listed(document, "NĂM", 0, name=2)
        listed(document, "SÁU", 0, name=2)

    assert texts(read_word(write)) == [
        "I. MỤC TIÊU", "1. Chung", "2. Cụ thể", "2.1. Một", "2.2. Hai", "a) A", "b) B", "- gạch", "• chấm",
        "II. NHIỆM VỤ", "1. Đầu", "1.1. Con", "V. NĂM", "VI. SÁU",
    ]  # fmt: skip


def test_chapters_do_not_restart_the_articles_of_a_list_that_says_so() -> None:
    def write(document: Document) -> None:
        articles = level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>')
        lists(
            document,
            f'<w:abstractNum w:abstractNumId="1">{level(0, "upperRoman", "Chương %1")}{articles}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
        )
        for text, at in [("CHUNG", 0), ("Phạm vi", 1), ("Đối tượng", 1), ("RIÊNG", 0), ("Nguyên tắc", 1)]:
            listed(document, text, at)

    assert texts(read_word(write))[2:] == ["Điều 2. Đối tượng", "Chương II RIÊNG", "Điều 3. Nguyên tắc"]


def test_numbers_of_styles_are_printed_too() -> None:
    def write(document: Document) -> None:
        for text in ("một", "hai"):
            document.add_paragraph(text, style="List Number")

    assert texts(read_word(write)) == ["1. một", "2. hai"]


def test_tables_stand_in_place_and_merged_cells_are_repeated() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Trước bảng")
        table = document.add_table(3, 3, style="Table Grid")
        for row in range(3):
            for column in range(3):
                table.cell(row, column).text = f"{row}{column}"
        table.cell(0, 0).merge(table.cell(0, 1)).text = "ngang"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "dọc"
        document.add_paragraph("Sau bảng")

    source = read_word(write)
    assert [type(block) for block in source.blocks] == [Line, Table, Line]
    assert tables(source) == [(("ngang", "ngang", "02"), ("10", "11", "dọc"), ("20", "21", "dọc"))]


def test_a_table_without_borders_that_holds_one_word_a_cell_is_a_table() -> None:
    def write(document: Document) -> None:
        table = document.add_table(2, 2)
        for row, cells in zip(table.rows, (("Năm", "Chỉ tiêu"), ("2025", "50%")), strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text

    assert tables(read_word(write)) == [(("Năm", "Chỉ tiêu"), ("2025", "50%"))]


def test_the_head_of_a_paper_is_read_column_by_column() -> None:
    def write(document: Document) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nSố: 145/KH-UBND"
        table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLạng Sơn, ngày 01 tháng 7 năm 2025"

    assert texts(read_word(write)) == [
        "ỦY BAN NHÂN DÂN", "TỈNH LẠNG SƠN", "Số: 145/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Lạng Sơn, ngày 01 tháng 7 năm 2025",
    ]  # fmt: skip


def test_tracked_changes_are_accepted() -> None:
    def write(document: Document) -> None:
        deleted = '<w:del w:id="1"><w:r><w:delText>cũ</w:delText></w:r></w:del>'
        paragraph(document, f'{run("Mức ")}{deleted}<w:ins w:id="2">{run("mới")}</w:ins>')
        paragraph(document, f'<w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>{run("Đầu đoạn, ")}')
        paragraph(document, run("cuối đoạn"))
        paragraph(
            document,
            f'<w:moveFrom w:id="4">{run("chỗ cũ")}</w:moveFrom><w:moveTo w:id="5">{run("chỗ mới")}</w:moveTo>',
        )

    assert texts(read_word(write)) == ["Mức mới", "Đầu đoạn, cuối đoạn", "chỗ mới"]


def test_a_field_whose_end_is_deleted_hides_no_more_than_itself() -> None:
    def write(document: Document) -> None:
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        ended = '<w:del w:id="1"><w:r><w:fldChar w:fldCharType="end"/></w:r></w:del>'
        paragraph(document, f"{run('Trước')}{begin}{ended}")
        paragraph(document, run("Sau"))

    assert texts(read_word(write)) == ["Trước", "Sau"]


def test_the_main_part_may_have_another_name() -> None:
    content = word_file(lambda document: document.add_paragraph("Điều 1"))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml, relations = parts.read("word/document.xml"), parts.read("_rels/.rels")
    renamed = relations.replace(b"word/document.xml", b"/word/document2.xml")
    content = rezipped(
        content, {"word/document.xml": b"<x/>", "word/document2.xml": xml, "_rels/.rels": renamed}
    )
    assert texts(word.read(content, PATH)) == ["Điều 1"]


def test_text_boxes_are_read_once_and_hidden_text_not_at_all() -> None:
    def write(document: Document) -> None:
        fallback = f"<mc:Fallback>{BOX.format(run('hai lần'))}</mc:Fallback>"
        choice = f'<mc:Choice Requires="wps">{BOX.format(run("Trong khung"))}</mc:Choice>'
        compatibility = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        paragraph(
            document,
            f"{run('Ngoài')}<w:r><mc:AlternateContent {compatibility}>{choice}{fallback}</mc:AlternateContent></w:r>",
        )
        paragraph(document, run("Hiện") + run(" ẩn", "<w:vanish/>"))

    assert texts(read_word(write)) == ["Ngoài", "Trong khung", "Hiện"]


def test_heads_feet_and_the_instructions_of_fields_are_left_out() -> None:
    def write(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Đầu trang"
        document.sections[0].footer.paragraphs[0].text = "Trang 1"
        field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
        instruction = '<w:r><w:instrText>DATE \\@ "d/M/yyyy"</w:instrText></w:r>'
        paragraph(
            document,
            run("Ngày ") + field("begin") + instruction + field("separate") + run("1/7/2025") + field("end"),
        )

    assert texts(read_word(write)) == ["Ngày 1/7/2025"]


def test_indents_gaps_and_line_breaks_are_kept() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("KẾ HOẠCH\nThực hiện")
        document.add_paragraph("")
        document.add_paragraph("Thụt đầu dòng").paragraph_format.first_line_indent = Mm(10)
        document.add_paragraph("Sát lề")

    source = read_word(write)
    assert source.paragraphs
    assert source.blocks == (
        Line("KẾ HOẠCH", 1),
        Line("Thực hiện", 1),
        Line("Thụt đầu dòng", 3, indented=True, gap=1),
        Line("Sát lề", 4),
    )


def test_old_fonts_are_read_by_their_names_in_runs_and_styles() -> None:
    def write(document: Document) -> None:
        document.styles["Heading 1"].element.get_or_add_rPr().get_or_add_rFonts()
        document.styles["Heading 1"].font.name = ".VnTimeH"
        document.add_paragraph("kÕ ho¹ch", style="Heading 1")
        paragraph(document, run("§iÒu 1. ", '<w:rFonts w:ascii=".VnTime"/>') + run("Phê duyệt"))
        font = '<w:rFonts w:ascii="VNI-Times"/>'
        paragraph(document, run("ñöô", font) + run("ïc pheùp", font + "<w:b/>"))

    assert texts(read_word(write)) == ["KẾ HOẠCH", "Điều 1. Phê duyệt", "được phép"]


def test_letters_that_are_capitals_in_print_are_capitals() -> None:
    def write(document: Document) -> None:
        paragraph(document, run("Quyết định", "<w:caps/>") + run(" số 1"))

    assert texts(read_word(write)) == ["QUYẾT ĐỊNH số 1"]
