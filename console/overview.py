"""The overview: what was asked and answered over a period, from the daily counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from conversations.conversation import ASKED
from conversations.counts import Measure, quantile
from conversations.tally import Tally
from knowledge.outcome import Outcome

ANSWERED = frozenset({Outcome.ANSWERED, Outcome.EXPIRED_SOURCE})
UNANSWERED = frozenset({Outcome.NOT_FOUND, Outcome.OUT_OF_SCOPE})
#: So many documents, topics and provisions are told of.
MOST = 30


@dataclass(frozen=True, slots=True)
class Numbers:
    """The figures of some turns.

    Attributes:
        turns: messages that were answered, of whatever kind.
        questions: those of them that were questions to the documents.
        answered, unanswered: questions with a provision or an editor's answer; refused for want of one.
        rated, useful: ratings, and the good ones among them.
        median, slowest: seconds within which one half, and 95 of 100, were answered.
    """

    turns: int
    questions: int
    answered: int
    unanswered: int
    rated: int
    useful: int
    median: float | None
    slowest: float | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What was asked and answered from ``first`` to ``last``, both included.

    Attributes:
        whole: all channels together.
        channels: each channel, by name.
        days: how many questions of each outcome there were on a day.
        outcomes, led_by: how many turns ended, and were led, in which way.
        topics: document and section, ``slug#section``, of the first citation, the most frequent first.
        documents: slugs, likewise.
        provisions: ``slug#path``, likewise.
        cited: turns with a citation.
    """

    first: date
    last: date
    whole: Numbers
    channels: dict[str, Numbers]
    days: Counter[tuple[date, str]]
    outcomes: Counter[str]
    led_by: Counter[str]
    topics: list[tuple[str, int]]
    documents: list[tuple[str, int]]
    provisions: list[tuple[str, int]]
    cited: int


def overview_of(tally: Tally, first: date, last: date) -> Overview:
    """The overview of a period, both ends included."""
    outcomes = tally.by_channel(Measure.OUTCOME, first, last)
    ratings = tally.by_channel(Measure.USEFUL, first, last)
    times = tally.by_channel(Measure.TIME, first, last)
    names = sorted({channel for channel, _ in (*outcomes, *ratings)})
    topics = tally.totals(Measure.TOPIC, first, last, 10_000)
    documents = Counter[str]()
    for subject, number in topics:
        documents[subject.partition("#")[0]] += number
    return Overview(
        first=first,
        last=last,
        whole=_numbers(outcomes, ratings, times, names),
        channels={name: _numbers(outcomes, ratings, times, [name]) for name in names},
        days=tally.daily(Measure.OUTCOME, first, last),
        outcomes=_by_subject(outcomes, names),
        led_by=Counter(dict(tally.totals(Measure.LED, first, last))),
        topics=topics[:MOST],
        documents=documents.most_common(MOST),
        provisions=tally.totals(Measure.PROVISION, first, last, MOST),
        cited=documents.total(),
    )


def _numbers(
    outcomes: Counter[tuple[str, str]],
    ratings: Counter[tuple[str, str]],
    times: Counter[tuple[str, str]],
    channels: list[str],
) -> Numbers:
    ended, rated = _by_subject(outcomes, channels), _by_subject(ratings, channels)
    took = {int(name): number for name, number in _by_subject(times, channels).items()}
    return Numbers(
        turns=ended.total(),
        questions=_of(ended, ASKED),
        answered=_of(ended, ANSWERED),
        unanswered=_of(ended, UNANSWERED),
        rated=rated.total(),
        useful=rated["yes"],
        median=quantile(took, 0.5),
        slowest=quantile(took, 0.95),
    )


def _by_subject(counts: Counter[tuple[str, str]], channels: list[str]) -> Counter[str]:
    found = Counter[str]()
    for (channel, subject), number in counts.items():
        if channel in channels:
            found[subject] += number
    return found


def _of(ended: Counter[str], outcomes: Iterable[str]) -> int:
    return sum(ended[outcome] for outcome in outcomes)
