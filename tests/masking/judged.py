"""The judged set: 500 sentences with made-up personal data, 500 look-alikes. Never read while fitting patterns.

It was written before the patterns that it judges; ``development.py`` has other frames and other hands' ways of typing.
Whoever looks at what fails here in order to change a pattern has to write a new set.
"""

# ruff: noqa: E501, S311 - the sentences are as long as people make them; made up from fixed seeds

from __future__ import annotations

import random
from collections.abc import Callable

from tests.masking.sentences import Sentence, planted

Maker = Callable[[random.Random], str]


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def _mobile(dice: random.Random) -> str:
    number = dice.choice(("090", "091", "094", "096", "097", "098", "032", "033", "035", "037", "038", "039"))
    number += dice.choice(("3", "8", "6", "5", "9")) + _digits(dice, 6)
    a, b, c = number[:4], number[4:7], number[7:]
    return dice.choice(
        (
            number,
            number,
            number,
            f"{a} {b} {c}",
            f"{a}.{b}.{c}",
            f"{a}-{b}-{c}",
            f"{a} - {b} - {c}",
            f"{number[:3]} {number[3:6]} {number[6:]}",
            f"{number[:3]}.{number[3:6]}.{number[6:]}",
            f"{number[:2]} {number[2:4]} {number[4:6]} {number[6:8]} {number[8:]}",
            f"{number[:5]} {number[5:]}",
            f"+84{number[1:]}",
            f"+84 {number[1:4]} {number[4:7]} {number[7:]}",
            f"84{number[1:]}",
            f"(+84){number[1:]}",
            f"o{number[1:]}",
            f"{a}  {b}  {c}",
        )
    )


def _landline(dice: random.Random) -> str:
    area, rest = dice.choice(("0205", "024", "028", "0204", "0225")), "3" + _digits(dice, 6)
    if len(area) == 3:
        rest += _digits(dice, 1)
    return dice.choice(
        (
            f"{area}{rest}",
            f"{area} {rest}",
            f"({area}) {rest[:4]} {rest[4:]}",
            f"{area}.{rest[:4]}.{rest[4:]}",
            f"{area}-{rest}",
        )
    )


def _citizen(dice: random.Random) -> str:
    number = dice.choice(("020", "024", "001", "004", "008", "026")) + dice.choice("0123") + _digits(dice, 2)
    number += _digits(dice, 6)
    return dice.choice(
        (
            number,
            number,
            number,
            number,
            f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}",
            f"{number[:3]}.{number[3:6]}.{number[6:9]}.{number[9:]}",
            f"{number[:4]} {number[4:8]} {number[8:]}",
            f"{number[:6]} {number[6:]}",
            f"{number[:3]}-{number[3:6]}-{number[6:9]}-{number[9:]}",
            f"{number[:3]} {number[3:]}",
        )
    )


def _old_identity(dice: random.Random) -> str:
    number = dice.choice(("08", "09", "01", "12", "17")) + _digits(dice, 6) + dice.choice("1234567")
    return dice.choice((number, number, f"{number[:3]} {number[3:6]} {number[6:]}"))


def _card(dice: random.Random) -> str:
    number = dice.choice(("9704", "4218", "5203", "3562")) + _digits(dice, 11) + dice.choice("123456789")
    groups = [number[at : at + 4] for at in range(0, 16, 4)]
    if dice.random() < 0.2:
        return "9704" + _digits(dice, 14) + dice.choice("123456789")
    return dice.choice((number, " ".join(groups), "-".join(groups), ".".join(groups)))


_PEOPLE = (
    "nguyenvanan",
    "tranthi.hoa",
    "hoang_ngoc_lan",
    "le.minh.duc1988",
    "lycong",
    "vithithuy93",
    "n.t.huong",
)


def _mail(dice: random.Random) -> str:
    who = dice.choice(_PEOPLE) + dice.choice(("", "", "88", "_ls", ".vn"))
    host = dice.choice(
        ("gmail.com", "yahoo.com.vn", "langson.gov.vn", "skhcn.langson.gov.vn", "hotmail.com", "abc-tech.vn")
    )
    return dice.choice(
        (
            f"{who}@{host}",
            f"{who}@{host}",
            f"{who}@{host}",
            f"{who.upper()}@{host.upper()}",
            f"{who} @{host}" if host == "gmail.com" else f"{who}@{host}",
        )
    )


