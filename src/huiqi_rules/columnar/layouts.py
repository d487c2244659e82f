"""The layout of a register that is in the database already, or in Parquet files: what its columns hold, and how to read them.

Numbers may be stored wider than their values need. The width of every product follows from the range of its parts, so a
column is read in the narrowest decimal that holds its values; over 18 digits a product takes several times longer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from huiqi_rules.columnar.dialects import DUCKDB
from huiqi_rules.columnar.printer import decimal_type
from huiqi_rules.core.types import AnnualType, BoolType, DateType, NumberType, SetType, Type
from huiqi_rules.model.facts import Fact
from huiqi_rules.plan.layout import FactColumns, Layout, absent_column, fact_column
from huiqi_rules.plan.nodes import Kind, Range

_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_WHOLE = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
)
_FLAGS_MOST = 60
_YEAR = re.compile(r"@(\d{4})$")


class UnreadableColumn(Exception):
    """Raised when a column's physical type cannot hold its fact exactly; `column`, `found` and `wanted` say which and why."""

    def __init__(self, column: str, found: str, wanted: str) -> None:
        self.column = column
        self.found = found
        self.wanted = wanted
        super().__init__(f"column {column!r} holds {found}, {wanted} is needed: store it so, or leave the column out")


@dataclass(frozen=True, slots=True)
class Source:
    """A register as it can be queried: `sql` is a relation or subquery that reads every fact in its narrowest type."""

    sql: str
    layout: Layout


def layout_of(connection: duckdb.DuckDBPyConnection, relation: str, facts: Mapping[str, Fact]) -> Source:
    """Return how to read a relation (a table's name, or `read_parquet(...)`) whose columns are named as facts are.

    Columns that belong to no fact are left out, facts without a column are unknown. Reads the least and greatest value of
    every number once. Raises `UnreadableColumn` for a number that is not whole or decimal, or any other type that does not fit.
    """
    types = {str(row[0]): str(row[1]) for row in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}
    described = {fact_id: _columns_of(fact_id, fact.type, types) for fact_id, fact in facts.items()}
    present = {fact_id: columns for fact_id, columns in described.items() if columns is not None}
    _check(present, facts, types)
    ranges = _ranges(connection, relation, present, types)
    layout = {
        fact_id: _with_range(columns, [ranges[name] for name in _names(fact_id, columns) if name in ranges])
        for fact_id, columns in present.items()
    }
    read = [
        _read(name, types[name], columns) for fact_id, columns in layout.items() for name in _names(fact_id, columns)
    ]
    read += [DUCKDB.quote(absent_column(fact_id)) for fact_id, columns in layout.items() if columns.may_be_absent]
    return Source(f"(SELECT {', '.join(read)} FROM {relation})", Layout(layout))


def store_source(connection: duckdb.DuckDBPyConnection, source: Source, relation: str) -> Source:
    """Keep a register as a table, rows with the same unknowns together; return how to read it.

    DuckDB computes 2,048 rows at a time, and three times as fast where a column has no unknown among them. The row order
    of the source is lost.
    """
    quote = DUCKDB.quote
    described = connection.execute(f"DESCRIBE SELECT * FROM {source.sql}").fetchall()
    names = [str(row[0]) for row in described]
    shares = connection.execute(
        f"SELECT {', '.join(f'count({quote(name)})' for name in names)} FROM {source.sql}"
    ).fetchone()
    assert shares is not None
    # Seldom unknown comes first: the large groups then stay whole for the columns that follow.
    by_share = sorted(names, key=lambda name: -int(shares[names.index(name)]))
    # As many flags as a whole number of 64 bits holds; the columns after them are left as they fall.
    bits = list(enumerate(reversed(by_share[:_FLAGS_MOST])))
    flags = " + ".join(f"CASE WHEN {quote(name)} IS NULL THEN {1 << bit} ELSE 0 END" for bit, name in bits) or "0"
    connection.execute(
        f"CREATE OR REPLACE TABLE {quote(relation)} AS SELECT * FROM {source.sql} ORDER BY CAST({flags} AS BIGINT)"
    )
    return Source(quote(relation), source.layout)


