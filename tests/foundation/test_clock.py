"""The clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.clock import VIETNAM, day_in_vietnam, utc_now


def test_now_is_aware_and_in_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 9, 30, 16, 59, 59, tzinfo=UTC), date(2025, 9, 30)),
        (datetime(2025, 9, 30, 17, 0, tzinfo=UTC), date(2025, 10, 1)),
        (datetime(2025, 10, 1, 0, 0, tzinfo=VIETNAM), date(2025, 10, 1)),
        (datetime(2025, 10, 1, 23, 59, tzinfo=VIETNAM), date(2025, 10, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_vietnam_seven_hours_before_utc(moment: datetime, day: date) -> None:
    assert day_in_vietnam(moment) == day
