"""Exact numbers: decimals, and quotients that no decimal holds, such as a third.

A quotient stays the two numbers that it was made from until it is compared (by products) or rounded (once, by whole
numbers), so `x / 3 * 3` is `x`. Where a result is a decimal again, it is one.
"""

from __future__ import annotations

from decimal import (
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction
from typing import Final, TypeAlias

# Decimal128: 34 digits. Money below a quadrillion yuan times any published rate stays exact in it.
DECIMAL128: Final = Context(prec=34, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow])
# For exact sums and products of money; wide enough that nothing a register holds is ever rounded.
EXACT: Final = Context(prec=120, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow])
# The same for who must know whether a digit was lost: it raises `Inexact` then.
UNROUNDED: Final = Context(prec=120, traps=[InvalidOperation, DivisionByZero, Overflow, Inexact])
FEN: Final = Decimal("0.01")
_ZERO: Final = Decimal(0)
# What is rounded to most: 1, 0.1, 0.01, …
_UNITS: Final = tuple(Decimal((0, (1,), -decimals)) for decimals in range(11))


class Quotient:
    """`top / bottom` exactly, the bottom above 0; compares with decimals and with other quotients."""

    __slots__ = ("bottom", "top")

    def __init__(self, top: Decimal, bottom: Decimal) -> None:
        self.top = top
        self.bottom = bottom

    def __lt__(self, other: object) -> bool:
        place = _order(self, other)
        return NotImplemented if place is None else place < 0

    def __le__(self, other: object) -> bool:
        place = _order(self, other)
        return NotImplemented if place is None else place <= 0

    def __gt__(self, other: object) -> bool:
        place = _order(self, other)
        return NotImplemented if place is None else place > 0

    def __ge__(self, other: object) -> bool:
        place = _order(self, other)
        return NotImplemented if place is None else place >= 0

    def __eq__(self, other: object) -> bool:
        place = _order(self, other)
        return NotImplemented if place is None else place == 0

    def __hash__(self) -> int:
        # Equal numbers have equal hashes in Python, whatever their type.
        return hash(fraction(self))

    def __neg__(self) -> Quotient:
        return Quotient(self.top.copy_negate(), self.bottom)

    def __repr__(self) -> str:
        return f"Quotient({self.top} / {self.bottom})"


Number: TypeAlias = Decimal | Quotient


def divided(top: Decimal, bottom: Decimal) -> Number:
    """Return the exact quotient of two decimals; raise `DivisionByZero` where the bottom is 0."""
    short = DECIMAL128.divide(top, bottom)
    try:
        if UNROUNDED.multiply(short, bottom) == top:
            return short
    except Inexact:
        # A product that takes more than 120 digits is not the top, which has fewer.
        pass
    return Quotient(top, bottom) if bottom > _ZERO else Quotient(top.copy_negate(), bottom.copy_negate())


def plus(left: Number, right: Number) -> Number:
    """Return the exact sum."""
    if type(left) is Decimal and type(right) is Decimal:
        return EXACT.add(left, right)
    return number_of(fraction(left) + fraction(right))


def minus(left: Number, right: Number) -> Number:
    """Return the exact difference."""
    if type(left) is Decimal and type(right) is Decimal:
        return EXACT.subtract(left, right)
    return number_of(fraction(left) - fraction(right))


def times(left: Number, right: Number) -> Number:
    """Return the exact product."""
    if type(left) is Decimal and type(right) is Decimal:
        return EXACT.multiply(left, right)
    return number_of(fraction(left) * fraction(right))


def over(left: Number, right: Number) -> Number:
    """Return the exact quotient; raise `ZeroDivisionError` (`DivisionByZero` is one) where the right side is 0."""
    if type(left) is Decimal and type(right) is Decimal:
        return divided(left, right)
    return number_of(fraction(left) / fraction(right))


def negative(number: Number) -> Number:
    """Return the number with the other sign, no digit rounded."""
    return number.copy_negate() if isinstance(number, Decimal) else -number


def magnitude(number: Number) -> Number:
    """Return the number without its sign, no digit rounded."""
    return number.copy_abs() if isinstance(number, Decimal) else Quotient(number.top.copy_abs(), number.bottom)


def fraction(number: Number) -> Fraction:
    """Return the number as a fraction of whole numbers."""
    if isinstance(number, Decimal):
        return Fraction(number)
    return Fraction(number.top) / Fraction(number.bottom)


def number_of(value: Fraction) -> Number:
    """Return a fraction as a decimal where one of 120 digits holds it, else as a quotient."""
    top, bottom = Decimal(value.numerator), Decimal(value.denominator)
    try:
        return UNROUNDED.divide(top, bottom)
    except Inexact:
        return Quotient(top, bottom)


def shortened(number: Number) -> Decimal:
    """Return the number as a person or a machine is shown it: a quotient with 34 digits."""
    return number if isinstance(number, Decimal) else DECIMAL128.divide(number.top, number.bottom)


def rounded(number: Number, decimals: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return the number rounded once, to so many decimals (negative: tens, hundreds), in a mode of `decimal`."""
    if type(number) is Decimal:
        unit = _UNITS[decimals] if 0 <= decimals < len(_UNITS) else Decimal((0, (1,), -decimals))
        return number.quantize(unit, rounding, EXACT)
    return Decimal(_whole(fraction(number) * Fraction(10) ** decimals, rounding)).scaleb(-decimals, UNROUNDED)


def round_fen(amount: Number) -> Decimal:
    """Return the amount in yuan rounded half-up to the fen."""
    return rounded(amount, 2)


def _whole(value: Fraction, rounding: str) -> int:
    size, rest = divmod(abs(value.numerator), value.denominator)
    below = value < 0
    match rounding:
        case "ROUND_FLOOR":
            away = below and rest > 0
        case "ROUND_CEILING":
            away = not below and rest > 0
        case "ROUND_UP":
            away = rest > 0
        case "ROUND_DOWN":
            away = False
        case _:
            away = 2 * rest > value.denominator or (2 * rest == value.denominator and _tie_goes_away(size, rounding))
    return (-1 if below else 1) * (size + away)


def _tie_goes_away(size: int, rounding: str) -> bool:
    return rounding == ROUND_HALF_UP or (rounding == ROUND_HALF_EVEN and size % 2 == 1)


def _order(number: Quotient, other: object) -> int | None:
    """Return -1, 0 or 1 for less, equal, more; None for what is no number."""
    try:
        limit = UNROUNDED.multiply(other, number.bottom)  # type: ignore[arg-type]  # what is no number raises TypeError
        return (number.top > limit) - (number.top < limit)
    except TypeError:
        if not isinstance(other, Quotient):
            return None
    except Inexact:
        assert isinstance(other, (Decimal, int)), other
    # Neither side is rounded: whole numbers have no widest.
    mine, theirs = fraction(number), Fraction(other) if isinstance(other, (Decimal, int)) else fraction(other)
    return (mine > theirs) - (mine < theirs)
