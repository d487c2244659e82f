"""The one place that reads the clock: a door (view, command, task) asks it once and hands the moment on as `now`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def read_clock() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(tz=UTC)  # noqa: TID251  # the one place


def day_in_china(now: datetime) -> date:
    """Return the calendar day of a moment as offices count it; a moment without zone is a mistake of the caller."""
    assert now.tzinfo is not None, "a moment without its zone"
    return now.astimezone(CHINA).date()


def end_of_day_in_china(day: date) -> datetime:
    """Return the first moment after a day as offices count it."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=CHINA)
