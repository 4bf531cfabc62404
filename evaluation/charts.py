"""Charts as SVG that needs no script, by matplotlib, drawn where the report is written.

A chart never says anything that the table beside it does not say; its name is read aloud in its place.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

_INK, _LINE, _BLUE = "#1c2228", "#d8d2c6", "#174a7c"
_STYLE: Any = {  # the library's type lists every setting that there is
    "svg.fonttype": "none",  # text stays text: small, selectable, in the reader's own font
    "svg.hashsalt": "hoidap",  # the same figures give the same file
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _LINE,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with its interval, all 0 to 1; ``low`` and ``high`` equal ``value`` where there is none."""

    name: str
    value: float
    low: float
    high: float


def shares_chart(name: str, bars: Sequence[Bar]) -> str:
    """Shares under one another with whiskers for their intervals.

    Args:
        name: what the chart shows, read aloud in its place.
        bars: from top to bottom, at least one.
    """
    with rc_context(_STYLE):
        figure = Figure(figsize=(7.5, 0.9 + 0.34 * len(bars)), layout="constrained")
        axes = figure.add_subplot()
        places = range(len(bars))
        values = [bar.value for bar in bars]
        below = [max(0.0, bar.value - bar.low) for bar in bars]
        above = [max(0.0, bar.high - bar.value) for bar in bars]
        axes.barh(places, values, height=0.55, color="#9cc7f5")
        axes.errorbar(values, places, xerr=[below, above], fmt="o", color=_BLUE, markersize=4, capsize=3)
        axes.set_yticks(list(places), [bar.name for bar in bars])
        axes.set_xlim(0, 1.01)  # so that a dot at one is whole
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0,25", "0,5", "0,75", "1"])
        axes.invert_yaxis()
        axes.grid(axis="x", color=_LINE, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.spines[["top", "right", "left"]].set_visible(False)
        return _svg(figure, name)


def confusion_chart(name: str, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """Which label was taken for which: rows are what was meant, columns what was understood.

    Args:
        name: what the chart shows, read aloud in its place.
        labels: of rows and columns, at least one.
        counts: of shape (labels, labels).
    """
    with rc_context(_STYLE):
        side = 2.5 + 0.34 * len(labels)
        figure = Figure(figsize=(side, side), layout="constrained")
        axes = figure.add_subplot()
        shares = [[count / max(1, sum(row)) for count in row] for row in counts]
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        axes.set_xticks(range(len(labels)), labels, rotation=90)
        axes.set_yticks(range(len(labels)), labels)
        axes.set_xlabel("hiểu thành")
        axes.set_ylabel("ý định thật")
        for row, line in enumerate(counts):
            for column, count in enumerate(line):
                if count:
                    colour = "white" if shares[row][column] > 0.6 else _INK
                    axes.text(column, row, str(count), ha="center", va="center", color=colour, fontsize=8)
        axes.spines[:].set_visible(False)
        return _svg(figure, name)


def _svg(figure: Figure, name: str) -> str:
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    drawn = written.getvalue()
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn[drawn.index("<svg") :], flags=re.DOTALL)
    drawn = re.sub(r' (?:width|height)="[\d.]+pt"', "", drawn, count=2)
    return drawn.replace("<svg", f'<svg role="img" aria-label="{html.escape(name)}"', 1)
