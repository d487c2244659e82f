"""Many counts in one query: a page that counts thirty things would else ask thirty times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counts_of(found: Sequence[QuerySet[Any]]) -> list[int]:
    """Return how many rows each query would give; one query, or none where nothing can be found."""
    statements: list[str] = []
    values: list[Any] = []
    for rows in found:
        try:
            text, given = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            statements.append("0")
            continue
        statements.append(f"(select count(*) from ({text}) part)")
        values += given
    if not values and set(statements) <= {"0"}:
        return [0] * len(found)
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(statements)}", values)
        row = cursor.fetchone()
    assert row is not None, "a query of counts gives one row"
    return list(row)
