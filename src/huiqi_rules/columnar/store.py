"""A register inside DuckDB: columns of facts with the narrowest exact types, texts coded by a dictionary.

Rows come from Python values through a temporary CSV file, which DuckDB reads in parallel, or stay in Parquet files.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

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
# The cells of some rows of a column, from one up to another, as CSV holds them.
Texts: TypeAlias = Callable[[int, int], list[str]]
# Columns by name, each with its SQL type.
Columns: TypeAlias = dict[str, tuple[str, Texts]]
# Rows that are texts at a time: those of a whole register are larger than its facts.
ROWS_AT_ONCE: Final = 10_000
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
    # What does not fit is put aside in a folder of its own, which the database makes and removes.
    aside = str(Path(tempfile.gettempdir(), f"huiqi-{secrets.token_hex(8)}"))
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": aside, "threads": str(threads), "memory_limit": memory, "preserve_insertion_order": "false",
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
    columns: Columns = {ROW: ("BIGINT", lambda start, stop: [str(row) for row in range(start, stop)])}
    layout: dict[str, FactColumns] = {}
    for fact_id, cells in values.items():
        made, described = _columns_of(fact_id, facts[fact_id].type, cells)
        columns.update(made)
        layout[fact_id] = described
    _create(connection, relation, columns, rows)
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
            return {fact_column(fact_id): ("BOOLEAN", _of(values, _truth))}, FactColumns(Kind.BOOL)
        case _:
            return _plain(fact_id, type_, values)


def _plain(fact_id: str, type_: Type, values: Sequence[FactValue]) -> tuple[Columns, FactColumns]:
    reach: Range | None = None
    texts: Texts
    match type_:
        case NumberType():
            texts, reach = _numbers(len(values), lambda start, stop: values[start:stop])
            kind, sql_type = Kind.NUMBER, decimal_type(reach)
        case DateType():
            kind, sql_type, texts = Kind.DATE, "DATE", _of(values, _day)
        case EnumType(options=options):
            kind, sql_type, texts = Kind.TEXT, _enum(options), _of(values, _quoted)
        case _:
            kind, sql_type, texts = Kind.TEXT, "VARCHAR", _of(values, _quoted)
    columns: Columns = {fact_column(fact_id): (sql_type, texts)}
    absent = _absent(fact_id, values)
    return columns | absent, FactColumns(kind, reach, may_be_absent=bool(absent))


def _annual(fact_id: str, values: Sequence[FactValue]) -> tuple[Columns, FactColumns]:
    maps = [value for value in values if isinstance(value, Mapping)]
    years = tuple(sorted({year for figures in maps for year, figure in figures.items() if figure is not None}))
    found = {year: _numbers(len(values), _of_year(values, year)) for year in years}
    reaches = [reach for _, reach in found.values()]
    reach = Range(
        max((one.scale for one in reaches), default=0),
        min((one.low for one in reaches), default=Decimal(0)),
        max((one.high for one in reaches), default=Decimal(0)),
    )
    columns: Columns = {fact_column(fact_id, year): (decimal_type(reach), texts) for year, (texts, _) in found.items()}
    absent = _absent(fact_id, values)
    return columns | absent, FactColumns(Kind.NUMBER, reach, years=years, may_be_absent=bool(absent))


def _of_year(values: Sequence[FactValue], year: int) -> Callable[[int, int], Sequence[object]]:
    return lambda start, stop: [one.get(year) if isinstance(one, Mapping) else None for one in values[start:stop]]


def _set(fact_id: str, options: tuple[str, ...], values: Sequence[FactValue]) -> tuple[Columns, FactColumns]:
    columns: Columns = {fact_column(fact_id, code=code): ("BOOLEAN", _of(values, _holding(code))) for code in options}
    return columns, FactColumns(Kind.BOOL, codes=options)


def _absent(fact_id: str, values: Sequence[FactValue]) -> Columns:
    """Return the column that says of whom a fact is known not to exist, where there is anybody."""
    if not any(value is ABSENT for value in values):
        return {}
    return {absent_column(fact_id): ("BOOLEAN", _of(values, lambda value: "true" if value is ABSENT else "false"))}


def _numbers(rows: int, cells: Callable[[int, int], Sequence[object]]) -> tuple[Texts, Range]:
    """Return the texts of numbers, and the range that holds them all exactly; their places are counted in their texts."""
    joined: list[str] = []
    scale, ends = 0, set[Decimal]()
    for start in range(0, rows, ROWS_AT_ONCE):
        some = [cell if isinstance(cell, Decimal) else None for cell in cells(start, min(start + ROWS_AT_ONCE, rows))]
        joined.append(_joined(some))
        known = [cell for cell in some if cell is not None]
        if known:
            scale = max(scale, max(map(len, _PLACES.findall(joined[-1])), default=0))
            ends |= {min(known), max(known)}
    reach = Range(scale, min(ends), max(ends)) if ends else _ZERO
    return lambda start, _: joined[start // ROWS_AT_ONCE].split(","), reach


def _joined(cells: Sequence[Decimal | None]) -> str:
    text = ",".join([_MISSING if cell is None else str(cell) for cell in cells])
    # Only very large and very small numbers are written with an exponent.
    return text if "E" not in text else ",".join(_MISSING if cell is None else f"{cell:f}" for cell in cells)


def _enum(options: tuple[str, ...]) -> str:
    quoted = ", ".join("'" + option.replace("'", "''") + "'" for option in options)
    return f"ENUM({quoted})"


def _create(connection: duckdb.DuckDBPyConnection, relation: str, columns: Columns, rows: int) -> None:
    quote = DUCKDB.quote
    with tempfile.TemporaryDirectory(prefix="huiqi-") as folder:
        path = Path(folder, "rows.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            for start in range(0, rows, ROWS_AT_ONCE):
                some = [texts(start, min(start + ROWS_AT_ONCE, rows)) for _, texts in columns.values()]
                file.writelines(",".join(row) + "\n" for row in zip(*some, strict=True))
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


# One cell of a column as CSV holds it.


def _of(values: Sequence[FactValue], text: Callable[[FactValue], str]) -> Texts:
    return lambda start, stop: [text(value) for value in values[start:stop]]


def _truth(value: object) -> str:
    return _MISSING if value is None else "true" if value else "false"


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else _MISSING


def _quoted(value: object) -> str:
    # A text that looks like the mark for unknown stays a text: only the bare mark is unknown.
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else _MISSING


def _holding(code: str) -> Callable[[FactValue], str]:
    """Return what says of a set whether it holds a code; one known not to exist is empty."""
    return lambda value: _truth(code in value if isinstance(value, frozenset) else False if value is ABSENT else None)
