"""Scenarios that name what the rulebook does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huiqi_rules.check.scope import fact_names
from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.packs.reading import nearest
from huiqi_rules.packs.validators.context import Context
from huiqi_rules.packs.validators.scenario_view import Scenario


def scenario_names(context: Context) -> Iterable[Diagnostic]:
    """A scenario about an unknown policy or clause, or one that gives an unknown fact or parameter.

    Bad:
        - {name: two hundred staff, policy: tech-sme-2017, as_of: 2024-06-01, given: {职工数: 200}}
    Good:
        - {name: two hundred staff, policy: tech-sme-2017, as_of: 2024-06-01, given: {职工总数: 200}}
    """
    policies = context.loaded.rulebook.policies
    for scenario in context.scenarios:
        place = scenario.places.get("policy", scenario.place)
        if not scenario.policy:
            yield context.finding("scenario-name", scenario.place, f"scenario {scenario.name!r} names no policy",
                                  "Add `policy: id`.")  # fmt: skip
        elif scenario.policy not in policies:
            yield context.finding("scenario-name", place, f"there is no policy {scenario.policy!r}",
                                  nearest(scenario.policy, policies, "Policies"))  # fmt: skip
        else:
            yield from _inside(context, scenario)


def _inside(context: Context, scenario: Scenario) -> Iterator[Diagnostic]:
    rulebook = context.loaded.rulebook
    policy = rulebook.policies[scenario.policy]
    clauses = {clause.id for version in policy.versions for clause in version.clauses}
    clause = scenario.clause.removeprefix(f"{policy.id}/")
    if clause and clause not in clauses:
        yield context.finding("scenario-name", scenario.places["clause"], f"policy {policy.id!r} has no clause {clause!r}",
                              nearest(clause, clauses, "Clauses"))  # fmt: skip
    facts = fact_names(rulebook, policy)
    parameters = {parameter.name.zh for parameter in rulebook.parameters.values()} | set(rulebook.parameters)
    for case in scenario.cases:
        for name in case.given:
            if name not in facts:
                yield context.finding("scenario-name", case.places.get(name, case.place), f"there is no fact {name!r}",
                                      nearest(name, facts, "Facts"))  # fmt: skip
    for name in scenario.cases[0].parameters if scenario.cases else ():
        if name not in parameters:
            yield context.finding("scenario-name", scenario.places["parameters"], f"there is no parameter {name!r}",
                                  nearest(name, parameters, "Parameters"))  # fmt: skip
