"""The values of one input, cut where the cells of its column cut them: pieces within which no cell tells two values apart.

A piece is a single value or the open stretch between two cuts, numbered from below: stretch, cut, stretch, cut, …, stretch.
A set of values is a whole number with one bit for each piece, so that sets are joined and met by one operation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any, Literal

from huiqi_rules.packs.constants import Constant

Family = Literal["whole", "number", "day", "text", "options", "truth"]
# A text that nobody lists stands for all of them; then the shortest that fit between two others.
_OTHER_TEXTS = ("其他", "0", "A", "")
_TEXT_ENDINGS = ("0", "A", "!", " ", "\x00")


@dataclass(frozen=True, slots=True)
class Domain:
    """What an input can be: its family, its lowest and highest value where they are declared, its options."""

    family: Family
    low: Fraction | None = None
    high: Fraction | None = None
    options: tuple[Constant, ...] = ()

    def holds(self, value: Constant) -> bool:
        """Return whether the value is of this family; how large it is does not count."""
        match self.family:
            case "whole" | "number":
                return isinstance(value, Fraction)
            case "day":
                return isinstance(value, date)
            case "truth":
                return isinstance(value, bool)
            case _:
                return isinstance(value, str)


@dataclass(frozen=True, slots=True)
class Axis:
    """An input with its pieces; `values` holds one value of each piece, `alive` the pieces that have one at all."""

    domain: Domain
    cuts: tuple[Any, ...]
    values: tuple[Constant | None, ...]
    alive: int
    order: dict[Constant, int] = field(default_factory=dict, compare=False)

    @property
    def is_finite(self) -> bool:
        """Return whether each piece is one of a few values."""
        return self.domain.family in {"options", "truth"}

    def piece_of(self, value: Constant) -> int:
        """Return the number of the piece that holds a value; -1 for no option."""
        if self.is_finite:
            return self.order.get(value, -1)
        place = bisect_left(self.cuts, value)
        return 2 * place + (place < len(self.cuts) and self.cuts[place] == value)

    def between(self, low: Constant | None, high: Constant | None, *, low_in: bool, high_in: bool) -> int:
        """Return the pieces from one cut to another; None is no end."""
        if self.is_finite:
            held = (
                piece
                for piece, value in enumerate(self.values)
                if _within(value, low, high, low_in=low_in, high_in=high_in)
            )
            return sum(1 << piece for piece in held) & self.alive
        first = 0 if low is None else self.piece_of(low) + (not low_in)
        last = 2 * len(self.cuts) if high is None else self.piece_of(high) - (not high_in)
        return ((1 << (last + 1)) - (1 << first)) & self.alive if first <= last else 0

    def value_in(self, pieces: int) -> Constant:
        """Return the value of the lowest piece that is one of `pieces`; a cut itself before a stretch, where both are."""
        found = pieces & self.alive
        assert found, "an empty set of values has no value"
        if self.domain.family == "text":
            # A text that nobody lists says more than one of a thousand listed.
            found = found & (1 << self.piece_of(_OTHER_TEXTS[0])) or found
        elif not self.is_finite:
            # Cuts are every second piece, from the first stretch on.
            found = found & int("10" * (len(self.values) // 2 + 1), 2) or found
        value = self.values[(found & -found).bit_length() - 1]
        assert value is not None
        return value


def axis_of(domain: Domain, constants: Iterable[Constant]) -> Axis:
    """Return the pieces that some constants cut a domain into."""
    if domain.family in {"options", "truth"}:
        options: tuple[Constant, ...] = (False, True) if domain.family == "truth" else domain.options
        order = {value: piece for piece, value in enumerate(options)}
        return Axis(domain, (), options, (1 << len(options)) - 1, order)
    ends = (end for end in (domain.low, domain.high) if end is not None)
    cuts: tuple[Any, ...] = tuple(sorted({*constants, *ends}))
    values: list[Constant | None] = []
    for place in range(len(cuts) + 1):
        low, high = cuts[place - 1] if place else None, cuts[place] if place < len(cuts) else None
        values.append(_allowed(domain, _stretch_value(domain, low, high)))
        if high is not None:
            values.append(_allowed(domain, high))
    alive = sum(1 << piece for piece, value in enumerate(values) if value is not None)
    return Axis(domain, cuts, tuple(values), alive)


def _within(value: Any, low: Any, high: Any, *, low_in: bool, high_in: bool) -> bool:
    above = low is None or value > low or (low_in and value == low)
    return above and (high is None or value < high or (high_in and value == high))


def _allowed(domain: Domain, value: Constant | None) -> Constant | None:
    if not isinstance(value, Fraction):
        return value
    if domain.family == "whole" and value.denominator != 1:
        return None
    below = domain.low is not None and value < domain.low
    above = domain.high is not None and value > domain.high
    return None if below or above else value


def _stretch_value(domain: Domain, low: Any, high: Any) -> Constant | None:
    match domain.family:
        case "whole":
            return _whole_between(low, high)
        case "number":
            return _number_between(low, high)
        case "day":
            return _day_between(low, high)
        case _:
            return _text_between(low, high)


def _whole_between(low: Fraction | None, high: Fraction | None) -> Fraction | None:
    if low is None:
        return Fraction(0) if high is None or high > 0 else Fraction(ceil(high) - 1)
    found = Fraction(floor(low) + 1)
    return found if high is None or found < high else None


def _number_between(low: Fraction | None, high: Fraction | None) -> Fraction:
    whole = _whole_between(low, high)
    if whole is not None:
        return whole
    assert low is not None
    assert high is not None
    # As few decimals as the stretch leaves room for.
    step = Fraction(1)
    while True:
        step /= 10
        found = (floor(low / step) + 1) * step
        if found < high:
            return found


def _day_between(low: date | None, high: date | None) -> date | None:
    if low is None:
        return date(2000, 1, 1) if high is None else None if high == date.min else high - timedelta(days=1)
    if low == date.max:
        return None
    found = low + timedelta(days=1)
    return found if high is None or found < high else None


def _text_between(low: str | None, high: str | None) -> str | None:
    nearby = () if low is None else tuple(low + ending for ending in _TEXT_ENDINGS)
    for found in (*_OTHER_TEXTS, *nearby):
        if (low is None or low < found) and (high is None or found < high):
            return found
    return None
