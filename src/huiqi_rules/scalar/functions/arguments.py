"""What implementations share: reading an argument as a kind of value, and null for arithmetic out of its domain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, DecimalException
from functools import wraps
from typing import Final, ParamSpec, TypeAlias, TypeGuard

Function: TypeAlias = Callable[..., object]
_P = ParamSpec("_P")

# Stands for an argument that was not given, where null given means something else.
OMITTED: Final = object()


def null_outside_domain(function: Callable[_P, object]) -> Callable[_P, object]:
    """Return the function with null as its answer where decimal arithmetic has none (overflow, division by zero)."""

    @wraps(function)
    def guarded(*arguments: _P.args, **named: _P.kwargs) -> object:
        try:
            return function(*arguments, **named)
        except DecimalException:  # the standard's answer to arithmetic out of its domain is null
            return None

    return guarded


def is_list(value: object) -> TypeGuard[Sequence[object]]:
    """Tell whether a value is a FEEL list."""
    return isinstance(value, (list, tuple))


def listed(value: object) -> Sequence[object] | None:
    """Return a list as it is, any other value as a list of one, None for null."""
    if value is None or is_list(value):
        return value
    return [value]


def spread(arguments: tuple[object, ...]) -> Sequence[object] | None:
    """Return the items of `f(list)` or `f(a, b, c)` alike; None for no argument or null alone."""
    if not arguments:
        return None
    return listed(arguments[0]) if len(arguments) == 1 else arguments


def numbers_of(items: Sequence[object] | None) -> list[Decimal] | None:
    """Return the items if all are numbers."""
    if items is None:
        return None
    numbers = [item for item in items if isinstance(item, Decimal)]
    return numbers if len(numbers) == len(items) else None


def position_of(position: object, length: int) -> int | None:
    """Return the index from 0 for a whole position from 1 or, negative, from the end; None outside the list."""
    if not isinstance(position, Decimal) or not 1 <= abs(position) <= length or position % 1:
        return None
    whole = int(position)
    return whole - 1 if whole > 0 else length + whole


def small_integer(value: object, least: int, most: int) -> int | None:
    """Return a number cut to a whole one if it is between `least` and `most`."""
    # Bounds come first: a number like 1E+6000 must not become an integer.
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)) or not least <= value <= most:
        return None
    return int(value)
