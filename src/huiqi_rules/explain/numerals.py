"""Numbers in groups of three digits, and in larger units where nothing is lost."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from huiqi_rules.core.values import EXACT

DECIMALS_MOST: Final = 2


def grouped(number: Decimal, *, money: bool = False) -> str:
    """Return a number with commas; money that is not whole has two decimals or more."""
    if number == number.to_integral_value():
        return f"{number.to_integral_value():,f}"
    text = f"{number.normalize(EXACT):,f}"
    decimals = len(text.partition(".")[2])
    return text + "0" * (2 - decimals) if money and decimals < 2 else text


def short_in(amount: Decimal, unit: Decimal) -> str | None:
    """Return the amount in a larger unit; None where it is less than one, or needs more than two decimals."""
    scaled = EXACT.divide(amount, unit)
    if abs(scaled) < 1 or scaled != rounded(scaled, DECIMALS_MOST):
        return None
    return grouped(scaled.normalize(EXACT))


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Return a number rounded half-up."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, EXACT)


def percent(ratio: Decimal, beside: Decimal | None = None) -> str:
    """Return a ratio as a percentage, with as many decimals as it takes to tell it from the limit beside it."""
    exact = EXACT.multiply(ratio, Decimal(100))
    other = None if beside is None else EXACT.multiply(beside, Decimal(100))
    decimals = DECIMALS_MOST
    while (
        other is not None and other != exact and decimals < 30 and rounded(exact, decimals) == rounded(other, decimals)
    ):
        decimals += 1
    return f"{grouped(rounded(exact, decimals).normalize(EXACT))}%"