def _columns_of(fact_id: str, type_: Type, types: Mapping[str, str]) -> FactColumns | None:
    absent = absent_column(fact_id) in types
    match type_:
        case AnnualType():
            years = tuple(sorted(
                int(found[1]) for name in types if name.startswith(f"{fact_id}@") and (found := _YEAR.search(name))
            ))  # fmt: skip
            return FactColumns(Kind.NUMBER, years=years, may_be_absent=absent) if years else None
        case SetType(options=options):
            held = all(fact_column(fact_id, code=code) in types for code in options)
            return FactColumns(Kind.BOOL, codes=options) if held else None
        case _ if fact_column(fact_id) not in types:
            return None
        case NumberType():
            return FactColumns(Kind.NUMBER, may_be_absent=absent)
        case DateType():
            return FactColumns(Kind.DATE, may_be_absent=absent)
        case BoolType():
            return FactColumns(Kind.BOOL)
        case _:
            return FactColumns(Kind.TEXT, may_be_absent=absent)


def _names(fact_id: str, columns: FactColumns) -> list[str]:
    if columns.years:
        return [fact_column(fact_id, year) for year in columns.years]
    return [fact_column(fact_id, code=code) for code in columns.codes] or [fact_column(fact_id)]


def _check(present: Mapping[str, FactColumns], facts: Mapping[str, Fact], types: Mapping[str, str]) -> None:
    for fact_id, columns in present.items():
        for name in _names(fact_id, columns):
            found = types[name]
            fits = {
                Kind.NUMBER: found in _WHOLE or _DECIMAL.fullmatch(found) is not None,
                Kind.BOOL: found == "BOOLEAN",
                Kind.DATE: found == "DATE",
                Kind.TEXT: found == "VARCHAR" or found.startswith("ENUM"),
            }[columns.kind]
            if not fits:
                wanted = "a whole or decimal number" if columns.kind is Kind.NUMBER else str(columns.kind)
                raise UnreadableColumn(name, found, f"{wanted} ({facts[fact_id].name.zh})")


def _ranges(
    connection: duckdb.DuckDBPyConnection, relation: str, present: Mapping[str, FactColumns], types: Mapping[str, str]
) -> dict[str, Range]:
    """Return the range of every number column that has a value at all."""
    names = [
        name for fact_id, columns in present.items() if columns.kind is Kind.NUMBER for name in _names(fact_id, columns)
    ]
    if not names:
        return {}
    ends = ", ".join(f"min({DUCKDB.quote(name)}), max({DUCKDB.quote(name)})" for name in names)
    row = connection.execute(f"SELECT {ends} FROM {relation}").fetchone()
    assert row is not None
    return {
        name: Range(_scale(types[name]), Decimal(low), Decimal(high))
        for name, low, high in zip(names, row[::2], row[1::2], strict=True)
        if low is not None
    }


def _with_range(columns: FactColumns, ranges: list[Range]) -> FactColumns:
    if columns.kind is not Kind.NUMBER:
        return columns
    reach = Range(0, Decimal(0), Decimal(0)) if not ranges else ranges[0]
    for other in ranges[1:]:
        reach = reach.join(other)
    return FactColumns(columns.kind, reach, columns.years, columns.codes, columns.may_be_absent)


def _read(name: str, physical: str, columns: FactColumns) -> str:
    quoted = DUCKDB.quote(name)
    if columns.range is None or physical == decimal_type(columns.range):
        return quoted
    return f"CAST({quoted} AS {decimal_type(columns.range)}) AS {quoted}"


def _scale(physical: str) -> int:
    found = _DECIMAL.fullmatch(physical)
    return 0 if found is None else int(found[2])
