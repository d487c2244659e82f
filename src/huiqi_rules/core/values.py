"""Values that a decision works with beside Python's own: absent, and a number known only within bounds.

Three things are never mixed up. *Unknown* is Python's `None` (FEEL null): nobody has said. *Absent* is `ABSENT`: it is
known that there is none (no award was ever won). Zero is a number. Comparisons with absent are false, arithmetic with it
is absent. A number known only within bounds (a score with an open part, "up to 500,000") is `Bounds`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

# Decimal128: 34 digits. Money below a quadrillion yuan times any published rate stays exact in it.
DECIMAL128: Final = Context(prec=34, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow])
# For exact sums and products of money; wide enough that nothing a register holds is ever rounded.
EXACT: Final = Context(prec=120, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow])
FEN: Final = Decimal("0.01")
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
class Bounds:
    """A number known to lie in `[low, high]`, both included; comparisons answer True, False or None."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        assert self.low <= self.high, (self.low, self.high)

    def __ge__(self, other: Decimal | Bounds) -> bool | None:
        low, high = bounds_of(other)
        return True if self.low >= high else False if self.high < low else None

    def __gt__(self, other: Decimal | Bounds) -> bool | None:
        low, high = bounds_of(other)
        return True if self.low > high else False if self.high <= low else None

    def __le__(self, other: Decimal | Bounds) -> bool | None:
        return _negate(self.__gt__(other))

    def __lt__(self, other: Decimal | Bounds) -> bool | None:
        return _negate(self.__ge__(other))

    def __add__(self, other: Decimal | Bounds) -> Decimal | Bounds:
        low, high = bounds_of(other)
        return narrow(EXACT.add(self.low, low), EXACT.add(self.high, high))

    __radd__ = __add__

    def __neg__(self) -> Bounds:
        return Bounds(-self.high, -self.low)

    def __sub__(self, other: Decimal | Bounds) -> Decimal | Bounds:
        low, high = bounds_of(other)
        return narrow(EXACT.subtract(self.low, high), EXACT.subtract(self.high, low))

    def __rsub__(self, other: Decimal) -> Decimal | Bounds:
        return narrow(EXACT.subtract(other, self.high), EXACT.subtract(other, self.low))

    def __mul__(self, other: Decimal | Bounds) -> Decimal | Bounds:
        low, high = bounds_of(other)
        corners = [EXACT.multiply(mine, theirs) for mine in (self.low, self.high) for theirs in (low, high)]
        return narrow(min(corners), max(corners))

    __rmul__ = __mul__

    def equal_to(self, other: Decimal | Bounds) -> bool | None:
        """Return False when the two cannot be equal, None otherwise (two open numbers may always differ)."""
        low, high = bounds_of(other)
        return False if self.high < low or high < self.low else None

    def map(self, function: Callable[[Decimal], Decimal]) -> Decimal | Bounds:
        """Return the bounds under a function that never falls."""
        return narrow(function(self.low), function(self.high))


def bounds_of(value: Decimal | Bounds) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest value that a number can have."""
    return (value.low, value.high) if isinstance(value, Bounds) else (value, value)


def narrow(low: Decimal, high: Decimal) -> Decimal | Bounds:
    """Return the number itself where both ends agree, else the bounds."""
    return low if low == high else Bounds(low, high)


def not_below_zero(amount: Decimal | Bounds) -> Decimal | Bounds:
    """Return the amount with what is below 0 of it cut to 0: nobody is paid less than nothing."""
    low, high = bounds_of(amount)
    # Zero first: of two equal ones `max` takes the first, and -0 is no amount.
    return narrow(max(_ZERO, low), max(_ZERO, high))


def round_fen(amount: Decimal) -> Decimal:
    """Return the amount in yuan rounded half-up to the fen."""
    return amount.quantize(FEN, ROUND_HALF_UP, EXACT)


def _negate(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
