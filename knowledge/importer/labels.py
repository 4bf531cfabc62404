"""The labels of official papers: what a line begins with, and what that makes of its path and place.

The forms are those of Decree 30/2020/NĐ-CP (state papers) and Guidance 36-HD/VPTW (Party papers): Phụ lục,
Phần, Chương, Mục, Tiểu mục, Điều, roman and decimal numbers, letters with a bracket, dashes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from vietnamese.text import fold


class Level(IntEnum):
    """How deep a label stands; a smaller level contains the larger ones."""

    APPENDIX = 1  #: an appendix, a form, or a paper that this one encloses
    PART = 2
    CHAPTER = 3
    SECTION = 4
    SUBSECTION = 5
    CAPITAL = 6
    ROMAN = 7
    ARTICLE = 8
    NUMBER = 9
    NUMBER_2 = 10
    NUMBER_3 = 11
    LETTER = 12
    DASH = 13
    PLUS = 14


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its level, as printed, and its value.

    The value is "2" of "1.2.", "b" of "b)", the whole name of an appendix ("Phụ lục I"), empty for dashes.
    """

    level: Level
    printed: str
    value: str


#: Vietnamese legal lettering has đ after d and no f, j, w, z.
LETTERS = "abcdđeghiklmnopqrstuvxy"

#: Capital letters, for character classes: the range "À-Ỹ" would hold the small ones as well.
CAPITALS = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_ORDINAL = "(?i:nhất|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)"
#: A title on the same line begins with a capital; "chương II của Luật này", "phần mềm" and such are no labels.
_TITLED = rf"(?=[.:]|$|\s+[{CAPITALS}])[.:]?\s*"
_SHOUTED = rf"(?=[.:]|$|\s+[{CAPITALS}]{{2}})[.:]?\s*"
_APPENDIX = re.compile(
    rf"(?P<name>(?:Phụ lục|PHỤ LỤC)(?:\s+(?i:số)\s*:?)?\s+(?:[IVX]+|\d{{1,2}}|[A-H])|PHỤ LỤC"
    rf"|(?:Mẫu|MẪU|Biểu|BIỂU|Biểu mẫu|BIỂU MẪU)\s+(?i:số)\s*:?\s*\d{{1,2}}[a-z]?){_SHOUTED}"
)
_NAMED = (
    (Level.PART, re.compile(rf"(Phần|PHẦN)\s+(?:(?i:thứ)\s+)?([IVXLC]+|\d{{1,2}}|{_ORDINAL}){_TITLED}")),
    (Level.CHAPTER, re.compile(rf"(Chương|CHƯƠNG)\s+([IVXLC]+|\d{{1,2}}){_TITLED}")),
    (Level.SECTION, re.compile(rf"(Mục|MỤC)\s+([IVXLC]+|\d{{1,2}}){_SHOUTED}")),
    (Level.SUBSECTION, re.compile(rf"(Tiểu mục|TIỂU MỤC)\s+([IVXLC]+|\d{{1,2}}){_SHOUTED}")),
    (Level.ARTICLE, re.compile(r"(Điều|ĐIỀU)\s+(\d{1,3}[a-zđ]?)[.:]\s*")),
)
_CAPITAL = re.compile(rf"([A-H])\.\s+(?=[{CAPITALS}]{{2}})")
#: The Party's older papers write "I- TÌNH HÌNH" and "1- Về kinh tế".
_ROMAN = re.compile(rf"([IVXLC]+)(?:\.\s+(?=\S)|\s?[-–]\s+(?=[{CAPITALS}]{{2}}))")
_NUMBER = re.compile(rf"(\d{{1,3}}(?:\.\d{{1,2}}){{0,2}})(?:\.\s+(?=\S)|(?<=[1-9])-\s+(?=[{CAPITALS}]))")
_LETTER = re.compile(rf"([{LETTERS}])\)\s*(?=\S)")
_DASH = re.compile(r"[-–•]\s+(?=\S)")
_PLUS = re.compile(r"\+\s+(?=\S)")
_NOTE = re.compile(r">\s*Ghi chú biên tập:\s*(.*)$", re.IGNORECASE)
_ROMAN_SHAPE = re.compile(r"X{0,3}(IX|IV|V?I{0,3})$")


def read_label(line: str) -> tuple[Label, str] | None:  # noqa: PLR0911 - one return a form of label
    """The label that ``line`` (stripped) begins with and the text after it, or ``None``."""
    if match := _APPENDIX.match(line):
        return Label(Level.APPENDIX, match[0].strip(), _annex(match["name"])), line[match.end() :]
    for level, pattern in _NAMED:
        if match := pattern.match(line):
            return Label(level, match.group(0).strip(), match.group(2)), line[match.end() :]
    if match := _CAPITAL.match(line):
        return Label(Level.CAPITAL, match.group(0).strip(), match.group(1)), line[match.end() :]
    if (match := _ROMAN.match(line)) and _ROMAN_SHAPE.match(match.group(1)):
        return Label(Level.ROMAN, match.group(0).strip(), match.group(1)), line[match.end() :]
    if match := _NUMBER.match(line):
        numbers = match.group(1).split(".")
        level = (Level.NUMBER, Level.NUMBER_2, Level.NUMBER_3)[len(numbers) - 1]
        return Label(level, match.group(0).strip(), numbers[-1]), line[match.end() :]
    if match := _LETTER.match(line):
        return Label(Level.LETTER, match.group(0).strip(), match.group(1)), line[match.end() :]
    if match := _DASH.match(line):
        return Label(Level.DASH, "-", ""), line[match.end() :]
    if match := _PLUS.match(line):
        return Label(Level.PLUS, "+", ""), line[match.end() :]
    return None


