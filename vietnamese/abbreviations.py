"""Teencode and office abbreviations written out.

A key matches a whole syllable, in any case, typed with its marks or with none at all; "đc" and "dc" are one key,
while "đn" never matches "dn". Keys that carry marks and would be a word or another abbreviation without them
stand in ``_AS_TYPED`` and need their marks.

Left alone, because each has several common meanings here: bh, bs, cc, ck, cp, dt, đv, gd, gt, hđ, hn, hs, kp, mk,
mn, nc, ns, nt, nv, qh, tn, tg, and the single letters a, c, e, m, q, t, v, x; "ai", "ban", "ca", "co", "ma", "so" and "xa"
are words.
"""

from __future__ import annotations

import re

from vietnamese.document_numbers import Mention, find_document_numbers
from vietnamese.text import find_addresses, fold, nfc

_TEENCODE = {
    "ko": "không",
    "k": "không",
    "kh": "không",  # "kế hoạch" before a number or in capitals: see _BEFORE_NUMBER and _IN_CAPITALS
    "khg": "không",
    "hok": "không",
    "k0": "không",
    "kbt": "không biết",
    "đc": "được",
    "ntn": "như thế nào",
    "nthe": "như thế",
    "bn": "bao nhiêu",  # also "bạn", which carries no meaning in a question
    "bnh": "bao nhiêu",
    "bnhiu": "bao nhiêu",
    "bnhieu": "bao nhiêu",
    "gj": "gì",
    "j": "gì",
    "z": "vậy",
    "zậy": "vậy",
    "vs": "với",
    "r": "rồi",
    "wa": "quá",
    "bik": "biết",
    "bjt": "biết",
    "bít": "biết",
    "ng": "người",
    "ngta": "người ta",
    "mng": "mọi người",
    "mih": "mình",
    "mjh": "mình",
    "mjnh": "mình",
    "tks": "cảm ơn",
    "thks": "cảm ơn",
    "thx": "cảm ơn",
    "sr": "xin lỗi",
    "pls": "làm ơn",
    "plz": "làm ơn",
    "hnay": "hôm nay",
    "hqua": "hôm qua",
    "bjo": "bây giờ",
    "bgio": "bây giờ",
    "lm": "làm",
    "lmj": "làm gì",
    "lsao": "làm sao",
    "trl": "trả lời",
    "tlời": "trả lời",
    "trc": "trước",
    "trk": "trước",
    "cx": "cũng",
    "cg": "cũng",
    "cug": "cũng",
    "nx": "nữa",
    "nma": "nhưng mà",
    "nhưg": "nhưng",
    "nhg": "nhưng",
    "lun": "luôn",
    "dag": "đang",
    "sd": "sử dụng",
    "ktra": "kiểm tra",
    "tgian": "thời gian",
    "ctrinh": "chương trình",
    "ctrình": "chương trình",
    "ttin": "thông tin",
    "hdan": "hướng dẫn",
    "hdẫn": "hướng dẫn",
    "đchi": "địa chỉ",
    "đchỉ": "địa chỉ",
    "vđề": "vấn đề",
    "lq": "liên quan",
    "vd": "ví dụ",
    "xh": "xã hội",
}

