"""Values that a decision works with beside Python's own: absent, and a number known only within bounds.

Three things are never mixed up. *Unknown* is Python's `None` (FEEL null): nobody has said. *Absent* is `ABSENT`: it is
known that there is none (no award was ever won). Zero is a number. Comparisons with absent are false, arithmetic with it
is absent. A number known only within bounds (a score with an open part, "up to 500,000") is `Bounds`, inside a computation,
where its ends may be quotients, an `OpenNumber`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from huiqi_rules.core.numbers import (
    DECIMAL128,
    EXACT,
    FEN,
    Number,
    Quotient,
    minus,
    negative,
    plus,
    round_fen,
    times,
)

__all__ = [
    "ABSENT", "DECIMAL128", "EXACT", "FEN", "Absent", "Bounds", "Number", "OpenNumber", "Quotient", "between", "bounds_of",
    "ends_of", "narrow", "not_below_zero", "round_fen",
]  # fmt: skip

_ZERO: Final = Decimal(0)


class Absent:
    """The value of a fact that is known not to exist; there is one instance, `ABSENT`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False

    def _false(self, other: object) -> bool:
        return False

    def _self(self, other: object) -> Absent:
        return self

    __lt__ = __le__ = __gt__ = __ge__ = _false
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _self

    def __neg__(self) -> Absent:
        return self

    def __reduce__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()


@dataclass(frozen=True, slots=True, eq=False)
class OpenNumber:
    """A number known to lie in `[low, high]`, both included; comparisons answer True, False or None."""

    low: Number
    high: Number

    def __post_init__(self) -> None:
        assert self.low <= self.high, (self.low, self.high)

    def __ge__(self, other: Number | OpenNumber) -> bool | None:
        low, high = ends_of(other)
        return True if self.low >= high else False if self.high < low else None

    def __gt__(self, other: Number | OpenNumber) -> bool | None:
        low, high = ends_of(other)
        return True if self.low > high else False if self.high <= low else None

    def __le__(self, other: Number | OpenNumber) -> bool | None:
        return _negate(self.__gt__(other))

    def __lt__(self, other: Number | OpenNumber) -> bool | None:
        return _negate(self.__ge__(other))

    def __add__(self, other: Number | OpenNumber) -> Number | OpenNumber:
        low, high = ends_of(other)
        return between(plus(self.low, low), plus(self.high, high))

    __radd__ = __add__

    def __neg__(self) -> Number | OpenNumber:
        return between(negative(self.high), negative(self.low))

    def __sub__(self, other: Number | OpenNumber) -> Number | OpenNumber:
        low, high = ends_of(other)
        return between(minus(self.low, high), minus(self.high, low))

    def __rsub__(self, other: Number) -> Number | OpenNumber:
        return between(minus(other, self.high), minus(other, self.low))

    def __mul__(self, other: Number | OpenNumber) -> Number | OpenNumber:
        low, high = ends_of(other)
        corners = [times(mine, theirs) for mine in (self.low, self.high) for theirs in (low, high)]
        return between(min(corners), max(corners))

    __rmul__ = __mul__

    def equal_to(self, other: Number | OpenNumber) -> bool | None:
        """Return False when the two cannot be equal, None otherwise (two open numbers may always differ)."""
        low, high = ends_of(other)
        return False if self.high < low or high < self.low else None

    def map(self, function: Callable[[Number], Number]) -> Number | OpenNumber:
        """Return the bounds under a function that never falls."""
        return between(function(self.low), function(self.high))


@dataclass(frozen=True, slots=True, eq=False)
class Bounds(OpenNumber):
    """An open number between two decimals, as answers give it out."""

    low: Decimal
    high: Decimal


def ends_of(value: Number | OpenNumber) -> tuple[Number, Number]:
    """Return the lowest and the highest value that an exact number can have."""
    return (value.low, value.high) if isinstance(value, OpenNumber) else (value, value)


def between(low: Number, high: Number) -> Number | OpenNumber:
    """Return the number itself where both ends agree, else the open number; `Bounds` where both ends are decimals."""
    if low == high:
        return low
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return Bounds(low, high)
    return OpenNumber(low, high)


def bounds_of(value: Decimal | Bounds) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest value that an amount or score can have."""
    return (value.low, value.high) if isinstance(value, Bounds) else (value, value)


def narrow(low: Decimal, high: Decimal) -> Decimal | Bounds:
    """Return the number itself where both ends agree, else the bounds."""
    return low if low == high else Bounds(low, high)


def not_below_zero(amount: Decimal | Bounds) -> Decimal | Bounds:
    """Return the amount with what is below 0 of it cut to 0: nobody is paid less than nothing."""
    low, high = bounds_of(amount)
    # Zero first: of two equal ones `max` takes the first, and -0 is no amount.
    return narrow(max(_ZERO, low), max(_ZERO, high))


def _negate(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
