"""What is counted of a turn. Counts hold nothing that a citizen wrote."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from foundation.clock import day_in_vietnam

_PAGES = "/van-ban/"
#: Each class of durations reaches to 1.15 times the one before: a share is told to within 7 %.
_GROWTH = 1.15
_LONGEST = 200


class Measure(StrEnum):
    """What a count is of; the subject of each behind it."""

    OUTCOME = "outcome"  #: turns, by channel: the outcome
    RELEASE = "release"  #: turns: the release that answered
    LED = "led"  #: turns: engine, fallback or app
    TOPIC = (
        "topic"  #: turns with a citation: document and top-level section of the first one, ``slug#section``
    )
    PROVISION = "provision"  #: the same: the provision, ``slug#path``
    TIME = "time"  #: turns, by channel: the class of the response time
    USEFUL = "useful"  #: ratings, by channel: yes or no


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted together."""

    measure: Measure
    day: date
    channel: str
    subject: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Of a turn what counting needs; ``replies`` as stored."""

    channel: str
    release: str
    led_by: str
    outcome: str
    replies: Sequence[dict[str, Any]]
    accepted_at: datetime
    answered_at: datetime


def count(turns: Iterable[Ended]) -> Counter[Cell]:
    """How often each thing came about."""
    return Counter(cell for turn in turns for cell in _cells(turn))


def _cells(turn: Ended) -> Iterator[Cell]:
    day = day_in_vietnam(turn.accepted_at)
    yield Cell(Measure.OUTCOME, day, turn.channel, turn.outcome)
    yield Cell(Measure.RELEASE, day, "", turn.release)
    yield Cell(Measure.LED, day, "", turn.led_by)
    seconds = (turn.answered_at - turn.accepted_at).total_seconds()
    yield Cell(Measure.TIME, day, turn.channel, str(class_of(seconds)))
    if cited := first_cited(turn.replies):
        slug, path = cited
        yield Cell(Measure.TOPIC, day, "", f"{slug}#{path.partition('.')[0]}"[:_LONGEST])
        yield Cell(Measure.PROVISION, day, "", f"{slug}#{path}"[:_LONGEST])


def first_cited(replies: Sequence[dict[str, Any]]) -> tuple[str, str] | None:
    """Slug and path of the provision that the replies of a turn cite first; ``None`` where they cite nothing."""
    for reply in replies:
        for citation in reply.get("citations", ()):
            url = str(citation.get("url", ""))
            if url.startswith(_PAGES):
                slug, _, path = url.removeprefix(_PAGES).partition("#")
                return slug, path
    return None


def class_of(seconds: float) -> int:
    """The class of a duration."""
    return max(0, math.ceil(math.log(max(1.0, seconds * 1000), _GROWTH)))


def quantile(classes: dict[int, int], share: float) -> float | None:
    """The duration in seconds that so great a share of the durations stays within; ``None`` without any.

    Args:
        classes: how many durations each class has.
        share: 0.5 for the median.
    """
    total = sum(classes.values())
    reached = 0
    for number in sorted(classes):
        reached += classes[number]
        if total and reached >= share * total:
            # The middle of the class, on the scale that the classes are even on.
            return float(_GROWTH ** (number - 0.5)) / 1000
    return None
