"""Plain text of official papers: header, subject, wrapped lines, signature."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.model import Document, ProvisionKind
from tests.knowledge.samples import a_document

HEADER = """\
UBND TỈNH LẠNG SƠN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 145/KH-UBND           Độc lập - Tự do - Hạnh phúc
                          Lạng Sơn, ngày 28 tháng 5 năm 2025
"""
SUBJECT = "\nKẾ HOẠCH\n\nPhát triển chợ đêm trên địa bàn tỉnh Lạng Sơn\n\n\n\n"
SIGNED = (
    "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nLê Thị Hoa\n"
)


def read(text: str) -> Document:
    return a_document(text, "van-ban.txt")


def tree(document: Document) -> list[tuple[str, str]]:
    """Paths and texts, the record left out."""
    return [(provision.path, provision.text) for provision in document.walk()][1:]


def test_a_paper_says_everything_about_itself() -> None:
    document = read(HEADER + SUBJECT + "I. MỤC TIÊU\n" + SIGNED)
    assert document.number == document.name == "145/KH-UBND"
    assert document.title == "Kế hoạch phát triển chợ đêm trên địa bàn tỉnh Lạng Sơn"
    assert document.issuer == "UBND tỉnh Lạng Sơn"
    assert document.signer == "Lê Thị Hoa"
    assert document.issued == document.validity.start == date(2025, 5, 28)
    assert document.digest is False


@pytest.mark.parametrize("body", ["I. MỤC TIÊU", "MỤC TIÊU của kế hoạch."])
def test_without_a_number_a_paper_is_named_by_kind_and_issuer(body: str) -> None:
    document = read(SUBJECT + body + SIGNED)
    assert document.name == "Kế hoạch của UBND tỉnh Lạng Sơn (không số)"
    assert document.number == ""


def test_without_issuer_and_number_the_kind_has_to_do() -> None:
    assert read(SUBJECT + "I. MỤC TIÊU\n").name == "Kế hoạch (không số)"


def test_a_day_and_month_without_a_year_is_no_date_of_issue() -> None:
    assert read("Hạn trả lời ngày 10/6\n" + SUBJECT + "I. MỤC TIÊU\n").issued is None


def test_the_issuer_is_the_unit_that_bears_a_name() -> None:
    subject = "\nKẾ HOẠCH\n\nHỗ trợ các xã đặc biệt khó khăn của tỉnh Lạng Sơn\n\n\n\n"
    assert read(subject + "I. MỤC TIÊU\n" + SIGNED).issuer == "UBND tỉnh Lạng Sơn"


@pytest.mark.parametrize("last", ["Dòng 3 của trang", "CHỦ TỊCH", "a b", "Một Hai Ba Bốn Năm Sáu"])
def test_a_last_line_that_is_no_name_is_no_signer(last: str) -> None:
    assert read(SUBJECT + "I. MỤC TIÊU\nTM. ỦY BAN NHÂN DÂN\n" + last).signer == ""


def test_a_paper_without_a_subject_begins_with_its_first_label() -> None:
    document = read("KẾ HOẠCH\nI. MỤC TIÊU\n1. Trồng cây.\nII. KINH PHÍ\n")
    assert tree(document) == [("I", "MỤC TIÊU"), ("I.1", "Trồng cây."), ("II", "KINH PHÍ")]
    assert document.subject == ""


def test_numbering_of_every_kind_is_nested() -> None:
    lines = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
1. Quyết định này áp dụng cho chợ đêm:
a) Chợ Kỳ Lừa;
b) Chợ Đông Kinh:
- Khu A;
- Khu B.
2. Không áp dụng cho chợ phiên.
Chương II
TỔ CHỨC THỰC HIỆN
Điều 2. Hiệu lực
Quyết định này có hiệu lực từ ngày ký."""
    places = {provision.path: provision.place for provision in read(SUBJECT + lines).walk()}
    assert list(places.items())[1:] == [
        ("chuong-i", "Chương I"),
        ("chuong-i.dieu-1", "Điều 1"),
        ("chuong-i.dieu-1.1", "Khoản 1 Điều 1"),
        ("chuong-i.dieu-1.1.a", "Điểm a Khoản 1 Điều 1"),
        ("chuong-i.dieu-1.1.b", "Điểm b Khoản 1 Điều 1"),
        ("chuong-i.dieu-1.1.b.-1", "Điểm b Khoản 1 Điều 1"),
        ("chuong-i.dieu-1.1.b.-2", "Điểm b Khoản 1 Điều 1"),
        ("chuong-i.dieu-1.2", "Khoản 2 Điều 1"),
        ("chuong-ii", "Chương II"),
        ("chuong-ii.dieu-2", "Điều 2"),
        ("chuong-ii.dieu-2.-1", "Điều 2"),
    ]


