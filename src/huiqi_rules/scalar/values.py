"""Values as the evaluator makes and walks them: at-literals, ranges, the items an iteration goes through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from huiqi_rules.core.comparison import order
from huiqi_rules.core.ranges import Range
from huiqi_rules.core.temporal import day_of_ordinal, parse_literal


def temporal_value(text: str) -> object:
    """Return the date, time, date and time or duration of an at-literal; null when the text is none."""
    return parse_literal(text)


def make_range(low: object, high: object, *, low_included: bool, high_included: bool) -> Range | None:
    """Return the range between two ends; null when its ends have no order or the wrong one."""
    if low is not None and high is not None:
        place = order(low, high)
        if place is None or place > 0:
            return None
    return Range(low, high, low_included, high_included)


def iterate(source: object) -> Iterable[object] | None:
    """Return the items of a list, a range or a single value; None for null and for a range without whole ends."""
    match source:
        case None:
            return None
        case list() | tuple():
            return source
        case Range():
            return _through_range(source)
        case _:
            return (source,)


def iterate_between(start: object, end: object) -> Iterable[object] | None:
    """Return whole numbers or days from `start` through `end`, upwards or downwards; None when they are neither."""
    match start, end:
        case (Decimal(), Decimal()):
            if not (_is_whole(start) and _is_whole(end)):
                return None
            return _numbers(start, end)
        case (date(), date()):
            return _days(start, end)
        case _:
            return None


def _through_range(span: Range) -> Iterable[object] | None:
    items = iterate_between(span.low, span.high)
    if items is None:
        return None
    return (
        item for item in items if (span.low_included or item != span.low) and (span.high_included or item != span.high)
    )


def _numbers(start: Decimal, end: Decimal) -> Iterator[Decimal]:
    step = Decimal(1 if start <= end else -1)
    current = start
    while (current <= end) if step > 0 else (current >= end):
        yield current
        following = current + step
        if following == current:
            return
        current = following


def _days(start: date, end: date) -> Iterator[date]:
    first, last = start.toordinal(), end.toordinal()
    step = 1 if first <= last else -1
    for ordinal in range(first, last + step, step):
        day = day_of_ordinal(ordinal)
        assert day is not None, ordinal
        yield day


def _is_whole(number: Decimal) -> bool:
    # Nothing beyond 34 digits is ever counted through.
    return number.is_finite() and number.adjusted() < 34 and number == number.to_integral_value()