def _tax(dice: random.Random) -> str:
    while True:
        nine = dice.choice(("49", "01", "02", "47", "23", "81", "83", "85")) + "00"[: dice.choice((0, 2))]
        nine = (nine + _digits(dice, 9))[:9]
        check = (
            10
            - sum(
                int(sign) * weight
                for sign, weight in zip(nine, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=True)
            )
            % 11
        )
        if check != 10:
            break
    ten = f"{nine}{check}"
    branch = f"{dice.randint(1, 40):03}"
    return dice.choice((ten, ten, ten, f"{ten}-{branch}", f"{ten}-{branch}", f"{ten} - {branch}"))


def _tax_named(dice: random.Random) -> str:
    ten = "49" + _digits(dice, 7) + dice.choice("123456789")
    return dice.choice(
        (
            ten,
            f"{ten[:4]} {ten[4:7]} {ten[7:]}",
            f"{ten}-{dice.randint(1, 9):03}",
            f"{ten[:4]}.{ten[4:7]}.{ten[7:]}",
        )
    )


def _plate(dice: random.Random) -> str:
    place, five = (
        dice.choice(("12", "29", "30", "98", "99", "88", "43")),
        _digits(dice, 4) + dice.choice("123456789"),
    )
    letter = dice.choice("ABCDEFHKLS")
    dotted = f"{five[:3]}.{five[3:]}"
    return dice.choice(
        (
            f"{place}{letter}-{dotted}",
            f"{place}{letter}-{dotted}",
            f"{place}{letter}-{five}",
            f"{place}{letter} {dotted}",
            f"{place}{letter}{five}",
            f"{place}{letter.lower()}-{dotted}",
            f"{place}{letter.lower()}{five}",
            f"{place}{letter}1-{dotted}",
            f"{place}-{letter}1 {dotted}",
            f"{place}{letter}1 {five}",
            f"{place}{letter.lower()}1-{five}",
            f"{place}LD-{dotted}",
            f"{place}{letter}1-{dice.randint(3000, 9999)}",
            f"{place}AA-{dotted}",
            f"{place}{letter}.{five}",
        )
    )


def _passport(dice: random.Random) -> str:
    return dice.choice("BCNP") + _digits(dice, 7)


def _account(dice: random.Random) -> str:
    number = (
        dice.choice("123456789") + _digits(dice, dice.choice((8, 9, 11, 12, 13))) + dice.choice("123456789")
    )
    return dice.choice((number, number, f"{number[:4]} {number[4:8]} {number[8:]}"))


_MAKERS: dict[str, Maker] = {
    "D": _mobile,
    "B": _landline,
    "C": _citizen,
    "M": _old_identity,
    "T": _card,
    "E": _mail,
    "S": _tax,
    "N": _tax_named,
    "P": _plate,
    "H": _passport,
    "K": _account,
}

