"""The letters of document numbers: kinds of papers and the authorities that issue them.

Keys are folded, values spelled officially (Decree 30/2020/NĐ-CP, annex III; Guideline 36-HD/VPTW).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: What a kind of paper is called, and the kind that :class:`DocumentNumber` states for it.
KIND_NAMES = {
    "nghi quyet": "nghị quyết",
    "nghi quyet lien tich": "nghị quyết liên tịch",
    "quyet dinh": "quyết định",
    "quy dinh": "quy định",
    "nghi dinh": "nghị định",
    "thong tu": "thông tư",
    "thong tu lien tich": "thông tư liên tịch",
    "ke hoach": "kế hoạch",
    "ke hoach hanh dong": "kế hoạch",
    "chuong trinh": "chương trình",
    "chuong trinh hanh dong": "chương trình",
    "chi thi": "chỉ thị",
    "ket luan": "kết luận",
    "thong bao": "thông báo",
    "huong dan": "hướng dẫn",
    "cong van": "công văn",
    "cong dien": "công điện",
    "bao cao": "báo cáo",
    "to trinh": "tờ trình",
    "de an": "đề án",
    "phap lenh": "pháp lệnh",
    "luat": "luật",
    "bo luat": "luật",
}

#: Abbreviation of a kind in a code, its spelling, and the kind it stands for.
_CODED_KINDS = (
    ("NQ", "nghị quyết"),
    ("NQLT", "nghị quyết liên tịch"),
    ("QĐ", "quyết định"),
    ("QĐi", "quy định"),
    ("NĐ", "nghị định"),
    ("TT", "thông tư"),
    ("TTLT", "thông tư liên tịch"),
    ("KH", "kế hoạch"),
    ("CTr", "chương trình"),
    ("CTrHĐ", "chương trình"),
    ("CT", "chỉ thị"),
    ("KL", "kết luận"),
    ("TB", "thông báo"),
    ("HD", "hướng dẫn"),
    ("CV", "công văn"),
    ("CĐ", "công điện"),
    ("BC", "báo cáo"),
    ("TTr", "tờ trình"),
    ("ĐA", "đề án"),
    ("PL", "pháp lệnh"),
)

_PARTY = "TW TU ĐU HU BCĐTW VPTW BTCTW BNCTW BTGTW BTGDVTW BCSTW UBKTTW BCĐ VPTU BTCTU BTGTU UBKTTU TLĐ MTTW"
_STATE = (
    "TTg CP UBND HĐND VPCP CTN UBTVQH UBTVQH14 UBTVQH15 UBTVQH16 BCĐCP BKHCN BTTTT BNV BTC BCT BTP BCA BQP "
    "BNG BXD BYT BGDĐT BGTVT BLĐTBXH BTNMT BNNPTNT BNNMT BKHĐT BVHTTDL BDTTG NHNN TTCP VPUBND STTTT SKHCN "
    "SNV STC SCT STP SXD SYT SGDĐT SNNMT SVHTTDL TANDTC VKSNDTC HĐTP BHXH"
)


def _folded(spelling: str) -> str:
    return spelling.lower().replace("đ", "d")


KIND_CODES = {_folded(spelling): spelling for spelling, _ in _CODED_KINDS}
PARTY_ORGANS = {_folded(spelling): spelling for spelling in _PARTY.split()}
ORGANS = {_folded(spelling): spelling for spelling in _STATE.split()} | PARTY_ORGANS
_KIND_OF_CODE = {_folded(spelling): kind for spelling, kind in _CODED_KINDS}
_GLUED_NAMES = {name.replace(" ", ""): kind for name, kind in KIND_NAMES.items()}
_CODE_OF_KIND = {kind: code for code, kind in reversed(_KIND_OF_CODE.items())}


def kind_of(word: str) -> str | None:
    """The kind that a folded name ("nghi quyet", spaced in any way) or abbreviation ("nq") stands for."""
    word = "".join(word.split())
    return _GLUED_NAMES.get(word) or _KIND_OF_CODE.get(word)


def code_of(kind: str) -> str | None:
    """The folded abbreviation of a kind: "nghị quyết" gives "nq"; laws have none."""
    return _CODE_OF_KIND.get(kind)


def spell_code(parts: Sequence[str], party_style: bool) -> str:
    """The official spelling of a code from its parts in any case, with or without marks.

    ``party_style`` decides for authorities that are not listed: "NQ/XYZ" if true, else "NQ-XYZ".
    """
    kind, *organs = (re.sub(r"\s+", "", part) for part in parts)
    spelled = [ORGANS.get(_folded(organ), organ.upper()) for organ in organs]
    head = KIND_CODES.get(_folded(kind), kind.upper())
    if not spelled:
        return head
    known = _folded(spelled[0]) in ORGANS
    party = _folded(spelled[0]) in PARTY_ORGANS if known else party_style
    return head + ("/" if party else "-") + "-".join(spelled)
