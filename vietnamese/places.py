"""The provinces and cities of Vietnam that a text names."""

from __future__ import annotations

import re

from vietnamese.text import fold, fold_aligned, has_marks, nfc
from vietnamese.tones import place_tones

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
_PROVINCE = re.compile(
    r"\b(?:" + "|".join(re.escape(name).replace(r"\ \-\ ", r"\s?-\s?") for name in PROVINCES) + r")\b"
)
_UNIT = re.compile(r"\b(?:tinh|thanh pho|tp)\.?\s*$")
_BELOW = re.compile(r"\b(?:xa|phuong|huyen|thi tran|thon|(?<!thanh )pho|duong|doan tncs|tu tuong)\s*$")
#: Names that are everyday words or a person's without their marks: there they need "tỉnh" or "thành phố" before them.
_AMBIGUOUS = frozenset({"hoa binh", "hue", "binh dinh", "thai binh", "phu yen", "an giang", "long an"})


def provinces_in(text: str) -> frozenset[str]:
    """The provinces and cities that a text names, with or without diacritics; folded names.

    What is typed with diacritics must have the name's own: "đã nâng" is not Đà Nẵng.
    """
    clean = place_tones(nfc(text))
    folded, offsets = fold_aligned(clean)
    found = set()
    for match in _PROVINCE.finditer(folded):
        name = re.sub(r"\s?-\s?", " - ", match.group())
        as_typed = clean[offsets[match.start()] : offsets[match.end()]]
        before = folded[: match.start()]
        if _BELOW.search(before):
            continue
        if has_marks(as_typed) and as_typed.casefold().split() != PROVINCES[name].casefold().split():
            continue
        listed = as_typed.istitle() and before.endswith((", ", " va "))
        if name in _AMBIGUOUS and not (_UNIT.search(before) or listed):
            continue
        found.add(name)
    return frozenset(found)
