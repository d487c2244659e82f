"""What every validator gets: the loaded pack, its scenarios, the meaning of names, and a way to word a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from huiqi_rules.check.scope import Meaning, version_names
from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.diagnostics import Diagnostic, Severity
from huiqi_rules.core.numbers import Number
from huiqi_rules.core.spans import Place
from huiqi_rules.model.policy import Policy, Version
from huiqi_rules.packs.loading import Loaded
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.table_analysis.of_version import ExaminedTable, examined
from huiqi_rules.packs.validators.scenario_view import Case, Scenario
from huiqi_rules.packs.validators.trees import formulas_of, names_read
from huiqi_rules.syntax import ast


class Evaluator(Protocol):
    """Runs a scenario's case for validators; without one they judge what can be read off the given facts."""

    def outcomes(self, case: Case) -> Mapping[str, str]:
        """Return the outcome of every clause of the case's policy: met, not_met or unknown."""
        ...

    def number(self, case: Case, tree: ast.Expression) -> Number | None:
        """Return the number that an expression of the case's version has, None where it is unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """The pack under validation; `files` are the texts of its rules and scenarios, for excerpts."""

    loaded: Loaded
    scenarios: tuple[Scenario, ...] = ()
    files: Mapping[str, SourceFile] = field(default_factory=dict)
    evaluator: Evaluator | None = None
    _names: dict[tuple[str, str], dict[str, Meaning]] = field(default_factory=dict)
    _examined: list[ExaminedTable] = field(default_factory=list)

    def versions(self) -> Iterator[tuple[Policy, Version]]:
        """Yield the versions of the policies that this pack itself declares."""
        for policy in self.loaded.rulebook.policies.values():
            if policy.id in self.loaded.own_policies:
                yield from ((policy, version) for version in policy.versions)

    def names(self, policy: Policy, version: Version) -> Mapping[str, Meaning]:
        """Return what each name means in a version."""
        key = (policy.id, version.id)
        if key not in self._names:
            self._names[key] = version_names(self.loaded.rulebook, policy, version)
        return self._names[key]

    def used(self, policy: Policy, version: Version) -> frozenset[tuple[NameKind, str]]:
        """Return the kind and id of everything that the formulas of a version read."""
        names = self.names(policy, version)
        read = (name for formula in formulas_of(version) for name in names_read(formula.tree))
        return frozenset((names[name].kind, names[name].id) for name in read if name in names)

    def examined_tables(self) -> tuple[ExaminedTable, ...]:
        """Return the decision tables of this pack's own policies with what was found of them, examined once."""
        if not self._examined:
            own = ((policy, version) for policy, version in self.versions() if policy.id in self.loaded.tables)
            for policy, version in own:
                self._examined.extend(examined(self.loaded, policy, version))
        return tuple(self._examined)

    def cases(self, policy: str) -> Iterator[Case]:
        """Yield the cases of all scenarios about a policy."""
        for scenario in self.scenarios:
            if scenario.policy == policy:
                yield from scenario.cases

    def finding(
        self, code: str, place: Place, problem: str, remedy: str = "", severity: Severity = Severity.ERROR
    ) -> Diagnostic:
        """Return a diagnostic with the excerpt of its line."""
        file = self.files.get(place.path)
        shown = file.excerpt(place) if file is not None and place.line else ""
        return Diagnostic(code, place, problem, remedy, shown, severity)

    def warning(self, code: str, place: Place, problem: str, remedy: str = "") -> Diagnostic:
        """Return a finding that does not stop the pack."""
        return self.finding(code, place, problem, remedy, Severity.WARNING)
