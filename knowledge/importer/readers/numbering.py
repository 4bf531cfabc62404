"""The numbers that Word prints before paragraphs of lists: they are nowhere in the text, only in counters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from knowledge.importer.readers.numerals import letter, roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
    "decimalZero": "{:02d}".format,
    "none": lambda _: "",
}
#: Bullets that are printed as they are; others are pictures of a symbol font.
_BULLETS = "-–—•+*"


def value(element: etree._Element | None, tag: str, default: str = "") -> str:
    """The ``w:val`` of a child element."""
    child = None if element is None else element.find(W + tag)
    return default if child is None else child.get(W + "val", default)


def whole(text: str | None, default: int = 0) -> int:
    """A whole number of at most nine digits, or the default."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its numbers look and where it starts."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restarts_after: int | None = None
    indented: bool = False
    style: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a file and their counters, run through in the order of paragraphs."""

    _abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    _styled: dict[str, str] = field(
        default_factory=dict
    )  # abstract list -> the style whose list it really is
    _lists: dict[str, str] = field(default_factory=dict)  # list -> abstract list
    _overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)
    _of_styles: dict[str, str] = field(default_factory=dict)  # numbering style -> list

    @classmethod
    def read(cls, root: etree._Element | None, styles: dict[str, str]) -> Numbering:
        """From ``numbering.xml`` and the lists that numbering styles name."""
        made = cls(_of_styles=styles)
        if root is None:
            return made
        for abstract in root.iterchildren(W + "abstractNum"):
            name = abstract.get(W + "abstractNumId", "")
            made._abstract[name] = _levels(abstract)
            made._styled[name] = value(abstract, "numStyleLink")
        for listed in root.iterchildren(W + "num"):
            name = listed.get(W + "numId", "")
            made._lists[name] = value(listed, "abstractNumId")
            for override in listed.iterchildren(W + "lvlOverride"):
                level = whole(override.get(W + "ilvl"))
                made._overrides.setdefault(name, {}).update(_levels(override))
                if override.find(W + "startOverride") is not None:
                    made._restarts.setdefault(name, {})[level] = whole(value(override, "startOverride"), 1)
        return made

    def level_of_style(self, name: str, style: str) -> int:
        """The level that a list reserves for paragraphs of a style; 0 if none."""
        levels = self._abstract.get(self._source(name), {})
        return next((level for level, told in levels.items() if told.style == style), 0)

    def next(self, name: str, level: int) -> tuple[str, bool]:
        """The printed number of the next paragraph of list ``name`` at ``level``, and whether it is indented."""
        source = self._source(name)
        if source not in self._abstract or not 0 <= level < _LEVELS:
            return "", False
        told = self._level(name, source, level)
        counters = self._counters.setdefault(source, [None] * _LEVELS)
        restart = self._restarts.get(name, {}).get(level)
        if restart is not None and (name, level) not in self._begun:
            counters[level] = restart
        else:
            before = counters[level]
            counters[level] = told.start if before is None else before + 1
        self._begun.add((name, level))
        for deeper in range(level + 1, _LEVELS):
            after = self._level(name, source, deeper).restarts_after
            if after is None or (after and level < after):
                counters[deeper] = None
        return self._printed(name, source, told, counters), told.indented

    def _printed(self, name: str, source: str, told: Level, counters: list[int | None]) -> str:
        if told.format == "bullet":
            return told.text if told.text in _BULLETS and told.text else "•"

        def number(place: re.Match[str]) -> str:
            level = int(place[1]) - 1
            other = self._level(name, source, level)
            count = counters[level]
            shown = "decimal" if told.legal else other.format
            return _FORMATS.get(shown, str)(other.start if count is None else count)

        return re.sub(r"%([1-9])", number, told.text).strip()

    def _level(self, name: str, source: str, level: int) -> Level:
        return self._overrides.get(name, {}).get(level) or self._abstract[source].get(level, Level())

    def _source(self, name: str) -> str:
        """The abstract list of a list, through the numbering style it may stand for."""
        source = self._lists.get(name, "")
        style = self._styled.get(source, "")
        linked = self._lists.get(self._of_styles.get(style, ""), "")
        return linked if style and linked else source


def _levels(parent: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in parent.iterchildren(W + "lvl"):
        indent = element.find(f"{W}pPr/{W}ind")
        restarts = value(element, "lvlRestart", "?")
        levels[whole(element.get(W + "ilvl"))] = Level(
            start=whole(value(element, "start"), 1),
            format=value(element, "numFmt", "decimal"),
            text=value(element, "lvlText"),
            legal=element.find(W + "isLgl") is not None,
            restarts_after=None if restarts == "?" else whole(restarts),
            indented=indent is not None and first_letter(indent) > 0,
            style=value(element, "pStyle"),
        )
    return levels


def first_letter(indent: etree._Element) -> int:
    """How far right of the margin a paragraph's first letter stands, in twentieths of a point."""
    left = whole(indent.get(W + "left") or indent.get(W + "start"))
    return left + whole(indent.get(W + "firstLine")) - whole(indent.get(W + "hanging"))
