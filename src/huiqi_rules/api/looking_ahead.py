"""The next day on which an answer changes by itself: a text comes into force or ends, a figure changes, a date passes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from huiqi_rules.api.engine import NOTHING_ELSE, Circumstances, Engine
from huiqi_rules.check import tree
from huiqi_rules.check.rulebook import CheckedVersion
from huiqi_rules.check.tree import NameKind, Typed, references, walk
from huiqi_rules.core.types import DateType
from huiqi_rules.core.values import Bounds
from huiqi_rules.model.decision import Determination

# Each candidate day is assessed anew; answers do not change more often than this in practice.
MOST_CANDIDATES = 60
_DAY = timedelta(days=1)


def with_next_change(
    engine: Engine, determination: Determination, circumstances: Circumstances = NOTHING_ELSE
) -> Determination:
    """Return the determination with the next day on which outcome, reasons or amount differ, None where none is in sight."""
    days = sorted(day for day in set(_candidates(engine, determination)) if day > determination.as_of)
    for day in days[:MOST_CANDIDATES]:
        later = engine.assess(determination.policy, day, determination.facts, circumstances)
        if _answer(later) != _answer(determination):
            return determination._replace(next_change=day)
    return determination


def _answer(determination: Determination) -> tuple[object, ...]:
    amount = determination.amount
    ends = (amount.low, amount.high) if isinstance(amount, Bounds) else amount
    return determination.outcome, determination.failed, ends, dict(determination.values)


def _candidates(engine: Engine, determination: Determination) -> Iterator[date]:
    policy = engine.policy(determination.policy)
    for version in policy.versions:
        yield version.start
        if version.end is not None and version.end < date.max:
            yield version.end + _DAY
    if determination.version is None:
        return
    checked = engine.checked.version(determination.policy, determination.version)
    trees = [step.tree for step in checked.steps if step.tree is not None]
    trees.extend(formula for formulas in checked.clauses.values() for formula in formulas.values())
    for name in {name for one in trees for name in references(one, NameKind.PARAMETER)}:
        for dated in engine.checked.rulebook.parameters[name].values:
            yield dated.start
            if dated.end is not None and dated.end < date.max:
                yield dated.end + _DAY
    if any(references(one, NameKind.YEAR) for one in trees):
        yield date(determination.as_of.year + 1, 1, 1)
    for one in trees:
        yield from _dates_passed(checked, engine, determination, one)


def _dates_passed(
    checked: CheckedVersion, engine: Engine, determination: Determination, formula: Typed
) -> Iterator[date]:
    """Yield the days around which comparisons with the day of assessment turn."""
    program = engine.program(determination.policy, checked.version.id)
    template = program.template(determination.as_of, {})
    environment = program.run(template, determination.facts)
    for part in walk(formula):
        if not isinstance(part, tree.Compare) or not isinstance(part.left.type, DateType):
            continue
        for side, other in ((part.left, part.right), (part.right, part.left)):
            if not references(side, NameKind.DAY) or references(other, NameKind.DAY):
                continue
            limit, now = program.compile(other)(environment), program.compile(side)(environment)
            if isinstance(limit, date) and isinstance(now, date):
                # The side moves day by day with the day of assessment; months may shift it by a few days.
                turn = determination.as_of.toordinal() + limit.toordinal() - now.toordinal()
                for around in range(turn - 4, turn + 6):
                    if 1 <= around <= date.max.toordinal():
                        yield date.fromordinal(around)