_FRAMES = (
    # telephones
    "Cho tôi hỏi về chuyển đổi số, gọi lại số {D} giúp tôi",
    "toi ten Hung sdt {D} can tu van ho so",
    "sđt e là {D}, a gọi lại cho e vs ạ",
    "lh {D} gặp chị Hoa nhé",
    "ALO SO {D} CO AI NGHE MAY KHONG",
    "zalo cua toi {D}",
    "Nhà tôi ở khối 3, điện thoại bàn {B}",
    "co gi nhan minh qua {D} hoac {D}",
    "Hai vợ chồng tôi dùng số {D}, {D}; số nào liên lạc cũng được.",
    "Tôi là cán bộ xã, số {D}, hỏi về Nghị quyết 57-NQ/TW",
    "{D} goi toi nhe toi hoi ve ke hoach 2026",
    "ai cho e xin sdt so KHCN voi, e de lai sdt e nha {D}",
    "đt: {D}",
    "Máy bàn: {B} / di động: {D}",
    "Gọi vào ngày 12/10/2026 số {D} lúc 9h",
    # identity papers
    "CCCD của tôi là {C}, tôi làm thủ tục được chưa?",
    "so can cuoc {C} cap ngay 10/05/2021",
    "e mất cccd số {C} thì làm lại ở đâu",
    "cmnd {M} do CA Lang Son cap nam 2012",
    "Tôi tên Vi Văn Toàn, sinh ngày 02/03/1980, căn cước {C}, ngụ tại xã Đồng Đăng",
    "{C} là số định danh cá nhân con tôi, tra giúp",
    "can cuoc cong dan: {C}, cmnd cu: {M}",
    "ma dinh danh {C} co nop ho so online dc ko",
    "CMTND {M} hết hạn rồi",
    "số giấy tờ của bố tôi {M}, của mẹ tôi {C}",
    "cho hỏi {C} có đúng là mã tỉnh Lạng Sơn không",
    # cards
    "thẻ ngân hàng {T} bị trừ tiền phí dịch vụ công",
    "toi nop phi bang the {T} ma chua thay bien lai",
    "Visa {T} het han 12/28",
    "So the ATM cua toi: {T}. Hoan tien cho toi.",
    "the {T} sdt {D}",
    # mail
    "gửi kết quả vào {E} nhé",
    "mail e la {E} a gui file ke hoach cho e voi",
    "Email: {E}, điện thoại: {D}",
    "Tôi đăng ký bằng thư {E} nhưng không nhận được mã",
    "lien he {E} hoac {D}",
    "{E} là địa chỉ của tôi",
    # tax
    "Doanh nghiệp tôi có MST {S} được hỗ trợ gì theo Nghị quyết 193?",
    "cty tnhh hoi xuan, mst: {N}, hoi ve uu dai thue",
    "mã số thuế cá nhân của tôi {S}",
    "ma so thue {N} dang o trang thai nao",
    "chi nhánh chúng tôi mã {S} muốn nộp hồ sơ",
    "HTX Na Sầm (MST {N}) xin hỗ trợ chuyển đổi số",
    "hộ kinh doanh Lan Anh {S}",
    # plates
    "xe biển số {P} của tôi bị phạt nguội",
    "bks {P} tra cuu o dau",
    "Chiếc {P} đăng ký tại Lạng Sơn năm 2019 đổi biển thế nào?",
    "xe may {P} cua toi mat dang ky",
    "toi di xe {P} sdt {D}",
    "xe {P} và xe {P} va chạm ở Đồng Đăng",
    "Ô tô mang biển kiểm soát {P} đỗ trước cổng Sở",
    # passports, accounts
    "Hộ chiếu số {H} của tôi còn hạn đến 2030",
    "ho chieu {H} di cua khau huu nghi",
    "số tài khoản {K} Agribank chi nhánh Lạng Sơn, chuyển giúp tôi",
    "stk {K} vcb ten Nguyen Thi Lan",
    "tài khoản của tôi là {K} tại BIDV",
    # several kinds at once, with figures of the papers beside
    "Tôi là Hoàng Thị Mai, CCCD {C}, ĐT {D}, email {E}, hỏi chỉ tiêu năm 2026 của Nghị quyết 57-NQ/TW",
    "ho ten: Ly Van Phu; cccd: {C}; sdt: {D}; bien so: {P}",
    "Cty CP Mẫu Sơn, MST {S}, giám đốc {D}, kế toán {D}, mail {E}. Kinh phí 25.000 tỷ đồng lấy ở đâu?",
    "theo QĐ 1169/QĐ-TTg ngày 16/10/2018, tôi số {D} muốn hỏi 12 nhiệm vụ",
    "Em trai tôi {M}, tôi {C}, nhà có xe {P}",
    "tôi nộp 1.500.000 đồng từ thẻ {T} ngày 05/11/2026",
    "gd sở nói gọi {D} mà gọi 3 lần ko dc, gửi mail {E} cũng ko trả lời, mst {S}",
    "{P}, {D}, {C}",
)

_LOOKS: tuple[tuple[str, tuple[Maker, ...]], ...]


def _between(low: int, high: int) -> Maker:
    return lambda dice: str(dice.randint(low, high))


def _money(dice: random.Random) -> str:
    amount = dice.choice((10, 25, 150, 1200, 3500, 250, 4999)) * 10 ** dice.choice((6, 7, 8, 9))
    dotted = f"{amount:,}".replace(",", ".")
    return dice.choice(
        (
            f"{dotted} đồng",
            f"{dotted}đ",
            f"{dotted} VND",
            f"{amount} đồng",
            f"{amount} dong",
            f"{amount}đ",
            f"{amount:,} đồng",
            f"{dice.randint(2, 900)} tỷ đồng",
            f"{dice.randint(1, 99)},{dice.randint(1, 9)} triệu USD",
            f"{dice.randint(1, 30)}.{dice.randint(100, 999)} tỷ",
            f"{dotted} VNĐ",
        )
    )


