"""Personal data taken out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.personal_data import mask

PHONE = "[số điện thoại]"
IDENTITY = "[số giấy tờ]"
EMAIL = "[thư điện tử]"
CARD = "[số thẻ]"


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("0912 345 678", PHONE),
        ("0912345678", PHONE),
        ("0912.345.678", PHONE),
        ("0912-345-678", PHONE),
        ("+84 912345678", PHONE),
        ("+84 912 345 678", PHONE),
        ("(+84) 912 345 678", PHONE),
        ("84912345678", PHONE),
        ("0205.3812.345", PHONE),
        ("(0205) 3812 345", PHONE),
        ("02053812345", PHONE),
        ("020085001234", IDENTITY),
        ("020 085 001 234", IDENTITY),
        ("020085 001234", IDENTITY),
        ("081234567", IDENTITY),
        ("081 234 567", IDENTITY),
        ("a.b@c.vn", EMAIL),
        ("nguyen.van-an+1@mail.langson.gov.vn", EMAIL),
        ("4111 1111 1111 1111", CARD),
        ("9704-3689-1234-5678", CARD),
        ("9704 3689 1234 5678 901", CARD),
        ("9704368912345678", CARD),
    ],
)
def test_personal_numbers_and_addresses_are_masked(number: str, word: str) -> None:
    assert mask(number) == word
    assert mask(f"Tôi là An, {number}, ở phường Kỳ Lừa.") == f"Tôi là An, {word}, ở phường Kỳ Lừa."


@pytest.mark.parametrize(
    "text",
    [
        "57-NQ/TW",
        "1672/NQ-UBTVQH15 và 93/2025/QH15",
        "1.543 dịch vụ",
        "25.000 tỷ đồng",
        "1.234.567.890 đồng",
        "100000000 đồng",
        "84.912.345.678 đồng",
        "22/12/2024",
        "09.12.2024 10 giờ",
        "từ 01-01-2025 đến 31-12-2025",
        "239.723 hồ sơ",
        "20.000 trạm",
        "năm 2026, giai đoạn 2026-2030",
        "2025 2026 2027 2028",
        "113, 114, 115, 1900 1234",
        "97,92% và 39,5%",
        "000.00.19.H37-250601-0012",
        "Điều 9 khoản 2 điểm a",
    ],
)
def test_official_numbers_years_dates_and_amounts_stay(text: str) -> None:
    assert mask(text) == text


def test_two_phone_numbers_in_a_row_are_two() -> None:
    assert mask("0912345678 0987654321") == f"{PHONE} {PHONE}"
    assert mask("0912345678-0987654321") == f"{PHONE}-{PHONE}"


def test_a_number_after_a_phone_number_is_left() -> None:
    assert mask("gọi 0912 345 678 2 lần") == f"gọi {PHONE} 2 lần"


def test_a_date_before_a_phone_number_does_not_hide_it() -> None:
    assert mask("ngày 02.12.2024 0912345678") == f"ngày 02.12.2024 {PHONE}"


@given(st.text())
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(
    st.integers(min_value=0, max_value=99_999_999),
    st.sampled_from(["", " ", ".", "-"]),
    st.text(alphabet="ab ,!", max_size=5),
)
def test_no_mobile_number_gets_through(digits: int, gap: str, around: str) -> None:
    number = f"{digits:08}"
    typed = gap.join(["09" + number[:2], number[2:5], number[5:]])
    assert mask(f"{around}{typed}{around}") == f"{around}{PHONE}{around}"


@given(st.integers(min_value=1_000_000_000, max_value=99_999_999_999))
def test_no_citizen_number_gets_through(digits: int) -> None:
    assert mask(f"cccd: {digits:012}") == f"cccd: {IDENTITY}"
