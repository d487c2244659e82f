"""Amounts as ranges: what an amount is at least and at most; an unknown amount is 0 to infinity.

Limits compute with both ends, so an unknown claim widens only the answers that it can really change.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Final, TypeAlias

from huiqi_rules.core.values import FEN, Bounds, narrow
from huiqi_rules.model.claims import Money, Settled

Range: TypeAlias = tuple[Decimal, Decimal]

ZERO: Final = Decimal(0)
INFINITE: Final = Decimal("Infinity")
NOTHING: Final[Range] = (ZERO, ZERO)


def range_of(amount: Money) -> Range:
    """Return the least and the most that an amount can be, in yuan."""
    if amount is None:
        return ZERO, INFINITE
    return (amount.low, amount.high) if isinstance(amount, Bounds) else (amount, amount)


def amount_of(reach: Range) -> Money:
    """Return the amount of a range: the number where both ends agree, None where there is no upper end."""
    low, high = reach
    return None if high == INFINITE else narrow(low, high)


def paid_range(state: Settled) -> Range:
    """Return what a claim really takes: nothing when not met, nothing or its amount while unknown."""
    if state.outcome is False:
        return NOTHING
    low, high = range_of(state.amount)
    return (low if state.outcome else ZERO), high


def less(whole: Range, part: Range) -> Range:
    """Return what is left of `whole` after `part`, never below 0."""
    high = INFINITE if whole[1] == INFINITE else max(ZERO, whole[1] - part[0])
    low = ZERO if part[1] == INFINITE or whole[0] <= part[1] else whole[0] - part[1]
    return low, high


def plus(one: Range, other: Range) -> Range:
    """Return the range of a sum."""
    return one[0] + other[0], one[1] + other[1]


def floor_fen(amount: Decimal) -> Decimal:
    """Return the amount rounded down to the fen."""
    return amount.quantize(FEN, ROUND_DOWN)
