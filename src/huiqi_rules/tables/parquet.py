"""Parquet files through DuckDB: typed columns, so that decimals and dates arrive as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Final

import duckdb

from huiqi_rules.tables.sources import COLUMNS_MAXIMUM, ROWS_MAXIMUM, RawTable, TableError, too_many_rows

_BATCH: Final = 8_192
_MEMORY: Final = "400MB"
WHOLE: Final = frozenset({
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",
})  # fmt: skip
_KEPT: Final = WHOLE | {"BOOLEAN", "DATE", "VARCHAR", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "VARCHAR[]"}


def open_parquet(path: str) -> RawTable:
    """Return the rows of a Parquet file, its column names first; raises `TableError`."""
    source = parquet_relation(path)
    connection = duckdb.connect(config={"memory_limit": _MEMORY, "threads": "1"})
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        if len(described) > COLUMNS_MAXIMUM:
            raise TableError(path, f"the file has more than {COLUMNS_MAXIMUM:,} columns", code="too-large")
        counted = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
        names, types = [str(row[0]) for row in described], [str(row[1]) for row in described]
        if counted is not None and counted[0] > ROWS_MAXIMUM:
            raise too_many_rows(path, counted[0])
        selected = ", ".join(map(_selected, names, types))
        connection.execute(f"SELECT {selected} FROM {source}")
    except duckdb.Error as failure:
        connection.close()
        raise _damaged(path, failure) from failure
    except TableError:
        connection.close()
        raise
    total = counted[0] + 1 if counted is not None else 1
    floats = [index for index, kind in enumerate(types) if kind in {"DOUBLE", "FLOAT"}]
    return RawTable(path, None, _rows(path, connection, names, floats), total, close=connection.close)


def parquet_relation(path: str) -> str:
    """Return what a query reads a Parquet file by; raises `TableError` where the file is none."""
    try:
        with Path(path).open("rb") as stream:
            if stream.read(4) != b"PAR1":
                raise TableError(path, "this is not a Parquet file", code="not-parquet")
    except OSError as failure:
        raise TableError(path, f"the file can't be read: {failure.strerror}", code="unreadable") from failure
    return f"read_parquet({_literal(path)})"


@contextmanager
def damage_told(path: str) -> Iterator[None]:
    """Turn what a query says of a damaged file into `TableError`."""
    try:
        yield
    except duckdb.Error as failure:
        raise _damaged(path, failure) from failure


def _rows(
    path: str, connection: duckdb.DuckDBPyConnection, names: list[str], floats: list[int]
) -> Iterator[Sequence[object]]:
    yield names
    while True:
        try:
            batch = connection.fetchmany(_BATCH)
        except duckdb.Error as failure:
            raise _damaged(path, failure) from failure
        if not batch:
            return
        if not floats:
            yield from batch
            continue
        for row in batch:
            cells = list(row)
            for index in floats:
                # A binary number's shortest text is the number that was meant; NaN stays text and becomes unknown.
                text = cells[index]
                cells[index] = Decimal(text) if text is not None and text[-1].isdigit() else text
            yield cells


def _selected(name: str, kind: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    keep = kind in _KEPT or kind.startswith(("DECIMAL", "ENUM"))
    return quoted if keep else f"CAST({quoted} AS VARCHAR)"


def _literal(path: str) -> str:
    """A path is a pattern to DuckDB: its wildcards are bracketed, so that one file is meant."""
    plain = "".join(f"[{char}]" if char in "*?[" else char for char in path)
    return "'" + plain.replace("'", "''") + "'"


def _damaged(path: str, failure: duckdb.Error) -> TableError:
    said = str(failure).splitlines()[0][:200]
    return TableError(path, f"the Parquet file can't be read ({said})", "write it once more", code="damaged")
