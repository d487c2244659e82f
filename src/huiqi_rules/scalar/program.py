"""One version of a policy as closures over a flat environment: facts, figures of the day, values, conditions.

The environment after a run *is* the full trace: every fact read, every named value and every condition's answer stands in
its slot. Sentences are made from it on demand, so tracing costs nothing while deciding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import TypeAlias

from huiqi_rules.check.rulebook import CheckedVersion, Step, clause_roles
from huiqi_rules.check.tree import NameKind, Reference, Typed, walk
from huiqi_rules.core.types import BoolType, SetType
from huiqi_rules.core.values import ABSENT
from huiqi_rules.model.decision import ClauseDecision
from huiqi_rules.model.facts import Parameter
from huiqi_rules.model.policy import Clause, Unpublished
from huiqi_rules.scalar.checked import CHECKED
from huiqi_rules.scalar.closures import Constant
from huiqi_rules.scalar.compile import compile_expression
from huiqi_rules.syntax import ast

Environment: TypeAlias = list[object]
Closure: TypeAlias = Callable[[Environment], object]
Key: TypeAlias = tuple[NameKind, str]
Figures: TypeAlias = Mapping[str, "Decimal | str | None"]


@dataclass(frozen=True, slots=True)
class ClauseProgram:
    """One clause: the slots of its conditions by id, and closures for its formulas by role.

    `answers` reads all its conditions at once; `decided` keeps the decisions that follow from those answers alone, as
    a refusal does, and a grant of a `fixed` amount, the same for everybody.
    """

    clause: Clause
    needs: tuple[tuple[str, int], ...]
    formulas: Mapping[str, Closure]
    answers: Callable[[Environment], tuple[object, ...]]
    fixed: bool
    all_true: tuple[bool, ...] = ()
    met: Mapping[str, bool | None] = field(default_factory=dict)
    decided: dict[tuple[object, ...], ClauseDecision] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class VersionProgram:
    """Closures of one version; `slots` says where each fact, parameter, value and condition stands."""

    checked: CheckedVersion
    slots: Mapping[Key, int]
    facts: Mapping[str, int]
    parameters: Mapping[str, int]
    steps: tuple[tuple[int, Closure], ...]
    clauses: Mapping[str, ClauseProgram]
    blanks: Mapping[int, object]
    day_slots: tuple[int, int]
    parts: dict[int, tuple[Typed, Closure]] = field(default_factory=dict, compare=False, repr=False)

    def template(self, day: date, figures: Figures) -> Environment:
        """Return an environment with the day and the figures of the day filled in and every fact unknown."""
        environment: Environment = [None] * len(self.slots)
        environment[self.day_slots[0]] = day
        environment[self.day_slots[1]] = Decimal(day.year)
        for parameter_id, slot in self.parameters.items():
            environment[slot] = figures.get(parameter_id)
        return environment

    def run(self, template: Environment, facts: Mapping[str, object]) -> Environment:
        """Return the environment of one subject with all values and conditions answered."""
        # The facts stand in the first slots, in the order of `facts`.
        environment: Environment = [*map(facts.get, self.facts), *template[len(self.facts) :]]
        for slot, blank in self.blanks.items():
            if environment[slot] is ABSENT:
                environment[slot] = blank
        for slot, closure in self.steps:
            environment[slot] = closure(environment)
        return environment

    def compile(self, node: Typed) -> Closure:
        """Return a closure for any part of a formula of this version."""
        return self.compile_tree(node.source)  # type: ignore[arg-type]  # typed trees come from expressions

    def compile_tree(self, tree: ast.Expression) -> Closure:
        """Return a closure for an expression over the names of this version."""
        return compile_expression(tree, resolve=self._resolve, semantics=CHECKED)

    def _resolve(self, name: str) -> Closure | None:
        meaning = self.checked.names.get(name)
        return None if meaning is None else itemgetter(self.slots[meaning.kind, meaning.id])


def figures_on(
    parameters: Mapping[str, Parameter], day: date, overrides: Figures | None = None
) -> dict[str, Decimal | str | None]:
    """Return the value of every parameter on a day; None where none is published or none covers the day."""
    figures: dict[str, Decimal | str | None] = {}
    for parameter in parameters.values():
        dated = parameter.on(day)
        figures[parameter.id] = None if dated is None else dated.value
    figures.update(overrides or {})
    return figures


def compile_version(checked: CheckedVersion, figures: Figures | None = None) -> VersionProgram:
    """Return the closures of one checked version; with the figures of a day they are built in, and quicker."""
    read = _facts_read(checked)
    used = {(meaning.kind, meaning.id) for meaning in checked.names.values()}
    named = sorted(used | {(NameKind.DAY, "as of"), (NameKind.YEAR, "policy year")})
    slots: dict[Key, int] = {}
    for key in (*((NameKind.FACT, fact_id) for fact_id in read), *named):
        slots.setdefault(key, len(slots))
    for step in checked.steps:
        slots.setdefault((step.kind, step.id), len(slots))

    def resolve(name: str) -> Closure | None:
        meaning = checked.names.get(name)
        if meaning is None:
            return None
        if meaning.kind is NameKind.PARAMETER and figures is not None:
            return Constant(figures.get(meaning.id))
        return itemgetter(slots[meaning.kind, meaning.id])

    return VersionProgram(
        checked=checked,
        slots=slots,
        facts={fact_id: slots[NameKind.FACT, fact_id] for fact_id in read},
        parameters={name: slot for (kind, name), slot in slots.items() if kind is NameKind.PARAMETER},
        steps=tuple(_compile_steps(checked.steps, slots, resolve)),
        clauses={clause.id: _compile_clause(checked, clause, slots, resolve) for clause in checked.version.clauses},
        blanks=_blanks(read, slots),
        day_slots=(slots[NameKind.DAY, "as of"], slots[NameKind.YEAR, "policy year"]),
    )


def _compile_steps(
    steps: Iterable[Step], slots: Mapping[Key, int], resolve: Callable[[str], Closure | None]
) -> Iterable[tuple[int, Closure]]:
    for step in steps:
        if step.tree is not None:
            closure = compile_expression(step.tree.source, resolve=resolve, semantics=CHECKED)  # type: ignore[arg-type]  # typed trees come from expressions
            yield slots[step.kind, step.id], closure


def _compile_clause(
    checked: CheckedVersion, clause: Clause, slots: Mapping[Key, int], resolve: Callable[[str], Closure | None]
) -> ClauseProgram:
    formulas = {}
    for role, formula in clause_roles(clause):
        if role in checked.clauses[clause.id]:
            formulas[role] = compile_expression(formula.tree, resolve=resolve, semantics=CHECKED)
    needs = tuple((need, slots[NameKind.CONDITION, need]) for need in clause.needs)
    amounts = (formulas[role] for role in ("amount", "at_most", "low", "high") if role in formulas)
    fixed = not isinstance(clause.amount, Unpublished) and all(isinstance(one, Constant) for one in amounts)
    together = _together([slot for _, slot in needs])
    return ClauseProgram(
        clause, needs, formulas, together, fixed, (True,) * len(needs), {need: True for need, _ in needs}
    )


def _together(slots: Sequence[int]) -> Callable[[Environment], tuple[object, ...]]:
    """Return what reads several slots as a tuple."""
    if len(slots) > 1:
        return itemgetter(*slots)
    return lambda environment: tuple(environment[slot] for slot in slots)


def _facts_read(checked: CheckedVersion) -> Mapping[str, Typed]:
    found: dict[str, Typed] = {}
    trees = [step.tree for step in checked.steps if step.tree is not None]
    trees.extend(tree for formulas in checked.clauses.values() for tree in formulas.values())
    for tree in trees:
        for part in walk(tree):
            if isinstance(part, Reference) and part.kind is NameKind.FACT:
                found.setdefault(part.id, part)
    return found


def _blanks(read: Mapping[str, Typed], slots: Mapping[Key, int]) -> Mapping[int, object]:
    """Return what a fact known to be absent is read as: no for a yes/no fact, the empty set for a set."""
    blanks: dict[int, object] = {}
    for fact_id, node in read.items():
        if isinstance(node.type, BoolType):
            blanks[slots[NameKind.FACT, fact_id]] = False
        elif isinstance(node.type, SetType):
            blanks[slots[NameKind.FACT, fact_id]] = frozenset()
    return blanks
