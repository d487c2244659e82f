"""Answers row by row: a plan over subjects stored for the occasion, all answer columns back in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from huiqi_rules.columnar.query import rows_query
from huiqi_rules.columnar.store import ROW, connect, store_subjects
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.facts import Fact
from huiqi_rules.plan.build import Plan, Wanted, answer_columns, build_plan
from huiqi_rules.plan.passes.order import for_rows

Row: TypeAlias = Mapping[str, object]
RunRows: TypeAlias = Callable[
    [Wanted, date, Sequence[Mapping[str, FactValue]], Mapping[str, Fact]], tuple[Plan, list[Row]]
]


def duckdb_rows(
    wanted: Wanted, day: date, subjects: Sequence[Mapping[str, FactValue]], facts: Mapping[str, Fact]
) -> tuple[Plan, list[Row]]:
    """Return the plan of the wanted clauses and its answers for every subject, computed by DuckDB."""
    connection = connect()
    try:
        stored = store_subjects(connection, subjects, facts)
        plan = for_rows(build_plan([wanted], stored.layout, day))
        columns = (ROW, *answer_columns(plan))
        query = rows_query(plan, f'"{stored.relation}"', columns) + f' ORDER BY "{ROW}"'
        return plan, [dict(zip(columns, row, strict=True)) for row in connection.execute(query).fetchall()]
    finally:
        connection.close()
