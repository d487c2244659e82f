"""A register inside DuckDB: columns of facts with the narrowest exact types, texts coded by a dictionary.

Rows come from Python values through a temporary CSV file, which DuckDB reads in parallel, or stay in Parquet files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
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
_MISSING = "\\N"
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
    columns: dict[str, tuple[str, list[object]]] = {ROW: ("BIGINT", list(range(rows)))}
    layout: dict[str, FactColumns] = {}
    for fact_id, cells in values.items():
        made, described = _columns_of(fact_id, facts[fact_id].type, cells)
        columns.update(made)
        layout[fact_id] = described
    _create(connection, relation, columns)
    return Stored(relation, Layout(layout), rows)


def _columns_of(
    fact_id: str, type_: Type, values: Sequence[FactValue]
) -> tuple[dict[str, tuple[str, list[object]]], FactColumns]:
    """Return the physical columns of one fact, each with its SQL type and cells, and their description."""
    match type_:
        case AnnualType():
            return _annual(fact_id, values)
        case SetType(options=options):
            return _set(fact_id, options, values)
        case BoolType():
            # What is known not to exist is not so.
            cells: list[object] = [False if value is ABSENT else value for value in values]
            return {fact_column(fact_id): ("BOOLEAN", cells)}, FactColumns(Kind.BOOL)
        case _:
            return _plain(fact_id, type_, values)


def _plain(
    fact_id: str, type_: Type, values: Sequence[FactValue]
) -> tuple[dict[str, tuple[str, list[object]]], FactColumns]:
    absent: list[object] = [value is ABSENT for value in values]
    cells: list[object] = [None if value is ABSENT else value for value in values]
    reach: Range | None = None
    match type_:
        case NumberType():
            reach = range_of_values([cell for cell in cells if isinstance(cell, Decimal)])
            kind, sql_type = Kind.NUMBER, decimal_type(reach)
        case DateType():
            kind, sql_type = Kind.DATE, "DATE"
        case EnumType(options=options):
            kind, sql_type = Kind.TEXT, _enum(options)
        case _:
            kind, sql_type = Kind.TEXT, "VARCHAR"
    columns: dict[str, tuple[str, list[object]]] = {fact_column(fact_id): (sql_type, cells)}
    if any(absent):
        columns[absent_column(fact_id)] = ("BOOLEAN", absent)
    return columns, FactColumns(kind, reach, may_be_absent=any(absent))


def _annual(fact_id: str, values: Sequence[FactValue]) -> tuple[dict[str, tuple[str, list[object]]], FactColumns]:
    absent: list[object] = [value is ABSENT for value in values]
    maps = [value if isinstance(value, Mapping) else {} for value in values]
    years = tuple(sorted({year for figures in maps for year, figure in figures.items() if figure is not None}))
    reach = range_of_values([figure for figures in maps for figure in figures.values() if figure is not None])
    columns: dict[str, tuple[str, list[object]]] = {
        fact_column(fact_id, year): (decimal_type(reach), [figures.get(year) for figures in maps]) for year in years
    }
    if any(absent):
        columns[absent_column(fact_id)] = ("BOOLEAN", absent)
    return columns, FactColumns(Kind.NUMBER, reach, years=years, may_be_absent=any(absent))


def _set(
    fact_id: str, options: tuple[str, ...], values: Sequence[FactValue]
) -> tuple[dict[str, tuple[str, list[object]]], FactColumns]:
    sets = [frozenset() if value is ABSENT else value for value in values]
    columns: dict[str, tuple[str, list[object]]] = {
        fact_column(fact_id, code=code): (
            "BOOLEAN",
            [code in held if isinstance(held, frozenset) else None for held in sets],
        )
        for code in options
    }
    return columns, FactColumns(Kind.BOOL, codes=options)


def range_of_values(values: Iterable[Decimal]) -> Range:
    """Return the range that holds all values exactly."""
    found = list(values)
    if not found:
        return _ZERO
    scale = max(_scale(value) for value in found)
    return Range(scale, min(found), max(found))


def _scale(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(-exponent, 0)


def _enum(options: tuple[str, ...]) -> str:
    quoted = ", ".join("'" + option.replace("'", "''") + "'" for option in options)
    return f"ENUM({quoted})"


def _create(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Mapping[str, tuple[str, list[object]]]
) -> None:
    quote = DUCKDB.quote
    with tempfile.TemporaryDirectory(prefix="huiqi-") as folder:
        path = Path(folder, "rows.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            texts = [[_text(cell) for cell in cells] for _, cells in columns.values()]
            file.writelines(",".join(row) + "\n" for row in zip(*texts, strict=True))
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


def _text(cell: object) -> str:
    match cell:
        case None:
            return _MISSING
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return f"{cell:f}"
        case date():
            return cell.isoformat()
        case str():
            # A text that looks like the mark for unknown stays a text: only the bare mark is unknown.
            return '"' + cell.replace('"', '""') + '"'
        case _:
            return str(cell)