_OFFICE = {
    "nq": "nghị quyết",
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "ubmttq": "ủy ban mặt trận tổ quốc",
    "ubtvqh": "ủy ban thường vụ quốc hội",
    "bcđ": "ban chỉ đạo",
    "bcđtw": "ban chỉ đạo trung ương",
    "bct": "bộ chính trị",  # the Ministry of Industry writes BCT only inside document numbers
    "bch": "ban chấp hành",
    "btv": "ban thường vụ",
    "tw": "trung ương",
    "ttg": "thủ tướng",
    "ttcp": "thủ tướng chính phủ",
    "vpcp": "văn phòng chính phủ",
    "tp": "thành phố",
    "tx": "thị xã",
    "tdp": "tổ dân phố",
    "ls": "Lạng Sơn",
    "cđs": "chuyển đổi số",
    "khcn": "khoa học công nghệ",
    "kh&cn": "khoa học và công nghệ",
    "đmst": "đổi mới sáng tạo",
    "skhcn": "sở khoa học và công nghệ",
    "bkhcn": "bộ khoa học và công nghệ",
    "knst": "khởi nghiệp sáng tạo",
    "knđmst": "khởi nghiệp đổi mới sáng tạo",
    "shtt": "sở hữu trí tuệ",
    "tstt": "tài sản trí tuệ",
    "cntt": "công nghệ thông tin",
    "attt": "an toàn thông tin",
    "csdl": "cơ sở dữ liệu",
    "cqs": "chính quyền số",
    "cqđt": "chính quyền điện tử",
    "cttđt": "cổng thông tin điện tử",
    "ttđt": "thông tin điện tử",
    "bdhvs": "bình dân học vụ số",
    "mxh": "mạng xã hội",
    "tthc": "thủ tục hành chính",
    "cchc": "cải cách hành chính",
    "hcc": "hành chính công",
    "pvhcc": "phục vụ hành chính công",
    "ttpvhcc": "trung tâm phục vụ hành chính công",
    "dvc": "dịch vụ công",
    "dvctt": "dịch vụ công trực tuyến",
    "dvcqg": "dịch vụ công quốc gia",
    "qppl": "quy phạm pháp luật",
    "vbqppl": "văn bản quy phạm pháp luật",
    "vbpl": "văn bản pháp luật",
    "vb": "văn bản",
    "qlnn": "quản lý nhà nước",
    "nsnn": "ngân sách nhà nước",
    "ktxh": "kinh tế xã hội",
    "nslđ": "năng suất lao động",
    "cb": "cán bộ",
    "cbcc": "cán bộ công chức",
    "cbccvc": "cán bộ công chức viên chức",
    "ccvc": "công chức viên chức",
    "nlđ": "người lao động",
    "pct": "phó chủ tịch",
    "cccd": "căn cước công dân",
    "cmnd": "chứng minh nhân dân",
    "cmt": "chứng minh thư",
    "gks": "giấy khai sinh",
    "gcn": "giấy chứng nhận",
    "gplx": "giấy phép lái xe",
    "gpxd": "giấy phép xây dựng",
    "gpkd": "giấy phép kinh doanh",
    "qsdđ": "quyền sử dụng đất",
    "gcnqsdđ": "giấy chứng nhận quyền sử dụng đất",
    "bđs": "bất động sản",
    "đkkd": "đăng ký kinh doanh",
    "đkkh": "đăng ký kết hôn",
    "đkks": "đăng ký khai sinh",
    "nvqs": "nghĩa vụ quân sự",
    "hgđ": "hộ gia đình",
    "hkd": "hộ kinh doanh",
    "htx": "hợp tác xã",
    "dn": "doanh nghiệp",
    "dnnn": "doanh nghiệp nhà nước",
    "dnnvv": "doanh nghiệp nhỏ và vừa",
    "dnvvn": "doanh nghiệp vừa và nhỏ",
    "sxkd": "sản xuất kinh doanh",
    "cty": "công ty",
    "tnhh": "trách nhiệm hữu hạn",
    "tmđt": "thương mại điện tử",
    "ntm": "nông thôn mới",
    "dtts": "dân tộc thiểu số",
    "đbdtts": "đồng bào dân tộc thiểu số",
    "bhyt": "bảo hiểm y tế",
    "bhxh": "bảo hiểm xã hội",
    "bhtn": "bảo hiểm thất nghiệp",
    "kcb": "khám chữa bệnh",
    "bv": "bệnh viện",
    "sv": "sinh viên",
    "gv": "giáo viên",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "gdđt": "giáo dục và đào tạo",
    "gd&đt": "giáo dục và đào tạo",
    "nnmt": "nông nghiệp và môi trường",
    "nn&mt": "nông nghiệp và môi trường",
    "tnmt": "tài nguyên và môi trường",
    "gtvt": "giao thông vận tải",
    "vhttdl": "văn hóa thể thao và du lịch",
    "pccc": "phòng cháy chữa cháy",
    "antt": "an ninh trật tự",
    "cax": "công an xã",
    "sđt": "số điện thoại",
    "stk": "số tài khoản",
    "tk": "tài khoản",
    "mst": "mã số thuế",
    "tncn": "thu nhập cá nhân",
    "gtgt": "giá trị gia tăng",
}

