"""List functions; positions count from 1, negative ones from the end. Equality is FEEL's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cmp_to_key
from itertools import chain
from typing import Final

from huiqi_rules.core.comparison import equal, order
from huiqi_rules.scalar.functions.arguments import (
    OMITTED,
    Function,
    is_list,
    listed,
    position_of,
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


IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "list contains": list_contains,
    "list replace": list_replace,
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
