"""Values as a person reads them: money in 万元, ratios in per cent, counts with their unit, codes by their labels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from huiqi_rules.core.types import PURE, YUAN, AnnualType, NumberType, Type
from huiqi_rules.core.values import ABSENT, Bounds
from huiqi_rules.explain.numerals import grouped, percent, rounded
from huiqi_rules.explain.wording import Wording
from huiqi_rules.model.facts import Text

RATIO_BELOW: Final = 10
# A whole number of four digits without a unit is a year more often than not: 2023, and not 2,023.
BARE_BELOW: Final = 10_000
FIGURE_DECIMALS: Final = 4
Labels = tuple[tuple[str, Text], ...]


def show(
    value: object, type: Type | None, wording: Wording, *, labels: Labels = (), beside: Decimal | None = None
) -> str:
    """Return a value in words; `beside` is the limit that a ratio must be told apart from."""
    match value:
        case None:
            return wording.say("unknown")
        case bool():
            return wording.say("yes" if value else "no")
        case Decimal():
            return number(value, type, wording, beside)
        case Bounds(low=low, high=high):
            ends = number(low, type, wording), number(high, type, wording)
            return wording.say("range", low=ends[0], high=ends[1])
        case date():
            return wording.day(value)
        case str():
            return label(value, labels, wording)
        case frozenset():
            codes = [code for code, _ in labels if code in value] or sorted(value)
            return wording.listed(label(code, labels, wording) for code in codes) or wording.say("none_of")
        case Mapping():
            return _by_year(value, type, wording)
        case _:
            return wording.say("absent") if value is ABSENT else str(value)


def number(value: Decimal, type: Type | None, wording: Wording, beside: Decimal | None = None) -> str:
    """Return a number by its type: money, per cent, count with unit."""
    if not isinstance(type, NumberType) or type.unit is None:
        return grouped(value)
    if type.unit == YUAN:
        # Half a fen in a limit such as 20% of a sum is shown as it is: nothing is rounded away.
        return wording.money(value)
    if type.unit == PURE:
        if type.integer and abs(value) < BARE_BELOW:
            return f"{value.to_integral_value():f}"
        if type.integer or abs(value) >= RATIO_BELOW:
            return grouped(_short(value, beside))
        return percent(value, beside)
    return wording.counted(grouped(_short(value, beside)), str(type.unit))


def label(code: str, labels: Labels, wording: Wording) -> str:
    """Return the name of a code; the code itself where it has none."""
    return next((wording.name(text) for known, text in labels if known == code), code)


def _short(value: Decimal, beside: Decimal | None) -> Decimal:
    short = rounded(value, FIGURE_DECIMALS)
    return value if beside is not None and short == beside else short


def _by_year(values: Mapping[int, Decimal | None], type: Type | None, wording: Wording) -> str:
    of = type.of if isinstance(type, AnnualType) else None
    return wording.listed(
        f"{wording.year_name('', (year,)).strip()} {show(value, of, wording)}" for year, value in sorted(values.items())
    )
