"""Facts as people give them (scenario files, JSON) turned into values of the dictionary's types; every mistake is named.

`none` is known to be absent, null and "unknown" are unknown, a number is the exact decimal of its text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from huiqi_rules.check.problems import nearest
from huiqi_rules.core.echo import cut, echo
from huiqi_rules.core.types import AnnualType, BoolType, DateType, EnumType, NumberType, SetType
from huiqi_rules.core.values import ABSENT
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.facts import Fact, Parameter

# Together they stay below the 38 digits that every back end computes with.
LARGEST: Final = Decimal(10) ** 24
DECIMALS_MAX: Final = 20
_SHOWN_MAX: Final = 40
_YEAR: Final = re.compile(r"[0-9]{4}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class GivenProblem(Exception):
    """Raised when a given value does not fit its fact; the message says what and what to do."""


@dataclass(frozen=True, slots=True)
class Misgiven:
    """A mistake in what is given: the keys and positions that lead to it, whether it is the last key itself, what is wrong."""

    steps: tuple[str | int, ...]
    problem: str
    remedy: str = ""
    at_key: bool = False

    def __str__(self) -> str:
        said = self.problem if self.at_key and len(self.steps) == 1 else f"{self.steps[0]}: {self.problem}"
        return f"{said}; {self.remedy}" if self.remedy else said


def read_given(
    given: Mapping[object, object], facts: Mapping[str, Fact], names: Mapping[str, str]
) -> tuple[dict[str, FactValue], list[Misgiven]]:
    """Return facts by id and all mistakes; `names` maps every accepted name to a fact id."""
    values: dict[str, FactValue] = {}
    mistakes: list[Misgiven] = []
    first: dict[str, str] = {}
    for key, raw in given.items():
        name = str(key)
        fact_id = names.get(name)
        if fact_id is None:
            remedy = nearest(name, names) or "see facts.yaml of the pack"
            mistakes.append(Misgiven((name,), f"no fact is called {echo(name)}", remedy, at_key=True))
        elif fact_id in first:
            problem = f"{name} is given twice, under two of its names"
            mistakes.append(Misgiven((name,), problem, f"keep it or {first[fact_id]}, not both", at_key=True))
        else:
            first[fact_id] = name
            before = len(mistakes)
            value = _value(facts[fact_id], raw, mistakes)
            if len(mistakes) == before:
                values[fact_id] = value
            mistakes[before:] = [replace(one, steps=(name, *one.steps)) for one in mistakes[before:]]
    return values, mistakes


def number_of(raw: object, kind: NumberType) -> Decimal:
    """Return the exact decimal of a number or its text; raise `GivenProblem` for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise GivenProblem(f"a number is needed, not {_shown(raw)}")
    shown = echo(str(raw), _SHOWN_MAX)
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


def figure_of(parameter: Parameter, raw: object) -> Decimal | str | None:
    """Return a figure given for a parameter, None where it is said to be unknown; raise `GivenProblem` where it does not fit."""
    if raw is None or raw in {"unknown", "unpublished"}:
        return None
    if isinstance(parameter.type, NumberType):
        return number_of(raw, parameter.type)
    if isinstance(raw, str):
        return raw
    raise GivenProblem(f"a text is needed, not {_shown(raw)}")


def date_of(raw: object) -> date:
    """Return a date; raise `GivenProblem` for anything that is no ISO date."""
    if isinstance(raw, date):
        return raw
    try:
        if not _DATE.fullmatch(str(raw)):
            raise ValueError
        return date.fromisoformat(str(raw))
    except ValueError:
        raise GivenProblem(f"a date is needed like 2024-06-01, not {_shown(raw)}") from None


def _value(fact: Fact, raw: object, mistakes: list[Misgiven]) -> FactValue:
    options = fact.type.options if isinstance(fact.type, EnumType) else ()
    if raw is None or (isinstance(raw, str) and raw == "unknown" and raw not in options):
        return None
    if isinstance(raw, str) and raw.lower() == "none" and raw not in options:
        return ABSENT
    if isinstance(fact.type, AnnualType):
        return _annual(fact, fact.type.of, raw, mistakes)
    if isinstance(fact.type, SetType):
        return _set(raw, fact.type, mistakes)
    try:
        return _single(fact, raw)
    except GivenProblem as problem:
        mistakes.append(Misgiven((), str(problem)))
        return None


