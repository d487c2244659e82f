"""ISO 8601 texts to FEEL values; None for a text that is not one.

Strict as the standard asks: two digits, seconds always written, zone either as offset or as `@Area/City`, never both.
Hour 24 is the midnight that follows, as XML Schema has it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from huiqi_rules.core.temporal.days import day_of_ordinal, make_date
from huiqi_rules.core.temporal.durations import DAY_SECONDS, SECOND_NANOSECONDS, DaysTime, YearsMonths
from huiqi_rules.core.temporal.moments import MIDNIGHT, OFFSET_LIMIT_SECONDS, DateTime, Time

Temporal: TypeAlias = date | Time | DateTime | YearsMonths | DaysTime

_DATE: Final = re.compile(r"(?!-?0000)(-?(?:[0-9]{4}|[1-9][0-9]{4,8}))-([0-9]{2})-([0-9]{2})")
_END_OF_DAY: Final = re.compile(r"24(?=:00:00(?:\.0+)?(?:[Z+@-]|$))")
_TIME: Final = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,18}))?"
    r"(?:(Z)|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z][A-Za-z0-9_+/-]{0,60}))?"
)
_YEARS_MONTHS: Final = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,15})Y)?(?:([0-9]{1,15})M)?")
_DAYS_TIME: Final = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,15})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,15})H)?(?:([0-9]{1,15})M)?(?:([0-9]{1,15})(?:\.([0-9]{0,18}))?S)?)?"
)


def parse_literal(text: str) -> Temporal | None:
    """Return the value of an at-literal's text: date, time, date and time or duration."""
    if text.startswith(("P", "-P")):
        return parse_duration(text)
    return parse_date(text) or parse_time(text) or parse_date_time(text)


def parse_date(text: str) -> date | None:
    """Return the date of `2024-06-01`."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    return make_date(*(int(part) for part in match.groups()))


def parse_time(text: str) -> Time | None:
    """Return the time of `10:30:00`, `10:30:00.5`, `…Z`, `…+08:00` or `…@Asia/Shanghai`."""
    match = _TIME.fullmatch(_END_OF_DAY.sub("00", text, count=1) if text.startswith("24") else text)
    if match is None:
        return None
    hour, minute, second, fraction, utc, sign, offset_hour, offset_minute, offset_second, zone = match.groups()
    if zone is not None and not is_zone(zone):
        return None
    offset = 0 if utc else None
    if sign:
        if int(offset_minute) > 59 or int(offset_second or 0) > 59:
            return None
        offset = int(offset_hour) * 3_600 + int(offset_minute) * 60 + int(offset_second or 0)
        offset = -offset if sign == "-" else offset
    return make_time(int(hour), int(minute), int(second), _nanoseconds(fraction), offset, zone)


def make_time(
    hour: int, minute: int, second: int, nanosecond: int = 0, offset_seconds: int | None = None, zone: str | None = None
) -> Time | None:
    """Return the time, None where a part is out of its range."""
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59):
        return None
    if offset_seconds is not None and abs(offset_seconds) > OFFSET_LIMIT_SECONDS:
        return None
    return Time(hour, minute, second, nanosecond, offset_seconds, zone)


def parse_date_time(text: str) -> DateTime | None:
    """Return the date and time of `2024-06-01T10:30:00…`; a bare date means its midnight."""
    day_text, separator, time_text = text.partition("T")
    day = parse_date(day_text)
    time = parse_time(time_text) if separator else MIDNIGHT
    if day is not None and time_text.startswith("24"):
        day = day_of_ordinal(day.toordinal() + 1)
    return None if day is None or time is None else DateTime(day, time)


def parse_duration(text: str) -> YearsMonths | DaysTime | None:
    """Return the duration of `P1Y2M` or of `P1DT2H3M4.5S`; the two kinds are never mixed in one text."""
    match = _YEARS_MONTHS.fullmatch(text)
    if match is not None:
        sign, years, months = match.groups()
        total = int(years or 0) * 12 + int(months or 0)
        return YearsMonths(-total if sign else total)
    match = _DAYS_TIME.fullmatch(text)
    if match is None:
        return None
    sign, days, hours, minutes, seconds, fraction = match.groups()
    total = int(days or 0) * DAY_SECONDS + int(hours or 0) * 3_600 + int(minutes or 0) * 60 + int(seconds or 0)
    nanoseconds = total * SECOND_NANOSECONDS + _nanoseconds(fraction)
    return DaysTime(-nanoseconds if sign else nanoseconds)


@lru_cache(maxsize=1_024)
def is_zone(name: str) -> bool:
    """Return whether the zone database knows the name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _nanoseconds(fraction: str | None) -> int:
    return int(fraction[:9].ljust(9, "0")) if fraction else 0
