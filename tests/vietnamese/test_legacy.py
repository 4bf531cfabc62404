"""Old font encodings become Unicode; what is Unicode stays."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vietnamese.legacy_writing import VNI, as_tcvn3, as_vni
from vietnamese.legacy import Encoding, decode, decode_run, decode_texts, of_font
from vietnamese.spelling import is_syllable
from vietnamese.text import nfc

ROOT = Path(__file__).parents[2]
LINES = [
    line
    for source in (ROOT / "vietnamese/background.txt", *sorted((ROOT / "knowledge/documents").iterdir()))
    for line in nfc(source.read_text()).splitlines()
    if line.strip()
]
WORD = re.compile(r"[^\W\d_]+")

WRITTEN = {Encoding.TCVN3: as_tcvn3, Encoding.VNI: as_vni}


def share_right(wanted: list[str], got: list[str], *, case: bool = True) -> float:
    """The share of words with diacritics that come back as they were, position by position."""
    pairs = [
        (one, two)
        for before, after in zip(wanted, got, strict=True)
        for one, two in zip(WORD.findall(before), WORD.findall(after) + [""] * 999, strict=False)
        if not one.isascii()
    ]
    right = [one == two if case else one.lower() == two.lower() for one, two in pairs]
    return right.count(True) / len(right)


@pytest.mark.parametrize("encoding", Encoding)
def test_the_letters_are_all_there(encoding: Encoding) -> None:
    small = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    for letter in small:
        assert decode(WRITTEN[encoding](letter), encoding) == letter
        assert decode(VNI[letter.upper()], Encoding.VNI) == letter.upper()
    assert decode("§iÒu", Encoding.TCVN3) == "Điều"
    assert decode("Ñieàu, Aùnh saùng", Encoding.VNI) == "Điều, Ánh sáng"


@pytest.mark.parametrize("encoding", Encoding)
def test_the_province_s_papers_come_back_from_old_fonts(encoding: Encoding) -> None:
    written = [WRITTEN[encoding](line) for line in LINES]
    got = decode_texts(written)
    with_case = share_right(LINES, got)
    print(f"{encoding.value}: {with_case:.4f} of the words with diacritics right, capitals included")  # noqa: T201 - figures
    assert with_case >= 0.99
    assert share_right(LINES, got, case=False) >= 0.999


@pytest.mark.parametrize("encoding", Encoding)
def test_half_converted_papers_are_read_line_by_line(encoding: Encoding) -> None:
    choose = random.Random(57)  # noqa: S311 - the same lines every time
    mixed = [WRITTEN[encoding](line) if choose.random() < 0.5 else line for line in LINES]
    share = share_right(LINES, decode_texts(mixed), case=False)
    print(f"{encoding.value}, every other line converted already: {share:.4f}")  # noqa: T201 - figures
    assert share >= 0.99


def test_capital_fonts_and_words_in_capitals_are_capitals() -> None:
    assert decode_run("céng hßa x· héi", ".VnTimeH") == "CỘNG HÒA XÃ HỘI"
    lines = ["UBND TØNH L¹NG S¥N", "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "§éc lËp - Tù do - H¹nh phóc"]
    assert decode_texts(lines) == [
        "UBND TỈNH LẠNG SƠN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]


@pytest.mark.parametrize(
    ("font", "wanted"),
    [
        (".VnTime", (Encoding.TCVN3, False)),
        (".VnTimeH", (Encoding.TCVN3, True)),
        ("ABCDEF+.VnArialH,Bold", (Encoding.TCVN3, True)),
        (".VnArial Narrow", (Encoding.TCVN3, False)),
        ("VNI-Times", (Encoding.VNI, False)),
        ("vni-helve", (Encoding.VNI, False)),
        ("Times New Roman", (None, False)),
        ("VnuArial", (None, False)),
        ("", (None, False)),
    ],
)
def test_a_font_tells_the_encoding(font: str, wanted: tuple[Encoding | None, bool]) -> None:
    assert of_font(font) == wanted


def test_text_converted_in_its_old_font_stays() -> None:
    assert decode_run("Điều 1. Phê duyệt kế hoạch", ".VnTime") == "Điều 1. Phê duyệt kế hoạch"
    assert decode_run("§iÒu 1. Phª duyÖt kÕ ho¹ch", ".VnTime") == "Điều 1. Phê duyệt kế hoạch"
    assert decode_run("Nguyên văn", "Times New Roman") == "Nguyên văn"
    assert decode_run("\uf0a7i\uf0d2u", ".VnTime") == "Điều"  # a font marked as one of symbols


def test_unicode_stays_with_the_foreign_words_and_signs_of_papers() -> None:
    foreign = [
        "© 2025 · § 5 ± 3 °C, ½ ngày",
        "Genève, São Paulo, Köln, señor, naïve, café",
        "L'été déjà vu, où ça ?",
    ]
    assert decode_texts([*LINES, *foreign]) == [*LINES, *foreign]
    assert decode_texts(foreign) == foreign


words = st.sampled_from(sorted({word for line in LINES for word in WORD.findall(line) if is_syllable(word)}))


@given(st.lists(st.lists(words, max_size=30).map(" ".join), max_size=8))
def test_vietnamese_in_unicode_is_unchanged(lines: list[str]) -> None:
    assert decode_texts(lines) == lines


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_lines_stay_as_many_and_ascii_stays(lines: list[str]) -> None:
    decoded = decode_texts(lines)
    assert len(decoded) == len(lines)
    for before, after in zip(lines, decoded, strict=True):
        if before.isascii():
            assert after == before


@pytest.mark.parametrize(
    "word", "nghỉ quốc gìn giếng giêng giờ khuỷu quýt yến uỷ thuở Đoàn ngoằn kết oái gì".split()
)
def test_syllables_are(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word", ["ngỉ", "kụ", "kết1", "hât", "café", "Lắk", "", "đ", "ghà", "cuyệ", "quo", "thứữ"]
)
def test_other_strings_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)
