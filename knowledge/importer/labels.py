"""The labels of official papers: what a line begins with, and what that makes of its path and place.

The forms are those of Decree 30/2020/NĐ-CP (state papers) and Guidance 36-HD/VPTW (Party papers): Phần,
Chương, Mục, Điều, roman and decimal numbers, letters with a bracket, dashes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from vietnamese.text import fold


class Level(IntEnum):
    """How deep a label stands; a smaller level contains the larger ones."""

    PART = 1
    CHAPTER = 2
    SECTION = 3
    ROMAN = 4
    ARTICLE = 5
    NUMBER = 6
    NUMBER_2 = 7
    NUMBER_3 = 8
    LETTER = 9
    DASH = 10
    PLUS = 11


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its level, as printed, and its value ("2" of "1.2.", "b" of "b)"; empty for dashes)."""

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
_NAMED = (
    (Level.PART, re.compile(rf"(Phần|PHẦN)\s+(?:(?i:thứ)\s+)?([IVXLC]+|\d{{1,2}}|{_ORDINAL}){_TITLED}")),
    (Level.CHAPTER, re.compile(rf"(Chương|CHƯƠNG)\s+([IVXLC]+|\d{{1,2}}){_TITLED}")),
    (Level.SECTION, re.compile(r"(Mục|MỤC)\s+([IVXLC]+|\d{1,2})(?=[.:]|$)[.:]?\s*")),
    (Level.ARTICLE, re.compile(r"(Điều|ĐIỀU)\s+(\d{1,3}[a-zđ]?)[.:]\s*")),
)
_ROMAN = re.compile(r"([IVXLC]+)\.\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,2}){0,2})\.\s+(?=\S)")
_LETTER = re.compile(rf"([{LETTERS}])\)\s*(?=\S)")
_DASH = re.compile(r"[-–•]\s+(?=\S)")
_PLUS = re.compile(r"\+\s+(?=\S)")
_NOTE = re.compile(r">\s*Ghi chú biên tập:\s*(.*)$", re.IGNORECASE)
_ROMAN_SHAPE = re.compile(r"X{0,3}(IX|IV|V?I{0,3})$")


def read_label(line: str) -> tuple[Label, str] | None:  # noqa: PLR0911 - one return a form of label
    """The label that ``line`` (stripped) begins with and the text after it, or ``None``."""
    for level, pattern in _NAMED:
        if match := pattern.match(line):
            return Label(level, match.group(0).strip(), match.group(2)), line[match.end() :]
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
    if label.level >= Level.DASH or label.level in (Level.PART, Level.CHAPTER, Level.SECTION, Level.ARTICLE):
        return True
    order = _order(label)
    return order == 1 if before is None else order == _order(before) + 1


def path_step(label: Label) -> str:
    """The label's part of a path; labels of named levels carry their name ("dieu-5")."""
    value = label.value.replace("đ", "dd")
    if label.level in (Level.PART, Level.CHAPTER, Level.SECTION, Level.ARTICLE):
        name = {Level.PART: "phan", Level.CHAPTER: "chuong", Level.SECTION: "muc", Level.ARTICLE: "dieu"}[
            label.level
        ]
        return f"{name}-{'-'.join(fold(value).split())}"
    return value


def place_of(labels: Sequence[Label]) -> str:
    """How officials name the place: "Mục I.1.2 điểm b", "Điểm a Khoản 2 Điều 6", "Chương II".

    Dashes have no official name; they share the place above them.
    """
    named = [label for label in labels if label.level < Level.DASH]
    article = next((label for label in named if label.level is Level.ARTICLE), None)
    letter = next((label for label in reversed(named) if label.level is Level.LETTER), None)
    numbers = [label for label in named if Level.NUMBER <= label.level <= Level.NUMBER_3]
    if article is not None:
        clause = f"Khoản {'.'.join(label.value for label in numbers)} " if numbers else ""
        point = f"Điểm {letter.value} " if letter else ""
        return f"{point}{clause}Điều {article.value}"
    dotted = [label.value for label in named if label.level is Level.ROMAN] + [
        label.value for label in numbers
    ]
    if dotted:
        return f"Mục {'.'.join(dotted)}" + (f" điểm {letter.value}" if letter else "")
    if letter:
        return f"Điểm {letter.value}"
    names = {Level.PART: "Phần", Level.CHAPTER: "Chương", Level.SECTION: "Mục"}
    outer = [f"{names[label.level]} {label.value}" for label in reversed(named) if label.level in names]
    return ", ".join(outer)


def _order(label: Label) -> int:
    if label.level is Level.LETTER:
        return LETTERS.index(label.value) + 1
    if label.value.isdigit():
        return int(label.value)
    return _roman(label.value)


def _roman(value: str) -> int:
    digits = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[sign] for sign in value]
    return sum(
        -digit if index + 1 < len(digits) and digit < digits[index + 1] else digit
        for index, digit in enumerate(digits)
    )
