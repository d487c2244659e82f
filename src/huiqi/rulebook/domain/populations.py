"""The facts of many subjects, as a register keeps them, turned into what the engine decides with.

A register keeps texts, a column for each fact and period. The dictionary says what they are: an annual fact is a figure a year,
any other one takes the value of its latest period that has begun. What cannot be read as the dictionary has it stays unknown,
and is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Protocol, TypeAlias

from huiqi_rules.core.types import AnnualType, BoolType, DateType, EnumType, NumberType, SetType, Type
from huiqi_rules.core.values import ABSENT
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.facts import Fact

Cell: TypeAlias = str | bool | None
_UNREADABLE = (ValueError, TypeError, InvalidOperation)
_TEXTS = frozenset({str, type(None)})
_YEAR = re.compile(r"\d{4}")
_NONE = ("", "无")
_SEVERAL = re.compile(r"[,，、;；]\s*")


class Column(Protocol):
    """A fact in a period: a cell for each subject, and the rows of those to which it does not apply."""

    @property
    def cells(self) -> Sequence[Cell]:
        """Return the cells by row: exact texts, yes or no, None for unknown."""

    @property
    def absent(self) -> Collection[int]:
        """Return the rows to which the fact does not apply."""


@dataclass(frozen=True, slots=True)
class Values:
    """Facts by id and row; `unreadable` counts, by fact, the cells that are not what the dictionary says."""

    facts: Mapping[str, list[FactValue]]
    unreadable: Mapping[str, int]


def read_values(
    columns: Mapping[str, Column], dictionary: Mapping[str, Fact], *, size: int, day: date, wanted: Collection[str]
) -> Values:
    """Return the wanted facts of so many subjects on a day; columns are by `name` or `name|period`."""
    periods: dict[str, dict[str, Column]] = {}
    for key, column in columns.items():
        name, _, period = key.partition("|")
        if name in wanted and name in dictionary:
            periods.setdefault(name, {})[period] = column
    facts: dict[str, list[FactValue]] = {}
    unreadable: dict[str, int] = {}
    for name, found in periods.items():
        read = _Reading(dictionary[name].type, dictionary[name])
        facts[name] = _annual(found, read, size) if read.is_annual else _latest(found, read, size, day)
        if read.failures:
            unreadable[name] = read.failures
    return Values(facts, unreadable)


class _Reading:
    """Reads the cells of one fact and counts those that it cannot read."""

    def __init__(self, type_: Type, fact: Fact) -> None:
        self.is_annual = isinstance(type_, AnnualType)
        self.read = _reader(type_.of if isinstance(type_, AnnualType) else type_, fact)
        self.failures = 0

    def cells(self, column: Column, *, unless: Sequence[FactValue] | None = None) -> list[FactValue]:
        """Return the values of a column by row; None where nothing is known, nothing can be read, or there is a value already."""
        read, cells = self.read, column.cells
        if unless is not None:
            cells = [cell if known is None else None for cell, known in zip(cells, unless, strict=False)]
        try:
            if read is _number and _TEXTS.issuperset(map(type, cells)):
                return _numbers(cells)
            return [None if cell is None else read(cell) for cell in cells]
        except _UNREADABLE:
            return [self._one(cell) for cell in cells]

    def _one(self, cell: Cell) -> FactValue:
        try:
            return None if cell is None else self.read(cell)
        except _UNREADABLE:
            self.failures += 1
            return None


def _annual(periods: Mapping[str, Column], reading: _Reading, size: int) -> list[FactValue]:
    years = {int(period): column for period, column in sorted(periods.items()) if _YEAR.fullmatch(period)}
    figures: list[dict[int, Decimal | None]] = [{} for _ in range(size)]
    gone = [0] * size
    for year, column in years.items():
        for row, value in enumerate(reading.cells(column)):
            if isinstance(value, Decimal):
                figures[row][year] = value
        for row in column.absent:
            gone[row] += 1
    # What does not apply in any year that was asked about is absent; a year of which nothing was said stays open.
    return [
        found or (ABSENT if years and left == len(years) else None) for found, left in zip(figures, gone, strict=True)
    ]


def _latest(periods: Mapping[str, Column], reading: _Reading, size: int, day: date) -> list[FactValue]:
    """Return what was said last: the latest period is read first, and of those before it only what is still open."""
    values: list[FactValue] = [None] * size
    for period in sorted((one for one in periods if _start(one) <= day), key=_rank, reverse=True):
        column = periods[period]
        for row, value in enumerate(reading.cells(column, unless=values)):
            if value is not None:
                values[row] = value
        for row in column.absent:
            if values[row] is None:
                values[row] = ABSENT
    return values


def _rank(period: str) -> tuple[int, int, str]:
    """Return the place of a period in time: by its last month, of two that end together the longer one later; undated ones first."""
    if not period:
        return (0, 0, "")
    first, last = _months(period)
    return (last, last - first, period)


def _start(period: str) -> date:
    if not period:
        return date.min
    month = _months(period)[0]
    return date(month // 12, month % 12 + 1, 1)


def _months(period: str) -> tuple[int, int]:
    """Return the first and the last month of a period, counted from the year 0."""
    year, _, part = period.partition("-")
    start = int(year) * 12
    match part[:1]:
        case "":
            return start, start + 11
        case "H":
            half = int(part[1:])
            return start + half * 6 - 6, start + half * 6 - 1
        case "Q":
            quarter = int(part[1:])
            return start + quarter * 3 - 3, start + quarter * 3 - 1
        case _:
            return start + int(part) - 1, start + int(part) - 1


def _reader(type_: Type, fact: Fact) -> Callable[[Cell], FactValue]:
    """Return what reads one cell of a type; it raises ValueError, TypeError or InvalidOperation."""
    match type_:
        case NumberType():
            return _number
        case BoolType():
            return _truth
        case DateType():
            return _day
        case EnumType(options=options):
            known = {**{label.zh: code for code, label in fact.labels}, **{code: code for code in options}}
            return lambda cell: known[_text(cell)] if _text(cell) in known else _refuse(cell)
        case SetType(options=options):
            codes = {**{label.zh: code for code, label in fact.labels}, **{code: code for code in options}}
            return lambda cell: frozenset(
                codes[part] if part in codes else _refuse(part)
                for part in _SEVERAL.split(_text(cell))
                if part not in _NONE
            )
        case _:
            return _text


def _number(cell: Cell) -> Decimal:
    if not isinstance(cell, str):
        raise TypeError(cell)
    number = Decimal(cell)
    return number if number.is_finite() else Decimal(_refuse(cell))


def _numbers(cells: Sequence[Cell]) -> list[FactValue]:
    """Return what `_number` reads of texts, half a million of them in a third of the time."""
    found: list[FactValue] = [None if cell is None else Decimal(cell) for cell in cells]
    if not all(map(Decimal.is_finite, filter(None, found))):  # type: ignore[arg-type]  # only decimals are left
        _refuse(cells)
    return found


def _truth(cell: Cell) -> bool:
    if not isinstance(cell, bool):
        raise TypeError(cell)
    return cell


def _day(cell: Cell) -> date:
    return date.fromisoformat(_text(cell))


def _text(cell: Cell) -> str:
    if not isinstance(cell, str):
        raise TypeError(cell)
    return cell


def _refuse(cell: object) -> str:
    raise ValueError(cell)


def scaled(values: Values, name: str, factor: Decimal) -> Values | None:
    """Return facts with a figure, of every year, multiplied in all rows; None where the fact is no figure of anybody."""
    cells = values.facts.get(name, [])
    if not any(_figure(cell) for cell in cells):
        return None
    return Values({**values.facts, name: [_scaled(cell, factor) for cell in cells]}, values.unreadable)


def _figure(cell: FactValue) -> bool:
    return isinstance(cell, Decimal) or (isinstance(cell, Mapping) and any(cell.values()))


def _scaled(cell: FactValue, factor: Decimal) -> FactValue:
    if isinstance(cell, Decimal):
        return _times(cell, factor)
    if isinstance(cell, Mapping):
        return {year: None if one is None else _times(one, factor) for year, one in cell.items()}
    return cell


def _times(figure: Decimal, factor: Decimal) -> Decimal:
    # People stay whole, and money keeps its fen: a figure has the places that it had.
    places = figure.as_tuple().exponent
    return (figure * factor).quantize(Decimal(1).scaleb(min(0, int(places))), ROUND_HALF_UP)
