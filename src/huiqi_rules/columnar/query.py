"""A plan as one query: a nested SELECT a stage, then rows or sums."""

from __future__ import annotations

from collections.abc import Sequence

from huiqi_rules.columnar.dialects import DUCKDB, Dialect
from huiqi_rules.columnar.printer import print_node
from huiqi_rules.plan.build import ClauseColumns, Plan


def staged_query(plan: Plan, source: str, dialect: Dialect = DUCKDB) -> str:
    """Return a query whose rows are the source's with all columns of the plan; `source` is a relation or subquery."""
    query = source
    for number, stage in enumerate(plan.stages):
        columns = ", ".join(f"{print_node(node, dialect)} AS {dialect.quote(name)}" for name, node in stage)
        query = f"(SELECT *, {columns} FROM {query} AS s{number})"
    return query


def rows_query(plan: Plan, source: str, columns: Sequence[str], dialect: Dialect = DUCKDB) -> str:
    """Return a query of the named columns for every row."""
    chosen = ", ".join(dialect.quote(column) for column in columns)
    return f"SELECT {chosen} FROM {staged_query(plan, source, dialect)} AS answers"


def summary_query(plan: Plan, source: str, dialect: Dialect = DUCKDB) -> str:
    """Return a query of one row: for each clause how many are met, refused and unknown, the money and the open amounts."""
    parts: list[str] = []
    for clause in plan.clauses:
        parts.extend(_summary(clause, dialect))
    return f"SELECT {', '.join(parts)} FROM {staged_query(plan, source, dialect)} AS answers"


SUMMARY_WIDTH = 6


def _summary(clause: ClauseColumns, dialect: Dialect) -> tuple[str, ...]:
    outcome = dialect.quote(clause.outcome)
    if clause.amount_low is None or clause.amount_high is None:
        money = ("CAST(NULL AS DECIMAL(38,2))", "CAST(NULL AS DECIMAL(38,2))", "CAST(0 AS BIGINT)")
    else:
        low, high = dialect.quote(clause.amount_low), dialect.quote(clause.amount_high)
        total = f"sum({low})"
        money = (total, total if low == high else f"sum({high})", f"count(*) FILTER (WHERE {outcome} AND {high} IS NULL)")
    return (f"count(*) FILTER (WHERE {outcome})", f"count(*) FILTER (WHERE NOT {outcome})", f"count(*) FILTER (WHERE {outcome} IS NULL)", *money)
