"""A register's clauses a batch at a time: a query that planned thousands of them at once would take minutes and gigabytes.

A clause whose figures could leave 38 digits is not computed for anybody, and said; the others are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huiqi_rules.check.rulebook import CheckedVersion, facts_used
from huiqi_rules.columnar import answers
from huiqi_rules.columnar.printer import PlanOverflow
from huiqi_rules.columnar.store import Connection, Stored
from huiqi_rules.model.facts import Fact, Text
from huiqi_rules.plan.build import Plan, Wanted, build_plan
from huiqi_rules.plan.layout import Layout
from huiqi_rules.plan.passes.order import for_rows
from huiqi_rules.scalar.program import Figures

# Planning and running grow faster than linearly with the width of a query; over 33,000 rows 3 to 12 clauses are cheapest.
CLAUSES_A_BATCH = 6
_FACTS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Uncomputed:
    """A clause that was computed for nobody: `digits` is what a figure of it could take, `facts` are the widest that it reads."""

    policy: str
    policy_title: Text
    version: str
    clause: str
    clause_name: Text
    digits: int
    facts: tuple[Text, ...]

    @property
    def reason(self) -> Text:
        """Return why, and what to do, in both languages."""
        zh = "、".join(fact.zh for fact in self.facts) or "企业数据"
        en = ", ".join(fact.en for fact in self.facts) or "the register"
        return Text(
            f"结果可能长达{self.digits}位数字，最多只能精确计算38位：请检查{zh}中是否有不可能的数值，或在公式中加上限",
            f"a figure can take {self.digits} digits, 38 at most are computed exactly: look for impossible values of {en}, "
            "or for a missing limit in the formula",
        )


def batches(versions: Sequence[CheckedVersion], figures: Figures, size: int = 0) -> list[list[Wanted]]:
    """Return the clauses of versions in the order of the rulebook, so many at a time; a large version is cut."""
    size = size or CLAUSES_A_BATCH
    found: list[list[Wanted]] = []
    free = 0
    for checked in versions:
        names = [clause.id for clause in checked.version.clauses]
        while names:
            if not found or not free or (len(names) > free and len(names) <= size):
                found.append([])
                free = size
            taken, names = names[:free], names[free:]
            found[-1].append(Wanted(checked, figures, tuple(taken), is_part=len(taken) < len(checked.version.clauses)))
            free -= len(taken)
    return found


def run_batch(
    connection: Connection, batch: Sequence[Wanted], stored: Stored, day: date, facts: Mapping[str, Fact]
) -> Iterator[tuple[Sequence[Wanted], Plan] | Uncomputed]:
    """Answer the clauses of a batch and yield what was planned; after each, its rows are the batch that limits may read.

    Where a figure leaves 38 digits, each clause is answered by itself, so that only the clause at fault has no answer.
    """
    try:
        plan = for_rows(build_plan(batch, stored.layout, day))
        answers.run_plan(connection, plan, stored.relation)
    except PlanOverflow as overflow:
        if len(batch) == 1 and len(batch[0].clauses) == 1:
            yield uncomputed(batch[0], stored.layout, overflow.digits, facts)
            return
    else:
        yield batch, plan
        return
    for alone in one_by_one(batch):
        yield from run_batch(connection, alone, stored, day, facts)


def one_by_one(batch: Sequence[Wanted]) -> Iterator[list[Wanted]]:
    """Yield a batch of each clause."""
    for wanted in batch:
        for name in wanted.clauses:
            yield [replace(wanted, clauses=(name,), is_part=True)]


def uncomputed(wanted: Wanted, layout: Layout, digits: int, facts: Mapping[str, Fact]) -> Uncomputed:
    """Return a clause that cannot be computed, with the facts that hold the widest numbers."""
    checked = wanted.checked
    clause = next(one for one in checked.version.clauses if one.id == wanted.clauses[0])
    widths = {
        name: columns.range.digits
        for name in facts_used(checked, clause)
        if (columns := layout.facts.get(name)) is not None and columns.range is not None
    }
    widest = sorted(widths, key=lambda name: -widths[name])[:_FACTS_NAMED]
    return Uncomputed(
        policy=checked.policy.id,
        policy_title=checked.policy.title,
        version=checked.version.id,
        clause=clause.id,
        clause_name=clause.name,
        digits=digits,
        facts=tuple(facts[name].name for name in widest),
    )
