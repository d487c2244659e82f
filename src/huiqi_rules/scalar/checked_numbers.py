"""Arithmetic of the packs' checked subset: exact, unknown stays unknown, absent stays absent, bounds stay bounds.

The closures try the common case first (two decimals in the context) and come here when it is not. A quotient that no
decimal holds stays a fraction.
"""

from __future__ import annotations

from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from itertools import product
from typing import Final

from huiqi_rules.core.numbers import DECIMAL128, EXACT, Number, Quotient, minus, negative, over, plus, shortened, times
from huiqi_rules.core.values import ABSENT, OpenNumber, between, ends_of
from huiqi_rules.scalar import operations
from huiqi_rules.scalar.limits import EvaluationLimit

_ZERO: Final = Decimal(0)


def settle(left: object, right: object) -> object:
    """Return the result of arithmetic on at least one missing value: absent beats unknown."""
    return ABSENT if left is ABSENT or right is ABSENT else None


def add(left: object, right: object) -> object:
    """Return a sum that the exact context could not form: missing, bounds, texts, dates and durations."""
    if left is None or right is None or left is ABSENT or right is ABSENT:
        return settle(left, right)
    if isinstance(left, OpenNumber) or isinstance(right, OpenNumber):
        return left + right  # type: ignore[operator]  # checked: both are numbers
    if isinstance(left, Quotient) or isinstance(right, Quotient):
        return plus(_number(left), _number(right))
    return operations.add(left, right)


def subtract(left: object, right: object) -> object:
    """Return a difference that the exact context could not form."""
    if left is None or right is None or left is ABSENT or right is ABSENT:
        return settle(left, right)
    if isinstance(left, OpenNumber) or isinstance(right, OpenNumber):
        return left - right  # type: ignore[operator]  # checked: both are numbers
    if isinstance(left, Quotient) or isinstance(right, Quotient):
        return minus(_number(left), _number(right))
    return operations.subtract(left, right)


def multiply(left: object, right: object) -> object:
    """Return a product that the exact context could not form."""
    if left is None or right is None or left is ABSENT or right is ABSENT:
        return settle(left, right)
    if isinstance(left, OpenNumber) or isinstance(right, OpenNumber):
        return left * right  # type: ignore[operator]  # checked: both are numbers
    if isinstance(left, Quotient) or isinstance(right, Quotient):
        return times(_number(left), _number(right))
    return operations.multiply(left, right)


def divide(left: object, right: object) -> object:
    """Return an exact quotient; unknown where the denominator is zero or may be."""
    if left is None or right is None or left is ABSENT or right is ABSENT:
        return settle(left, right)
    if isinstance(left, OpenNumber) or isinstance(right, OpenNumber):
        return _divide_open(left, right)
    if isinstance(right, Decimal) and not right:
        return None
    if isinstance(left, (Decimal, Quotient)) and isinstance(right, (Decimal, Quotient)):
        return over(left, right)
    return operations.divide(left, right)


def _divide_open(left: object, right: object) -> object:
    low, high = _ends(right)
    if low <= _ZERO <= high:
        return None
    ends = [over(a, b) for a, b in product(_ends(left), (low, high))]
    return between(min(ends), max(ends))


def power(left: object, right: object) -> object:
    """Return a power, exact for whole exponents; unknown where it is not defined, raises `EvaluationLimit` on overflow."""
    if left is None or right is None or left is ABSENT or right is ABSENT:
        return settle(left, right)
    if isinstance(left, OpenNumber) or isinstance(right, OpenNumber):
        return None
    left, right = shortened(_number(left)), shortened(_number(right))
    try:
        whole = right == right.to_integral_value() and right >= 0
        return (EXACT if whole else DECIMAL128).power(left, right)
    except (InvalidOperation, DivisionByZero):
        return None
    except Overflow:
        raise EvaluationLimit("a power too large to hold") from None


def negate(value: object) -> object:
    """Return the negative of a number or duration that is not a plain decimal."""
    if value is None or value is ABSENT:
        return value
    if isinstance(value, (Decimal, Quotient)):
        return negative(value)
    return -value if isinstance(value, OpenNumber) else operations.negate(value)


def _ends(value: object) -> tuple[Number, Number]:
    assert isinstance(value, (Decimal, Quotient, OpenNumber)), value
    return ends_of(value)


def _number(value: object) -> Number:
    assert isinstance(value, (Decimal, Quotient)), value
    return value
