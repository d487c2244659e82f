"""Declared, and read by nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.model.policy import Policy, Version
from huiqi_rules.packs.validators.context import Context


def unused(context: Context) -> Iterable[Diagnostic]:
    """A fact or parameter that no formula of the rulebook reads; a value or condition that nothing of its version reads.

    A value that a policy lists under `outputs` is used, and so is a condition that a clause needs.

    Bad:
        outputs: []
        values: {ratio: {zh: 研发费用占比, en: R&D ratio, of: 研发费用 / 销售收入}}
    Good:
        outputs: [ratio]
        values: {ratio: {zh: 研发费用占比, en: R&D ratio, of: 研发费用 / 销售收入}}
    """
    loaded, rulebook = context.loaded, context.loaded.rulebook
    everywhere = {
        key
        for policy in rulebook.policies.values()
        for version in policy.versions
        for key in context.used(policy, version)
    }
    for fact in rulebook.facts.values():
        if fact.id in loaded.own_facts and (NameKind.FACT, fact.id) not in everywhere:
            yield context.warning("unused-fact", fact.place, f"no formula reads the fact {fact.id!r} ({fact.name.zh})",
                                  "Use it or remove it.")  # fmt: skip
    for parameter in rulebook.parameters.values():
        if parameter.id in loaded.own_parameters and (NameKind.PARAMETER, parameter.id) not in everywhere:
            yield context.warning("unused-parameter", parameter.place, f"no formula reads the parameter {parameter.id!r}",
                                  "Use it or remove it.")  # fmt: skip
    for policy, version in context.versions():
        yield from _unused_steps(context, policy, version)


def _unused_steps(context: Context, policy: Policy, version: Version) -> Iterator[Diagnostic]:
    used = context.used(policy, version)
    for value in version.values:
        if (NameKind.VALUE, value.id) not in used and value.id not in policy.outputs:
            yield context.warning("unused-value", value.place, f"nothing reads the value {value.id!r}",
                                  "Use it, list it under `outputs`, or remove it.")  # fmt: skip
    needed = {need for clause in version.clauses for need in clause.needs} | set(policy.outputs)
    for condition in version.conditions:
        if condition.id not in needed and (NameKind.CONDITION, condition.id) not in used:
            yield context.warning("unused-condition", condition.place, f"no clause needs the condition {condition.id!r}",
                                  "List it under `needs` of a clause, or remove it.")  # fmt: skip
