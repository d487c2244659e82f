"""Runs scenarios for the validators: which clauses they meet, and where a figure stands against a threshold."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal

from huiqi_rules.api.engine import Circumstances, Engine
from huiqi_rules.check.rulebook import CheckedRulebook
from huiqi_rules.check.scope import fact_names
from huiqi_rules.core.numbers import Number, Quotient
from huiqi_rules.model.decision import FactValue
from huiqi_rules.packs.given import GivenProblem, figure_of, read_given
from huiqi_rules.packs.plain_values import plain
from huiqi_rules.packs.validators.scenario_view import Case
from huiqi_rules.scalar.program import figures_on
from huiqi_rules.syntax import ast


class ScenarioEvaluator:
    """Answers the validators' questions with the scalar back end."""

    def __init__(self, checked: CheckedRulebook) -> None:
        self.engine = Engine(checked)

    def outcomes(self, case: Case) -> Mapping[str, str]:
        """Return the outcome of every clause of the case's policy; none where the case cannot be run."""
        if case.as_of is None or case.policy not in self.engine.checked.rulebook.policies:
            return {}
        around = Circumstances(figures=self._figures(case))
        determination = self.engine.assess(case.policy, case.as_of, self._facts(case), around)
        return {decision.clause: str(decision.outcome) for decision in determination.clauses}

    def number(self, case: Case, tree: ast.Expression) -> Number | None:
        """Return the number that an expression of the case's version has, None where it is unknown."""
        if case.as_of is None or case.policy not in self.engine.checked.rulebook.policies:
            return None
        version = self.engine.policy(case.policy).on(case.as_of)
        if version is None:
            return None
        program = self.engine.program(case.policy, version.id)
        figures = figures_on(self.engine.checked.rulebook.parameters, case.as_of, self._figures(case))
        environment = program.run(program.template(case.as_of, figures), self._facts(case))
        value = program.compile_tree(tree)(environment)
        return value if isinstance(value, Decimal | Quotient) else None

    def _facts(self, case: Case) -> dict[str, FactValue]:
        rulebook = self.engine.checked.rulebook
        names = fact_names(rulebook, rulebook.policies[case.policy])
        given: dict[object, object] = {name: plain(node) for name, node in case.given.items()}
        # What cannot be read is a finding of the scenario reader's; here it is unknown.
        return read_given(given, rulebook.facts, names)[0]

    def _figures(self, case: Case) -> dict[str, Decimal | str | None]:
        figures: dict[str, Decimal | str | None] = {}
        named = {
            name: one for one in self.engine.checked.rulebook.parameters.values() for name in (one.id, one.name.zh)
        }
        for name, node in case.parameters.items():
            if name in named:
                # What cannot be read is a finding of the scenario reader's; here it is unknown.
                with suppress(GivenProblem):
                    figures[named[name].id] = None
                    figures[named[name].id] = figure_of(named[name], plain(node))
        return figures
