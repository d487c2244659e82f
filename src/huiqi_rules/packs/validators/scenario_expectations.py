"""Scenarios that expect nothing, or something that no answer has."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.model.decision import Outcome
from huiqi_rules.packs.expectations import ANSWERS
from huiqi_rules.packs.reading import nearest
from huiqi_rules.packs.validators.context import Context


def scenario_expectations(context: Context) -> Iterable[Diagnostic]:
    """A scenario that expects nothing of any subject, a key that no answer has, an outcome that is none of the three.

    Bad:
        - {name: two hundred staff, policy: tech-sme-2017, as_of: 2024-06-01, given: {职工总数: 200}, expect: {result: met}}
    Good:
        - {name: two hundred staff, policy: tech-sme-2017, as_of: 2024-06-01, given: {职工总数: 200}, expect: {outcome: met}}
    """
    outcomes = [str(outcome) for outcome in Outcome]
    for scenario in context.scenarios:
        policy = context.loaded.rulebook.policies.get(scenario.policy)
        if not any(case.expected for case in scenario.cases):
            yield context.finding(
                "scenario-expect", scenario.place, "the scenario expects nothing", "Add `expect: {outcome: met}`."
            )
        for case in scenario.cases:
            known = (*ANSWERS, *(policy.outputs if policy is not None else ()))
            for key, place in case.expected.items():
                if policy is not None and key not in known:
                    yield context.finding(
                        "scenario-expect", place, f"no answer has {key!r}", nearest(key, known, "Known keys")
                    )
            if case.outcome and case.outcome not in outcomes:
                yield context.finding("scenario-expect", case.expected["outcome"], f"no outcome is called {case.outcome!r}",
                                      nearest(case.outcome, outcomes, "Outcomes"))  # fmt: skip
