"""Functions that make a value of another kind, and `is`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, DecimalException
from typing import Final

from huiqi_rules.core import temporal
from huiqi_rules.core.comparison import DEPTH_MAX
from huiqi_rules.core.temporal import MIDNIGHT, MIDNIGHT_UTC, YEAR_LIMIT, DateTime, DaysTime, Time
from huiqi_rules.core.values import DECIMAL128
from huiqi_rules.scalar.functions.arguments import OMITTED, Function, is_list, small_integer
from huiqi_rules.scalar.functions.texts import range_of, text_of

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?")
_GROUPING: Final = (" ", ",", ".")
_PART_MAX: Final = 9_999


def make_date(source: object, month: object = OMITTED, day: object = OMITTED) -> object:
    """Return a date from a text, date or date and time, or from year, month and day."""
    if month is not OMITTED:
        year = small_integer(source, -YEAR_LIMIT, YEAR_LIMIT)
        parts = _whole_parts(0, month, day)
        return None if year is None or parts is None else temporal.make_date(year, *parts[1:])
    match source:
        case str():
            return temporal.parse_date(source)
        case DateTime():
            return source.date
        case date():
            return source
        case _:
            return None


def make_time(source: object, minute: object = OMITTED, second: object = None, offset: object = None) -> object:
    """Return a time from a text, time, date and time or date (midnight UTC), or from its parts."""
    if minute is not OMITTED:
        return _time_of_parts(source, minute, second, offset)
    match source:
        case str():
            return temporal.parse_time(source)
        case Time():
            return source
        case DateTime():
            return source.time
        case date():
            return MIDNIGHT_UTC
        case _:
            return None


def make_date_and_time(*arguments: object) -> object:
    """Return a date and time from one value, from a date and a time, or from six parts and an offset or zone."""
    match arguments:
        case (str(text),):
            return temporal.parse_date_time(text)
        case (DateTime() as moment,):
            return moment
        case (date() as day,):
            return DateTime(day, MIDNIGHT)
        case (DateTime() as moment, Time() as time):
            return DateTime(moment.date, time)
        case (date() as day, Time() as time):
            return DateTime(day, time)
        case (year, month, day_number, hour, minute, second, *zone):
            made_day = make_date(year, month, day_number)
            made_time = _time_of_parts(hour, minute, second, zone[0] if zone else None)
            return DateTime(made_day, made_time) if isinstance(made_day, date) and made_time is not None else None
        case _:
            return None


def number(source: object, grouping: object = OMITTED, decimal_separator: object = None) -> object:
    """Return the number of a text with given separators; null where a separator is not one or both are the same."""
    if not isinstance(source, str):
        return None
    text = source
    if grouping is not OMITTED:
        if grouping not in (None, *_GROUPING) or decimal_separator not in (None, ".", ","):
            return None
        if grouping is not None and grouping == decimal_separator:
            return None
        text = text.replace(grouping, "") if isinstance(grouping, str) else text
        if decimal_separator == ",":
            text = "" if "." in text else text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return DECIMAL128.create_decimal(text)
    except DecimalException:  # beyond what a number can hold
        return None


def string(value: object) -> object:
    """Return the text of a value."""
    return text_of(value)


def duration(source: object) -> object:
    """Return the duration of an ISO text."""
    if isinstance(source, (temporal.YearsMonths, DaysTime)):
        return source
    return temporal.parse_duration(source) if isinstance(source, str) else None


def years_and_months_duration(start: object, end: object) -> object:
    """Return the whole months from one date to another."""
    if not isinstance(start, (date, DateTime)) or not isinstance(end, (date, DateTime)):
        return None
    return temporal.months_between(start, end)


def make_range(source: object) -> object:
    """Return the range of a text."""
    return range_of(source) if isinstance(source, str) else None


def is_same(value1: object = None, value2: object = None) -> object:
    """Return whether two values are the same in kind and in every part, offset and zone included."""
    return _is_same(value1, value2, 0)


def _is_same(left: object, right: object, depth: int) -> bool:
    if depth > DEPTH_MAX:
        return left is right
    if is_list(left) and is_list(right):
        pairs = zip(left, right, strict=False)
        return len(left) == len(right) and all(_is_same(one, other, depth + 1) for one, other in pairs)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(_is_same(left[key], right[key], depth + 1) for key in left)
    return type(left) is type(right) and left == right


def _time_of_parts(hour: object, minute: object, second: object, zone: object) -> Time | None:
    parts = _whole_parts(hour, minute, second)
    if parts is None or not isinstance(second, Decimal):
        return None
    nanosecond = int((second - parts[2]) * 1_000_000_000)
    match zone:
        case None:
            return temporal.make_time(*parts, nanosecond)
        case DaysTime():
            return temporal.make_time(*parts, nanosecond, int(zone.seconds))
        case str():
            return temporal.make_time(*parts, nanosecond, None, zone) if temporal.is_zone(zone) else None
        case _:
            return None


def _whole_parts(*values: object) -> tuple[int, int, int] | None:
    parts = [small_integer(value, -_PART_MAX, _PART_MAX) for value in values]
    first, second, third = parts
    return None if first is None or second is None or third is None else (first, second, third)


IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "date": make_date,
    "time": make_time,
    "date and time": make_date_and_time,
    "number": number,
    "string": string,
    "duration": duration,
    "years and months duration": years_and_months_duration,
    "range": make_range,
    "is": is_same,
}
