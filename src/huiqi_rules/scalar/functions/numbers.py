"""Numeric functions: rounding, remainders, roots, and `not`; numbers are decimals of 34 digits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Final

from huiqi_rules.core.numbers import DECIMAL128, EXACT, Number, Quotient, magnitude
from huiqi_rules.core.numbers import rounded as exactly_rounded
from huiqi_rules.core.temporal import DaysTime, YearsMonths
from huiqi_rules.scalar.functions.arguments import Function, null_outside_domain, small_integer

SCALE_LEAST: Final = -6_111
SCALE_MOST: Final = 6_176
_ZERO: Final = Decimal(0)
_TWO: Final = Decimal(2)


def rounded(number: Number, scale: int, rounding: str) -> Decimal:
    """Return the number rounded to `scale` decimal places; exact numbers of fewer places stay as they are."""
    if isinstance(number, Decimal):
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and exponent >= -scale:
            return number
    return exactly_rounded(number, scale, rounding) or _ZERO


def absolute(n: object) -> object:
    """Return the number or duration without its sign."""
    match n:
        case Decimal():
            return n.copy_abs()
        case Quotient():
            return magnitude(n)
        case YearsMonths():
            return YearsMonths(abs(n.months))
        case DaysTime():
            return DaysTime(abs(n.nanoseconds))
        case _:
            return None


@null_outside_domain
def modulo(dividend: object, divisor: object) -> object:
    """Return the remainder with the sign of the divisor."""
    if not isinstance(dividend, Decimal) or not isinstance(divisor, Decimal) or not divisor:
        return None
    remainder = DECIMAL128.remainder(dividend, divisor)
    return DECIMAL128.add(remainder, divisor) if remainder and (remainder < 0) != (divisor < 0) else remainder


@null_outside_domain
def square_root(number: object) -> object:
    """Return the square root, null below zero."""
    return DECIMAL128.sqrt(number) if isinstance(number, Decimal) and number >= 0 else None


@null_outside_domain
def logarithm(number: object) -> object:
    """Return the natural logarithm, null for zero and below."""
    return DECIMAL128.ln(number) if isinstance(number, Decimal) and number > 0 else None


@null_outside_domain
def exponential(number: object) -> object:
    """Return e to the power of the number."""
    return DECIMAL128.exp(number) if isinstance(number, Decimal) else None


def odd(number: object) -> object:
    """Return whether the number is odd; null for a fraction."""
    return _remainder_by_two(number, Decimal(1))


def even(number: object) -> object:
    """Return whether the number is even; null for a fraction."""
    return _remainder_by_two(number, _ZERO)


def negation(negand: object) -> object:
    """Return the opposite of a boolean."""
    return not negand if isinstance(negand, bool) else None


def _remainder_by_two(number: object, wanted: Decimal) -> bool | None:
    if not isinstance(number, Decimal) or number != number.to_integral_value():
        return None
    if number.adjusted() > DECIMAL128.prec:
        return wanted == _ZERO
    return abs(EXACT.remainder(number, _TWO)) == wanted


def _rounding(rounding: str) -> Function:
    @null_outside_domain
    def round_to_scale(n: object, scale: object = _ZERO) -> object:
        places = small_integer(scale, SCALE_LEAST, SCALE_MOST)
        return rounded(n, places, rounding) if isinstance(n, Decimal | Quotient) and places is not None else None

    return round_to_scale


IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "decimal": _rounding(ROUND_HALF_EVEN),
    "floor": _rounding(ROUND_FLOOR),
    "ceiling": _rounding(ROUND_CEILING),
    "round up": _rounding(ROUND_UP),
    "round down": _rounding(ROUND_DOWN),
    "round half up": _rounding(ROUND_HALF_UP),
    "round half down": _rounding(ROUND_HALF_DOWN),
    "abs": absolute,
    "modulo": modulo,
    "sqrt": square_root,
    "log": logarithm,
    "exp": exponential,
    "odd": odd,
    "even": even,
    "not": negation,
}
