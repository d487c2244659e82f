"""Outputs, needs and earlier awards that name something that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.model.policy import Policy, Version
from huiqi_rules.packs.reading import nearest
from huiqi_rules.packs.validators.context import Context


def links(context: Context) -> Iterable[Diagnostic]:
    """An output that no version computes, a need that is no condition, an earlier award of a clause that does not exist.

    Bad:
        outputs: [scroe]
        clauses: [{id: award, needs: [registred]}]
    Good:
        outputs: [score]
        clauses: [{id: award, needs: [registered]}]
    """
    for policy, version in context.versions():
        known = {value.id for value in version.values} | {condition.id for condition in version.conditions}
        for output in policy.outputs:
            if output not in known:
                yield context.finding("unknown-output", version.place, f"version {version.id!r} of {policy.id!r} has no "
                                      f"value or condition {output!r}, which `outputs` names", nearest(output, known))  # fmt: skip
        yield from _clauses(context, policy, version)


def _clauses(context: Context, policy: Policy, version: Version) -> Iterator[Diagnostic]:
    conditions = {condition.id for condition in version.conditions}
    policies = context.loaded.rulebook.policies.values()
    awards = {f"{one.id}/{clause.id}" for one in policies for each in one.versions for clause in each.clauses}
    for clause in version.clauses:
        for need in clause.needs:
            if need not in conditions:
                yield context.finding("unknown-need", clause.place, f"clause {clause.id!r} needs {need!r}, which is no "
                                      "condition of its version", nearest(need, conditions, "Conditions"))  # fmt: skip
        for name in clause.limits.first_time_with:
            if name not in awards and f"{policy.id}/{name}" not in awards:
                yield context.finding("unknown-clause", clause.limits.place, f"`first_time` of clause {clause.id!r} names "
                                      f"{name!r}, which is no clause", nearest(name, awards, "Clauses"))  # fmt: skip
