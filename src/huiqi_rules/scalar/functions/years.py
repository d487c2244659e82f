"""Functions of facts by year: a mapping from the calendar year to its number or None.

A year is on record when any of the facts of a call has a value for it. An unknown fact makes the answer unknown, an absent
one makes it absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import reduce
from typing import Final, TypeAlias

from huiqi_rules.core.values import ABSENT, EXACT
from huiqi_rules.scalar.functions.arguments import Function, small_integer

Annual: TypeAlias = Mapping[int, Decimal | None]

_YEARS_MAX: Final = 1_000


def latest(fact: object, *others: object) -> object:
    """Return the value of the latest year on record in any of the facts; None if the first has none for it."""
    return _by_year(fact, others, lambda annual, _first, last: annual.get(last))


def sum_of_years(fact: object, years: object, *others: object) -> object:
    """Return the sum over the last up to `years` years on record; None where one of them has no value."""
    window = small_integer(years, 1, _YEARS_MAX)
    if window is None:
        return None

    def add_up(annual: Annual, first: int, last: int) -> Decimal | None:
        values = _values(annual, max(first, last - window + 1), last)
        return None if values is None else reduce(EXACT.add, values)

    return _by_year(fact, others, add_up)


def least_of_years(fact: object, years: object, *others: object) -> object:
    """Return the least over exactly the last `years` years on record; None with fewer years or a gap."""
    window = small_integer(years, 1, _YEARS_MAX)
    if window is None:
        return None

    def find(annual: Annual, first: int, last: int) -> Decimal | None:
        values = _values(annual, last - window + 1, last)
        return None if values is None else min(values)

    return _by_year(fact, others, find)


def count_of_years(fact: object) -> object:
    """Return how many years have a value."""
    if fact is None or fact is ABSENT:
        return fact
    return Decimal(len(_years((fact,))))


def _by_year(
    fact: object, others: tuple[object, ...], read: Callable[[Annual, int, int], Decimal | None]
) -> Decimal | object | None:
    """Ask the fact for its first and last year on record; unknown and absent facts answer for themselves.

    An unknown companion hides which year is the latest, so the answer is unknown; an absent one adds no years.
    """
    if fact is ABSENT:
        return ABSENT
    if fact is None or any(other is None for other in others):
        return None
    years = _years((fact, *others))
    return read(fact, min(years), max(years)) if years and isinstance(fact, Mapping) else None


def _years(facts: tuple[object, ...]) -> set[int]:
    annuals = [fact for fact in facts if isinstance(fact, Mapping)]
    return {year for annual in annuals for year, value in annual.items() if value is not None}


def _values(annual: Annual, first: int, last: int) -> list[Decimal] | None:
    values = [annual.get(year) for year in range(first, last + 1)]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


IMPLEMENTATIONS: Final[Mapping[str, Function]] = {
    "latest": latest,
    "sum of years": sum_of_years,
    "least of years": least_of_years,
    "count of years": count_of_years,
}
