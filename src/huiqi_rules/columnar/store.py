"""A register inside DuckDB: columns of facts with the narrowest exact types, texts coded by a dictionary.

Rows come from Python values through a temporary CSV file, which DuckDB reads in parallel, or stay in Parquet files.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import duckdb

from huiqi_rules.columnar.dialects import DUCKDB
from huiqi_rules.columnar.printer import decimal_type
from huiqi_rules.core.types import AnnualType, BoolType, DateType, EnumType, NumberType, SetType, Type
from huiqi_rules.core.values import ABSENT
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.facts import Fact
from huiqi_rules.plan.layout import FactColumns, Layout, absent_column, fact_column
from huiqi_rules.plan.nodes import Kind, Range

# What others call a database, so that they need not import the library.
Connection: TypeAlias = duckdb.DuckDBPyConnection
ROW = "row#"
# Columns by name, each with its SQL type and its cells as CSV holds them.
Columns: TypeAlias = dict[str, tuple[str, list[str]]]
_MISSING = "\\N"
_PLACES = re.compile(r"\.([0-9]*)")
_ZERO = Range(0, Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Stored:
    """A register as a relation by name, and what its columns hold."""

    relation: str
    layout: Layout
    rows: int


def connect(*, threads: int = 2, memory: str = "400MB") -> duckdb.DuckDBPyConnection:
    """Return an in-memory database that stays within its threads and memory and never reaches the network."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": str(threads), "memory_limit": memory, "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
    }  # fmt: skip
    return duckdb.connect(config=settings)


def store_subjects(
    connection: duckdb.DuckDBPyConnection,
    subjects: Sequence[Mapping[str, FactValue]],
    facts: Mapping[str, Fact],
    *,
    relation: str = "register",
) -> Stored:
    """Store subjects as a table with one row each, in order; facts that nobody has get no column."""
    used = sorted({fact_id for subject in subjects for fact_id, value in subject.items() if value is not None})
    values = {fact_id: [subject.get(fact_id) for subject in subjects] for fact_id in used}
    return store_values(connection, values, facts, len(subjects), relation=relation)


def store_values(
    connection: duckdb.DuckDBPyConnection,
    values: Mapping[str, Sequence[FactValue]],
    facts: Mapping[str, Fact],
    rows: int,
    *,
    relation: str = "register",
) -> Stored:
    """Store facts given column by column (`values[fact id][row]`) as a table with one row each, in order."""
    columns: Columns = {ROW: ("BIGINT", [str(row) for row in range(rows)])}
    layout: dict[str, FactColumns] = {}
    for fact_id, cells in values.items():
        made, described = _columns_of(fact_id, facts[fact_id].type, cells)
        columns.update(made)
        layout[fact_id] = described
    _create(connection, relation, columns)
    return Stored(relation, Layout(layout), rows)


def _columns_of(fact_id: str, type_: Type, values: Sequence[FactValue]) -> tuple[Columns, FactColumns]:
    """Return the physical columns of one fact, each with its SQL type and cells, and their description."""
    match type_:
        case AnnualType():
            return _annual(fact_id, values)
        case SetType(options=options):
            return _set(fact_id, options, values)
        case BoolType():
            # What is known not to exist is not so.
            truths = [False if value is ABSENT else value for value in values]
            return {fact_column(fact_id): ("BOOLEAN", _truths(truths))}, FactColumns(Kind.BOOL)
        case _:
            return _plain(fact_id, type_, values)


def _plain(fact_id: str, type_: Type, values: Sequence[FactValue]) -> tuple[Columns, FactColumns]:
    absent = [value is ABSENT for value in values]
    cells = [None if value is ABSENT else value for value in values]
    reach: Range | None = None
    match type_:
        case NumberType():
            numbers = [cell if isinstance(cell, Decimal) else None for cell in cells]
            texts = _numbers(numbers)
            reach = _range(texts, [number for number in numbers if number is not None])
            kind, sql_type = Kind.NUMBER, decimal_type(reach)
        case DateType():
            kind, sql_type = Kind.DATE, "DATE"
            texts = [cell.isoformat() if isinstance(cell, date) else _MISSING for cell in cells]
        case EnumType(options=options):
            kind, sql_type, texts = Kind.TEXT, _enum(options), _texts(cells)
        case _:
            kind, sql_type, texts = Kind.TEXT, "VARCHAR", _texts(cells)
    columns: Columns = {fact_column(fact_id): (sql_type, texts)}
    if any(absent):
        columns[absent_column(fact_id)] = ("BOOLEAN", _truths(absent))
    return columns, FactColumns(kind, reach, may_be_absent=any(absent))


