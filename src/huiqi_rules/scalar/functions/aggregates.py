"""Functions that make one value of a list, or of their arguments: counts, sums, extremes, averages, `all` and `any`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Final

from huiqi_rules.core import temporal
from huiqi_rules.core.comparison import order
from huiqi_rules.core.values import ABSENT, DECIMAL128
from huiqi_rules.scalar.functions.arguments import Function, listed, null_outside_domain, numbers_of, spread


def count(items: object) -> object:
    """Return how many items a list has."""
    values = listed(items)
    return None if values is None else Decimal(len(values))


def least(*arguments: object) -> object:
    """Return the least item, null where two have no order."""
    return _extreme(spread(arguments), -1)


def greatest(*arguments: object) -> object:
    """Return the greatest item, null where two have no order."""
    return _extreme(spread(arguments), 1)


@null_outside_domain
def total(*arguments: object) -> object:
    """Return the sum of numbers or of durations of one kind."""
    items = spread(arguments)
    return None if not items else reduce(_add, items[1:], _add_alone(items[0]))


@null_outside_domain
def product(*arguments: object) -> object:
    """Return the product of numbers."""
    numbers = numbers_of(spread(arguments))
    return reduce(DECIMAL128.multiply, numbers) if numbers else None


@null_outside_domain
def mean(*arguments: object) -> object:
    """Return the arithmetic mean of numbers or durations."""
    items = spread(arguments)
    whole = total(*arguments)
    if whole is None or not items:
        return None
    size = Decimal(len(items))
    return DECIMAL128.divide(whole, size) if isinstance(whole, Decimal) else temporal.divide(whole, size)


@null_outside_domain
def median(*arguments: object) -> object:
    """Return the middle number, or the mean of the two in the middle."""
    numbers = numbers_of(spread(arguments))
    if not numbers:
        return None
    numbers.sort()
    half = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[half]
    return DECIMAL128.divide(DECIMAL128.add(numbers[half - 1], numbers[half]), Decimal(2))


@null_outside_domain
def standard_deviation(*arguments: object) -> object:
    """Return the sample standard deviation, null below two numbers."""
    numbers = numbers_of(spread(arguments))
    if numbers is None or len(numbers) < 2:
        return None
    middle = DECIMAL128.divide(reduce(DECIMAL128.add, numbers), Decimal(len(numbers)))
    distances = (DECIMAL128.subtract(number, middle) for number in numbers)
    squares = reduce(DECIMAL128.add, (DECIMAL128.multiply(distance, distance) for distance in distances))
    return DECIMAL128.sqrt(DECIMAL128.divide(squares, Decimal(len(numbers) - 1)))


def mode(*arguments: object) -> object:
    """Return the most frequent numbers, rising."""
    numbers = numbers_of(spread(arguments))
    if numbers is None:
        return None
    frequency: dict[Decimal, int] = {}
    for number in numbers:
        frequency[number] = frequency.get(number, 0) + 1
    most = max(frequency.values(), default=0)
    return sorted(number for number, times in frequency.items() if times == most)


def all_true(*arguments: object) -> object:
    """Return false if any item is, else null if any is no boolean, else true."""
    return _connect(arguments, deciding=False)


def any_true(*arguments: object) -> object:
    """Return true if any item is, else null if any is no boolean, else false."""
    return _connect(arguments, deciding=True)


def _extreme(items: Sequence[object] | None, direction: int) -> object:
    if not items:
        return None
    best = items[0]
    for item in items:
        place = order(item, best)
        if place is None:
            return None
        if place == direction:
            best = item
    return best


def _add(left: object, right: object) -> object:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL128.add(left, right)
    return temporal.add(left, right)


def _add_alone(item: object) -> object:
    return item if isinstance(item, (Decimal, temporal.YearsMonths, temporal.DaysTime)) else None


def _connect(arguments: tuple[object, ...], *, deciding: bool) -> bool | None:
    items = spread(arguments)
    if items is None:
        return None
    answers = [False if item is ABSENT else item for item in items]
    if any(answer is deciding for answer in answers):
        return deciding
    return not deciding if all(isinstance(answer, bool) for answer in answers) else None


IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "count": count,
    "min": least,
    "max": greatest,
    "sum": total,
    "product": product,
    "mean": mean,
    "median": median,
    "stddev": standard_deviation,
    "mode": mode,
    "all": all_true,
    "any": any_true,
}
