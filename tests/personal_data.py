"""Examples of personal data and of what only looks like it: for the server's mask and for the chat's warning."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a text gives away."""

    PHONE = "phone"
    IDENTITY = "identity"
    EMAIL = "email"
    CARD = "card"


PERSONAL = [
    ("0912 345 678", Kind.PHONE),
    ("0912345678", Kind.PHONE),
    ("0912.345.678", Kind.PHONE),
    ("0912-345-678", Kind.PHONE),
    ("+84 912345678", Kind.PHONE),
    ("+84 912 345 678", Kind.PHONE),
    ("(+84) 912 345 678", Kind.PHONE),
    ("84912345678", Kind.PHONE),
    ("0205.3812.345", Kind.PHONE),
    ("(0205) 3812 345", Kind.PHONE),
    ("02053812345", Kind.PHONE),
    ("020085001234", Kind.IDENTITY),
    ("020 085 001 234", Kind.IDENTITY),
    ("020085 001234", Kind.IDENTITY),
    ("081234567", Kind.IDENTITY),
    ("081 234 567", Kind.IDENTITY),
    ("a.b@c.vn", Kind.EMAIL),
    ("nguyen.van-an+1@mail.langson.gov.vn", Kind.EMAIL),
    ("4111 1111 1111 1111", Kind.CARD),
    ("4111111111111111", Kind.CARD),
    ("9704-3689-1234-5678", Kind.CARD),
    ("9704 3689 1234 5678 901", Kind.CARD),
    ("9704368912345678", Kind.CARD),
]
LOOK_ALIKES = [
    "57-NQ/TW",
    "Nghị quyết 57-NQ/TW và Quyết định 1169/QĐ-TTg",
    "1672/NQ-UBTVQH15 và 93/2025/QH15",
    "Luật 93/2025/QH15 ngày 16/06/2025",
    "1.543 dịch vụ",
    "25.000 tỷ đồng",
    "1.234.567.890 đồng",
    "kinh phí 1.200.000.000 đồng",
    "100000000 đồng",
    "123456789 đồng chi cho việc gì",
    "84.912.345.678 đồng",
    "22/12/2024",
    "09.12.2024 10 giờ",
    "từ 01-01-2025 đến 31-12-2025",
    "239.723 hồ sơ",
    "239.723 hồ sơ và 1.543 dịch vụ năm 2026",
    "20.000 trạm",
    "năm 2026, giai đoạn 2026-2030",
    "giai đoạn 2026-2030, mục 1.2.3",
    "2025 2026 2027 2028",
    "113, 114, 115, 1900 1234",
    "97,92% và 39,5%",
    "000.00.19.H37-250601-0012",
    "Điều 9 khoản 2 điểm a",
]


def within_a_sentence(number: str) -> str:
    """The example as a citizen would write it."""
    return f"Tôi là An, {number}, ở phường Kỳ Lừa."