def _date(dice: random.Random) -> str:
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(1995, 2045)
    return dice.choice(
        (
            f"{day:02}/{month:02}/{year}",
            f"{day}/{month}/{year}",
            f"{day:02}-{month:02}-{year}",
            f"{day:02}.{month:02}.{year}",
            f"ngày {day} tháng {month} năm {year}",
            f"ngay {day} thang {month} nam {year}",
            f"{year}-{month:02}-{day:02}",
            f"{day:02}/{month:02}/{year} - {day:02}/{month:02}/{year + 1}",
            f"{dice.randint(7, 20)}h{dice.randint(10, 59)} ngày {day:02}/{month:02}/{year}",
            f"{day:02}/{month:02}/{year % 100:02}",
        )
    )


def _paper(dice: random.Random) -> str:
    number, year = dice.randint(1, 3200), dice.randint(2015, 2026)
    return dice.choice(
        (
            f"{number}/QĐ-UBND",
            f"{number}/KH-UBND",
            f"{number}/{year}/NĐ-CP",
            f"{number}/{year}/TT-BKHCN",
            f"{number}/{year}/QH15",
            f"{dice.randint(1, 99)}-NQ/TW",
            f"{dice.randint(1, 300)}-KH/TU",
            f"{number}/NQ-HĐND",
            f"{number}/BC-SKHCN-VP",
            f"quyet dinh {number} qd ubnd",
            f"nghi dinh so {number}/{year}/nd-cp",
            f"công văn số {number}/SKHCN-QLKH ngày {dice.randint(1, 28)}/{dice.randint(1, 12)}/{year}",
            f"Thông tư {dice.randint(1, 60):02}/{year}/TT-BTTTT",
            f"1.{dice.randint(1000, 12999):06}.000.00.00.H37",
            f"2.{dice.randint(1000, 2999):06}.H37",
            f"000.00.{dice.randint(10, 40)}.H37-{year % 100}{dice.randint(1, 12):02}{dice.randint(1, 28):02}-{dice.randint(1, 9999):04}",
            f"H37.{dice.randint(1, 30)}-{year % 100}{dice.randint(1, 12):02}{dice.randint(1, 28):02}-{dice.randint(1, 999):04}",
            f"TCVN {dice.randint(1000, 13999)}:{year}",
            f"QCVN {dice.randint(10, 120)}:{year}/BTTTT",
            f"ISO/IEC 27001:{dice.choice((2013, 2022))}",
        )
    )


def _figure(dice: random.Random) -> str:
    return dice.choice(
        (
            f"{dice.randint(1, 99)},{dice.randint(1, 99)}%",
            f"{dice.randint(1, 99)}%",
            f"{dice.randint(1, 999)}.{dice.randint(100, 999)} hồ sơ",
            f"{dice.randint(1, 999)}.{dice.randint(100, 999)} lượt truy cập",
            f"{dice.randint(1, 99)} xã, phường",
            f"{dice.randint(100, 999)}.{dice.randint(100, 999)} người dân",
            f"{dice.randint(1, 9)}.{dice.randint(100, 999)}.{dice.randint(100, 999)} người",
            f"{dice.randint(1000000, 99999999)} lượt",
            f"{dice.randint(1000, 9999)} trạm BTS",
            f"{dice.randint(1, 99)},{dice.randint(100, 999)} km2",
            f"{dice.randint(100, 900)} Mbps",
            f"{dice.randint(10, 99)} - {dice.randint(100, 200)} nhiệm vụ",
            f"{dice.randint(2, 60)}/{dice.randint(61, 99)} chỉ tiêu",
        )
    )


def _hotline(dice: random.Random) -> str:
    return dice.choice(
        (
            "113",
            "114",
            "115",
            "111",
            "1022",
            f"1900 {dice.randint(1000, 9999)}",
            f"1900{dice.randint(1000, 9999)}",
            f"1900.{dice.randint(1000, 9999)}",
            f"1800 {dice.randint(1000, 9999)}",
            f"1800{dice.randint(1000, 9999)}",
            f"1900 {dice.randint(10, 99)} {dice.randint(10, 99)} {dice.randint(10, 99)}",
            f"18001{dice.randint(100, 999)}",
            f"1900-{dice.randint(1000, 9999)}",
        )
    )


