"""1,000 clauses over 33,000 enterprises: planned, printed and run in batches; the goal is 3 s or less.

The 25 policies are copied 40 times, each copy with every number in its formulas a little larger. Planning in DuckDB grows
faster than the query, so the clauses are run in batches; the bench tries several sizes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

import duckdb

from benchmarks import register, workload
from huiqi_rules.check.rulebook import CheckedRulebook, CheckedVersion, check_version
from huiqi_rules.columnar.layouts import layout_of
from huiqi_rules.columnar.query import summary_query
from huiqi_rules.columnar.running import single_rows
from huiqi_rules.columnar.store import connect
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.plan.build import Wanted, build_plan
from huiqi_rules.plan.layout import Layout
from huiqi_rules.plan.passes.order import for_totals
from huiqi_rules.scalar.program import Figures, figures_on
from huiqi_rules.syntax import ast

GOAL_SECONDS = 3
COPIES, ROWS = 40, 33_000
SIZES = (10, 25, 50, 100)
RUNS = 3


def main() -> dict[str, object]:
    """Return the seconds for each size of batch, and the best."""
    checked = workload.rulebook()
    figures = figures_on(checked.rulebook.parameters, workload.DAY)
    versions = [copy for number in range(COPIES) for copy in copied(checked, number)]
    connection = connect()
    register.create(connection, "made", ROWS, dict(checked.rulebook.facts))
    source = layout_of(connection, "made", checked.rulebook.facts)
    connection.execute(f"CREATE TABLE register AS SELECT * FROM {source.sql}")
    times: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(RUNS):
        for size in SIZES:
            times[size].append(workload.seconds(partial(run, connection, versions, source.layout, figures, size)))
    medians = {size: sorted(found)[RUNS // 2] for size, found in times.items()}
    best = min(SIZES, key=medians.__getitem__)
    return {
        "clauses": len(versions),
        "rows": ROWS,
        "best_batch_clauses": best,
        **workload.spread(times[best]),
        "median_seconds_by_batch": {str(size): median for size, median in medians.items()},
        "goal_seconds": GOAL_SECONDS,
    }


def run(
    connection: duckdb.DuckDBPyConnection,
    versions: Sequence[CheckedVersion],
    layout: Layout,
    figures: Figures,
    size: int,
) -> list[tuple[object, ...]]:
    """Plan, print and run all versions in batches of `size` clauses (each version has one)."""

    def queries() -> Iterator[str]:
        for start in range(0, len(versions), size):
            wanted = [Wanted(version, figures) for version in versions[start : start + size]]
            plan = for_totals(build_plan(wanted, layout, workload.DAY, outputs=False, missing=False))
            yield summary_query(plan, "register")

    return single_rows(connection, queries())


def copied(checked: CheckedRulebook, number: int) -> list[CheckedVersion]:
    """Return all versions with every number of their conditions enlarged by `number` tenths of a percent."""
    factor = Decimal(1000 + number) / 1000
    found = []
    for version in workload.versions(checked):
        conditions = tuple(
            replace(one, when=replace(one.when, tree=enlarged(one.when.tree, factor)))
            for one in version.version.conditions
        )
        changed = replace(version.version, conditions=conditions)
        findings = Findings()
        found.append(check_version(checked.rulebook, replace(version.policy, versions=(changed,)), changed, findings))
        assert not findings.items, findings.items
    return found


def enlarged(node: Any, factor: Decimal) -> Any:
    """Return a tree with all its numbers that are not whole steps of a text function multiplied."""
    if isinstance(node, ast.Number):
        return replace(node, value=(node.value * factor).normalize())
    if isinstance(node, tuple):
        return tuple(enlarged(part, factor) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        changes = {field.name: enlarged(getattr(node, field.name), factor) for field in fields(node) if field.init}
        return replace(node, **changes)
    return node


if __name__ == "__main__":
    print(main())
