"""Tables of figures as screens, spreadsheets and reports show them alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


class Share(float):
    """A share, 0 to 1."""


class Seconds(float):
    """A duration."""


#: ``None`` where there is nothing to be told, such as the share of nothing.
Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """Figures with what they are called.

    Attributes:
        name: in addresses, and of the sheet; ASCII.
        title: above it.
        heads: of the columns; the first column heads the rows.
        rows: each as long as the heads.
        note: how it was counted, where that needs to be said.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def share(part: int, whole: int) -> Share | None:
    """The share of a part; ``None`` of nothing."""
    return Share(part / whole) if whole else None


def shown(cell: Cell) -> str:
    """A cell as people in Vietnam read it: "1.234", "12,5%", "0,04 giây", "30/11/2026"."""
    match cell:
        case None:
            text = "–"
        case Share():
            text = f"{cell:.1%}".replace(".", ",")
        case Seconds():
            text = f"{cell:.{2 if cell < 10 else 0}f} giây".replace(".", ",")
        case float():
            text = f"{cell:.2f}".replace(".", ",")
        case int():
            text = f"{cell:,}".replace(",", ".")
        case date():
            text = f"{cell:%d/%m/%Y}"
        case _:
            text = cell
    return text
