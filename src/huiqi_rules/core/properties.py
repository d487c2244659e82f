"""Properties of temporal values and ranges, as in `d.year`, `t.time offset`, `r.start included`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from huiqi_rules.core.ranges import Range
from huiqi_rules.core.temporal import DateTime, DaysTime, Time, YearsMonths

_DATE: Final[Mapping[str, Callable[[date], int]]] = {
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "weekday": lambda day: day.isoweekday(),
}
_TIME: Final[Mapping[str, Callable[[Time], int | Decimal]]] = {
    "hour": lambda time: time.hour,
    "minute": lambda time: time.minute,
    "second": lambda time: time.second + _fraction(time.nanosecond),
}
_DAYS_TIME: Final = ("days", "hours", "minutes", "seconds")
_RANGE: Final[Mapping[str, Callable[[Range], object]]] = {
    "start": lambda span: span.low,
    "end": lambda span: span.high,
    "start included": lambda span: span.low_included,
    "end included": lambda span: span.high_included,
}


def property_of(value: object, name: str) -> object:
    """Return the property of a temporal value or range, None if it has none by that name."""
    match value:
        case DateTime():
            return _property_of_date_time(value, name)
        case date():
            return _number(_DATE, value, name)
        case Time():
            return _property_of_time(value, name)
        case YearsMonths():
            return _property_of_months(value, name)
        case DaysTime():
            return _property_of_days(value, name)
        case Range():
            read = _RANGE.get(name)
            return None if read is None else read(value)
        case _:
            return None


def _property_of_date_time(value: DateTime, name: str) -> object:
    if name in _DATE:
        return _number(_DATE, value.date, name)
    if name == "time offset":
        return _offset(value.offset_seconds)
    return _property_of_time(value.time, name)


def _property_of_time(value: Time, name: str) -> object:
    match name:
        case "time offset":
            return _offset(value.fixed_offset_seconds())
        case "timezone":
            return value.zone
        case _:
            return _number(_TIME, value, name)


def _property_of_months(value: YearsMonths, name: str) -> Decimal | None:
    sign = -1 if value.months < 0 else 1
    match name:
        case "years":
            return Decimal(abs(value.months) // 12 * sign)
        case "months":
            return Decimal(abs(value.months) % 12 * sign)
        case _:
            return None


def _property_of_days(value: DaysTime, name: str) -> Decimal | None:
    if name not in _DAYS_TIME:
        return None
    *parts, nanosecond = value.parts()
    part = Decimal(parts[_DAYS_TIME.index(name)])
    if name == "seconds":
        part += _fraction(nanosecond)
    return Decimal(0) - part if value.nanoseconds < 0 else part


def _fraction(nanosecond: int) -> Decimal:
    return Decimal(nanosecond).scaleb(-9).normalize() if nanosecond else Decimal(0)


def _offset(seconds: int | None) -> DaysTime | None:
    return None if seconds is None else DaysTime.of_seconds(seconds)


def _number(readers: Mapping[str, Callable[[Any], int | Decimal]], value: object, name: str) -> Decimal | None:
    read = readers.get(name)
    return None if read is None else Decimal(read(value))
