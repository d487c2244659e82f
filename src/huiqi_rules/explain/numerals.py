"""Numbers in groups of three digits, and in larger units where nothing is lost."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from huiqi_rules.core.values import EXACT

DECIMALS_MOST: Final = 2


def grouped(number: Decimal, *, money: bool = False) -> str:
    """Return a number with commas; money that is not whole has two decimals or more."""
    if number == number.to_integral_value():
        return f"{number.to_integral_value():,f}"
    text = f"{number.normalize(room_for(number)):,f}"
    decimals = len(text.partition(".")[2])
    return text + "0" * (2 - decimals) if money and decimals < 2 else text


def short_in(amount: Decimal, unit: Decimal) -> str | None:
    """Return the amount in a larger unit; None where it is less than one, or needs more than two decimals."""
    scaled = room_for(amount, DECIMALS_MOST + len(unit.as_tuple().digits)).divide(amount, unit)
    if abs(scaled) < 1 or scaled != rounded(scaled, DECIMALS_MOST):
        return None
    return grouped(scaled.normalize(room_for(scaled)))


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Return a number rounded half-up."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, room_for(number, decimals))


def room_for(number: Decimal, decimals: int = 0) -> Context:
    """Return a context in which a number is shown without losing a digit, however long a formula made it."""
    needed = len(number.as_tuple().digits) + max(number.adjusted(), 0) + decimals + 1
    return EXACT if needed < EXACT.prec else Context(prec=needed)


def percent(ratio: Decimal, beside: Decimal | None = None) -> str:
    """Return a ratio as a percentage, with as many decimals as it takes to tell it from the limit beside it."""
    exact = ratio.scaleb(2, room_for(ratio, 2))
    other = None if beside is None else beside.scaleb(2, room_for(beside, 2))
    decimals = DECIMALS_MOST
    while (
        other is not None and other != exact and decimals < 30 and rounded(exact, decimals) == rounded(other, decimals)
    ):
        decimals += 1
    return f"{grouped(rounded(exact, decimals).normalize(room_for(exact, decimals)))}%"
