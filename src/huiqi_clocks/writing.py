"""How days and moments are written for people and for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

WEEKDAYS_ZH: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def written(at: date | datetime) -> str:
    """Return a day as 2026-02-13, a moment as 2026-02-13T12:00 in the offices' time."""
    return at.replace(tzinfo=None).isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def with_weekday(at: date | datetime, *, english: bool) -> str:
    """Return a day or moment with its weekday."""
    weekday = (WEEKDAYS_EN if english else WEEKDAYS_ZH)[at.weekday()]
    text = written(at).replace("T", " ")
    return f"{text} ({weekday})" if english else f"{text}（{weekday}）"


def span(first: date, last: date, *, english: bool) -> str:
    """Return a range of days, or the one day."""
    if first == last:
        return with_weekday(first, english=english)
    return f"{first} {'to' if english else '至'} {last}"


def years(numbers: tuple[int, ...]) -> str:
    """Return a run of years: 2027, or 2027-2030."""
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
