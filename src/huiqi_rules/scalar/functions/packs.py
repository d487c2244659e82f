"""Functions of the packs' checked subset: money, points, facts by year, sets; and its own `min`, `max`, `sum`.

Unknown (`None`), absent (`ABSENT`), quotients and numbers within bounds (`OpenNumber`) are all values here. Facts by year are in `years`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from typing import Final, TypeAlias

from huiqi_rules.core.comparison import equal
from huiqi_rules.core.numbers import Number, Quotient, magnitude, plus, round_fen, times
from huiqi_rules.core.values import ABSENT, OpenNumber, between, ends_of
from huiqi_rules.scalar.functions import aggregates, numbers, strings, years
from huiqi_rules.scalar.functions.arguments import Function, is_list, listed, spread

_Bands: TypeAlias = Sequence[tuple[Number, Number]]

_ZERO: Final = Decimal(0)
_HALF: Final = Decimal("0.5")


def yuan(amount: object) -> object:
    """Return the amount in yuan."""
    return amount


def _money(unit: int) -> Function:
    factor = Decimal(unit)

    def scaled(amount: object) -> object:
        return _mapped(amount, lambda number: times(number, factor))

    return scaled


def points(value: object, bands: object) -> object:
    """Return the points of the first band `[lower limit, points]` that is reached, 0 below all; bounds if unknown."""
    return _points(value, _bands(bands), lambda number, limit: number >= limit)


def points_at_most(value: object, bands: object) -> object:
    """Return the points of the first band `[upper limit, points]` not exceeded, 0 above all; bounds if unknown."""
    return _points(value, _bands(bands), lambda number, limit: number <= limit)


def band(value: object, limits: object) -> object:
    """Return how many of the rising limits are reached; bounds if the value is unknown, None if a limit is."""
    known = _numbers(limits)
    if known is None:
        return None
    if value is ABSENT:
        return _ZERO
    low, high = (_reached(end, known) for end in _ends(value, known))
    return between(low, high)


def absent(value: object) -> object:
    """Return whether it is known that there is none; None while unknown."""
    return None if value is None else value is ABSENT


def rounded_fen(amount: object) -> object:
    """Return money rounded half-up to the fen."""
    return _mapped(amount, round_fen)


def contains_any(members: object, wanted: object) -> object:
    """Return whether a set holds any of the codes; absent counts as the empty set."""
    codes = _set(members)
    options = listed(wanted)
    if codes is None or options is None:
        return None
    if any(isinstance(option, str) and option in codes for option in options):
        return True
    return None if None in options else False


def list_contains(members: object, wanted: object) -> object:
    """Return whether a set or list holds a value; absent counts as empty, an unknown item may be the one."""
    if members is None or wanted is None:
        return None
    if members is ABSENT or wanted is ABSENT:
        return False
    if isinstance(members, frozenset):
        return isinstance(wanted, str) and wanted in members
    answers = [equal(item, wanted) for item in listed(members) or ()]
    return True if True in answers else None if None in (listed(members) or ()) else False


def set_size(members: object) -> object:
    """Return how many codes a set holds; absent counts as the empty set."""
    codes = _set(members)
    return None if codes is None else Decimal(len(codes))


def year(day: object) -> object:
    """Return the calendar year of a date."""
    return Decimal(day.year) if isinstance(day, date) else day if day is ABSENT else None


def least(*arguments: object) -> object:
    """Return the least of numbers, bounds included; absent if any is absent, else None if any is unknown."""
    return _fold(arguments, min, aggregates.least)


def greatest(*arguments: object) -> object:
    """Return the greatest of numbers, bounds included; absent if any is absent, else None if any is unknown."""
    return _fold(arguments, max, aggregates.greatest)


def total(*arguments: object) -> object:
    """Return the exact sum of numbers, bounds included; absent if any is absent, else None if any is unknown."""
    return _fold(arguments, plus, aggregates.total)


def _fold(arguments: tuple[object, ...], join: Callable[[Number, Number], Number], other: Function) -> object:
    """Join the low and the high ends apart: all three functions never fall in any argument."""
    items = spread(arguments)
    if not items or (ABSENT not in items and None in items):
        return None
    if ABSENT in items:
        return ABSENT
    ends = [ends_of(item) for item in items if isinstance(item, (Decimal, Quotient, OpenNumber))]
    if len(ends) < len(items):
        return other(*arguments)
    return between(reduce(join, (low for low, _ in ends)), reduce(join, (high for _, high in ends)))


def _points(value: object, bands: _Bands | None, fits: Callable[[Number, Number], bool]) -> object:
    if bands is None:
        return None
    if value is ABSENT:
        return _ZERO
    if value is None:
        possible = [_ZERO, *(earned for _, earned in bands)]
    elif isinstance(value, (Decimal, Quotient, OpenNumber)):
        low, high = ends_of(value)
        turns = sorted({low, high, *(limit for limit, _ in bands if low <= limit <= high)})
        # Between two limits the points do not change, but just beside one they may: a number of each gap is asked too.
        gaps = (times(plus(one, other), _HALF) for one, other in pairwise(turns))
        possible = [_earned(number, bands, fits) for number in (*turns, *gaps)]
    else:
        return None
    return between(min(possible), max(possible))


def _earned(number: Number, bands: _Bands, fits: Callable[[Number, Number], bool]) -> Number:
    return next((earned for limit, earned in bands if fits(number, limit)), _ZERO)


def _numbers(items: object) -> list[Number] | None:
    if not is_list(items):
        return None
    numbers = [item for item in items if isinstance(item, (Decimal, Quotient))]
    return numbers if len(numbers) == len(items) else None


def _bands(bands: object) -> _Bands | None:
    if not is_list(bands):
        return None
    pairs: list[tuple[Number, Number]] = []
    for item in bands:
        pair = _numbers(item)
        if pair is None or len(pair) != 2:
            return None
        pairs.append((pair[0], pair[1]))
    return pairs


def _ends(value: object, limits: Sequence[Number]) -> tuple[Number | None, Number | None]:
    if isinstance(value, (Decimal, Quotient, OpenNumber)):
        return ends_of(value)
    return None, max(limits, default=None)


def _reached(number: Number | None, limits: Sequence[Number]) -> Decimal:
    return _ZERO if number is None else Decimal(sum(number >= limit for limit in limits))


def _set(members: object) -> frozenset[object] | None:
    if members is ABSENT:
        return frozenset()
    if isinstance(members, frozenset):
        return members
    return frozenset(members) if is_list(members) and all(isinstance(item, str) for item in members) else None


def _mapped(amount: object, function: Callable[[Number], Number]) -> object:
    """Apply a function that never falls to a number or to both of its bounds."""
    match amount:
        case Decimal() | Quotient():
            return function(amount)
        case OpenNumber():
            return amount.map(function)
        case _:
            return amount if amount is ABSENT else None


def _absent_stays(function: Function, answer: object = ABSENT) -> Function:
    """Make a standard function answer for absent arguments: absent, or False where it is a condition."""

    def guarded(*arguments: object) -> object:
        return answer if ABSENT in arguments else function(*arguments)

    return guarded


def _rounding(function: Function) -> Function:
    """Make a standard rounding take bounds: rounding never falls."""

    def guarded(amount: object, *scale: object) -> object:
        if not isinstance(amount, OpenNumber):
            return amount if amount is ABSENT else function(amount, *scale)
        low, high = function(amount.low, *scale), function(amount.high, *scale)
        return between(low, high) if isinstance(low, Decimal) and isinstance(high, Decimal) else None

    return guarded


def size(amount: object) -> object:
    """Return a number or duration without its sign, bounds included."""
    if not isinstance(amount, OpenNumber):
        return amount if amount is ABSENT else numbers.absolute(amount)
    low, high = sorted((magnitude(amount.low), magnitude(amount.high)))
    return between(_ZERO if amount.low <= _ZERO <= amount.high else low, high)


IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "yuan": yuan,
    "元": yuan,
    "wan yuan": _money(10_000),
    "万元": _money(10_000),
    "yi yuan": _money(100_000_000),
    "亿元": _money(100_000_000),
    "points": points,
    "points at most": points_at_most,
    "band": band,
    "absent": absent,
    **years.IMPLEMENTATIONS,
    "round fen": rounded_fen,
    "contains any": contains_any,
    "set size": set_size,
    "year": year,
}

_ROUNDINGS: Final = ("decimal", "floor", "ceiling", "round up", "round down", "round half up", "round half down")
_CONDITIONS: Final = ("starts with", "ends with", "contains", "matches")
_TEXTS: Final = ("substring", "string length", "upper case", "lower case", "substring before", "substring after")

# What the checked subset calls instead of the standard's own: absent and bounds are values there.
CHECKED_IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "min": least,
    "max": greatest,
    "sum": total,
    "abs": size,
    "list contains": list_contains,
    **{name: _rounding(numbers.IMPLEMENTATIONS[name]) for name in _ROUNDINGS},
    **{name: _absent_stays(strings.IMPLEMENTATIONS[name], answer=False) for name in _CONDITIONS},
    **{name: _absent_stays(strings.IMPLEMENTATIONS[name]) for name in _TEXTS},
}
