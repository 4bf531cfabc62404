"""Personal data taken out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.personal_data import LOOK_ALIKES, PERSONAL, Kind, within_a_sentence
from vietnamese.personal_data import mask

PHONE = "[số điện thoại]"
IDENTITY = "[số giấy tờ]"
EMAIL = "[thư điện tử]"
CARD = "[số thẻ]"
WORDS = {Kind.PHONE: PHONE, Kind.IDENTITY: IDENTITY, Kind.EMAIL: EMAIL, Kind.CARD: CARD}


@pytest.mark.parametrize(("number", "kind"), PERSONAL)
def test_personal_numbers_and_addresses_are_masked(number: str, kind: Kind) -> None:
    assert mask(number) == WORDS[kind]
    assert mask(within_a_sentence(number)) == within_a_sentence(WORDS[kind])


@pytest.mark.parametrize("text", LOOK_ALIKES)
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