def _annual(fact_id: str, values: Sequence[FactValue]) -> tuple[Columns, FactColumns]:
    absent = [value is ABSENT for value in values]
    maps: list[Mapping[int, Decimal | None]] = [value if isinstance(value, Mapping) else {} for value in values]
    years = tuple(sorted({year for figures in maps for year, figure in figures.items() if figure is not None}))
    texts = {year: _numbers([figures.get(year) for figures in maps]) for year in years}
    known = [figure for figures in maps for figure in figures.values() if figure is not None]
    reach = _range(chain.from_iterable(texts.values()), known)
    columns: Columns = {fact_column(fact_id, year): (decimal_type(reach), cells) for year, cells in texts.items()}
    if any(absent):
        columns[absent_column(fact_id)] = ("BOOLEAN", _truths(absent))
    return columns, FactColumns(Kind.NUMBER, reach, years=years, may_be_absent=any(absent))


def _set(fact_id: str, options: tuple[str, ...], values: Sequence[FactValue]) -> tuple[Columns, FactColumns]:
    sets = [frozenset() if value is ABSENT else value for value in values]
    columns: Columns = {
        fact_column(fact_id, code=code): (
            "BOOLEAN",
            _truths([code in held if isinstance(held, frozenset) else None for held in sets]),
        )
        for code in options
    }
    return columns, FactColumns(Kind.BOOL, codes=options)


def _range(texts: Iterable[str], values: Sequence[Decimal]) -> Range:
    """Return the range that holds all values exactly; their places are counted in their texts, which is quicker."""
    if not values:
        return _ZERO
    scale = max(map(len, _PLACES.findall(",".join(texts))), default=0)
    return Range(scale, min(values), max(values))


def _enum(options: tuple[str, ...]) -> str:
    quoted = ", ".join("'" + option.replace("'", "''") + "'" for option in options)
    return f"ENUM({quoted})"


def _create(connection: duckdb.DuckDBPyConnection, relation: str, columns: Columns) -> None:
    quote = DUCKDB.quote
    with tempfile.TemporaryDirectory(prefix="huiqi-") as folder:
        path = Path(folder, "rows.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(",".join(row) + "\n" for row in zip(*(cells for _, cells in columns.values()), strict=True))
        types = ", ".join(
            f"'{name.replace(chr(39), chr(39) * 2)}': '{sql_type.replace(chr(39), chr(39) * 2)}'"
            for name, (sql_type, _) in columns.items()
        )
        connection.execute(
            f"CREATE OR REPLACE TABLE {quote(relation)} AS SELECT * FROM read_csv(?, header = false, "
            f"delim = ',', new_line = '\\n', quote = '\"', escape = '\"', nullstr = '{_MISSING}', allow_quoted_nulls = false, "
            f"auto_detect = false, columns = {{{types}}})",
            [str(path)],
        )


# A column at a time and without a choice per cell: a register has millions of cells.


def _numbers(cells: Sequence[Decimal | None]) -> list[str]:
    texts = [_MISSING if cell is None else str(cell) for cell in cells]
    # Only very large and very small numbers are written with an exponent.
    return texts if "E" not in "".join(texts) else [_MISSING if cell is None else f"{cell:f}" for cell in cells]


def _truths(cells: Iterable[object]) -> list[str]:
    return [_MISSING if cell is None else "true" if cell else "false" for cell in cells]


def _texts(cells: Iterable[object]) -> list[str]:
    # A text that looks like the mark for unknown stays a text: only the bare mark is unknown.
    return ['"' + cell.replace('"', '""') + '"' if isinstance(cell, str) else _MISSING for cell in cells]
