"""Equality and order of FEEL values by the standard: True, False, or None where two values cannot be compared.

Times and dates with time compare to the millisecond; the conformance kit takes 0.1 ms for no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from huiqi_rules.core.ranges import Range
from huiqi_rules.core.temporal import DateTime, DaysTime, Time, YearsMonths
from huiqi_rules.core.values import ABSENT, OpenNumber, Quotient

DEPTH_MAX: Final = 100
_MILLISECOND_NANOSECONDS: Final = 1_000_000


def equal(left: object, right: object, *, depth: int = 0) -> bool | None:
    """Return whether two values are equal; null equals null only.

    None for values of different kinds, and for lists and contexts nested more than `DEPTH_MAX` deep.
    """
    if depth > DEPTH_MAX:
        return None
    if left is None or right is None:
        return left is right
    if left is ABSENT or right is ABSENT:
        return left is right
    match left, right:
        case bool(), bool():
            return left == right
        case bool(), _:
            return None
        case _, bool():
            return None
        case OpenNumber(), Decimal() | Quotient() | OpenNumber():
            return left.equal_to(right)
        case Decimal() | Quotient(), OpenNumber():
            return right.equal_to(left)
        case (list() | tuple(), list() | tuple()):
            return len(left) == len(right) and _all(
                equal(a, b, depth=depth + 1) for a, b in zip(left, right, strict=True)
            )
        case Mapping(), Mapping():
            return left.keys() == right.keys() and _all(equal(left[key], right[key], depth=depth + 1) for key in left)
        case Range(), Range():
            return _equal_ranges(left, right)
        case frozenset(), frozenset():
            return left == right
        case _:
            if callable(left):
                return left is right or None
            if _one_is_local(left, right):
                return None
            place = order(left, right)
            return None if place is None else place == 0


def order(left: object, right: object) -> int | None:
    """Return -1, 0 or 1 for before, equal, after; None where the two have no order."""
    match left, right:
        case (bool(), _) | (_, bool()):
            return None
        case (Decimal() | Quotient() | int(), Decimal() | Quotient() | int()) | (str(), str()) | (date(), date()):
            return _sign(left, right)
        case (YearsMonths(), YearsMonths()) | (DaysTime(), DaysTime()):
            return _sign(left, right)
        case DateTime(), DateTime():
            if _one_is_local(left, right):
                return _sign((left.date, _clock(left.time)), (right.date, _clock(right.time)))
            return _sign(_milliseconds(left.nanoseconds), _milliseconds(right.nanoseconds))
        case Time(), Time():
            return _order_times(left, right)
        case _:
            return None


def contains(span: Range, value: object) -> bool | None:
    """Return whether the value lies in the range; None where it cannot be compared with an end."""
    if span.operator in ("=", "!="):
        answer = equal(value, span.low)
        return answer if answer is None or span.operator == "=" else not answer
    if value is None or (span.low is None and span.high is None):
        return None
    above = 1 if span.low is None else order(value, span.low)
    below = -1 if span.high is None else order(value, span.high)
    if above is None or below is None:
        return None
    return (above > 0 or (above == 0 and span.low_included)) and (below < 0 or (below == 0 and span.high_included))


def _equal_ranges(left: Range, right: Range) -> bool | None:
    same_form = (left.low_included, left.high_included, left.operator) == (
        right.low_included,
        right.high_included,
        right.operator,
    )
    if not same_form:
        return False
    return _all((equal(left.low, right.low), equal(left.high, right.high)))


def _all(answers: Iterable[bool | None]) -> bool | None:
    """Three-valued conjunction: one False decides."""
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def _order_times(left: Time, right: Time) -> int | None:
    same_zone = left.zone == right.zone and left.offset_seconds == right.offset_seconds
    if same_zone or _one_is_local(left, right):
        return _sign(_clock(left), _clock(right))
    # Without a date the offset of most zones is not known, so times of two zones have no order.
    left_offset, right_offset = left.fixed_offset_seconds(), right.fixed_offset_seconds()
    if left_offset is None or right_offset is None:
        return None
    left_milliseconds = _milliseconds(left.nanoseconds) - left_offset * 1_000
    return _sign(left_milliseconds, _milliseconds(right.nanoseconds) - right_offset * 1_000)


def _one_is_local(left: object, right: object) -> bool:
    """Tell whether just one has an offset: they are never equal, but ordered as if the other had that offset too."""
    match left, right:
        case DateTime(), DateTime():
            return left.time.is_local != right.time.is_local
        case Time(), Time():
            return left.is_local != right.is_local
        case _:
            return False


def _clock(time: Time) -> int:
    return _milliseconds(time.nanoseconds)


def _milliseconds(nanoseconds: int) -> int:
    return nanoseconds // _MILLISECOND_NANOSECONDS


def _sign(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)
