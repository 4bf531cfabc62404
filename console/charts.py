"""Charts of the overview as SVG pictures by pygal. None says anything that the table beside it does not say."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pygal
from lxml import etree
from pygal.style import Style

from console.names import Names
from console.overview import ANSWERED, UNANSWERED, Overview
from console.overview_tables import asked_on
from console.turn_words import CHANNELS, word
from conversations.conversation import ASKED
from knowledge.outcome import Outcome

# pygal leaves a finder among Python's own, for maps that are not drawn here; Python 3.11 warns of its kind at imports.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

#: A chart has at most so many bars; longer periods are drawn by weeks.
_BARS = 62
_LONGEST_NAME = 60
_STYLE = Style(
    background="white",
    plot_background="white",
    foreground="#1c2228",
    foreground_strong="#1c2228",
    foreground_subtle="#5b6470",
    font_family="'Be Vietnam Pro', 'Noto Sans', sans-serif",
    label_font_size=13,
    major_label_font_size=13,
    value_font_size=13,
    legend_font_size=14,
    colors=("#174a7c", "#b3261e", "#8a6d1a"),
)
_LOOK: Mapping[str, Any] = {
    "style": _STYLE,
    "js": (),
    "explicit_size": True,
    "width": 960,
    "margin": 8,
    "show_minor_x_labels": False,
    "legend_at_bottom": True,
    "legend_at_bottom_columns": 3,
    "no_data_text": "Không có số liệu",
    "pretty_print": False,
}


def days_chart(overview: Overview, _names: Names) -> bytes:
    """Questions by day, answered, not answered and others on top of one another."""
    length = (overview.last - overview.first).days + 1
    step = 1 if length <= _BARS else 7
    starts = [overview.first + timedelta(days=number) for number in range(0, length, step)]

    def summed(outcomes: frozenset[Outcome]) -> list[int]:
        return [
            sum(asked_on(overview, start + timedelta(days=number), outcomes) for number in range(step))
            for start in starts
        ]

    chart = pygal.StackedBar(height=360, x_labels_major_every=max(1, len(starts) // 12), **_LOOK)
    chart.x_labels = [f"{start:%d/%m}" for start in starts]
    chart.add("trả lời được", summed(ANSWERED))
    chart.add("chưa trả lời được", summed(UNANSWERED))
    chart.add("hỏi lại, không trả lời", summed(ASKED - ANSWERED - UNANSWERED))
    return _drawn(chart)


def channels_chart(overview: Overview, _names: Names) -> bytes:
    """Questions by channel."""
    return _across({word(CHANNELS, name): numbers.questions for name, numbers in overview.channels.items()})


def topics_chart(overview: Overview, names: Names) -> bytes:
    """The ten busiest topics."""
    found: dict[str, int] = {}
    for subject, number in overview.topics[:10]:
        named = names.of(subject)
        found[f"{named.document}, {named.place}"] = number
    return _across(found)


def _across(bars: Mapping[str, int]) -> bytes:
    """Bars beside one another from left to right, the first on top."""
    chart = pygal.HorizontalBar(
        height=90 + 44 * max(1, len(bars)), show_legend=False, print_values=True, **_LOOK
    )
    turned = list(bars.items())[::-1]
    chart.x_labels = [
        name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rstrip()}…" for name, _ in turned
    ]
    chart.add("câu hỏi", [number for _, number in turned])
    return _drawn(chart)


def _drawn(chart: Any) -> bytes:
    """The chart as a file, without the script that pygal puts into each."""
    tree = chart.render_tree()
    for script in tree.findall(".//{*}script"):
        script.getparent().remove(script)
    drawn: bytes = etree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return drawn


#: By the names of :data:`console.overview_tables.DRAWN`.
DRAWINGS: Mapping[str, Callable[[Overview, Names], bytes]] = {
    "ngay": days_chart,
    "kenh": channels_chart,
    "chu-de": topics_chart,
}