def test_the_line_under_a_bare_label_is_its_title() -> None:
    wide = "Các cơ quan, đơn vị có trách nhiệm tổ chức thực hiện Quyết định này theo đúng quy định của pháp luật."
    document = read(f"{SUBJECT}Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Trách nhiệm\n{wide}\n")
    assert tree(document) == [
        ("chuong-i", "QUY ĐỊNH CHUNG"),
        ("chuong-i.dieu-1", "Trách nhiệm"),
        ("chuong-i.dieu-1.-1", wide),
    ]


def test_a_wrapped_line_is_joined_with_one_space_and_a_cut_number_with_none() -> None:
    document = read(
        SUBJECT + "1. Thực hiện   Nghị quyết số 57-\nNQ/TW và Kế hoạch\nsố 145/KH-\nUBND của tỉnh.\n"
    )
    expected = "Thực hiện Nghị quyết số 57-NQ/TW và Kế hoạch số 145/KH-UBND của tỉnh."
    assert tree(document) == [("1", expected)]


@pytest.mark.parametrize(
    "wrapped",
    ["10. Các đơn vị gửi báo cáo", "phần mềm dùng chung", "chương 2 của Nghị định", "d) của khoản này"],
)
def test_a_wrapped_line_that_looks_like_a_label_stays_in_its_sentence(wrapped: str) -> None:
    document = read(f"{SUBJECT}1. Báo cáo trước ngày có nội dung sau đây\n{wrapped}\n2. Tổng hợp.\n")
    assert [path for path, _ in tree(document)] == ["1", "2"]
    assert wrapped in tree(document)[0][1]


def test_a_page_break_within_a_sentence_does_not_end_it() -> None:
    document = read(SUBJECT + "1. Trang thông tin điện tử của các\n\f sở, ban, ngành.\n\n2. Tổng hợp.\n")
    assert tree(document) == [
        ("1", "Trang thông tin điện tử của các sở, ban, ngành."),
        ("2", "Tổng hợp."),
    ]


def test_a_closing_sentence_stands_outside_the_last_list() -> None:
    document = read(
        f"{SUBJECT}I. TỔ CHỨC\n1. Sở Tài chính:\n- Bố trí kinh phí.\n\n\n\n  Yêu cầu các sở thực hiện./.\n"
    )
    assert tree(document)[-1] == ("I.-1", "Yêu cầu các sở thực hiện./.")
    assert [provision.kind for provision in document.walk()][-1] is ProvisionKind.PARAGRAPH


def test_broken_numbering_still_gives_every_provision_its_own_path() -> None:
    document = read(SUBJECT + "1. Một.\n2. Hai.\n2. Hai lần nữa.\n3. Ba.\n")
    assert [path for path, _ in tree(document)] == ["1", "2", "2~2", "3"]


def test_where_to_hand_in_papers_is_not_where_the_signature_begins() -> None:
    document = read(SUBJECT + "1. Hồ sơ nộp tại\nNơi nhận hồ sơ của xã.\n2. Trả kết quả.\n" + SIGNED)
    assert [path for path, _ in tree(document)] == ["1", "2"]


@pytest.mark.parametrize(
    "first", ["Nơi nhận:", "Nơi nhận", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "TL. GIÁM ĐỐC"]
)
def test_the_body_ends_where_the_signature_begins(first: str) -> None:
    document = read(f"{SUBJECT}1. Nội dung.\n{first}\n1. Không phải nội dung.\n2. Cũng không.\n")
    assert [path for path, _ in tree(document)] == ["1"]


def test_an_editors_note_in_a_text_file_is_kept_apart() -> None:
    document = read(SUBJECT + "1. Một.\n> Ghi chú biên tập: cần đối chiếu.\n2. Hai.\n")
    assert tree(document) == [("1", "Một."), ("2", "Hai.")]
    assert [note for _, note in document.notes] == ["cần đối chiếu."]


def test_decomposed_text_is_read_like_composed_text() -> None:
    import unicodedata

    text = HEADER + SUBJECT + "đ) Một.\n" + SIGNED
    assert read(unicodedata.normalize("NFD", text)) == read(text)


def test_windows_line_ends_change_nothing() -> None:
    text = HEADER + SUBJECT + "I. MỤC TIÊU\n1. Một\nhai.\n" + SIGNED
    assert read(text.replace("\n", "\r\n")) == read(text)
