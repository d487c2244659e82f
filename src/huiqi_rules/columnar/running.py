"""Several queries over one register at a time: while one is planned, which takes one core, another runs."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

import duckdb


def single_rows(
    connection: duckdb.DuckDBPyConnection, queries: Iterable[str], *, workers: int = 2
) -> list[tuple[object, ...]]:
    """Return the one row of each query, in order; queries may be made lazily, and run while the next one is made."""
    with ThreadPoolExecutor(workers) as pool:
        pending: list[Future[tuple[object, ...]]] = [pool.submit(_row, connection.cursor(), query) for query in queries]
        return [one.result() for one in pending]


def _row(cursor: duckdb.DuckDBPyConnection, query: str) -> tuple[object, ...]:
    with cursor:
        row = cursor.execute(query).fetchone()
    assert row is not None
    return row
