"""Clauses that no scenario shows in each of their answers."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.model.policy import Clause, Policy, Version
from huiqi_rules.packs.validators.context import Context
from huiqi_rules.packs.validators.trees import names_read
from huiqi_rules.syntax import ast

ANSWERS = ("met", "not_met", "unknown")


def missing_scenarios(context: Context) -> Iterable[Diagnostic]:
    """A clause without a scenario that expects met, one that expects not_met and one that expects unknown.

    not_met is asked for where the clause needs a condition, unknown where its conditions read a fact; where they read a
    figure that the source does not publish, only unknown is asked for. In a policy of several clauses a scenario counts
    for the clause that it names.

    Bad:
        - {name: 300 staff, policy: p, as_of: 2024-06-01, given: {职工总数: 300}, expect: {outcome: met}}
    Good:
        - {name: 300 staff, policy: p, as_of: 2024-06-01, given: {职工总数: 300}, expect: {outcome: met}}
        - {name: 299 staff, policy: p, as_of: 2024-06-01, given: {职工总数: 299}, expect: {outcome: not_met}}
        - {name: nobody has said, policy: p, as_of: 2024-06-01, given: {}, expect: {outcome: unknown}}
    """
    for policy_id in sorted(context.loaded.own_policies):
        policy = context.loaded.rulebook.policies[policy_id]
        shown = _shown(context, policy)
        # The newest version speaks for all: a clause that was carried over needs no scenario for each text.
        newest = {clause.id: (version, clause) for version in policy.versions for clause in version.clauses}
        for clause_id, (version, clause) in newest.items():
            lacking = [
                answer for answer in _asked(context, policy, version, clause) if (clause_id, answer) not in shown
            ]
            if lacking:
                yield context.warning("missing-scenario", clause.place, f"no scenario shows clause {clause_id!r} "
                                      f"{' or '.join(lacking)}", f"Add one under scenarios/ for each (policy: {policy_id}).")  # fmt: skip


def _shown(context: Context, policy: Policy) -> set[tuple[str, str]]:
    shown: set[tuple[str, str]] = set()
    for case in context.cases(policy.id):
        if context.evaluator is not None:
            shown.update(context.evaluator.outcomes(case).items())
            continue
        version = policy.on(case.as_of) if case.as_of is not None else None
        clauses = [clause.id for clause in version.clauses] if version is not None else []
        named = case.clause.removeprefix(f"{policy.id}/")
        if named:
            shown.add((named, case.outcome))
        elif len(clauses) == 1 or case.outcome == "not_met":
            shown.update((clause, case.outcome) for clause in clauses)
    return shown


def _asked(context: Context, policy: Policy, version: Version, clause: Clause) -> tuple[str, ...]:
    names = context.names(policy, version)
    trees: dict[tuple[NameKind, str], ast.Expression | None]
    trees = {(NameKind.CONDITION, condition.id): condition.when.tree for condition in version.conditions}
    trees |= {(NameKind.VALUE, value.id): value.of.tree if value.of is not None else None for value in version.values}
    pending = [(NameKind.CONDITION, need) for need in clause.needs]
    seen = set(pending)
    reads_fact, unpublished = False, False
    while pending:
        key = pending.pop()
        match key[0]:
            case NameKind.FACT:
                reads_fact = True
            case NameKind.PARAMETER:
                values = context.loaded.rulebook.parameters[key[1]].values
                unpublished |= all(value.value is None for value in values)
            case _:
                tree = trees.get(key)
                unpublished |= tree is None and key in trees
                meanings = [names[name] for name in (names_read(tree) if tree is not None else ()) if name in names]
                fresh = [(meaning.kind, meaning.id) for meaning in meanings if (meaning.kind, meaning.id) not in seen]
                seen.update(fresh)
                pending.extend(fresh)
    if unpublished:
        return ("unknown",)
    return ("met", *(("not_met",) if clause.needs else ()), *(("unknown",) if reads_fact else ()))