def _years(dice: random.Random) -> str:
    first = dice.randint(2015, 2030)
    return dice.choice(
        (
            f"{first}-{first + 5}",
            f"{first} - {first + 5}",
            f"{first}–{first + 5}",
            f"{first}, {first + 1}, {first + 2}, {first + 3}",
            f"{first} {first + 1} {first + 2}",
            f"{first}/{first + 1}",
            f"quý {dice.randint(1, 4)}/{first}",
            f"tháng {dice.randint(1, 12)}/{first}",
        )
    )


def _place(dice: random.Random) -> str:
    return dice.choice(
        (
            f"Điều {dice.randint(1, 90)} khoản {dice.randint(1, 9)} điểm {dice.choice('abcđ')}",
            f"mục I.{dice.randint(1, 9)}.{dice.randint(1, 9)}.{dice.randint(1, 9)}",
            f"mục {dice.randint(1, 9)}.{dice.randint(1, 20)}.{dice.randint(1, 20)}",
            f"Phụ lục {dice.randint(1, 9)}, dòng {dice.randint(1, 120)}",
            f"lớp {dice.randint(10, 12)}A{dice.randint(1, 9)} năm học {dice.randint(2020, 2026)}",
            f"số {dice.randint(1, 200)} đường Trần Hưng Đạo",
            f"phòng {dice.randint(10, 40)}{dice.choice('AB')} tầng {dice.randint(2, 9)}",
            f"{dice.randint(20, 22)}.{_digits(dice, 6)}, {dice.randint(105, 107)}.{_digits(dice, 6)}",
            f"phiên bản {dice.randint(1, 9)}.{dice.randint(0, 20)}.{dice.randint(0, 99)}",
            f"địa chỉ IP 10.{dice.randint(1, 250)}.{dice.randint(1, 250)}.{dice.randint(1, 250)}",
            f"bước sóng {dice.randint(400, 700)} nm, {dice.randint(10, 99)}kg",
        )
    )


_LOOK_MAKERS: dict[str, Maker] = {
    "t": _money,
    "n": _date,
    "v": _paper,
    "s": _figure,
    "h": _hotline,
    "y": _years,
    "c": _place,
}

_LOOK_FRAMES = (
    "Kinh phí thực hiện là {t} phải không?",
    "tong kinh phi {t} cho giai doan {y}",
    "Tỉnh chi {t} cho chuyển đổi số, tăng {s}",
    "nam 2026 ngan sach {t} trong do {t} cho khcn",
    "mức hỗ trợ tối đa {t} theo {v}",
    "hạn nộp hồ sơ {n}",
    "Kế hoạch ban hành {n} có hiệu lực từ {n}",
    "tu {n} den {n} lam gi",
    "cuộc họp lúc {n}",
    "nội dung {v} là gì",
    "Văn bản {v} thay thế {v} đúng không?",
    "cho hoi {v} quy dinh gi ve {c}",
    "thủ tục {v} làm ở đâu",
    "mã hồ sơ {v} đã giải quyết chưa",
    "tra cuu ho so {v}",
    "đạt {s}, vượt {s}",
    "ti le {s} nam {y}",
    "Chỉ tiêu {s} hoàn thành trong {y}?",
    "gọi {h} để được hướng dẫn",
    "tong dai {h} hoat dong may gio",
    "đường dây nóng {h} hay {h}?",
    "giai đoạn {y} có gì mới",
    "so sanh {y} voi {y}",
    "{c} của {v} nói gì",
    "xem {c}",
    "Theo {c}, mức phạt là {t}",
    "toa do tru so: {c}",
    "{v} {n} {s}",
    "ke hoach {v} {y} von {t} dat {s}",
    "dân số {s}, diện tích {s}, thu ngân sách {t}",
)


def personal() -> list[Sentence]:
    """The sentences with personal data."""
    dice = random.Random(57_2026)
    return [planted(_FRAMES[at % len(_FRAMES)], _MAKERS, dice) for at in range(500)]


def look_alikes() -> list[str]:
    """The sentences without."""
    dice = random.Random(1169_2026)
    return [planted(_LOOK_FRAMES[at % len(_LOOK_FRAMES)], _LOOK_MAKERS, dice).text for at in range(500)]
