"""Codes of letters: easily typed, hard to guess, and no question is taken for one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.letter_code import new_letter_code, read_letter_code

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = st.builds(new_letter_code)


@given(CODES)
def test_a_code_is_ten_signs_that_are_not_mistaken_for_others(code: str) -> None:
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code)
    assert set(code) & set("23456789")


def test_codes_differ_in_nine_random_places() -> None:
    codes = [new_letter_code().replace("-", "") for _ in range(3000)]
    assert len(set(codes)) == 3000
    # 32 signs in each of nine places: 45 bits, less the hundredth of a bit for the digit that each has to have.
    assert all(len({code[place] for code in codes}) == 32 for place in range(9))


@pytest.mark.parametrize(
    "typed",
    [
        "{code}",
        " {code} ",
        "{code}.",
        "mã {code}",
        "Ma {code}",
        "mã số: {code}",
        "ma so {code}",
        "{plain}",
        "mã {plain}",
        "{spaced}",
        "{low}",
        "mã {low}",
        "{dashed}",
    ],
)
@given(code=CODES)
def test_a_code_is_read_however_it_is_typed(typed: str, code: str) -> None:
    plain = code.replace("-", "")
    text = typed.format(
        code=code,
        plain=plain,
        spaced=code.replace("-", " "),
        low=code.lower(),
        dashed=code.replace("-", " – "),
    )
    assert read_letter_code(text) == code


@given(CODES)
def test_letters_that_look_like_digits_are_read_as_these(code: str) -> None:
    assert read_letter_code(code.replace("0", "o").replace("1", "l")) == code


@given(CODES, st.integers(0, 9), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_never_another_code(code: str, place: int, sign: str) -> None:
    plain = code.replace("-", "")
    wrong = plain[:place] + sign + plain[place + 1 :]
    if wrong != plain:
        assert read_letter_code(wrong) is None


def test_a_code_with_its_dash_counts_as_one_even_when_it_is_mistyped() -> None:
    assert read_letter_code("K7M29-QXD4Z") == "K7M29-QXD4Z"
    assert read_letter_code("mã K7M29QXD4Z") == "K7M29-QXD4Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mã",
        "mã số thuế",
        "mã QR là gì",
        "mã ngành 79123",
        "nghị định 13",
        "nghi dinh 13",
        "0912345678",
        "12345-67890",
        "đồng-bằng",
        "mục tiêu năm 2026 của tỉnh là gì?",
        "57-NQ/TW",
        "K7M29-QXD4T có chưa",
        "abcde-fghjk",
        "K7M2-9QXD4T",
        "\0" * 10,
    ],
)
def test_what_is_no_code_is_left_to_the_dialogue(text: str) -> None:
    assert read_letter_code(text) is None


@given(st.text())
def test_whatever_is_typed_is_no_code_or_one_that_could_be_kept(text: str) -> None:
    code = read_letter_code(text)
    assert code is None or re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code)
