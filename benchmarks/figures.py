"""Figures held against bars, printed the same way by every benchmark."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console
from rich.table import Table

#: Wide enough where the output goes to a file.
output = Console(width=110, highlight=False)


@dataclass(frozen=True)
class Figure:
    """What was measured and the bar for it: at most so much, or, with ``least``, at least."""

    title: str
    reached: float
    bar: float
    least: bool = False

    @property
    def met(self) -> bool:
        """Whether the bar is met."""
        return self.reached >= self.bar if self.least else self.reached <= self.bar


def show_figures(figures: Sequence[Figure]) -> None:
    """Print a table of ``figures``."""
    table = Table("", "reached", "bar", "")
    for figure in figures:
        sign = "≥" if figure.least else "≤"
        met = "met" if figure.met else "[bold]MISSED[/]"
        table.add_row(figure.title, f"{figure.reached:.2f}", f"{sign} {figure.bar:g}", met)
    output.print(table)


def show_occasion() -> None:
    """Print when and on what kind of machine this is; a load well above 0 spoils what is measured next."""
    now = datetime.now().astimezone()
    output.print(
        f"{now:%Y-%m-%d %H:%M}, {os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}"
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of ``values`` do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
