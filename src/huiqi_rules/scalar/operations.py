"""Operators on values by the standard's dynamic semantics: null where the operands do not fit, decimals of 34 digits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

from huiqi_rules.core import temporal
from huiqi_rules.core.comparison import contains, equal, order
from huiqi_rules.core.ranges import Range
from huiqi_rules.core.values import DECIMAL128
from huiqi_rules.scalar.limits import TEXT_LENGTH_MAX, EvaluationLimit, bounded

_SCALE_DIGITS_MAX: Final = 40
_DURATION_MAX: Final = 10**40


def add(left: object, right: object) -> object:
    """Return the sum of numbers, the join of two texts, or a moment or duration moved by a duration."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _number(DECIMAL128.add, left, right)
    if isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > TEXT_LENGTH_MAX:
            raise EvaluationLimit(f"a text of more than {TEXT_LENGTH_MAX} characters")
        return bounded(left + right)
    return temporal.add(left, right)


def subtract(left: object, right: object) -> object:
    """Return the difference of numbers, moments or durations."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _number(DECIMAL128.subtract, left, right)
    return temporal.subtract(left, right)


def multiply(left: object, right: object) -> object:
    """Return the product of numbers, or of a duration and a number."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _number(DECIMAL128.multiply, left, right)
    return _in_reach(temporal.multiply, left, right)


def divide(left: object, right: object) -> object:
    """Return the quotient of numbers or durations; null for a zero divisor."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _number(DECIMAL128.divide, left, right)
    return _in_reach(temporal.divide, left, right)


def power(left: object, right: object) -> object:
    """Return a number to the power of another; null where it is not defined or too large to hold."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return Decimal(1) if not right else _number(DECIMAL128.power, left, right)
    return None


def negate(value: object) -> object:
    """Return the negative of a number or a duration."""
    if isinstance(value, Decimal):
        return DECIMAL128.minus(value)
    if isinstance(value, (temporal.YearsMonths, temporal.DaysTime)):
        return temporal.negate(value)
    return None


def is_range(value: object) -> bool:
    """Tell a range from other values."""
    return isinstance(value, Range)


def less(left: object, right: object) -> bool | None:
    """Return whether `left` comes before `right`; None where the two have no order."""
    place = order(left, right)
    return None if place is None else place < 0


def matches(value: object, candidate: object) -> bool | None:
    """Return whether a value passes a test given as a value: equal to it, in the range, or one of the list."""
    if isinstance(candidate, Range) and not isinstance(value, Range):
        return contains(candidate, value)
    if isinstance(candidate, (list, tuple)):
        if any(_passes(value, item) for item in candidate):
            return True
        return bool(isinstance(value, (list, tuple)) and equal(value, candidate))
    return equal(value, candidate)


def _passes(value: object, item: object) -> bool:
    if isinstance(item, Range) and not isinstance(value, Range):
        return contains(item, value) is True
    return equal(value, item) is True


def _number(operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal) -> Decimal | None:
    try:
        result = operation(left, right)
        # 0 ** -1 is infinite in decimal arithmetic and no number in FEEL.
        return result if result.is_finite() else None
    except (InvalidOperation, DivisionByZero, Overflow):
        return None


def _in_reach(operation: Callable[[object, object], object], left: object, right: object) -> object:
    """Scale a duration by a number; null beyond what any calendar holds, before the integers grow without end."""
    for operand in (left, right):
        if isinstance(operand, Decimal) and operand and abs(operand.adjusted()) > _SCALE_DIGITS_MAX:
            return None
    result = operation(left, right)
    if isinstance(result, temporal.YearsMonths):
        return result if abs(result.months) < _DURATION_MAX else None
    if isinstance(result, temporal.DaysTime):
        return result if abs(result.nanoseconds) < _DURATION_MAX else None
    return result
