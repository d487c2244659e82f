"""Quick ways through the built-ins that packs call most; each gives up to the real one where a value is not plain.

They answer exactly as the implementations do; a test compares both over every kind of value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, Inexact
from typing import Any, Final

from huiqi_rules.core.numbers import UNROUNDED, Quotient
from huiqi_rules.scalar.closures import Closure, Constant, Environment
from huiqi_rules.scalar.division import Division

Quick = Callable[[Callable[..., Any], tuple[Closure, ...]], Closure | None]

_ZERO: Final = Decimal(0)


def quicken(name: str, function: Callable[..., Any], arguments: tuple[Closure, ...]) -> Closure | None:
    """Return a faster closure of a call, or None where there is no quick way."""
    quick = _QUICK.get(name)
    return None if quick is None else quick(function, arguments)


def _least(function: Callable[..., Any], arguments: tuple[Closure, ...]) -> Closure | None:
    if len(arguments) != 2:
        return None
    left, right = arguments

    def call(environment: Environment) -> object:
        a, b = left(environment), right(environment)
        if type(a) is Decimal and type(b) is Decimal:
            return b if b < a else a  # noqa: FURB136 - calling `min` would cost as much as all the rest
        return function(a, b)

    return call


def _greatest(function: Callable[..., Any], arguments: tuple[Closure, ...]) -> Closure | None:
    if len(arguments) != 2:
        return None
    left, right = arguments

    def call(environment: Environment) -> object:
        a, b = left(environment), right(environment)
        if type(a) is Decimal and type(b) is Decimal:
            return b if b > a else a  # noqa: FURB136 - calling `max` would cost as much as all the rest
        return function(a, b)

    return call


def _points(function: Callable[..., Any], arguments: tuple[Closure, ...]) -> Closure | None:
    return _banded(operator.ge, function, arguments)


def _points_at_most(function: Callable[..., Any], arguments: tuple[Closure, ...]) -> Closure | None:
    return _banded(operator.le, function, arguments)


def _banded(
    fits: Callable[[Any, Any], bool], function: Callable[..., Any], arguments: tuple[Closure, ...]
) -> Closure | None:
    bands = _constant_bands(arguments)
    if bands is None:
        return None
    value, table = arguments
    if isinstance(value, Division):
        return _banded_quotient(
            fits, value, bands, lambda environment: function(value(environment), table(environment))
        )

    def call(environment: Environment) -> object:
        number = value(environment)
        if type(number) is not Decimal and type(number) is not Quotient:
            return function(number, table(environment))
        for limit, earned in bands:
            if fits(number, limit):
                return earned
        return _ZERO

    return call


def _banded_quotient(
    fits: Callable[[Any, Any], bool], value: Division, bands: tuple[tuple[Decimal, Decimal], ...], other: Closure
) -> Closure:
    """Return the points of `top / bottom` by products, without a division."""
    top, bottom, multiply = value.top, value.bottom, UNROUNDED.multiply

    def call(environment: Environment) -> object:
        a, b = top(environment), bottom(environment)
        if type(a) is not Decimal or type(b) is not Decimal or b <= _ZERO:
            return other(environment)
        try:
            for limit, earned in bands:
                if fits(a, multiply(b, limit)):
                    return earned
        except Inexact:
            return other(environment)
        return _ZERO

    return call


def _constant_bands(arguments: tuple[Closure, ...]) -> tuple[tuple[Decimal, Decimal], ...] | None:
    if len(arguments) != 2 or not isinstance(arguments[1], Constant):
        return None
    bands = arguments[1].value
    if not isinstance(bands, (list, tuple)) or not all(_is_band(item) for item in bands):
        return None
    return tuple((limit, earned) for limit, earned in bands)


def _is_band(item: object) -> bool:
    return isinstance(item, (list, tuple)) and len(item) == 2 and all(type(part) is Decimal for part in item)


_QUICK: Final[Mapping[str, Quick]] = {
    "min": _least,
    "max": _greatest,
    "points": _points,
    "points at most": _points_at_most,
}
