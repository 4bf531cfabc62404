"""The kind of thing a question asks for, and whether a provision offers that kind of thing."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Asked(StrEnum):
    """Kinds of things asked for."""

    WHO = "who"
    WHEN = "when"
    HOW_MUCH = "how_much"
    WHERE = "where"


_ASKING = {
    Asked.WHO: r"\b(?:ai|nguoi nao|co quan nao|don vi nao|so nao|bo nao|ben nao|cap nao|nhung ai|dau moi)\b",
    Asked.WHEN: r"\b(?:khi nao|bao gio|ngay nao|hom nao|nam nao|thang (?:may|nao)|luc nao|ngay may|bao lau|may ngay|"
    r"bao nhieu ngay|thoi han|han (?:nop|bao cao|chot)|truoc ngay)\b",
    Asked.HOW_MUCH: r"\b(?:bao nhieu|bn|may|muc nao|ti le|ty le|phan tram|so luong|toi thieu|it nhat)\b|%",
    Asked.WHERE: r"\b(?:o dau|cho nao|noi nao|dia chi|trang (?:web|nao|mang)|website|duong link|nop dau|gui ve dau|"
    r"ve dau|o cho)\b",
}
_OFFERING = {
    Asked.WHO: r"\b(?:Sở|Bộ|Ban|UBND|Ủy ban|Ủy viên|Văn phòng|Tổng Bí thư|Thủ tướng|Phó|Chủ tịch|Bí thư|Giám đốc|"
    r"Trưởng|Quốc hội|Chính phủ|Mặt trận|Đảng đoàn|Hội đồng|Trung tâm|[Cc]ơ quan|ký)\b",
    Asked.WHEN: r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b|\b[Nn]gày\b|\b[Tt]háng \d|\b[Nn]ăm \d{4}|\b20\d\d\b",
    Asked.HOW_MUCH: r"\d",
    Asked.WHERE: r"https?://|\.gov\.vn|"
    r"\b(?:đường|phố|phường|[Đđ]ịa chỉ|[Cc]ổng|gửi về|[Nn]ơi|[Tt]rang|[Tt]rực tuyến)\b",
}
_ASKING_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _ASKING.items()}
_OFFERING_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _OFFERING.items()}


def asked_in(folded: str) -> frozenset[Asked]:
    """The kinds of things that a folded question asks for; empty where it asks for none of them."""
    return frozenset(kind for kind, pattern in _ASKING_PATTERNS.items() if pattern.search(folded))


@lru_cache(maxsize=8192)
def offered_in(text: str) -> frozenset[Asked]:
    """The kinds of things that a provision's text holds; remembered, since provisions come up again."""
    return frozenset(kind for kind, pattern in _OFFERING_PATTERNS.items() if pattern.search(text))
