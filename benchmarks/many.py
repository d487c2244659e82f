"""1,000 clauses over 33,000 enterprises, counted and added up; the goal is 3 s or less. Beside it, every enterprise's answer to 100.

The 25 policies are copied 40 times, each copy with every number in its formulas a little larger.
"""

from __future__ import annotations

import tempfile
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks import register, workload
from huiqi_rules.api import Engine, LargeRegister, RegisterFacts, run_register
from huiqi_rules.check.rulebook import CheckedRulebook, check_rulebook
from huiqi_rules.columnar.store import connect
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.syntax import ast

GOAL_SECONDS = 3
COPIES, ROWS = 40, 33_000
RUNS = 3
WITH_ANSWERS = 100


def main() -> dict[str, object]:
    """Return the seconds of counts and sums, planning included, and of a run of some that keeps every row's answer."""
    checked = copied(workload.rulebook())
    facts = dict(checked.rulebook.facts)
    with tempfile.TemporaryDirectory(prefix="huiqi-bench-") as folder:
        path = Path(folder, "register.parquet")
        with connect() as connection:
            register.write(connection, path, ROWS, facts)
        with LargeRegister(Engine(checked), str(path), is_kept=True) as kept:
            times = [workload.seconds(lambda: kept.totals(workload.DAY)) for _ in range(RUNS)]
            counted = kept.totals(workload.DAY).summaries
        with connect() as connection:
            cursor = connection.execute(f"SELECT * EXCLUDE (id) FROM read_parquet('{path}')")
            columns = [list(map(_value, column)) for column in zip(*cursor.fetchall(), strict=True)]
            values = dict(zip((one[0] for one in cursor.description), columns, strict=True))
    subjects = RegisterFacts(tuple(map(str, range(ROWS))), (None,) * ROWS, values)
    some = list(checked.rulebook.policies)[:WITH_ANSWERS]
    runs: list[Any] = []
    by_rows = workload.seconds(
        lambda: runs.append(run_register(Engine(checked), subjects, workload.DAY, policies=some))
    )
    return {
        "clauses": len(counted),
        "rows": ROWS,
        **workload.spread(times),
        f"every_answer_of_{WITH_ANSWERS}_clauses_seconds": by_rows,
        "totals_equal_to_those_of_the_answers": counted[:WITH_ANSWERS] == runs[0].summaries,
        "goal_seconds": GOAL_SECONDS,
    }


def copied(checked: CheckedRulebook) -> CheckedRulebook:
    """Return the rulebook with every policy many times over, conditions enlarged by a tenth of a percent each time."""
    policies = {}
    for number in range(COPIES):
        factor = Decimal(1000 + number) / 1000
        for policy in checked.rulebook.policies.values():
            versions = tuple(
                replace(
                    version,
                    conditions=tuple(
                        replace(one, when=replace(one.when, tree=enlarged(one.when.tree, factor)))
                        for one in version.conditions
                    ),
                )
                for version in policy.versions
            )
            name = f"{policy.id}-{number}"
            policies[name] = replace(policy, id=name, versions=versions)
    findings = Findings()
    made = check_rulebook(replace(checked.rulebook, policies=policies), findings)
    assert not findings.items, findings.items
    return made


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


def _value(cell: object) -> object:
    return Decimal(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


if __name__ == "__main__":
    print(main())
