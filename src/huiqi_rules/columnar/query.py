"""A plan as one query: a nested SELECT a stage, then rows or sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from huiqi_rules.columnar.dialects import DUCKDB, Dialect
from huiqi_rules.columnar.printer import print_node
from huiqi_rules.plan import nodes
from huiqi_rules.plan.build import ClauseColumns, Plan
from huiqi_rules.plan.nodes import Node
from huiqi_rules.plan.walk import columns_of


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


def summary_query(plan: Plan, source: str) -> str:
    """Return a query of one row: for each clause how many are met, refused and unknown, the money and the open amounts.

    The plan may be totalled (`plan/passes/totals.py`) or not; `SUMMARY_WIDTH` columns a clause, in the order of the plan:
    met, not met, unknown, lowest and highest sum of yuan (0 where nobody is paid, NULL where no money is promised), and
    how many meet it without a known amount.
    """
    bodies = {name: node for stage in plan.stages for name, node in stage}
    parts = [part for clause in plan.clauses for part in _summary(clause, bodies)]
    wanted = {
        name for one in plan.clauses for name in (one.outcome, one.amount_low, one.amount_high, one.open_amount) if name
    }
    wanted -= {name for name in wanted if bodies[name] == nodes.FALSE}
    return f"SELECT {', '.join(parts)} FROM {_narrow_query(plan, wanted, source)} AS answers"


def _narrow_query(plan: Plan, wanted: set[str], source: str) -> str:
    """Return the staged query with no column that nobody reads: databases take long to plan `*` over many stages."""
    layers: list[str] = []
    needed = set(wanted)
    for stage in reversed(plan.stages):
        made = {name: node for name, node in stage if name in needed}
        needed -= made.keys()
        passed = [DUCKDB.quote(name) for name in sorted(needed)]
        layers.append(
            ", ".join(
                [*passed, *(f"{print_node(node, DUCKDB)} AS {DUCKDB.quote(name)}" for name, node in made.items())]
            )
        )
        for node in made.values():
            needed.update(columns_of(node))
    query = source
    for number, columns in enumerate(reversed(layers)):
        query = f"(SELECT {columns} FROM {query} AS s{number})"
    return query


SUMMARY_WIDTH = 6


def _summary(clause: ClauseColumns, bodies: Mapping[str, Node]) -> tuple[str, ...]:
    # Engines compute equal aggregates once: few different ones are wanted, not few columns.
    outcome = DUCKDB.quote(clause.outcome)
    met, answered = _count(outcome), f"count({outcome})"
    counts = (met, f"{answered} - {met}", f"count(*) - {answered}")
    if clause.amount_low is None or clause.amount_high is None:
        return (*counts, "CAST(NULL AS DECIMAL(38,2))", "CAST(NULL AS DECIMAL(38,2))", "CAST(0 AS BIGINT)")
    sums = (_sum(name, clause.outcome, bodies[name]) for name in (clause.amount_low, clause.amount_high))
    if clause.open_amount is None:
        open_amounts = _count(f"{outcome} AND {DUCKDB.quote(clause.amount_high)} IS NULL")
    elif bodies[clause.open_amount] == nodes.FALSE:
        open_amounts = "CAST(0 AS BIGINT)"
    else:
        open_amounts = _count(DUCKDB.quote(clause.open_amount))
    return (*counts, *sums, open_amounts)


def _count(test: str) -> str:
    # DuckDB counts nothing at all, not 0, where every answer is unknown.
    return f"coalesce(count_if({test}), 0)"


def _sum(name: str, outcome: str, amount: Node) -> str:
    match amount:
        case nodes.Case(branches=((nodes.Column(name=met), nodes.Constant(value=Decimal() as each)),)) if (
            met == outcome
        ):
            # The same amount for everybody: no column is added up.
            return f"CAST({_count(DUCKDB.quote(met))} AS DECIMAL(18,0)) * {each:f}"
        case _:
            return f"coalesce(sum({DUCKDB.quote(name)}), 0)"