def read_note(line: str) -> str | None:
    """The editors' note that ``line`` (stripped) is, or ``None``."""
    match = _NOTE.match(line)
    return match.group(1) if match else None


def follows(label: Label, before: Label | None) -> bool:
    """Whether ``label`` continues its siblings: the successor of ``before``, or the first of a list.

    A wrapped line may begin with something that looks like a label ("… ngày 10. Các đơn vị"); real ones count up.
    """
    if label.level >= Level.DASH or label.level in _STEPS or label.level is Level.APPENDIX:
        return True
    order = order_of(label)
    return order == 1 if before is None else order == (order_of(before) or 0) + 1


def path_step(label: Label) -> str:
    """The label's part of a path; labels of named levels carry their name ("dieu-5", "phu-luc-i")."""
    if label.level is Level.APPENDIX:
        return "-".join(re.findall("[a-z0-9]+", fold(label.value)))
    value = label.value.replace("đ", "dd")
    if label.level in _STEPS:
        return f"{_STEPS[label.level]}-{'-'.join(fold(value).split())}"
    return value


def place_of(labels: Sequence[Label]) -> str:
    """How officials name the place: "Mục I.1.2 điểm b", "Điểm a Khoản 2 Điều 6", "Chương II", "Mục 1 Phụ lục I".

    Dashes have no official name; they share the place above them.
    """
    annexes = [label.value for label in labels if label.level is Level.APPENDIX]
    inner = _place_within([label for label in labels if Level.APPENDIX < label.level < Level.DASH])
    return " ".join(part for part in (inner, ", ".join(reversed(annexes))) if part)


def order_of(label: Label) -> int | None:
    """The label's position in its list, from 1; ``None`` for labels that do not count."""
    if label.level is Level.LETTER:
        return LETTERS.index(label.value) + 1
    if label.level is Level.CAPITAL:
        return "ABCDEFGH".index(label.value) + 1
    if number := re.match(r"\d+", label.value):
        return int(number[0]) if label.level is not Level.APPENDIX else None
    roman = label.level is not Level.APPENDIX and re.fullmatch("[IVXLC]+", label.value)
    return _roman(label.value) if roman else None


def _annex(name: str) -> str:
    """ "PHỤ LỤC SỐ: II" as running text has it: "Phụ lục số II"."""
    words = name.replace(":", " ").split()
    counted = re.fullmatch(r"[IVX]+|\d+[a-z]?|[A-H]", words[-1])
    kind = " ".join(words[:-1] if counted else words).capitalize()
    return f"{kind} {words[-1]}" if counted else kind


def _place_within(named: Sequence[Label]) -> str:
    """The place in a paper or in one of its appendices."""
    article = next((index for index, label in enumerate(named) if label.level is Level.ARTICLE), None)
    letter = next((label for label in reversed(named) if label.level is Level.LETTER), None)
    numbers = [label.value for label in named if Level.NUMBER <= label.level <= Level.NUMBER_3]
    romans = [label.value for label in named if label.level in (Level.CAPITAL, Level.ROMAN)]
    if article is not None:
        # "Điều 1. Phê duyệt Đề án với các nội dung sau: I. MỤC TIÊU": roman numbers below an article
        below = [label.value for label in named[article:] if label.level is Level.ROMAN]
        dotted = ".".join([*below, *numbers])
        clause = f"{'Mục' if below else 'Khoản'} {dotted} " if dotted else ""
        point = f"Điểm {letter.value} " if letter else ""
        return f"{point}{clause}Điều {named[article].value}"
    if romans or numbers:
        return f"Mục {'.'.join([*romans, *numbers])}" + (f" điểm {letter.value}" if letter else "")
    if letter:
        return f"Điểm {letter.value}"
    outer = [f"{_NAMES[label.level]} {label.value}" for label in reversed(named) if label.level in _NAMES]
    return ", ".join(outer)


_STEPS = {
    Level.PART: "phan",
    Level.CHAPTER: "chuong",
    Level.SECTION: "muc",
    Level.SUBSECTION: "tieu-muc",
    Level.ARTICLE: "dieu",
}
_NAMES = {Level.PART: "Phần", Level.CHAPTER: "Chương", Level.SECTION: "Mục", Level.SUBSECTION: "Tiểu mục"}


def _roman(value: str) -> int:
    digits = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[sign] for sign in value]
    return sum(
        -digit if index + 1 < len(digits) and digit < digits[index + 1] else digit
        for index, digit in enumerate(digits)
    )
