"""Sums, differences, products and quotients of temporal values; None where the standard gives null.

Arithmetic with zones runs on instants: an hour added across a clock change is an hour.
"""

from __future__ import annotations

import calendar
from datetime import date
from decimal import ROUND_DOWN, Decimal, DecimalException, Overflow
from typing import Final

from huiqi_rules.core.temporal.days import make_date
from huiqi_rules.core.temporal.durations import DAY_NANOSECONDS, DaysTime, YearsMonths
from huiqi_rules.core.temporal.moments import MIDNIGHT, MIDNIGHT_UTC, DateTime, Time
from huiqi_rules.core.values import DECIMAL128

TEMPORAL_TYPES: Final = (date, Time, DateTime, YearsMonths, DaysTime)
DURATION_DIGITS_MAX: Final = 30


def add(left: object, right: object) -> object:
    """Return the sum of a date, time or duration and a duration, in either order."""
    match left, right:
        case YearsMonths(), YearsMonths():
            return YearsMonths(left.months + right.months)
        case DaysTime(), DaysTime():
            return DaysTime(left.nanoseconds + right.nanoseconds)
        case date() | Time() | DateTime(), YearsMonths() | DaysTime():
            return _later(left, right)
        case YearsMonths() | DaysTime(), date() | Time() | DateTime():
            return _later(right, left)
        case _:
            return None


def subtract(left: object, right: object) -> object:
    """Return a moment less a duration, or the duration between two moments (a date is its midnight in UTC)."""
    if isinstance(right, (YearsMonths, DaysTime)):
        return add(left, negate(right))
    match left, right:
        case Time(), Time():
            return _between_times(left, right)
        case date() | DateTime(), date() | DateTime():
            return _between(left, right)
        case _:
            return None


def multiply(left: object, right: object) -> object:
    """Return a duration times a number, in either order; months are cut to whole ones."""
    if isinstance(left, Decimal):
        left, right = right, left
    if not isinstance(right, Decimal) or not right.is_finite():
        return None
    try:
        match left:
            case YearsMonths():
                return YearsMonths(_whole(DECIMAL128.multiply(Decimal(left.months), right)))
            case DaysTime():
                return DaysTime(_whole(DECIMAL128.multiply(Decimal(left.nanoseconds), right)))
            case _:
                return None
    except DecimalException:  # longer than any calendar: null by the standard
        return None


def divide(left: object, right: object) -> object:
    """Return a duration divided by a number, or the quotient of two durations of one kind as a number."""
    try:
        match left, right:
            case YearsMonths(), YearsMonths():
                return DECIMAL128.divide(Decimal(left.months), Decimal(right.months))
            case DaysTime(), DaysTime():
                return DECIMAL128.divide(Decimal(left.nanoseconds), Decimal(right.nanoseconds))
            case YearsMonths(), Decimal():
                return YearsMonths(_whole(DECIMAL128.divide(Decimal(left.months), right)))
            case DaysTime(), Decimal():
                return DaysTime(_whole(DECIMAL128.divide(Decimal(left.nanoseconds), right)))
            case _:
                return None
    except DecimalException:  # divided by zero, or longer than any calendar: null by the standard
        return None


def negate(duration: YearsMonths | DaysTime) -> YearsMonths | DaysTime:
    """Return the duration with the other sign."""
    match duration:
        case YearsMonths():
            return YearsMonths(-duration.months)
        case DaysTime():
            return DaysTime(-duration.nanoseconds)


def months_between(start: date | DateTime, end: date | DateTime) -> YearsMonths:
    """Return the whole months from the day of `start` to the day of `end`, negative when it is earlier."""
    first = start.date if isinstance(start, DateTime) else start
    last = end.date if isinstance(end, DateTime) else end
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsMonths(months)


def _later(moment: date | Time | DateTime, duration: YearsMonths | DaysTime) -> date | Time | DateTime | None:
    match moment, duration:
        case date(), YearsMonths():
            return _months_later(moment, duration.months)
        case DateTime(), YearsMonths():
            day = _months_later(moment.date, duration.months)
            return None if day is None else DateTime(day, moment.time)
        case date(), DaysTime():
            later = DateTime.of_nanoseconds(moment.toordinal() * DAY_NANOSECONDS + duration.nanoseconds, MIDNIGHT)
            return None if later is None else later.date
        case DateTime(), DaysTime():
            return DateTime.of_nanoseconds(moment.nanoseconds + duration.nanoseconds, moment.time)
        case Time(), DaysTime():
            nanoseconds = (moment.nanoseconds + duration.nanoseconds) % DAY_NANOSECONDS
            return Time.of_nanoseconds(nanoseconds, moment.offset_seconds, moment.zone)
        case _:
            return None


def _months_later(day: date, months: int) -> date | None:
    """The same day of a later month, or its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return make_date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _between(left: date | DateTime, right: date | DateTime) -> DaysTime | None:
    start, end = _as_moment(right), _as_moment(left)
    if start.time.is_local != end.time.is_local:
        return None
    return DaysTime(end.nanoseconds - start.nanoseconds)


def _as_moment(value: date | DateTime) -> DateTime:
    """A date is its midnight in UTC (DMN 1.5, 10.3.2.3.5)."""
    return value if isinstance(value, DateTime) else DateTime(value, MIDNIGHT_UTC)


def _between_times(left: Time, right: Time) -> DaysTime | None:
    if left.zone == right.zone and left.offset_seconds == right.offset_seconds:
        return DaysTime(left.nanoseconds - right.nanoseconds)
    left_offset, right_offset = left.fixed_offset_seconds(), right.fixed_offset_seconds()
    if left_offset is None or right_offset is None:
        return None
    return DaysTime(left.nanoseconds - right.nanoseconds - (left_offset - right_offset) * 1_000_000_000)


def _whole(number: Decimal) -> int:
    # A bound before the integer is made: 1E+6000 nanoseconds would fill the memory.
    if number.adjusted() > DURATION_DIGITS_MAX:
        raise Overflow
    return int(number.to_integral_value(ROUND_DOWN))
