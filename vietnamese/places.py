"""Provinces and cities of Vietnam, and the units below them that a text names."""

from __future__ import annotations

import re

from vietnamese.text import fold, nfc

#: The 34 provinces and cities since 1 July 2025 (Resolution 202/2025/QH15) and the names of those merged into them.
_PROVINCES = (
    "An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Bình Định, Bình Phước, "
    "Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, "
    "Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình, Hồ Chí Minh, Huế, Hưng Yên, "
    "Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình, "
    "Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, "
    "Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái"
)
#: Folded name to the name as written.
PROVINCES = {fold(name): name for name in _PROVINCES.split(", ")}
_PROVINCE = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, PROVINCES), key=len, reverse=True))})\b")
#: Names that are common words or surnames without their marks ("hoa binh"): there they need "tỉnh" before them.
_AMBIGUOUS = frozenset({"hoa binh", "hue", "binh dinh", "thai binh", "phu yen", "an giang", "long an"})


def provinces_in(text: str) -> frozenset[str]:
    """The provinces and cities that a text names, with or without diacritics; folded names."""
    folded = fold(nfc(text))
    found = set()
    for match in _PROVINCE.finditer(folded):
        before = folded[: match.start()].rstrip()
        below = re.search(r"\b(?:xa|phuong|huyen|thi tran|thon|pho|duong)$", before)
        if below or (match.group() in _AMBIGUOUS and not before.endswith(("tinh", "thanh pho", "tp", "tp."))):
            continue
        found.add(match.group())
    return frozenset(found)
