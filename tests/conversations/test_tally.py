"""The tally: every turn counts once, and what was counted stays when the turns are gone."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import tally as tally_module
from conversations.counts import Measure, class_of, first_cited, quantile
from conversations.personal_records import PersonalRecords
from conversations.tally import LAG, Tally
from foundation.database import Database
from foundation.sealing import Seal
from knowledge.outcome import Outcome
from tests.conversations.house import SECRET
from tests.conversations.no_engine import NoEngineRows
from tests.conversations.past import NOON, Past, cited

DAY = date(2026, 11, 20)
LATER = NOON + timedelta(hours=5)


class Moment:
    """A clock that is set."""

    def __init__(self, now: datetime = LATER) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def past(database: Database) -> Past:
    return Past(database)


@pytest.fixture
def clock() -> Moment:
    return Moment()


@pytest.fixture
def tally(database: Database, clock: Moment) -> Tally:
    return Tally(database, clock)


def outcomes(tally: Tally) -> dict[tuple[str, str], int]:
    return dict(tally.by_channel(Measure.OUTCOME, date(2026, 1, 1), date(2026, 12, 31)))


def test_turns_are_counted_by_channel_outcome_release_and_what_they_cite(past: Past, tally: Tally) -> None:
    past.turn(citations=cited("/van-ban/ke-hoach#II.1.e"))
    past.turn(citations=cited("/van-ban/ke-hoach#II.3"), channel="telegram", release="r2", led_by="fallback")
    past.turn(outcome=Outcome.NOT_FOUND)
    assert tally.catch_up() is False
    assert outcomes(tally) == {
        ("web", "answered"): 1,
        ("telegram", "answered"): 1,
        ("web", "not_found"): 1,
    }
    assert tally.totals(Measure.TOPIC, DAY, DAY) == [("ke-hoach#II", 2)]
    assert tally.totals(Measure.PROVISION, DAY, DAY) == [("ke-hoach#II.1.e", 1), ("ke-hoach#II.3", 1)]
    assert tally.totals(Measure.RELEASE, DAY, DAY) == [("r1", 2), ("r2", 1)]
    assert tally.totals(Measure.LED, DAY, DAY) == [("engine", 2), ("fallback", 1)]
    assert tally.days() == (DAY, DAY)


def test_counting_again_counts_nothing_twice_and_only_what_is_new(
    past: Past, tally: Tally, clock: Moment
) -> None:
    past.turn()
    tally.catch_up()
    tally.catch_up()
    assert outcomes(tally) == {("web", "answered"): 1}
    past.now = LATER
    past.turn()
    clock.now = LATER + timedelta(minutes=5)
    tally.catch_up()
    assert outcomes(tally) == {("web", "answered"): 2}
    assert tally.until == clock.now - LAG


def test_turns_of_the_last_minutes_wait(past: Past, tally: Tally, clock: Moment) -> None:
    clock.now = NOON + timedelta(minutes=1)
    past.turn()
    tally.catch_up()
    assert outcomes(tally) == {}
    clock.now = NOON + LAG + timedelta(seconds=1)
    tally.catch_up()
    assert outcomes(tally) == {("web", "answered"): 1}


def by_themselves(past: Past, database: Database, conversation: str) -> None:
    past.store.erase(conversation)


def in_the_console(past: Past, database: Database, conversation: str) -> None:
    records = PersonalRecords(database, Moment(), Seal([SECRET]), NoEngineRows())
    records.erase(conversation, lambda _session: None)


@pytest.mark.parametrize("erase", [by_themselves, in_the_console])
@pytest.mark.parametrize("counted", [True, False])
def test_counts_outlive_the_turns(
    past: Past,
    tally: Tally,
    database: Database,
    counted: bool,
    erase: Callable[[Past, Database, str], None],
) -> None:
    past.turn(conversation="mot", citations=cited("/van-ban/ke-hoach#II.3"))
    if counted:
        tally.catch_up()
    past.now = LATER + timedelta(minutes=1)
    past.turn(conversation="mot", citations=cited("/van-ban/ke-hoach#II.3"))
    past.turn(conversation="hai", outcome=Outcome.NOT_FOUND)
    erase(past, database, "mot")
    counted_at_once = tally.totals(Measure.TOPIC, DAY, DAY)
    Tally(database, Moment(LATER + timedelta(hours=1))).catch_up()
    assert counted_at_once == tally.totals(Measure.TOPIC, DAY, DAY) == [("ke-hoach#II", 2)]
    assert outcomes(tally) == {("web", "answered"): 2, ("web", "not_found"): 1}


def test_who_erases_while_others_count_has_each_turn_counted_once(
    past: Past, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally_module, "_AT_ONCE", 2)
    for number in range(12):
        past.turn(conversation=f"c{number}")

    def count() -> None:
        while tally.catch_up():
            pass

    threads = [threading.Thread(target=count) for _ in range(2)]
    threads += [
        threading.Thread(target=past.store.erase, args=(f"c{number}",)) for number in range(11, 3, -1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.catch_up()
    assert outcomes(tally) == {("web", "answered"): 12}


def test_a_day_is_a_day_in_vietnam(past: Past, tally: Tally) -> None:
    past.now = NOON.replace(day=19, hour=17)  # midnight there
    past.turn()
    past.now -= timedelta(minutes=2)
    past.turn()
    tally.catch_up()
    counted = tally.daily(Measure.OUTCOME, date(2026, 11, 19), DAY)
    assert counted == {(DAY, "answered"): 1, (date(2026, 11, 19), "answered"): 1}


def test_a_long_way_is_gone_step_by_step_also_among_turns_of_one_moment(
    past: Past, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally_module, "_AT_ONCE", 3)
    for _ in range(10):
        past.turn()
        past.now = NOON
    steps = 1
    while tally.catch_up():
        steps += 1
    assert steps == 4
    assert outcomes(tally) == {("web", "answered"): 10}


def test_who_counts_at_once_counts_each_turn_once(
    past: Past, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally_module, "_AT_ONCE", 2)
    for _ in range(12):
        past.turn()

    def count() -> None:
        while tally.catch_up():
            pass

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes(tally) == {("web", "answered"): 12}


def test_a_rating_that_was_changed_counts_as_it_is_now(past: Past, tally: Tally) -> None:
    _, reply = past.turn(conversation="mot")
    past.rate(reply, "mot", useful=False)
    tally.catch_up()
    assert tally.by_channel(Measure.USEFUL, DAY, DAY) == {("web", "no"): 1}
    past.rate(reply, "mot", useful=True)
    tally.catch_up()
    tally.catch_up()
    assert tally.by_channel(Measure.USEFUL, DAY, DAY) == {("web", "yes"): 1}


def test_ratings_of_older_days_stay_counted_when_their_conversation_is_gone(
    past: Past, tally: Tally, clock: Moment
) -> None:
    _, reply = past.turn(conversation="mot")
    past.rate(reply, "mot", useful=True)
    tally.catch_up()
    clock.now += timedelta(days=10)
    tally.catch_up()
    past.store.erase("mot")
    tally.catch_up()
    assert tally.by_channel(Measure.USEFUL, DAY, DAY) == {("web", "yes"): 1}


def test_ratings_given_while_nobody_counted_are_not_lost(past: Past, tally: Tally, clock: Moment) -> None:
    tally.catch_up()
    _, reply = past.turn(conversation="mot")
    past.rate(reply, "mot", useful=True)
    clock.now += timedelta(days=10)
    tally.catch_up()
    assert tally.by_channel(Measure.USEFUL, DAY, DAY) == {("web", "yes"): 1}


@given(st.lists(st.floats(0.001, 60), min_size=1, max_size=200), st.sampled_from([0.5, 0.95]))
def test_a_share_of_durations_is_told_to_within_seven_hundredths(seconds: list[float], share: float) -> None:
    classes = Counter(map(class_of, seconds))
    told = quantile(dict(classes), share)
    exact = next(value for number, value in enumerate(sorted(seconds), 1) if number >= share * len(seconds))
    assert told is not None
    assert 0.93 <= told / exact <= 1.075


def test_of_nothing_no_share_is_told() -> None:
    assert quantile({}, 0.5) is None


@pytest.mark.parametrize("url", ["", "https://example.org/x#y", "/van-ban"])
def test_what_is_no_address_of_ours_is_not_counted_as_a_provision(url: str) -> None:
    assert first_cited([{"citations": [{"url": url}]}]) is None
