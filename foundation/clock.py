"""The clock, passed in wherever time matters so that tests can hold it still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in UTC."""

#: Vietnam has one zone without daylight saving; "today" in an answer is a day there.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def day_in_vietnam(moment: datetime) -> date:
    """The calendar day in Vietnam at ``moment``."""
    return moment.astimezone(VIETNAM).date()
