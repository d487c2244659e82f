"""Money for the eye: yuan as 万元 and 亿元, or with thousands separated; exact, never rounded in silence.

What is shown short says so: a figure that does not fit the places is marked as about (约, approx.).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_TEN_THOUSAND = Decimal(10_000)
_HUNDRED_MILLION = Decimal(100_000_000)
_MILLION = Decimal(1_000_000)
FEN: Final = Decimal("0.01")


def full(amount_yuan: Decimal) -> str:
    """Return every digit: `1,234,567.80`; an amount finer than a fen is a mistake of the caller."""
    assert amount_yuan == amount_yuan.quantize(FEN), f"{amount_yuan} is finer than a fen"
    return f"{amount_yuan:,.2f}"


def short(amount_yuan: Decimal, *, language: str = "zh-hans", places: int = 2) -> str:
    """Return the amount in the unit that people say: `123.46万元`, `1.2亿元`; in English `CNY 1.23 million`."""
    if language.startswith("zh"):
        unit, name = chinese_unit(amount_yuan)
        number, exact = scaled(amount_yuan, unit, places)
        return f"{'' if exact else '约'}{number}{name}"
    unit, name = (_MILLION, " million") if abs(amount_yuan) >= _MILLION else (Decimal(1), "")
    number, exact = scaled(amount_yuan, unit, places)
    return f"{'' if exact else 'approx. '}CNY {number}{name}"


def chinese_unit(amount_yuan: Decimal) -> tuple[Decimal, str]:
    """Return the unit in which the amount is said, and its name."""
    if abs(amount_yuan) >= _HUNDRED_MILLION:
        return _HUNDRED_MILLION, "亿元"
    if abs(amount_yuan) >= _TEN_THOUSAND:
        return _TEN_THOUSAND, "万元"
    return Decimal(1), "元"


def scaled(amount_yuan: Decimal, unit: Decimal, places: int) -> tuple[str, bool]:
    """Return the number in the unit without closing zeros, and whether it is exact."""
    # A quotient by a power of ten is exact whatever the context's precision, when only the exponent moves.
    exact = amount_yuan.scaleb(-(unit.adjusted()))
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text), rounded == exact
