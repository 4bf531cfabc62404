from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.extractor import VietnameseExtractor
from bot.patterns import Patterns
from tests.bot.parts import loaded, processed, trained

TABLES = {
    "agency": ["Sở Khoa học và Công nghệ", "Sở KH&CN", "Sở TP", "UBND tỉnh", "UBND tỉnh Lạng Sơn"],
    "commune": ["Chi Lăng", "Quý Hòa"],
    "emergency_fire": ["cháy"],
    "emergency_medical": ["chảy máu"],
}
REGEXES = [
    ("document_part", r"\b(?:điều|khoản)\s+\d{1,3}[a-zđ]?\b"),
    ("document_part", r"(?i)\bphụ lục\s+[IVX]+\b"),
    ("year", r"\b(?:19|20)\d{2}\b"),
]
PATTERNS = Patterns(TABLES, REGEXES)


def found(text: str) -> list[tuple[str | None, str, str]]:
    return [(entity.kind, text[entity.start : entity.end], entity.value) for entity in PATTERNS.find(text)]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        (
            "sở khoa học và công nghệ ở đâu",
            [("agency", "sở khoa học và công nghệ", "Sở Khoa học và Công nghệ")],
        ),
        ("SO  KHOA HOC va cong nghe", [("agency", "SO  KHOA HOC va cong nghe", "Sở Khoa học và Công nghệ")]),
        ("so kh&cn", [("agency", "so kh&cn", "Sở KH&CN")]),
        ("quý hoà", [("commune", "quý hoà", "Quý Hòa")]),
        ("xa quy hoa", [("commune", "quy hoa", "Quý Hòa")]),
        ("nam 2026", [("year", "nam 2026", "2026")]),
        ("giai đoạn 2028-2030", [("year", "2028-2030", "2028-2030")]),
        ("nq57", [("document_number", "nq57", "57")]),
        ("nghi quyet so 57-NQ/TW", [("document_number", "nghi quyet so 57-NQ/TW", "57-NQ/TW")]),
        (
            "ĐIỀU 9 và khoan 2a",
            [("document_part", "ĐIỀU 9", "ĐIỀU 9"), ("document_part", "khoan 2a", "khoan 2a")],
        ),
        ("phu luc II", [("document_part", "phu luc II", "phu luc II")]),
    ],
)
def test_entities_are_found_however_they_are_typed(text: str, entities: list[tuple[str, str, str]]) -> None:
    assert found(text) == entities


def test_the_longest_of_overlapping_entities_stands() -> None:
    assert found("ubnd tinh lang son") == [("agency", "ubnd tinh lang son", "UBND tỉnh Lạng Sơn")]
    assert found("chay mau roi") == [("emergency_medical", "chay mau", "chảy máu")]


def test_a_year_in_a_document_number_or_a_date_is_no_year() -> None:
    assert [kind for kind, *_ in found("luật 93/2025/QH15 ngày 27/6/2025")] == ["document_number"]


@pytest.mark.parametrize("text", ["số TP", "chạy nhanh", "chi lãng", "xachi lang", "sở kh&cnx"])
def test_a_wrong_diacritic_or_a_part_of_a_word_is_no_match(text: str) -> None:
    assert found(text) == []


def test_offsets_are_right_in_decomposed_text_with_invisible_characters() -> None:
    text = unicodedata.normalize("NFD", "ở xã Chi\u200b Lăng nhé")
    [(kind, span, value)] = found(text)
    assert (kind, unicodedata.normalize("NFC", span), value) == ("commune", "Chi\u200b Lăng", "Chi Lăng")


@given(st.text(max_size=80) | st.text("SởKHCNsokhchi lăng20269/-QĐTTg \u0301\u200b", max_size=60))
def test_entities_lie_in_the_text_in_order_and_apart(text: str) -> None:
    entities = PATTERNS.find(text)
    ends = [0, *(entity.end for entity in entities)]
    assert all(before <= entity.start < entity.end for before, entity in zip(ends, entities, strict=False))
    assert all(entity.end <= len(text) for entity in entities)


def test_editors_tables_and_regexes_come_from_the_training_data_and_are_stored(tmp_path: Path) -> None:
    data = TrainingData(
        lookup_tables=[{"name": "agency", "elements": ["Sở Tư pháp"]}],
        regex_features=[{"name": "document_part", "pattern": r"mục\s\d"}],
    )
    trained(VietnameseExtractor, tmp_path, data)
    entities = processed(loaded(VietnameseExtractor, tmp_path), "so tu phap, muc 3").get("entities")
    assert [(entity["entity"], entity["value"]) for entity in entities] == [
        ("agency", "Sở Tư pháp"),
        ("document_part", "muc 3"),
    ]
    assert entities[0]["extractor"] == "VietnameseExtractor"


def test_a_faulty_regex_fails_the_training_not_a_turn(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="unterminated"):
        trained(VietnameseExtractor, tmp_path, TrainingData(regex_features=[{"name": "x", "pattern": "("}]))
