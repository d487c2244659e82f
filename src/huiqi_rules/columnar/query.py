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
    """Return a query of one row: for each clause how many are met, refused and unknown, the money and the open amounts.

    The plan may be totalled (`plan/passes/totals.py`) or not; `SUMMARY_WIDTH` columns a clause, in the order of the plan:
    met, not met, unknown, lowest and highest sum of yuan (0 where nobody is paid, NULL where no money is promised), and
    how many meet it without a known amount.
    """
    parts: list[str] = []
    for clause in plan.clauses:
        parts.extend(_summary(clause, dialect))
    return f"SELECT {', '.join(parts)} FROM {staged_query(plan, source, dialect)} AS answers"


SUMMARY_WIDTH = 6


def _summary(clause: ClauseColumns, dialect: Dialect) -> tuple[str, ...]:
    outcome = dialect.quote(clause.outcome)
    met, answered = f"count_if({outcome})", f"count({outcome})"
    counts = (met, f"{answered} - {met}", f"count(*) - {answered}")
    if clause.amount_low is None or clause.amount_high is None:
        return (*counts, "CAST(NULL AS DECIMAL(38,2))", "CAST(NULL AS DECIMAL(38,2))", "CAST(0 AS BIGINT)")
    low, high = dialect.quote(clause.amount_low), dialect.quote(clause.amount_high)
    # Engines compute equal aggregates once: few different ones are wanted, not few columns.
    open_amounts = f"count_if({outcome} AND {high} IS NULL)"
    return (*counts, f"coalesce(sum({low}), 0)", f"coalesce(sum({high}), 0)", open_amounts)
