"""Which calendar years a function of annual facts looks at."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from huiqi_rules.check import tree
from huiqi_rules.model.decision import FactValue

ANNUAL_FUNCTIONS: Final = ("latest", "sum of years", "least of years", "count of years")


def window(node: tree.Call, facts: Mapping[str, FactValue]) -> tuple[int, ...]:
    """Return the years that a call looks at, rising; empty while no year is on record."""
    names = [argument.id for argument in node.arguments if isinstance(argument, tree.Reference)]
    recorded = sorted({year for name in names for year in recorded_years(facts.get(name))})
    if not recorded:
        return ()
    first, last = recorded[0], recorded[-1]
    match node.function:
        case "latest":
            return (last,)
        case "count of years":
            return tuple(recorded)
        case _:
            start = last - _length(node) + 1
            return tuple(range(start if node.function == "least of years" else max(first, start), last + 1))


def recorded_years(value: FactValue) -> tuple[int, ...]:
    """Return the years for which an annual fact has a number."""
    if not isinstance(value, Mapping):
        return ()
    return tuple(sorted(year for year, number in value.items() if number is not None))


def _length(node: tree.Call) -> int:
    length = node.arguments[1]
    assert isinstance(length, tree.Literal) and isinstance(length.value, Decimal), "the checker asks for a constant"
    return int(length.value)
