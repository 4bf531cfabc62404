"""The forms of papers: trees written by hand, and what each paper says of itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.importer.block import Line, Source, Table
from knowledge.importer.official import read_official
from knowledge.model import Document, Doubt, ProvisionKind, RelationKind
from tests.knowledge.importer.paper_samples import expected, paper, shortened, tree, written

DECREE = expected("""
-1 | | Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;
-2 | | Căn cứ Luật Khoa học, công nghệ và đổi mới sáng tạo số 93/2025/QH15;
-3 | | Theo đề nghị của Bộ trưởng Bộ Khoa học và Công nghệ;
-4 | | Chính phủ ban hành Nghị định
chuong-i | Chương I | Chương I QUY ĐỊNH CHUNG
chuong-i.dieu-1 | Điều 1 | Điều 1. Phạm vi điều chỉnh
chuong-i.dieu-1.-1 | Điều 1 | Nghị định này quy định về thành lập và hoạt động của tổ công nghệ số cộng đồng ở
chuong-i.dieu-2 | Điều 2 | Điều 2. Giải thích từ ngữ
chuong-i.dieu-2.-1 | Điều 2 | Trong Nghị định này, các từ ngữ
chuong-i.dieu-2.1 | Khoản 1 Điều 2 | 1. Tổ công nghệ số cộng đồng là nhóm
chuong-i.dieu-2.2 | Khoản 2 Điều 2 | 2. Tổ viên là người
chuong-ii | Chương II | Chương II TỔ CHỨC VÀ HOẠT ĐỘNG
chuong-ii.muc-1 | Mục 1, Chương II | Mục 1. THÀNH LẬP
chuong-ii.muc-1.tieu-muc-1 | Tiểu mục 1, Mục 1, Chương II | Tiểu mục 1. ĐIỀU KIỆN
chuong-ii.muc-1.tieu-muc-1.dieu-3 | Điều 3 | Điều 3. Điều kiện thành lập
chuong-ii.muc-1.tieu-muc-1.dieu-3.1 | Khoản 1 Điều 3 | 1. Mỗi thôn, tổ dân phố có một tổ.
chuong-ii.muc-1.tieu-muc-1.dieu-3.2 | Khoản 2 Điều 3 | 2. Mỗi tổ có:
chuong-ii.muc-1.tieu-muc-1.dieu-3.2.a | Điểm a Khoản 2 Điều 3 | a) Tổ trưởng;
chuong-ii.muc-1.tieu-muc-1.dieu-3.2.b | Điểm b Khoản 2 Điều 3 | b) Ít nhất năm tổ viên, trong đó có:
chuong-ii.muc-1.tieu-muc-1.dieu-3.2.b.-1 | Điểm b Khoản 2 Điều 3 | - Một đoàn viên thanh niên;
chuong-ii.muc-1.tieu-muc-1.dieu-3.2.b.-2 | Điểm b Khoản 2 Điều 3 | - Một hội viên phụ nữ:
chuong-ii.muc-1.tieu-muc-1.dieu-3.2.b.-2.-1 | Điểm b Khoản 2 Điều 3 | + Ưu tiên giáo viên;
chuong-ii.muc-1.tieu-muc-1.dieu-3.2.b.-2.-2 | Điểm b Khoản 2 Điều 3 | + Ưu tiên cán bộ hưu trí;
chuong-ii.muc-1.tieu-muc-1.dieu-3.2.dd | Điểm đ Khoản 2 Điều 3 | đ) Một người phụ trách
chuong-ii.muc-2 | Mục 2, Chương II | Mục 2. HOẠT ĐỘNG
chuong-ii.muc-2.dieu-4 | Điều 4 | Điều 4. Chế độ báo cáo
chuong-ii.muc-2.dieu-4.-1 | Điều 4 | Tổ trưởng báo cáo
chuong-iii | Chương III | Chương III ĐIỀU KHOẢN THI HÀNH
chuong-iii.dieu-5 | Điều 5 | Điều 5. Hiệu lực thi hành
chuong-iii.dieu-5.1 | Khoản 1 Điều 5 | 1. Nghị định này có hiệu lực thi hành
chuong-iii.dieu-5.2 | Khoản 2 Điều 5 | 2. Nghị định số 555/2020/NĐ-CP
phu-luc | Phụ lục | PHỤ LỤC MẪU BÁO CÁO (Kèm theo Nghị định số 912/2025/NĐ-CP ngày 14
mau-so-01 | Mẫu số 01 | Mẫu số 01. BÁO CÁO THÁNG
mau-so-01.1 | Mục 1 Mẫu số 01 | 1. Số lượt người dân được giúp.
mau-so-01.2 | Mục 2 Mẫu số 01 | 2. Khó khăn.
""")

DECISION = expected("""
-1 | | Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
-2 | | Theo đề nghị của Giám đốc Sở Công Thương
dieu-1 | Điều 1 | Điều 1. Ban hành kèm theo Quyết định này Quy định
dieu-2 | Điều 2 | Điều 2. Quyết định này có hiệu lực
dieu-3 | Điều 3 | Điều 3. Chánh Văn phòng
quy-dinh-kem-theo | Quy định kèm theo | QUY ĐỊNH Quản lý chợ đêm trên địa bàn tỉnh Lạng Sơn (Ban hành kèm theo
quy-dinh-kem-theo.chuong-i | Chương I Quy định kèm theo | Chương I QUY ĐỊNH CHUNG
quy-dinh-kem-theo.chuong-i.dieu-1 | Điều 1 Quy định kèm theo | Điều 1. Phạm vi
quy-dinh-kem-theo.chuong-i.dieu-1.-1 | Điều 1 Quy định kèm theo | Quy định này áp dụng
quy-dinh-kem-theo.chuong-i.dieu-2 | Điều 2 Quy định kèm theo | Điều 2. Giờ mở cửa
quy-dinh-kem-theo.chuong-i.dieu-2.1 | Khoản 1 Điều 2 Quy định kèm theo | 1. Chợ đêm mở cửa từ 18 giờ
quy-dinh-kem-theo.chuong-i.dieu-2.2 | Khoản 2 Điều 2 Quy định kèm theo | 2. Ngày lễ mở cửa
quy-dinh-kem-theo.chuong-ii | Chương II Quy định kèm theo | Chương II PHÍ
quy-dinh-kem-theo.chuong-ii.dieu-3 | Điều 3 Quy định kèm theo | Điều 3. Mức phí
quy-dinh-kem-theo.chuong-ii.dieu-3.-1 | Điều 3 Quy định kèm theo | Mức phí nêu tại Phụ lục I
phu-luc-i | Phụ lục I | PHỤ LỤC I MỨC PHÍ CHỖ BÁN HÀNG (Kèm theo Quy định
phu-luc-i.-1 | Phụ lục I | STT | Loại chỗ | Mức phí Ngày thường | Mức phí Ngày lễ
phu-luc-i.-1.r1 | Phụ lục I | I. Chợ Kỳ Lừa
phu-luc-i.-1.r2 | Phụ lục I | I. Chợ Kỳ Lừa; Loại chỗ: Gian hàng có mái; Mức phí Ngày thường: 50.000; Mức phí Ngày lễ
phu-luc-i.-1.r3 | Phụ lục I | Chợ Đông Kinh
phu-luc-i.-1.r4 | Phụ lục I | Chợ Đông Kinh; Loại chỗ: Chỗ ngồi; Mức phí Ngày thường: 20.000
phu-luc-ii | Phụ lục II | PHỤ LỤC II DANH MỤC CHỢ ĐÊM
phu-luc-ii.-1 | Phụ lục II | TT | Tên chợ | Địa chỉ
phu-luc-ii.-1.r1 | Phụ lục II | Tên chợ: Chợ Kỳ Lừa; Địa chỉ: Phường Kỳ Lừa
""")

LETTER = expected("""
-1 | | Kính gửi:
-2 | | - Các sở, ban, ngành;
-3 | | - Ủy ban nhân dân các xã, phường.
-4 | | Thực hiện Nghị định số 912/2025/NĐ-CP, Ủy ban nhân dân tỉnh yêu cầu:
1 | Mục 1 | 1. Sở Khoa học và Công nghệ tập huấn
2 | Mục 2 | 2. Ủy ban nhân dân các xã, phường:
2.a | Mục 2 điểm a | a) Kiện toàn tổ công nghệ số cộng đồng;
2.b | Mục 2 điểm b | b) Báo cáo kết quả hằng tháng.
-5 | | Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.
""")

PARTY = expected("""
-1 | | Thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị
I | Mục I | I- TÌNH HÌNH
I.-1 | Mục I | Những năm qua
II | Mục II | II- QUAN ĐIỂM, MỤC TIÊU
II.1 | Mục II.1 | 1- Quan điểm
II.1.-1 | Mục II.1 | Người dân là trung tâm
II.2 | Mục II.2 | 2- Mục tiêu
II.2.1 | Mục II.2.1 | 2.1. Đến năm 2028
II.2.1.-1 | Mục II.2.1 | - 70% người trưởng thành
II.2.2 | Mục II.2.2 | 2.2. Đến năm 2030
II.2.2.-1 | Mục II.2.2 | - 90% người trưởng thành
III | Mục III | III- TỔ CHỨC THỰC HIỆN
III.1 | Mục III.1 | 1. Các cấp ủy
III.2 | Mục III.2 | 2. Ban Tuyên giáo và Dân vận Tỉnh ủy theo dõi.
""")

COUNCIL = expected("""
-1 | | Căn cứ Luật Tổ chức chính quyền địa phương
-2 | | Xét Tờ trình số 60/TTr-UBND
dieu-1 | Điều 1 | Điều 1. Sửa đổi, bổ sung một số điều
dieu-1.1 | Khoản 1 Điều 1 | 1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:
dieu-1.1.-1 | Khoản 1 Điều 1 | “2. Mức hỗ trợ:
dieu-1.1.-2 | Khoản 1 Điều 1 | a) Hộ nghèo: 5 triệu đồng một hộ;
dieu-1.1.-3 | Khoản 1 Điều 1 | b) Hộ cận nghèo: 3 triệu đồng một hộ.”.
dieu-1.2 | Khoản 2 Điều 1 | 2. Bổ sung Điều 5a vào sau Điều 5 như sau:
dieu-1.2.-1 | Khoản 2 Điều 1 | “Điều 5a. Hỗ trợ học phí
dieu-1.2.-2 | Khoản 2 Điều 1 | Học viên được hỗ trợ 100% học phí
dieu-1.3 | Khoản 3 Điều 1 | 3. Thay thế cụm từ
dieu-2 | Điều 2 | Điều 2. Bãi bỏ Điều 8, khoản 1 Điều 9
dieu-3 | Điều 3 | Điều 3. Điều khoản thi hành
dieu-3.1 | Khoản 1 Điều 3 | 1. Nghị quyết này có hiệu lực
dieu-3.2 | Khoản 2 Điều 3 | 2. Các nghị quyết sau đây hết hiệu lực
dieu-3.2.a | Điểm a Khoản 2 Điều 3 | a) Nghị quyết số 03/2018/NQ-HĐND
dieu-3.2.b | Điểm b Khoản 2 Điều 3 | b) Điều 2 Nghị quyết số 04/2019/NQ-HĐND.
dieu-3.-1 | Điều 3 | Nghị quyết này đã được Hội đồng nhân dân
""")


@pytest.mark.parametrize(
    ("name", "paragraphs", "by_hand"),
    [
        pytest.param("nghi-dinh", False, DECREE, id="decree, wrapped"),
        pytest.param("quyet-dinh", True, DECISION, id="decision with an enclosed regulation"),
        pytest.param("cong-van", True, LETTER, id="official letter"),
        pytest.param("cong-van", False, LETTER, id="official letter, wrapped"),
        pytest.param("nghi-quyet-dang", False, PARTY, id="Party resolution, wrapped"),
        pytest.param("nghi-quyet-dang", True, PARTY, id="Party resolution"),
        pytest.param("nghi-quyet-hdnd", True, COUNCIL, id="People's Council resolution"),
    ],
)
def test_the_tree_is_the_one_on_paper(
    name: str, paragraphs: bool, by_hand: list[tuple[str, str, str]]
) -> None:
    assert shortened(paper(name, paragraphs=paragraphs), by_hand) == by_hand


AMENDING = (
    "Nghị quyết sửa đổi, bổ sung một số điều của Nghị quyết số 12/2024/NQ-HĐND ngày 08 tháng 7 năm 2024 "
    "của Hội đồng nhân dân tỉnh quy định mức hỗ trợ kỹ năng số"
)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "nghi-dinh",
            (
                *("912/2025/NĐ-CP", "Nghị định", "Chính phủ", "Trần Văn Mẫu", "Phó Thủ tướng"),
                *("Hà Nội", date(2025, 10, 14), date(2025, 12, 1)),
                "Nghị định quy định về tổ công nghệ số cộng đồng",
            ),
        ),
        (
            "quyet-dinh",
            (
                *("77/2026/QĐ-UBND", "Quyết định", "UBND tỉnh Lạng Sơn", "Lê Thị Hoa", "Phó Chủ tịch"),
                *("Lạng Sơn", date(2026, 1, 5), date(2026, 1, 15)),
                "Quyết định ban hành Quy định quản lý chợ đêm trên địa bàn tỉnh Lạng Sơn",
            ),
        ),
        (
            "cong-van",
            (
                *("312/UBND-KGVX", "Công văn", "UBND tỉnh Lạng Sơn", "Nguyễn Thị Ví Dụ", "Phó Chủ tịch"),
                *("Lạng Sơn", date(2026, 2, 9), date(2026, 2, 9)),
                "Công văn về việc triển khai tổ công nghệ số cộng đồng năm 2026",
            ),
        ),
        (
            "nghi-quyet-dang",
            (
                *("99-NQ/TU", "Nghị quyết", "Ban Chấp hành Đảng bộ tỉnh", "Lê Văn Thí Dụ", "Bí thư"),
                *("Lạng Sơn", date(2026, 3, 12), date(2026, 3, 12)),
                "Nghị quyết về phát triển kỹ năng số cho người dân đến năm 2030",
            ),
        ),
        (
            "nghi-quyet-hdnd",
            (
                *("45/2026/NQ-HĐND", "Nghị quyết", "HĐND tỉnh Lạng Sơn", "Hoàng Văn Minh Họa", "Chủ tịch"),
                *("Lạng Sơn", date(2026, 7, 10), date(2026, 7, 20)),
                AMENDING,
            ),
        ),
    ],
)
def test_a_paper_says_everything_about_itself(name: str, said: tuple[object, ...]) -> None:
    document = paper(name, paragraphs=name not in ("nghi-dinh", "nghi-quyet-dang"))
    assert said == (
        *(document.number, document.kind, document.issuer, document.signer, document.office),
        *(document.issued_at, document.issued, document.validity.start),
        document.title,
    )


def stated(document: Document) -> list[tuple[str, str, str, str, str]]:
    return [
        (str(one.kind), one.paper, one.parts, one.excepted, one.place or one.path)
        for one in document.statements
        if one.kind is not RelationKind.BASED_ON
    ]


def test_a_decree_ends_a_paper_and_an_article_of_another() -> None:
    assert stated(paper("nghi-dinh", paragraphs=False)) == [
        ("lam_het_hieu_luc", "555/2020/NĐ-CP", "", "", "Khoản 2 Điều 5"),
        ("lam_het_hieu_luc", "556/2021/NĐ-CP", "Điều 7", "", "Khoản 2 Điều 5"),
    ]


def test_a_decision_replaces_another_but_for_an_article() -> None:
    document = paper("quyet-dinh", paragraphs=True)
    assert stated(document) == [("thay_the", "15/2019/QĐ-UBND", "", "Điều 4", "Điều 2")]
    assert document.relations == (("thay_the", "15/2019/QĐ-UBND"),)


def test_legal_bases_are_relations_with_their_place() -> None:
    bases = [
        (one.paper, one.path)
        for one in paper("nghi-dinh", paragraphs=False).statements
        if one.kind is RelationKind.BASED_ON
    ]
    assert bases == [("63/2025/QH15", "-1"), ("93/2025/QH15", "-2")]


def test_amending_clauses_name_the_provisions_and_take_the_paper_from_the_article_above() -> None:
    assert stated(paper("nghi-quyet-hdnd", paragraphs=True)) == [
        ("sua_doi", "12/2024/NQ-HĐND", "", "", ""),
        ("sua_doi", "12/2024/NQ-HĐND", "", "", "Điều 1"),
        ("sua_doi", "12/2024/NQ-HĐND", "khoản 2 Điều 5", "", "Khoản 1 Điều 1"),
        ("sua_doi", "12/2024/NQ-HĐND", "Điều 5a", "", "Khoản 2 Điều 1"),
        ("sua_doi", "12/2024/NQ-HĐND", "Điều 7", "", "Khoản 3 Điều 1"),
        ("lam_het_hieu_luc", "12/2024/NQ-HĐND", "Điều 8, khoản 1 Điều 9", "", "Điều 2"),
        ("lam_het_hieu_luc", "03/2018/NQ-HĐND", "", "", "Điểm a Khoản 2 Điều 3"),
        ("lam_het_hieu_luc", "04/2019/NQ-HĐND", "Điều 2", "", "Điểm b Khoản 2 Điều 3"),
    ]


def test_a_party_resolution_carries_out_a_higher_one() -> None:
    assert paper("nghi-quyet-dang", paragraphs=True).relations == (("thuc_hien", "57-NQ/TW"),)


def test_a_provision_may_begin_later_than_its_paper() -> None:
    document = paper("nghi-dinh", paragraphs=False)
    starts = {node.path: node.validity.start for node in document.walk() if node.validity.start}
    assert set(starts.values()) == {date(2026, 7, 1)}
    assert all(path.startswith("chuong-ii.muc-1.tieu-muc-1.dieu-3.2") for path in starts)
    assert len(starts) == 8


@pytest.mark.parametrize(
    ("clause", "start", "end"),
    [
        ("Quyết định này có hiệu lực từ ngày ký.", date(2026, 1, 5), None),
        ("Quyết định này có hiệu lực kể từ ngày ký ban hành.", date(2026, 1, 5), None),
        ("Quyết định này có hiệu lực thi hành sau 45 ngày kể từ ngày ký.", date(2026, 2, 19), None),
        ("Quyết định này có hiệu lực thi hành kể từ ngày 01/3/2026.", date(2026, 3, 1), None),
        (
            "Quyết định này có hiệu lực từ ngày 01 tháng 3 năm 2026 đến hết ngày 31 tháng 12 năm 2026.",
            date(2026, 3, 1),
            date(2027, 1, 1),
        ),
        ("Quyết định này hết hiệu lực từ ngày 01/01/2028.", date(2026, 1, 5), date(2028, 1, 1)),
        ("Nghị định số 1/2020/NĐ-CP có hiệu lực từ ngày 02/02/2020.", date(2026, 1, 5), None),
        ("Nếu Quyết định này hết hiệu lực từ ngày 01/01/2028 thì báo cáo.", date(2026, 1, 5), None),
        ("Giấy phép có hiệu lực từ ngày 02/02/2027.", date(2026, 1, 5), None),
    ],
)
def test_the_term_is_what_the_final_clause_says(clause: str, start: date, end: date | None) -> None:
    document = written(
        "Số: 5/QĐ-UBND\nLạng Sơn, ngày 05 tháng 01 năm 2026\nQUYẾT ĐỊNH\nVề chợ đêm\n"
        f"Điều 1. Mở chợ.\nĐiều 2. {clause}\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Thị Hoa"
    )
    assert (document.validity.start, document.validity.end) == (start, end)


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện theo Quyết định số 7/2020/QĐ-UBND.",
        "Hồ sơ nộp trước khi Quyết định số 7/2020/QĐ-UBND hết hiệu lực thì được giải quyết.",
        "Nghị định số 3/2020/NĐ-CP được sửa đổi, bổ sung tại Nghị định số 7/2021/NĐ-CP quy định việc này.",
        "Quyết định số 5/QĐ-UBND thay thế cho việc họp.",
        "Quyết định số 5/QĐ-UBND hết hiệu lực từ ngày 01/01/2028.",
        "Luật số 29/2013/QH13 được thay thế bởi Luật số 93/2025/QH15.",
        "Quyết định số 7/2020/QĐ-UBND được bãi bỏ theo Quyết định số 9/2021/QĐ-UBND.",
        "Quyết định số 7/2020/QĐ-UBND đã được bãi bỏ.",
        "Quyết định số 7/2020/QĐ-UBND đã hết hiệu lực.",
        "Bổ sung câu “Quyết định số 7/2020/QĐ-UBND hết hiệu lực.” vào phần giới thiệu.",
        "Sở Tài chính thay thế thiết bị hỏng theo Kế hoạch số 9/KH-UBND.",
    ],
)
def test_naming_a_paper_does_nothing_to_it(sentence: str) -> None:
    document = written(f"Số: 5/QĐ-UBND\nQUYẾT ĐỊNH\nVề chợ đêm\nĐiều 1. {sentence}\nĐiều 2. Thi hành.\n")
    assert document.statements == ()


LAW = """QUỐC HỘI
Luật số: 993/2025/QH15
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
LUẬT
KỸ NĂNG SỐ
Quốc hội ban hành Luật Kỹ năng số.
Điều 1. Sửa đổi một số điều của Luật số 943/2019/QH14 đã được sửa đổi theo Luật số 967/2023/QH15 và 971/2024/QH15
1. Bổ sung Điều 4a vào sau Điều 4 như sau:
"Điều 4a. Học liệu
Học liệu số là tài sản công."
2. Bãi bỏ khoản 3 Điều 9.
Điều 2. Thi hành
1. Luật này có hiệu lực từ ngày 01 tháng 10 năm 2025, trừ trường hợp quy định tại khoản 2 Điều này.
2. Điều 1 của Luật này có hiệu lực từ ngày 01 tháng 7 năm 2025.
3. Luật số 929/2013/QH13 hết hiệu lực kể từ ngày Luật này có hiệu lực, trừ quy định tại Điều 1 của Luật này.
Luật này được Quốc hội khóa XV, kỳ họp thứ 9 thông qua ngày 27 tháng 6 năm 2025.
CHỦ TỊCH QUỐC HỘI
Trần Thị Ví Dụ
"""


def test_a_law_is_named_in_capitals_dated_at_its_end_and_signed_without_recipients() -> None:
    law = written(LAW)
    assert (law.number, law.title, law.issuer) == ("993/2025/QH15", "Luật Kỹ năng số", "Quốc hội")
    assert (law.signer, law.office) == ("Trần Thị Ví Dụ", "Chủ tịch Quốc hội")
    assert (law.issued, law.validity.start) == (date(2025, 6, 27), date(2025, 10, 1))
    article = law.find("dieu-1.2")
    assert article is not None
    assert article.validity.start == date(2025, 7, 1)


def test_papers_named_as_earlier_amendments_and_provisions_of_its_own_are_left_alone() -> None:
    assert stated(written(LAW)) == [
        ("sua_doi", "943/2019/QH14", "", "", "Điều 1"),
        ("sua_doi", "943/2019/QH14", "Điều 4a", "", "Khoản 1 Điều 1"),
        ("lam_het_hieu_luc", "943/2019/QH14", "khoản 3 Điều 9", "", "Khoản 2 Điều 1"),
        ("lam_het_hieu_luc", "929/2013/QH13", "", "", "Khoản 3 Điều 2"),
    ]


@pytest.mark.parametrize(
    ("sentence", "done"),
    [
        ("Quyết định số 7/2020/QĐ-UBND được bãi bỏ.", ("lam_het_hieu_luc", "7/2020/QĐ-UBND", "")),
        (
            "Hủy bỏ khoản 3 Điều 2 Quyết định số 7/2020/QĐ-UBND.",
            ("lam_het_hieu_luc", "7/2020/QĐ-UBND", "khoản 3 Điều 2"),
        ),
        ("Quyết định này bãi bỏ Quyết định số 7/2020/QĐ-UBND.", ("lam_het_hieu_luc", "7/2020/QĐ-UBND", "")),
        (
            "Quyết định số 7/2020/QĐ-UBND được thay thế bằng Quyết định này.",
            ("thay_the", "7/2020/QĐ-UBND", ""),
        ),
        (
            "Điều 2 Quyết định số 7/2020/QĐ-UBND được sửa đổi như sau:",
            ("sua_doi", "7/2020/QĐ-UBND", "Điều 2"),
        ),
        (
            "Bổ sung khoản 4 vào Điều 2 Quyết định số 7/2020/QĐ-UBND.",
            ("sua_doi", "7/2020/QĐ-UBND", "khoản 4 vào Điều 2"),
        ),
    ],
)
def test_an_act_is_read_in_every_form(sentence: str, done: tuple[str, str, str]) -> None:
    (one,) = written(
        f"Số: 5/QĐ-UBND\nQUYẾT ĐỊNH\nVề chợ đêm\nĐiều 1. {sentence}\nĐiều 2. Thi hành.\n"
    ).statements
    assert (str(one.kind), one.paper, one.parts) == done


@pytest.mark.parametrize(
    ("subject", "amended"),
    [
        ("Sửa đổi Chương trình hành động của Chính phủ thực hiện Nghị quyết số 57-NQ/TW", []),
        ("Sửa đổi, bổ sung Kế hoạch số 12/KH-UBND triển khai Quyết định số 5/QĐ-TTg", ["12/KH-UBND"]),
        ("Phê duyệt đề án", []),
    ],
)
def test_a_title_amends_a_paper_and_not_what_that_paper_carries_out(subject: str, amended: list[str]) -> None:
    document = written(f"KẾ HOẠCH\n{subject}\n1. Mở chợ.\n")
    assert [one.paper for one in document.statements if one.kind is RelationKind.AMENDS] == amended


def test_a_line_that_had_room_for_the_next_word_ended_its_paragraph() -> None:
    wide = "Các cơ quan, đơn vị có trách nhiệm tổ chức thực hiện Kế hoạch này theo quy định của"
    document = written(
        f"KẾ HOẠCH\nVề chợ đêm\nI. TỔ CHỨC\n1. Sở Công Thương.\nMỗi quý một lần. {wide}\nPháp luật.\n",
        paragraphs=False,
    )
    assert [path for path, _, _ in tree(document)] == ["I", "I.1", "I.-1"]


# --- what follows the signature ------------------------------------------------------------------------------

SIGNED = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Thị Hoa\n"
BEGUN = f"QUYẾT ĐỊNH\nVề chợ đêm\nĐiều 1. Mở chợ.\n{SIGNED}"


def test_provisions_after_the_signature_without_a_heading_are_kept_and_doubted() -> None:
    document = written(BEGUN + "I. DANH SÁCH\n1. Chợ Kỳ Lừa.\n")
    assert [path for path, _, _ in tree(document)] == [
        *("dieu-1", "phan-sau-chu-ky", "phan-sau-chu-ky.I", "phan-sau-chu-ky.I.1"),
    ]
    assert any("sau chữ ký" in doubt.message for doubt in document.doubts)


@pytest.mark.parametrize(
    "content",
    [
        "DANH SÁCH CÁC CHỢ ĐÊM",
        "Danh sách này gồm các chợ đêm đã được Ủy ban nhân dân xã, phường đề nghị và Sở Công Thương thẩm định.",
    ],
)
def test_words_after_the_signature_are_kept(content: str) -> None:
    document = written(f"{BEGUN}{content}\nChợ Kỳ Lừa.\n")
    assert [words for _, _, words in tree(document)][-2:] == [content, "Chợ Kỳ Lừa."]
    assert document.signer == "Lê Thị Hoa"


def test_a_second_signature_is_no_content() -> None:
    second = "TM. BAN THƯỜNG TRỰC\nỦY BAN MẶT TRẬN TỔ QUỐC\nCHỦ TỊCH\nTrần Văn Mẫu\nNơi nhận:\n- Lưu: VT.\n"
    assert [path for path, _, _ in tree(written(BEGUN + second))] == ["dieu-1"]


def test_a_table_after_the_signature_is_kept() -> None:
    document = written(BEGUN + "{0}", Table((("TT", "Chợ"), ("1", "Kỳ Lừa")), 9))
    assert "Chợ: Kỳ Lừa" in [words for _, _, words in tree(document)]


def test_an_enclosed_plan_keeps_its_own_numbering() -> None:
    plan = "KẾ HOẠCH\nMở chợ đêm\n(Kèm theo Quyết định số 5/QĐ-UBND)\nĐiều 1. Mục tiêu.\n"
    paths = [path for path, _, _ in tree(written(BEGUN + plan))]
    assert paths == ["dieu-1", "ke-hoach-kem-theo", "ke-hoach-kem-theo.dieu-1"]


HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n-----\n"
)
RULES = "QUY CHẾ\nHọp chợ\n(Kèm theo Quyết định số 5/QĐ-UBND)\nĐiều 1. Họp chợ.\n"


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("QUYẾT ĐỊNH\nVề chợ đêm\nĐiều 1. Mở chợ.\n", id="no signature"),
        pytest.param(BEGUN, id="signature"),
        pytest.param(BEGUN + RULES.replace("QUY CHẾ", "QUY ĐỊNH"), id="after another one"),
        pytest.param(
            BEGUN + RULES.replace("QUY CHẾ", "QUY ĐỊNH") + SIGNED, id="after another one with a signature"
        ),
    ],
)
def test_head_and_signature_of_what_is_enclosed_are_no_provisions(before: str) -> None:
    for paragraphs in (True, False):
        words = [words for _, _, words in tree(written(before + HEAD + RULES, paragraphs=paragraphs))]
        assert set(words) <= {
            *("Điều 1. Mở chợ.", "Điều 1. Họp chợ."),
            *(f"{name} Họp chợ (Kèm theo Quyết định số 5/QĐ-UBND)" for name in ("QUY ĐỊNH", "QUY CHẾ")),
        }


def test_a_table_in_the_middle_belongs_to_the_clause_before_it() -> None:
    document = written(
        "KẾ HOẠCH\nVề chợ đêm\n1. Mức phí như sau:\n{0}\n2. Thi hành.\n",
        Table((("Chợ", "Phí"), ("A", "5")), 4),
    )
    assert [path for path, _, _ in tree(document)] == ["1", "1.-1", "1.-1.r1", "2"]
    assert [node.kind for node in document.walk()][2:4] == [ProvisionKind.TABLE, ProvisionKind.ROW]


def test_a_table_cut_by_a_page_break_is_one_table() -> None:
    heads = ("Chợ", "Phí")
    document = written(
        "KẾ HOẠCH\nVề chợ đêm\n1. Mức phí:\n{0}\n{1}\n",
        Table((heads, ("A", "5")), 4),
        Table((heads, ("B", "6")), 5),
    )
    rows = [words for path, _, words in tree(document) if ".r" in path]
    assert rows == ["Chợ: A; Phí: 5", "Chợ: B; Phí: 6"]


def test_roman_numbers_below_an_article_do_not_take_the_next_article() -> None:
    document = written(
        "QUYẾT ĐỊNH\nPhê duyệt đề án\nĐiều 1. Phê duyệt Đề án với các nội dung sau:\nI. MỤC TIÊU\n1. Một.\n"
        "II. GIẢI PHÁP\na) Hai.\nĐiều 2. Thi hành.\n"
    )
    assert [(path, place) for path, place, _ in tree(document)] == [
        ("dieu-1", "Điều 1"),
        ("dieu-1.I", "Mục I Điều 1"),
        ("dieu-1.I.1", "Mục I.1 Điều 1"),
        ("dieu-1.II", "Mục II Điều 1"),
        ("dieu-1.II.a", "Điểm a Mục II Điều 1"),
        ("dieu-2", "Điều 2"),
    ]


def test_head_and_signature_in_borderless_tables_are_read_by_columns() -> None:
    head = Table(
        (
            (
                "TỈNH ỦY LẠNG SƠN\n*\nSố 12-CTr/TU",
                "ĐẢNG CỘNG SẢN VIỆT NAM\nLạng Sơn, ngày 01 tháng 02 năm 2026",
            ),
        ),
        1,
    )
    signed = Table((("Nơi nhận:\n- Như trên.", "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nTrần Thị Mẫu"),), 9)
    document = written("{0}\nCHƯƠNG TRÌNH HÀNH ĐỘNG\nVề chợ đêm\n-----\n1. Mở chợ.\n{1}", head, signed)
    assert (document.number, document.issued_at, document.signer, document.office) == (
        *("12-CTr/TU", "Lạng Sơn", "Trần Thị Mẫu", "Phó Bí thư"),
    )
    assert document.issuer == "Ban Thường vụ Tỉnh ủy Lạng Sơn"
    assert tree(document) == [("1", "Mục 1", "1. Mở chợ.")]


def test_a_right_column_that_was_read_after_the_title_still_belongs_to_the_head() -> None:
    document = written(
        "UBND TỈNH LẠNG SƠN\nSố: 7/QĐ-UBND\nQUYẾT ĐỊNH\nVề chợ đêm\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\n-----\nLạng Sơn, ngày 05 tháng 01 năm\n2026\nỦY BAN NHÂN DÂN TỈNH LẠNG SƠN\n"
        "Căn cứ Luật số 72/2025/QH15;\nQUYẾT ĐỊNH:\nĐiều 1. Mở chợ.\n",
        paragraphs=False,
    )
    assert (document.number, document.issued, document.issued_at) == (
        *("7/QĐ-UBND", date(2026, 1, 5), "Lạng Sơn"),
    )
    assert document.title == "Quyết định về chợ đêm"
    assert [path for path, _, _ in tree(document)] == ["-1", "dieu-1"]


def test_a_right_column_that_was_read_after_the_addressee_still_belongs_to_the_head() -> None:
    document = written(
        "UBND TỈNH LẠNG SƠN\nSố: 7/UBND-TH\nV/v mời họp\nKính gửi:\n- Các sở.\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nLạng Sơn, ngày 05 tháng 01 năm 2026\nUBND tỉnh mời họp về chợ đêm.\n"
    )
    assert (document.issued, document.issuer) == (date(2026, 1, 5), "UBND tỉnh Lạng Sơn")
    assert [words for _, _, words in tree(document)] == [
        *("Kính gửi:", "- Các sở.", "UBND tỉnh mời họp về chợ đêm."),
    ]


def test_a_signature_that_was_read_after_the_name_of_an_appendix_still_signs() -> None:
    document = written(
        "KẾ HOẠCH\nVề chợ đêm\n1. Mở chợ.\nNơi nhận:\n- Các sở.\nPHỤ LỤC\nLỊCH MỞ CHỢ\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n"
        "Lê Thị Hoa\n(Kèm theo Kế hoạch số 5)\n1. Thứ sáu.\n"
    )
    assert (document.signer, document.office) == ("Lê Thị Hoa", "Phó Giám đốc")
    assert tree(document)[1:] == [
        ("phu-luc", "Phụ lục", "PHỤ LỤC LỊCH MỞ CHỢ (Kèm theo Kế hoạch số 5)"),
        ("phu-luc.1", "Mục 1 Phụ lục", "1. Thứ sáu."),
    ]


# --- doubts ---------------------------------------------------------------------------------------------------


def messages(document: Document) -> list[str]:
    return [f"{doubt.place}: {doubt.message}" for doubt in document.doubts]


@pytest.mark.parametrize(
    ("body", "doubt"),
    [
        ("1. Một.\n2. Hai.\n4. Bốn.\n", "dòng 5: giữa “2.” và “4.” thiếu 1 số"),
        ("1. Một.\n2. Hai.\n2. Hai.\n", "dòng 5: “2.” lặp lại"),
        ("3. Ba.\n4. Bốn.\n", "dòng 3: đánh số bắt đầu từ “3.”"),
        ("Điều 1. Một.\nĐiều 4. Bốn.\n", "dòng 4: giữa “Điều 1.” và “Điều 4.” thiếu 2 số"),
        ("a) Một.\nd) Hai.\n", "dòng 4: giữa “a)” và “d)” thiếu 2 số"),
        ("2. Hai.\n1. Một.\n", "dòng 4: “1.” đứng sau “2.”"),
    ],
)
def test_broken_numbering_is_doubted_with_its_place(body: str, doubt: str) -> None:
    assert any(message.startswith(doubt) for message in messages(written(f"KẾ HOẠCH\nVề chợ đêm\n{body}")))


@pytest.mark.parametrize(
    "body",
    [
        "1. Một.\n2. Hai.\na) Ba.\nb) Bốn.\n3. Năm.\n",
        "Chương I\nA\nĐiều 1. Một.\nChương II\nB\nĐiều 2. Hai.\n",
        "I. MỘT\n1. Một.\n2. Hai.\nII. HAI\n3. Ba.\n",
        "Điều 5. Một.\nĐiều 5a. Hai.\nĐiều 6. Ba.\n".replace("Điều 5.", "Điều 1.")
        .replace("5a", "1a")
        .replace("6", "2"),
    ],
)
def test_numbering_that_runs_on_is_not_doubted(body: str) -> None:
    assert not [one for one in messages(written(f"KẾ HOẠCH\nVề chợ\n{body}")) if "dòng" in one]


def test_what_a_paper_does_not_say_of_itself_is_doubted() -> None:
    found = "\n".join(messages(written("KẾ HOẠCH\nVề chợ đêm\n1. Mở chợ.\n")))
    for words in ("số hiệu", "ngày ban hành", "người ký", "cơ quan ban hành"):
        assert words in found
    assert messages(paper("quyet-dinh", paragraphs=True)) == []


def test_legal_bases_on_full_lines_are_paragraphs_of_their_own() -> None:
    basis = "Căn cứ Luật Tổ chức chính quyền địa phương và các luật khác có liên quan của Nhà nước."
    document = written(f"QUYẾT ĐỊNH\nVề chợ đêm\n{basis}\n{basis}\nĐiều 1. Mở chợ.\n", paragraphs=False)
    assert [words for _, _, words in tree(document)] == [basis, basis, "Điều 1. Mở chợ."]


def test_a_readers_doubts_come_first() -> None:
    reading = Doubt("trang 1, dòng 2", "có ký tự không đọc được")
    blocks = (Line("KẾ HOẠCH", 1), Line("Về chợ", 2), Line("2. Mở chợ.", 3))
    doubts = read_official(Path("a.pdf"), Source(blocks, doubts=(reading,))).doubts
    assert doubts[0] == reading
    assert len(doubts) > 2


def test_a_table_with_ragged_rows_is_doubted_and_kept() -> None:
    document = written("KẾ HOẠCH\nVề chợ\n1. Phí:\n{0}", Table((("Chợ", "Phí"), ("A",)), 4, page=2))
    assert "Chợ: A" in [words for _, _, words in tree(document)]
    assert any(one.startswith("trang 2, dòng 4: dòng 2 của bảng thiếu ô") for one in messages(document))