#: Without marks these are words or have other meanings: "dk" is "được" and "điều kiện" too, "dt" is "diện tích".
_AS_TYPED = {
    "đk": "đăng ký",
    "đt": "điện thoại",
    "đg": "đường",
    "vđ": "vấn đề",
    "đh": "đại học",
    "mún": "muốn",
    "nhìu": "nhiều",
    "rùi": "rồi",
    "wá": "quá",
    "fải": "phải",
    "ngừi": "người",
    "zì": "gì",
}

#: Before a number, with or without "số" or "năm" between.
_BEFORE_NUMBER = {
    "nq": "nghị quyết",
    "qđ": "quyết định",
    "nđ": "nghị định",
    "kh": "kế hoạch",
    "tt": "thông tư",
    "ct": "chỉ thị",
    "cv": "công văn",
    "kl": "kết luận",
    "ctr": "chương trình",
    "hk": "học kỳ",
    "ql": "quốc lộ",
}

#: In capitals: teencode for "không" is typed in small letters, the office abbreviation in capitals.
_IN_CAPITALS = {"KH": "kế hoạch"}

#: Words before a letter that is a label: "điểm k khoản 2", "bệnh viện k", "nhóm z".
_LABELLED = frozenset("diem khoan muc phan dieu chuong luc nhom loai hang vien dong khu lo toa so tang".split())
_TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
_GLUED = re.compile(r"([^\W\d_]+)([0-9]+[a-z]?)", re.IGNORECASE)
_NUMBER_NEXT = re.compile(r"[\s.:]*(?:(?:số|so|năm|nam)[\s.:]*)?[0-9]", re.IGNORECASE)
_CODE_NEXT = re.compile(r"[-/][^\W\d_]")


def _keyed(table: dict[str, str]) -> dict[str, str]:
    return table | {fold(key): words for key, words in table.items()}


_WORDS = _keyed(_TEENCODE) | _keyed(_OFFICE) | _AS_TYPED
_NUMBERED = _keyed(_BEFORE_NUMBER)


def expand(text: str) -> str:
    """``text``, composed (NFC), with its abbreviations written out, in lower case but for names.

    Document numbers ("57-NQ/TW") and web and e-mail addresses stay; of "NQ 57-NQ/TW" only the first NQ changes.
    """
    text = nfc(text)
    kept = find_addresses(text) + [_number_part(text, mention) for mention in find_document_numbers(text)]
    pieces: list[str] = []
    end, before = 0, ""
    for token in _TOKEN.finditer(text):
        if not any(first <= token.start() < last for first, last in kept):
            pieces += [text[end : token.start()], _written_out(text, token, before)]
            end = token.end()
        before = token[0]
    return "".join(pieces) + text[end:]


def _number_part(text: str, mention: Mention) -> tuple[int, int]:
    """Where the number itself stands, without the kind of paper before it."""
    digit = re.search("[0-9]", text[mention.start : mention.end])
    return mention.start + (digit.start() if digit else 0), mention.end


def _written_out(text: str, token: re.Match[str], before: str) -> str:
    typed = token[0]
    key = typed.lower()
    if key in _NUMBERED and _NUMBER_NEXT.match(text, token.end()):
        return _NUMBERED[key]
    if key in _NUMBERED and _CODE_NEXT.match(text, token.end()):
        return typed
    if len(key) == 1 and _is_label(text, token, before):
        return typed
    glued = _GLUED.fullmatch(key)
    if glued and glued[1] in _NUMBERED:
        return f"{_NUMBERED[glued[1]]} {glued[2]}"
    return _IN_CAPITALS.get(typed) or _WORDS.get(key, typed)


def _is_label(text: str, token: re.Match[str], before: str) -> bool:
    """Whether a single letter names something rather than abbreviating a word.

    It does in capitals ("vitamin K"), after a label word, after a number ("100 k") and beside signs ("k)", "r&d").
    """
    around = text[max(0, token.start() - 1) : token.start()] + text[token.end() : token.end() + 1]
    return (
        token[0].isupper()
        or before[-1:].isdigit()
        or fold(before) in _LABELLED
        or not all(sign.isspace() or sign in ",.?!" for sign in around)
    )
