"""Days as people choose them in forms: days in Vietnam."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from foundation.clock import VIETNAM
from foundation.errors import InputError


def read_day(text: str) -> date | None:
    """A day as browsers send it; ``None`` where none was chosen.

    Raises:
        InputError: it is none.
    """
    if not text:
        return None
    try:
        # A year at either end of the calendar has no neighbour day, or none in another zone.
        day = date.fromisoformat(text)
        beginning(day).astimezone(UTC), day - timedelta(days=400), day + timedelta(days=400)
    except (ValueError, OverflowError) as error:
        raise InputError(
            "Ngày không đúng dạng.", hint="Chọn ngày trong ô, hoặc gõ năm-tháng-ngày, ví dụ 2026-11-30."
        ) from error
    return day


def beginning(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), VIETNAM)
