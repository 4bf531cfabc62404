"""The signature block: where it begins, who signed and in what office."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.importer.labels import CAPITALS
from vietnamese.text import fold

_MARK = rf"(?:(?:TM|KT|TL|TUQ|Q)\.|(?:T/M|K/T|T/L)\.?)\s+(?=[{CAPITALS}])"
_BEGINS = re.compile(rf"(Nơi nhận\s*(?:[:.]|$)|{_MARK}|Xác thực văn bản)")
_FOR_BODY = re.compile(r"\b(?:TM\.|T/M\.?)\s")
_FOR = re.compile(rf"\b{_MARK}(.+)$")
_OFFICES = (
    "chu tich", "pho chu tich", "chu tich quoc hoi", "chu tich nuoc", "thu tuong", "pho thu tuong", "bo truong",
    "thu truong", "giam doc", "pho giam doc", "tong bi thu", "bi thu", "pho bi thu", "chanh van phong",
    "pho chanh van phong", "truong ban", "pho truong ban", "cuc truong", "pho cuc truong", "tong giam doc",
    "hieu truong", "chanh thanh tra", "truong phong", "chu nhiem", "pho chu nhiem", "vien truong", "chanh an",
    "thuong truc ban bi thu", "tong thanh tra", "thong doc", "pho thong doc", "uy vien thuong truc", "truong doan",
)  # fmt: skip
_OFFICE = re.compile(rf"(?:{'|'.join(sorted(_OFFICES, key=len, reverse=True))})\b")
#: A line in capitals, or what stands in capitals to the right of a recipient.
_SHOUTED = re.compile(rf"(?:^|(?<=[.;,] ))[{CAPITALS}]{{2,}}(?:\s[{CAPITALS}]{{1,}})*$")
_RANKS = re.compile(
    r"(?:(?:GS|PGS|TS|ThS|BS|KS|CN|LS)\.?\s*)+|(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)\s+"
)
_NAME = re.compile(rf"[{CAPITALS}][^\W\d_{CAPITALS}]*(?:\s[{CAPITALS}][^\W\d_{CAPITALS}]*){{1,4}}$")


def ends_body(text: str) -> bool:
    """Whether a line begins the signature block: "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "T/M BỘ CHÍNH TRỊ"."""
    return _BEGINS.match(text) is not None


def is_signed(text: str, following: Sequence[str]) -> bool:
    """Whether a line is an office in capitals with a name under it: laws end so, without "Nơi nhận"."""
    office = text.isupper() and _OFFICE.match(fold(text)) is not None and len(text) < 60
    return office and any(person(line) for line in following)


def opens_signature(text: str) -> bool:
    """Whether the name of who signed is to follow: "KT. CHỦ TỊCH", "BỘ TRƯỞNG"."""
    return _FOR.search(text) is not None or (text.isupper() and _OFFICE.match(fold(text)) is not None)


def signer_of(tail: Sequence[str]) -> tuple[str, str]:
    """Name and office of who signed; empty where the block does not say."""
    office = ""
    open_for_name = False
    for text in tail:
        if mark := _FOR.search(text):
            open_for_name = True
            named = mark[1].strip()
            office = "" if _FOR_BODY.search(text) else _office(named)
        elif found := _office(shouted[0] if (shouted := _SHOUTED.search(text)) else ""):
            open_for_name = True
            office = found
        elif open_for_name and (name := person(text)):
            return name, office
    return "", office if open_for_name else ""


def person(text: str) -> str:
    """The person's name that a line is, or ends with after a recipient to the left of it; else empty."""
    for part in (text, re.split(r"[.;]\s+", text)[-1]):
        bare = _RANKS.sub("", part, count=1).strip() if _RANKS.match(part) else part.strip()
        words = fold(bare)
        if (
            _NAME.match(bare)
            and not _OFFICE.match(words)
            and not words.startswith(("noi nhan", "luu", "kinh gui"))
        ):
            return bare
    return ""


def _office(text: str) -> str:
    """An office in capitals as running text has it: "Phó Chủ tịch"."""
    match = _OFFICE.match(fold(text))
    if match is None or len(fold(text)) != len(text):
        return ""
    words = text.lower().split()
    bound = 2 if words[0] in ("phó", "tổng", "chánh") and len(words) > 1 else 1
    spelled = " ".join(word.capitalize() if index < bound else word for index, word in enumerate(words))
    return spelled.replace(" quốc hội", " Quốc hội").replace(" văn phòng", " Văn phòng")
