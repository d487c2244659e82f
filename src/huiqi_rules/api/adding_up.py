"""Counts and sums of every clause over a register by one pass of the database each batch, with no row written.

Every answer is the subject's own, before other claims and the past are looked at: limits need the rows (`run_register`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from huiqi_rules.api.batches import Uncomputed, batches, one_by_one, uncomputed
from huiqi_rules.api.engine import Engine, checked_versions
from huiqi_rules.api.rules import has_limits
from huiqi_rules.api.summaries import ClauseSummary, summaries_of
from huiqi_rules.columnar.layouts import Source
from huiqi_rules.columnar.printer import PlanOverflow
from huiqi_rules.columnar.query import SUMMARY_WIDTH, summary_query
from huiqi_rules.columnar.running import single_rows
from huiqi_rules.columnar.store import Connection
from huiqi_rules.plan.build import Wanted, build_plan
from huiqi_rules.plan.passes.order import for_totals
from huiqi_rules.scalar.program import Figures, figures_on

# A batch reads the register once: few passes over a large file, and still a query that is planned in a moment.
CLAUSES_A_PASS = 50


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts and money of every clause in force, before limits; `limited` are the (policy, clause) that have some."""

    day: date
    summaries: tuple[ClauseSummary, ...]
    uncomputed: tuple[Uncomputed, ...]
    not_in_force: tuple[str, ...]
    limited: tuple[tuple[str, str], ...]


def add_up(
    engine: Engine,
    connection: Connection,
    source: Source,
    day: date,
    *,
    policies: Sequence[str] = (),
    figures: Figures | None = None,
) -> Totals:
    """Return the totals of the policies (all when empty) that are in force on the day over a register in a database."""
    wanted = tuple(dict.fromkeys(policies)) or tuple(engine.checked.rulebook.policies)
    versions = checked_versions(engine.checked, wanted, day)
    in_force = {checked.policy.id for checked in versions}
    numbers = figures_on(engine.checked.rulebook.parameters, day, figures)
    passes = _Passes(engine, source, day)
    queries = (query for batch in batches(versions, numbers, CLAUSES_A_PASS) for query in passes.queries(batch))
    cells = [cell for row in single_rows(connection, queries) for cell in row]
    starts = range(0, len(cells), SUMMARY_WIDTH)
    found = dict(zip(passes.clauses, (cells[at : at + SUMMARY_WIDTH] for at in starts), strict=True))
    return Totals(
        day=day,
        summaries=summaries_of(engine.checked, day, found),
        uncomputed=tuple(passes.uncomputed),
        not_in_force=tuple(policy for policy in wanted if policy not in in_force),
        limited=tuple(
            (checked.policy.id, clause.id)
            for checked in versions
            for clause in checked.version.clauses
            if has_limits(checked, (clause.id,))
        ),
    )


class _Passes:
    """The queries, made while others run; `clauses` are theirs, in order, `uncomputed` those that have none."""

    def __init__(self, engine: Engine, source: Source, day: date) -> None:
        self.engine = engine
        self.source = source
        self.day = day
        self.clauses: list[tuple[str, str]] = []
        self.uncomputed: list[Uncomputed] = []

    def queries(self, batch: Sequence[Wanted]) -> Iterator[str]:
        """Yield the query of a batch; where a figure leaves 38 digits, one for each clause but that at fault."""
        try:
            plan = for_totals(build_plan(batch, self.source.layout, self.day, outputs=False, missing=False))
            query = summary_query(plan, self.source.sql)
        except PlanOverflow as overflow:
            if len(batch) == 1 and len(batch[0].clauses) == 1:
                facts = self.engine.checked.rulebook.facts
                self.uncomputed.append(uncomputed(batch[0], self.source.layout, overflow.digits, facts))
                return
        else:
            self.clauses += [(clause.policy, clause.clause) for clause in plan.clauses]
            yield query
            return
        for alone in one_by_one(batch):
            yield from self.queries(alone)
