"""Arithmetic of the packs' checked subset: exact, unknown stays unknown, absent stays absent, bounds stay bounds.

The closures try the common case first (two decimals in the context) and come here when it is not.
"""

from __future__ import annotations

from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from itertools import product

from huiqi_rules.core.values import ABSENT, DECIMAL128, EXACT, Bounds, bounds_of, narrow
from huiqi_rules.scalar import operations
from huiqi_rules.scalar.limits import EvaluationLimit


def settle(left: object, right: object) -> object:
    """Return the result of arithmetic on at least one missing value: absent beats unknown."""
    return ABSENT if left is ABSENT or right is ABSENT else None


def add(left: object, right: object) -> object:
    """Return a sum that the exact context could not form: missing, bounds, texts, dates and durations."""
    if left is None or right is None or left is ABSENT or right is ABSENT:
        return settle(left, right)
    if isinstance(left, Bounds) or isinstance(right, Bounds):
        return left + right  # type: ignore[operator]  # checked: both are numbers
    return operations.add(left, right)


def subtract(left: object, right: object) -> object:
    """Return a difference that the exact context could not form."""
    if left is None or right is None or left is ABSENT or right is ABSENT:
        return settle(left, right)
    if isinstance(left, Bounds) or isinstance(right, Bounds):
        return left - right  # type: ignore[operator]  # checked: both are numbers
    return operations.subtract(left, right)


def multiply(left: object, right: object) -> object:
    """Return a product that the exact context could not form."""
    if left is None or right is None or left is ABSENT or right is ABSENT:
        return settle(left, right)
    if isinstance(left, Bounds) or isinstance(right, Bounds):
        ends = [EXACT.multiply(a, b) for a, b in product(_ends(left), _ends(right))]
        return narrow(min(ends), max(ends))
    return operations.multiply(left, right)


def divide(left: object, right: object) -> object:
    """Return a quotient of 34 digits; unknown where the denominator is zero or may be."""
    if left is None or right is None or left is ABSENT or right is ABSENT:
        return settle(left, right)
    if isinstance(left, Bounds) or isinstance(right, Bounds):
        low, high = _ends(right)
        if low <= 0 <= high:
            return None
        ends = [DECIMAL128.divide(a, b) for a, b in product(_ends(left), (low, high))]
        return narrow(min(ends), max(ends))
    if isinstance(right, Decimal) and not right:
        return None
    return operations.divide(left, right)


def power(left: object, right: object) -> object:
    """Return a power, exact for whole exponents; unknown where it is not defined, raises `EvaluationLimit` on overflow."""
    if left is None or right is None or left is ABSENT or right is ABSENT:
        return settle(left, right)
    if isinstance(left, Bounds) or isinstance(right, Bounds):
        return None
    assert isinstance(left, Decimal), left
    assert isinstance(right, Decimal), right
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
    return -value if isinstance(value, Bounds) else operations.negate(value)


def _ends(value: object) -> tuple[Decimal, Decimal]:
    assert isinstance(value, (Decimal, Bounds)), value
    return bounds_of(value)
