"""When officers are there: the hours of each weekday, and the days on which nobody is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foundation.clock import VIETNAM
from foundation.errors import InputError

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
#: So far ahead the next opening is looked for; a longer pause is told without a day.
_LOOK_AHEAD = 31
_MOST_CLOSED = 200

_PERIOD = re.compile(
    r"(\d{1,2})\s*(?:[:hg]\s*(\d{2})?)?\s*[-–—]\s*(\d{1,2})\s*(?:[:hg]\s*(\d{2})?)?", re.IGNORECASE
)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class Period:
    """From ``opens`` until before ``closes``, in Vietnam's time."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{_clock(self.opens)}–{_clock(self.closes)}"


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02}"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The hours in force. Without any, nobody is ever there for a talk, and questions are left instead.

    Attributes:
        days: the periods of the seven weekdays, Monday first.
        closed: days on which nobody is there whatever the weekday.
    """

    days: tuple[tuple[Period, ...], ...] = ((),) * 7
    closed: frozenset[date] = frozenset()

    @property
    def ever(self) -> bool:
        """Whether there are any hours."""
        return any(self.days)

    def open_at(self, moment: datetime) -> bool:
        """Whether officers are there at ``moment``."""
        local = moment.astimezone(VIETNAM)
        return any(
            period.opens <= local.time().replace(tzinfo=None) < period.closes
            for period in self._of(local.date())
        )

    def next_opening(self, moment: datetime) -> datetime | None:
        """When officers will next be there, after ``moment``; ``None`` where no such time is near."""
        local = moment.astimezone(VIETNAM)
        for ahead in range(_LOOK_AHEAD):
            day = local.date() + timedelta(days=ahead)
            for period in self._of(day):
                opening = datetime.combine(day, period.opens, VIETNAM)
                if opening > local:
                    return opening
        return None

    def described(self) -> str:
        """The week in words: "thứ Hai đến thứ Sáu 7:30–11:30, 13:30–17:00; thứ Bảy 8:00–11:00"."""
        parts = []
        for periods, run in itertools.groupby(range(7), key=lambda day: self.days[day]):
            days = list(run)
            if periods:
                names = (
                    WEEKDAYS[days[0]] if len(days) == 1 else f"{WEEKDAYS[days[0]]} đến {WEEKDAYS[days[-1]]}"
                )
                parts.append(f"{names} {', '.join(map(str, periods))}")
        return "; ".join(parts)

    def _of(self, day: date) -> tuple[Period, ...]:
        return () if day in self.closed else self.days[day.weekday()]


def opening_words(opening: datetime) -> str:
    """An opening as citizens are told it: "7:30 thứ Hai, ngày 30/11"."""
    local = opening.astimezone(VIETNAM)
    return f"{_clock(local.time())} {WEEKDAYS[local.weekday()]}, ngày {local.day}/{local.month}"


def read_hours(days: Sequence[str], closed: str) -> OfficeHours:
    """What an administrator typed: the periods of seven days as "7:30-11:30, 13:30-17:00", and days as "2/9/2026".

    Raises:
        InputError: something cannot be read, or a day's periods overlap.
    """
    return OfficeHours(
        tuple(_read_periods(WEEKDAYS[place], text) for place, text in enumerate(days)), _read_closed(closed)
    )


def _read_periods(day: str, text: str) -> tuple[Period, ...]:
    wrong = InputError(
        f"Giờ trực của {day} không đọc được.",
        hint="Viết như 7:30-11:30, 13:30-17:00; giờ sau lớn hơn giờ trước; bỏ trống khi không trực.",
    )
    periods: list[Period] = []
    for piece in filter(None, (piece.strip() for piece in re.split(r"[,;]", text))):
        found = _PERIOD.fullmatch(piece)
        if found is None:
            raise wrong
        try:
            period = Period(time(int(found[1]), int(found[2] or 0)), time(int(found[3]), int(found[4] or 0)))
        except ValueError:
            raise wrong from None
        if period.opens >= period.closes or (periods and periods[-1].closes > period.opens):
            raise wrong
        periods.append(period)
    return tuple(periods)


def _read_closed(text: str) -> frozenset[date]:
    days = frozenset(_read_day(piece) for piece in re.split(r"[\s,;]+", text) if piece)
    if len(days) > _MOST_CLOSED:
        raise InputError("Có quá nhiều ngày nghỉ.", hint="Bỏ những ngày đã qua.")
    return days


def _read_day(text: str) -> date:
    wrong = InputError("Có ngày nghỉ không đọc được.", hint="Viết mỗi dòng một ngày, như 2/9/2026.")
    found = _DAY.fullmatch(text)
    if found is None:
        raise wrong
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise wrong from None


def dump_days(hours: OfficeHours) -> list[list[list[str]]]:
    """The weekdays as JSON."""
    return [
        [[period.opens.isoformat("minutes"), period.closes.isoformat("minutes")] for period in periods]
        for periods in hours.days
    ]


def load_hours(days: Iterable[Iterable[Sequence[str]]], closed: Iterable[str]) -> OfficeHours:
    """The hours from their JSON."""
    return OfficeHours(
        tuple(
            tuple(Period(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in periods)
            for periods in days
        ),
        frozenset(map(date.fromisoformat, closed)),
    )