def _single(fact: Fact, raw: object) -> FactValue:
    match fact.type:
        case BoolType():
            if not isinstance(raw, bool):
                raise GivenProblem(f"yes/no is needed (true or false), not {_shown(raw)}")
            return raw
        case NumberType():
            return _figure(fact, fact.type, raw)
        case DateType():
            return date_of(raw)
        case EnumType():
            return _option(raw, fact.type.options)
        case _:
            if not isinstance(raw, str):
                raise GivenProblem(f"a text is needed, not {_shown(raw)}; put it in quotes")
            if not raw.strip():
                raise GivenProblem(
                    "an empty text says nothing; leave the fact out where it is unknown, write none where there is none"
                )
            return str(raw)


def _figure(fact: Fact, kind: NumberType, raw: object) -> Decimal:
    figure = number_of(raw, kind)
    too_low = fact.minimum is not None and figure < fact.minimum
    too_high = fact.maximum is not None and figure > fact.maximum
    if too_low or too_high:
        low, high = ("…" if end is None else f"{end:f}" for end in (fact.minimum, fact.maximum))
        raise GivenProblem(f"{figure:f} is an impossible value: it must lie between {low} and {high}")
    return figure


def _annual(fact: Fact, kind: NumberType, raw: object, mistakes: list[Misgiven]) -> dict[int, Decimal | None] | None:
    if not isinstance(raw, Mapping):
        mistakes.append(Misgiven((), f"a figure for each year is needed like {{2023: 100}}, not {_shown(raw)}"))
        return None
    years: dict[int, Decimal | None] = {}
    for key, figure in raw.items():
        text = str(key)
        if not _YEAR.fullmatch(text) or not 1900 <= int(text) <= 2200:
            mistakes.append(Misgiven((text,), f"{_shown(text)} is not a year like 2023", at_key=True))
        elif int(text) in years:
            mistakes.append(Misgiven((text,), f"the year {text} is given twice", at_key=True))
        else:
            try:
                years[int(text)] = None if figure is None or figure == "unknown" else _figure(fact, kind, figure)
            except GivenProblem as problem:
                mistakes.append(Misgiven((text,), str(problem)))
    # Without any figure nothing is known, which is not the same as a fact with no years.
    return years if any(figure is not None for figure in years.values()) else None


def _set(raw: object, kind: SetType, mistakes: list[Misgiven]) -> frozenset[str]:
    several = isinstance(raw, list | tuple | set | frozenset)
    items: list[object] = list(raw) if isinstance(raw, list | tuple | set | frozenset) else [raw]
    chosen: set[str] = set()
    for number, item in enumerate(items):
        try:
            chosen.add(_option(item, kind.options))
        except GivenProblem as problem:
            mistakes.append(Misgiven((number,) if several else (), str(problem)))
    return frozenset(chosen)


def _option(raw: object, options: tuple[str, ...]) -> str:
    if isinstance(raw, bool):
        # YAML reads bare yes, no, on and off as truth values.
        raise GivenProblem(f"one of {', '.join(options)} is needed; put it in quotes")
    if str(raw) not in options:
        advice = nearest(str(raw), options)
        raise GivenProblem(f"{_shown(raw)} is not one of {', '.join(options)}" + (f"; {advice}" if advice else ""))
    return str(raw)


def _shown(raw: object) -> str:
    # Lists and mappings may hold anything of any size: what kind it is says enough.
    if isinstance(raw, Mapping):
        return "a mapping"
    if isinstance(raw, list | tuple | set | frozenset):
        return "a list"
    return repr(cut(raw, _SHOWN_MAX)) if isinstance(raw, str) else echo(str(raw), _SHOWN_MAX)
