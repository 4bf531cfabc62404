"""A report as files: a page to read, a summary and a line for each question for programs.

The page is one file without scripts; every chart stands beside a table that says the same.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: a table, and a chart of it where one helps.

    Attributes:
        chart: SVG as ``evaluation.charts`` draws it, put on the page as it is; empty for none.
    """

    title: str
    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    text: str = ""
    chart: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a page tells: facts on top, then sections."""

    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]


def write_report(
    folder: Path, report: Report, summary: Mapping[str, Any], questions: Iterable[Mapping[str, Cell]]
) -> Path:
    """Write ``report.html``, ``summary.json`` and ``questions.csv`` into ``folder``.

    Returns:
        The page.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
    _write_table(folder / "questions.csv", list(questions))
    page = folder / "report.html"
    page.write_text(_templates.get_template("report.html").render(report=report), "utf-8")
    return page


def decimal(value: float) -> str:
    """A share as Vietnamese readers write it: 0,934; whole numbers as they are."""
    return str(value) if isinstance(value, int) else f"{value:.3f}".replace(".", ",")


def _write_table(file: Path, rows: Sequence[Mapping[str, Cell]]) -> None:
    # With a mark of byte order, or spreadsheets take the letters for another alphabet's.
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        if rows:
            table = csv.DictWriter(opened, list(rows[0]))
            table.writeheader()
            table.writerows({name: _harmless(cell) for name, cell in row.items()} for row in rows)


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula, such as a list's first dash, stays a text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["decimal"] = decimal
