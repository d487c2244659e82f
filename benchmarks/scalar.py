"""One enterprise under 25 policies with the full trace: the goal is a median of 50 microseconds or less.

Three figures: the trace alone, the 25 policies over one environment (the goal's); each policy over its own; and what a program gets
from `Engine.assess_each`, 25 determinations, for subjects whose facts are all known and for those of the register.

The trace is the environment (every fact, value and condition in its slot) and the decision of each clause with its
conditions, failed ones and missing facts; sentences are made from it on demand and not measured here. The trace decides every
clause anew; a determination is the one of an earlier subject where it follows from the answers to the conditions alone.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from benchmarks import register, workload
from huiqi_rules.api import Engine
from huiqi_rules.columnar.store import connect
from huiqi_rules.model.decision import ClauseDecision, FactValue
from huiqi_rules.scalar.decide import decide_clause
from huiqi_rules.scalar.linking import compile_together, compile_version
from huiqi_rules.scalar.program import Environment, VersionProgram, figures_on

GOAL_MICROSECONDS = 50
SUBJECTS, RUNS = 1_000, 7
Prepared = Sequence[tuple[Sequence[VersionProgram], Environment]]


def main() -> dict[str, object]:
    """Return microseconds for one subject, over subjects with unknown facts and over those without."""
    checked = workload.rulebook()
    figures = figures_on(checked.rulebook.parameters, workload.DAY)
    versions = workload.versions(checked)
    together = compile_together(versions, figures)
    prepared = [(together, together[0].template(workload.DAY, figures))]
    alone = [compile_version(version, figures) for version in versions]
    apart = [((program,), program.template(workload.DAY, figures)) for program in alone]
    connection = connect()
    cursor = connection.execute(register.select(20 * SUBJECTS, dict(checked.rulebook.facts)))
    names = [column[0] for column in cursor.description]
    rows: list[dict[str, FactValue]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    complete = [row for row in rows if None not in row.values()][:SUBJECTS]
    return {
        "all_facts_known": measured(prepared, complete),
        "as_in_the_register": measured(prepared, rows[:SUBJECTS]),
        "each_policy_apart": measured(apart, complete),
        "assess_each": determined(Engine(checked), complete),
        "assess_each_as_in_the_register": determined(Engine(checked), rows[:SUBJECTS]),
        "subjects": len(complete),
        "goal_microseconds": GOAL_MICROSECONDS,
    }


def measured(prepared: Prepared, rows: Sequence[dict[str, FactValue]]) -> dict[str, object]:
    """Return the median microseconds of the trace of a subject."""
    return medians_of(lambda row: assess(prepared, row), rows)


def determined(engine: Engine, rows: Sequence[dict[str, FactValue]]) -> dict[str, object]:
    """Return the median microseconds of all determinations of a subject, as a program gets them."""
    policies = tuple(engine.checked.rulebook.policies)
    return medians_of(lambda row: engine.assess_each(policies, workload.DAY, row), rows)


def medians_of(
    work: Callable[[dict[str, FactValue]], object], rows: Sequence[dict[str, FactValue]]
) -> dict[str, object]:
    """Return the median microseconds for a subject: of each run the median over subjects, of those the median."""
    medians = []
    for _ in range(RUNS):
        times = []
        for row in rows:
            started = time.perf_counter_ns()
            work(row)
            times.append((time.perf_counter_ns() - started) / 1_000)
        medians.append(statistics.median(times))
    return workload.spread(medians, "microseconds")


def assess(prepared: Prepared, facts: dict[str, FactValue]) -> list[tuple[Environment, list[ClauseDecision]]]:
    """Return the trace and the decisions of one subject under all policies."""
    traces = []
    for programs, template in prepared:
        environment = programs[0].run(template, facts)
        for program in programs:
            decisions = [decide_clause(program, clause, environment) for clause in program.clauses]
            traces.append((environment, decisions))
    return traces


if __name__ == "__main__":
    print(main())
