"""The rules of clauses that only the past names: an award under one policy counts for a cap that another policy shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from huiqi_rules.api.rules import clause_rules
from huiqi_rules.check.rulebook import CheckedRulebook
from huiqi_rules.model.claims import Award, ClauseRules
from huiqi_rules.scalar.program import Figures, VersionProgram, figures_on

Programs: TypeAlias = Callable[[str, str], VersionProgram]


def past_rules(
    checked: CheckedRulebook,
    programs: Programs,
    history: Sequence[Award],
    day: date,
    figures: Figures | None,
    *,
    known: Mapping[str, ClauseRules],
) -> dict[str, ClauseRules]:
    """Return the rules of the clauses of earlier awards that are not `known`: as on the day, else as on that of the award.

    A clause that the rulebook does not hold any more has none: `first_time` still finds its awards by name.
    """
    found: dict[str, ClauseRules] = {}
    if not history:
        return found
    numbers = figures_on(checked.rulebook.parameters, day, figures)
    for award in history:
        policy = checked.rulebook.policies.get(award.clause.partition("/")[0])
        if policy is None or award.clause in known or award.clause in found:
            continue
        for when in (day, award.day):
            version = None if when is None else policy.on(when)
            if version is not None and award.clause not in found:
                program = programs(policy.id, version.id)
                rules = clause_rules(program, program.template(day, numbers), None)
                found |= {name: _of_the_past(one, known) for name, one in rules.items() if name == award.clause}
    return found


def _of_the_past(rules: ClauseRules, known: Mapping[str, ClauseRules]) -> ClauseRules:
    """Return rules with the pool as the claims have it: an ended version does not give it another budget."""
    if rules.pool is None:
        return rules
    pools = (one.pool for one in known.values() if one.pool is not None)
    return replace(rules, pool=next((pool for pool in pools if pool.id == rules.pool.id), None))
