"""Office hours: read as they are typed, said as people say them, in Vietnam's time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conversations.office_calendar import OfficeCalendar
from conversations.office_hours import OfficeHours, dump_days, load_hours, opening_words, read_hours
from foundation.clock import VIETNAM, utc_now
from foundation.database import Database
from foundation.errors import InputError

USUAL = ["7:30-11:30, 13:30 - 17:00"] * 5 + ["8h-11h", ""]


def at(text: str) -> datetime:
    """A moment in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).astimezone(UTC)


@pytest.fixture
def usual() -> OfficeHours:
    return read_hours(USUAL, "02/09/2026\n1/1/2027")


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("2026-11-30T07:29:59", False),
        ("2026-11-30T07:30:00", True),
        ("2026-11-30T11:29:59", True),
        ("2026-11-30T11:30:00", False),
        ("2026-11-30T16:59:59", True),
        ("2026-12-05T08:00:00", True),
        ("2026-12-06T08:00:00", False),
        ("2027-01-01T08:00:00", False),
    ],
)
def test_officers_are_there_within_the_hours(usual: OfficeHours, moment: str, there: bool) -> None:
    assert usual.open_at(at(moment)) is there


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-30T06:00:00", "7:30 thứ Hai, ngày 30/11"),
        ("2026-11-30T12:00:00", "13:30 thứ Hai, ngày 30/11"),
        ("2026-12-05T12:00:00", "7:30 thứ Hai, ngày 7/12"),
        ("2026-12-31T18:00:00", "8:00 thứ Bảy, ngày 2/1"),
    ],
)
def test_citizens_are_told_when_officers_are_back(usual: OfficeHours, moment: str, words: str) -> None:
    opening = usual.next_opening(at(moment))
    assert opening is not None
    assert opening_words(opening) == words


def test_the_week_is_told_in_words(usual: OfficeHours) -> None:
    assert usual.described() == "thứ Hai đến thứ Sáu 7:30–11:30, 13:30–17:00; thứ Bảy 8:00–11:00"
    assert OfficeHours().described() == ""


def test_without_hours_nobody_is_ever_there() -> None:
    never = read_hours([""] * 7, "")
    assert not never.ever
    assert not never.open_at(at("2026-11-30T08:00:00"))
    assert never.next_opening(at("2026-11-30T08:00:00")) is None


@pytest.mark.parametrize(
    "typed", ["8", "8-", "11-8", "8-8", "8-25", "8:70-9", "sáng", "8-11, 10-12", "8-9-10", "13:00-14:00, 8-9"]
)
def test_hours_that_cannot_be_are_refused_by_their_day(typed: str) -> None:
    with pytest.raises(InputError, match="thứ Ba"):
        read_hours(["", typed, "", "", "", "", ""], "")


@pytest.mark.parametrize("typed", ["30/2/2026", "2026-11-30x", "mai", "1/1"])
def test_days_that_cannot_be_are_refused(typed: str) -> None:
    with pytest.raises(InputError, match="ngày nghỉ"):
        read_hours([""] * 7, typed)


def test_hours_come_back_from_the_database_as_they_were_set(database: Database, usual: OfficeHours) -> None:
    calendar = OfficeCalendar(database, utc_now)
    assert calendar.hours() == OfficeHours()
    for hours in (OfficeHours(closed=frozenset({date(2026, 9, 2)})), usual):
        calendar.change(hours)
        assert calendar.hours() == hours
    assert load_hours(dump_days(usual), ()) == OfficeHours(usual.days)
