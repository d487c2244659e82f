"""List functions; positions count from 1, negative ones from the end. Equality is FEEL's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cmp_to_key, reduce
from itertools import chain
from typing import Final

from huiqi_rules.core import temporal
from huiqi_rules.core.comparison import equal, order
from huiqi_rules.core.values import ABSENT, DECIMAL128
from huiqi_rules.scalar.functions.arguments import (
    OMITTED,
    Function,
    is_list,
    listed,
    null_outside_domain,
    numbers_of,
    position_of,
    spread,
)
from huiqi_rules.scalar.limits import begin, finish, spend

# Deeper lists are not flattened: the answer is null.
DEPTH_MAX: Final = 200
COMPARISONS_PER_STEP: Final = 8


def list_contains(items: object, element: object) -> object:
    """Return whether an item equals the element; a set of codes is asked directly."""
    if isinstance(items, frozenset):
        return element in items if isinstance(element, str) else None
    values = listed(items)
    return None if values is None else _index(values, element) is not None


def list_replace(items: object, position: object, new_item: object) -> object:
    """Return the list with another item at a position, or wherever `position`, a function, holds."""
    values = listed(items)
    if values is None:
        return None
    if callable(position):
        return _replace_where(values, position, new_item)
    index = position_of(position, len(values))
    return None if index is None else [*values[:index], new_item, *values[index + 1 :]]


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


def sublist(items: object, start_position: object, length: object = OMITTED) -> object:
    """Return a part of a list; null where it would reach beyond an end."""
    values = listed(items)
    if values is None:
        return None
    start = position_of(start_position, len(values))
    if start is None:
        return None
    if length is OMITTED:
        return list(values[start:])
    if not isinstance(length, Decimal) or not 1 <= length <= len(values) - start:
        return None
    return list(values[start : start + int(length)])


def append(items: object, *added: object) -> object:
    """Return the list with items added at the end."""
    values = listed(items)
    return None if values is None else [*values, *added]


def concatenate(*lists: object) -> object:
    """Return all lists in one; null where one is null."""
    known = [items for items in map(listed, lists) if items is not None]
    return list(chain.from_iterable(known)) if lists and len(known) == len(lists) else None


def insert_before(items: object, position: object, new_item: object) -> object:
    """Return the list with an item put in before a position."""
    values = listed(items)
    index = None if values is None else position_of(position, len(values))
    return None if values is None or index is None else [*values[:index], new_item, *values[index:]]


def remove(items: object, position: object) -> object:
    """Return the list without the item at a position."""
    values = listed(items)
    index = None if values is None else position_of(position, len(values))
    return None if values is None or index is None else [*values[:index], *values[index + 1 :]]


def reverse(items: object) -> object:
    """Return the list in reverse order."""
    values = listed(items)
    return None if values is None else list(values[::-1])


def index_of(items: object, match: object) -> object:
    """Return the positions of items that equal the match."""
    values = listed(items)
    if values is None:
        return None
    return [Decimal(place) for place, item in enumerate(values, start=1) if equal(item, match) is True]


def union(*lists: object) -> object:
    """Return all lists in one without repeated items."""
    return distinct_values(concatenate(*lists))


def distinct_values(items: object) -> object:
    """Return the list without repeated items, the first of each kept."""
    values = listed(items)
    if values is None:
        return None
    kept: list[object] = []
    seen: set[object] = set()
    begin()
    try:
        for value in values:
            # Numbers, texts and dates are found by hash; anything else is compared with all that was kept.
            if isinstance(value, (str, Decimal, date)):
                if value in seen:
                    continue
                seen.add(value)
            else:
                spend(1 + len(kept) // COMPARISONS_PER_STEP)
                if _index(kept, value) is not None:
                    continue
            kept.append(value)
    finally:
        finish()
    return kept


def flatten(items: object) -> object:
    """Return a list of lists as one list, at every depth."""
    values = listed(items)
    if values is None:
        return None
    for _ in range(DEPTH_MAX):
        if not any(is_list(value) for value in values):
            return list(values)
        values = list(chain.from_iterable(value if is_list(value) else (value,) for value in values))
    return None


def sort(items: object, precedes: object = OMITTED) -> object:
    """Return the list sorted, stable, by `precedes(a, b)` or without it by the order of the values."""
    values = listed(items)
    if values is None:
        return None
    if precedes is not OMITTED:
        return sorted(values, key=cmp_to_key(_by(precedes))) if callable(precedes) else None
    if any(order(values[0], value) is None for value in values):
        return None
    return sorted(values, key=cmp_to_key(lambda left, right: order(left, right) or 0))


def _by(precedes: Callable[..., object]) -> Callable[[object, object], int]:
    return lambda left, right: -1 if precedes(left, right) is True else int(precedes(right, left) is True)


def _replace_where(values: Sequence[object], holds: Callable[..., object], new_item: object) -> list[object] | None:
    replaced: list[object] = []
    for value in values:
        answer = holds(value, new_item)
        if not isinstance(answer, bool):
            return None
        replaced.append(new_item if answer else value)
    return replaced


def _index(values: Sequence[object], element: object) -> int | None:
    return next((index for index, value in enumerate(values) if equal(value, element) is True), None)


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
    "list contains": list_contains,
    "list replace": list_replace,
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
    "sublist": sublist,
    "append": append,
    "concatenate": concatenate,
    "insert before": insert_before,
    "remove": remove,
    "reverse": reverse,
    "index of": index_of,
    "union": union,
    "distinct values": distinct_values,
    "flatten": flatten,
    "sort": sort,
}
