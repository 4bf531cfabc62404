"""Personal data taken out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.masking import development, judged
from tests.masking.sentences import Sentence
from tests.personal_data import LOOK_ALIKES, PERSONAL, within_a_sentence
from vietnamese import personal_patterns
from vietnamese.personal_data import Kind, find_personal_data, mask

PHONE, IDENTITY, TAX, PLATE = Kind.PHONE.value, Kind.IDENTITY.value, Kind.TAX.value, Kind.PLATE.value
IN_THE_CHAT = Path(__file__).parents[2] / "widget" / "personal-patterns.js"


@pytest.mark.parametrize(("number", "kind"), PERSONAL)
def test_personal_numbers_and_addresses_are_masked(number: str, kind: Kind) -> None:
    [found] = find_personal_data(number)
    assert found.kind is kind
    assert number[found.end :] in ("", " Vietcombank")
    assert not re.search(r"[0-9@]", mask(number))
    assert mask(within_a_sentence(number)) == within_a_sentence(mask(number))


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


@given(st.integers(min_value=0, max_value=999_999_999), st.sampled_from(["", "-001", " - 012"]))
def test_a_number_that_has_its_check_digit_is_a_taxpayers_and_others_are_not(nine: int, branch: str) -> None:
    digits = f"{nine:09}"
    weighted = zip(digits, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=True)
    check = 10 - sum(int(digit) * weight for digit, weight in weighted) % 11
    if check == 10 or digits.startswith(("0", "1900", "1800")) or digits.endswith("0000"):
        return
    assert mask(f"công ty {digits}{check}{branch} hỏi") == f"công ty {TAX} hỏi"
    other = (check + 1) % 10
    assert mask(f"số liệu {digits}{other} chiếc") == f"số liệu {digits}{other} chiếc"
    assert mask(f"MST: {digits}{other}{branch}") == f"MST: {TAX}"


@given(
    st.integers(11, 99),
    st.sampled_from("ABCDEFGHKLMNPSTUVXYZ"),
    st.sampled_from(["", "1", "9"]),
    st.integers(0, 99_999),
    st.sampled_from(["{0}{1}{2}-{3}.{4}", "{0}{1}{2}-{3}{4}", "{0}-{1}{2} {3}.{4}", "{0}{1}{2} {3}.{4}"]),
    st.booleans(),
)
def test_no_plate_gets_through(
    place: int, letter: str, digit: str, tail: int, form: str, small: bool
) -> None:
    five = f"{tail:05}"
    typed = form.format(place, letter, digit, five[:3], five[3:])
    typed = typed.lower() if small else typed
    assert mask(f"xe {typed} của tôi") == f"xe {PLATE} của tôi"
    assert mask(f"chiếc {typed}.") == f"chiếc {PLATE}."


def test_the_development_sentences_are_masked_without_exception() -> None:
    assert [one.text for one in development.personal() if not one.left_by(mask(one.text))] == []
    assert [text for text in development.look_alikes() if mask(text) != text] == []


def test_of_500_judged_sentences_99_in_100_are_masked_and_of_500_look_alikes_at_most_1() -> None:
    """Says how many, never which: whoever looks has to write a new set."""
    personal, look_alikes = judged.personal(), judged.look_alikes()
    masked = sum(one.left_by(mask(one.text)) for one in personal)
    falsely = sum(mask(text) != text for text in look_alikes)
    assert len(personal) == len(look_alikes) == 500
    assert masked >= 0.99 * 500
    assert falsely <= 0.01 * 500


def test_a_sentence_counts_as_masked_only_when_exactly_the_datum_is_gone() -> None:
    sentence = Sentence("gọi 0912 345 678 lúc 9h", ("0912 345 678",))
    assert sentence.left_by(f"gọi {PHONE} lúc 9h")
    for wrong in (sentence.text, f"gọi {PHONE} 678 lúc 9h", f"gọi {PHONE}", f"{PHONE} lúc 9h"):
        assert not sentence.left_by(wrong)


def test_the_chat_has_the_same_patterns_letter_by_letter() -> None:
    written: dict[str, str] = {}
    for name, value in re.findall(
        r"^export const (\w+) =\s(.+?);$", IN_THE_CHAT.read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        whole = "".join(re.findall(r"String\.raw`([^`]*)`", value))
        written[name] = re.sub(r"\$\{(\w+)\}", lambda used: written[used[1]], whole)
    ours = {name: value for name, value in vars(personal_patterns).items() if name.isupper()}
    assert written == ours
