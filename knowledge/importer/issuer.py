"""Who issues a paper: named in capitals at the head, and again after "TM." at the signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge.importer.labels import CAPITALS
from vietnamese.text import fold

_BODIES = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Chính phủ", "Thủ tướng Chính phủ", "Quốc hội",
    "Ủy ban Thường vụ Quốc hội", "Chủ tịch nước", "Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương",
    "Ban Chấp hành", "Ban Thường vụ", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Đảng ủy", "Văn phòng", "Ban Chỉ đạo",
    "Ban Tổ chức", "Ban Tuyên giáo", "Bộ", "Bộ trưởng", "Sở", "Cục", "Chi cục", "Viện", "Trường", "Trung tâm",
    "Thanh tra", "Tòa án", "Viện kiểm sát", "Ngân hàng", "Mặt trận", "Thường trực", "Hội", "Tỉnh đoàn", "Liên minh",
    "Tổng cục", "Ban Quản lý", "UBND", "HĐND", "Chủ tịch", "Giám đốc", "Phòng",
)  # fmt: skip
#: Below the title, where subjects in capitals stand too ("SỞ HỮU TRÍ TUỆ", "PHÒNG, CHỐNG THAM NHŨNG").
_UNMISTAKABLE = (
    "uy ban nhan dan", "hoi dong nhan dan", "chinh phu", "thu tuong chinh phu", "quoc hoi", "uy ban thuong vu",
    "chu tich", "bo truong", "giam doc", "bo chinh tri", "ban bi thu", "ban chap hanh", "ban thuong vu", "tinh uy",
    "ubnd", "hdnd", "chanh van phong", "cuc truong", "thong doc", "tong thanh tra", "ban chi dao",
)  # fmt: skip


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})\b")


_HEADS = _any_of(fold(body) for body in _BODIES)
_BELOW = _any_of(_UNMISTAKABLE)
_SHORT = {"uy ban nhan dan": "UBND", "hoi dong nhan dan": "HĐND"}
_UNIT_WORDS = "tỉnh|thành phố|huyện|xã|phường|thị trấn|đặc khu"
_UNIT = re.compile(rf"\b({_UNIT_WORDS})((?:\s+[{CAPITALS}]\w*)+)")
_SHOUTED_UNIT = re.compile(rf"\b({_UNIT_WORDS.upper()})\s+(?!ỦY\b)((?:[{CAPITALS}]+\s*)+)$")
_SIGNED_FOR = re.compile(r"\b(?:TM\.|T/M\.?)\s*(.+)$")
_COMMITTEES = ("tinh uy", "thanh uy", "huyen uy", "dang uy")
#: Longer lines in capitals are titles that begin like an issuer ("BỘ CHỈ TIÊU …").
_LONGEST = 80


def is_issuer(text: str) -> bool:
    """Whether a line is in capitals and only names who issues the paper."""
    return text.isupper() and len(text) <= _LONGEST and _BELOW.match(fold(text)) is not None


def names_body(text: str) -> bool:
    """Whether a line in capitals begins with any body that issues papers; titles may do so too."""
    return text.isupper() and _HEADS.match(fold(text)) is not None


def issuer_of(head: Sequence[str], below: Sequence[str], tail: Sequence[str], subject: str, text: str) -> str:
    """The issuer in running spelling: "UBND tỉnh Lạng Sơn", "Bộ Chính trị".

    Args:
        head: the head's lines without motto, number and date.
        below: lines below the title that name the issuer.
        tail: the signature block.
        subject: the paper's subject, for the unit that the signature leaves out.
        text: the paper's text: names in capitals are spelled as they are there.
    """
    named = _named(head) or _named(below) or next((line for line in below if line), "")
    signature = next((match[1] for line in tail if (match := _SIGNED_FOR.search(line))), "")
    unit = _unit(named) or _unit(subject)
    if not signature:
        return _spelled(named, unit, text)
    body = _SHORT.get(fold(signature).strip(), "")
    if body:
        return f"{body} {unit}".strip()
    fuller = next((line for line in (named, *below) if fold(line).startswith(fold(signature))), signature)
    spelled = _spelled(fuller, _unit(fuller), text)
    if fuller == signature and fold(named).startswith(
        _COMMITTEES
    ):  # "T/M BAN THƯỜNG VỤ" of the committee at the head
        return f"{spelled} {_spelled(named, unit, text)}"
    return spelled


def _named(lines: Sequence[str]) -> str:
    """The last body that the lines name; a parent body stands above it, its unit may stand below."""
    named = ""
    for line in lines:
        if names_body(line):
            named = line
        elif named and line.isupper():
            named = f"{named} {line}"
    return named


def _unit(text: str) -> str:
    if shouted := _SHOUTED_UNIT.search(text):
        return f"{shouted[1].lower()} {shouted[2].title()}"
    named = _UNIT.search(text)
    return named[0] if named and not text.isupper() else ""


def _spelled(name: str, unit: str, text: str) -> str:
    """A name in capitals as it is written elsewhere in the paper, else by the spelling of the bodies it consists of."""
    name = " ".join(name.split())
    if not name.isupper():
        return name
    bare = _SHOUTED_UNIT.sub("", name).strip()
    if short := _SHORT.get(fold(bare)) or (bare if bare in ("UBND", "HĐND") else ""):
        return f"{short} {unit}".strip()
    written = Counter(
        match[0]
        for match in re.finditer(re.escape(name), text, re.IGNORECASE)
        if not match[0].isupper() and match[0][:1].isupper()
    )
    if written:
        return written.most_common(1)[0][0]
    known = next(
        (body for body in sorted(_BODIES, key=len, reverse=True) if fold(bare).startswith(fold(body))), ""
    )
    if known in ("Tỉnh ủy", "Thành ủy", "Huyện ủy") and len(fold(known)) == len(known):
        return f"{known} {bare[len(known) :].strip().title()}".strip()
    rest = bare[len(known) :].strip().capitalize() if known else bare.capitalize()
    return " ".join(part for part in (known, rest, unit if bare != name else "") if part)
