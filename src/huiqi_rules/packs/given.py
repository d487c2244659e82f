"""Facts as people give them (scenario files, JSON) turned into values of the dictionary's types; every mistake is named.

`none` is known to be absent, null and "unknown" are unknown, a number is the exact decimal of its text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from huiqi_rules.check.problems import nearest
from huiqi_rules.core.types import AnnualType, BoolType, DateType, EnumType, NumberType, SetType
from huiqi_rules.core.values import ABSENT
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.facts import Fact

# Together they stay below the 38 digits that every back end computes with.
LARGEST = Decimal(10) ** 24
DECIMALS_MAX = 20
_SHOWN_MAX = 40
_YEAR = re.compile(r"[0-9]{4}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class GivenProblem(Exception):
    """Raised when a given value does not fit its fact; the message says what and what to do."""


def read_given(
    given: Mapping[object, object], facts: Mapping[str, Fact], names: Mapping[str, str]
) -> tuple[dict[str, FactValue], list[str]]:
    """Return facts by id and the list of all problems; `names` maps every accepted name to a fact id."""
    values: dict[str, FactValue] = {}
    problems: list[str] = []
    for name, raw in given.items():
        fact_id = names.get(str(name))
        if fact_id is None:
            problems.append(f"no fact is called {name}; {nearest(str(name), names) or 'see facts.yaml of the pack'}")
            continue
        if fact_id in values:
            problems.append(f"{name} is given twice, under two of its names")
            continue
        try:
            values[fact_id] = fact_value(facts[fact_id], raw)
        except GivenProblem as problem:
            problems.append(f"{name}: {problem}")
    return values, problems


def impossible_values(values: Mapping[str, FactValue], facts: Mapping[str, Fact]) -> list[str]:
    """Return the problems of figures outside of what the dictionary says is possible."""
    problems = []
    for fact_id, value in values.items():
        fact = facts[fact_id]
        figures = value.values() if isinstance(value, Mapping) else (value,)
        for figure in figures:
            too_low = isinstance(figure, Decimal) and fact.minimum is not None and figure < fact.minimum
            too_high = isinstance(figure, Decimal) and fact.maximum is not None and figure > fact.maximum
            if too_low or too_high:
                ends = f"{fact.minimum if fact.minimum is not None else '…'} and {fact.maximum or '…'}"
                problems.append(f"{fact.name.zh}: {figure} is an impossible value: it must lie between {ends}")
    return problems


def fact_value(fact: Fact, raw: object) -> FactValue:
    """Return the value of one fact; raise `GivenProblem` where the raw value does not fit its type."""
    options = fact.type.options if isinstance(fact.type, EnumType) else ()
    if raw is None or (isinstance(raw, str) and raw == "unknown" and raw not in options):
        return None
    if isinstance(raw, str) and raw.lower() == "none" and raw not in options:
        return ABSENT
    match fact.type:
        case BoolType():
            if not isinstance(raw, bool):
                raise GivenProblem(f"yes/no is needed (true or false), not {raw!r}")
            return raw
        case AnnualType(of=of):
            return _annual(raw, of)
        case NumberType():
            return number_of(raw, fact.type)
        case DateType():
            return date_of(raw)
        case EnumType():
            return _option(raw, fact.type.options)
        case SetType():
            items = raw if isinstance(raw, list | tuple | set | frozenset) else [raw]
            return frozenset(_option(item, fact.type.options) for item in items)
        case _:
            if isinstance(raw, str):
                return str(raw)
            raise GivenProblem(f"a text is needed, not {raw!r}; put it in quotes")


def number_of(raw: object, kind: NumberType) -> Decimal:
    """Return the exact decimal of a number or its text; raise `GivenProblem` for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise GivenProblem(f"a number is needed, not {raw!r}")
    shown = str(raw) if len(str(raw)) <= _SHOWN_MAX else f"{str(raw)[:_SHOWN_MAX]}…"
    try:
        value = Decimal(raw.replace("_", "") if isinstance(raw, str) else raw)
    except InvalidOperation:
        raise GivenProblem(f"{shown!r} is not a number; write digits without commas or units") from None
    # Compared, not computed with: a number like 1e999999999999 has no absolute value that could be formed.
    if not value.is_finite() or not -LARGEST < value < LARGEST:
        raise GivenProblem(f"{shown} is too large to be a figure of a company")
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent < -DECIMALS_MAX:
        raise GivenProblem(f"{shown} has more than {DECIMALS_MAX} decimals")
    if kind.integer and value != value.to_integral_value():
        raise GivenProblem(f"a whole number is needed, not {shown}")
    return value if exponent <= 0 else value.quantize(Decimal(1))


def date_of(raw: object) -> date:
    """Return a date; raise `GivenProblem` for anything that is no ISO date."""
    if isinstance(raw, date):
        return raw
    try:
        if not _DATE.fullmatch(str(raw)):
            raise ValueError
        return date.fromisoformat(str(raw))
    except ValueError:
        raise GivenProblem(f"a date is needed like 2024-06-01, not {raw!r}") from None


def _annual(raw: object, of: NumberType) -> dict[int, Decimal | None] | None:
    if not isinstance(raw, Mapping):
        raise GivenProblem(f"a figure for each year is needed like {{2023: 100}}, not {raw!r}")
    years: dict[int, Decimal | None] = {}
    for year, figure in raw.items():
        text = str(year)
        if not _YEAR.fullmatch(text) or not 1900 <= int(text) <= 2200:
            raise GivenProblem(f"{text[:_SHOWN_MAX]!r} is not a year like 2023")
        if int(text) in years:
            raise GivenProblem(f"the year {text} is given twice")
        years[int(text)] = None if figure is None or figure == "unknown" else number_of(figure, of)
    # Without any figure nothing is known, which is not the same as a fact with no years.
    return years if any(figure is not None for figure in years.values()) else None


def _option(raw: object, options: tuple[str, ...]) -> str:
    if isinstance(raw, bool):
        # YAML reads bare yes, no, on and off as truth values.
        raise GivenProblem(f"one of {', '.join(options)} is needed; put it in quotes")
    if str(raw) not in options:
        raise GivenProblem(f"{raw!r} is not one of {', '.join(options)}")
    return str(raw)
