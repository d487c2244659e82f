"""Versions of policies as closures over a flat environment: facts, figures of the day, values, conditions.

The environment after a run *is* the full trace: every fact read, every named value and every condition's answer stands in
its slot. Sentences are made from it on demand, so tracing costs nothing while deciding. Versions that are assessed together
stand in one environment: a fact that many ask for is read once, and a condition that many have is answered once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any, Final, TypeAlias

from huiqi_rules.check.rulebook import CheckedVersion
from huiqi_rules.check.scope import Meaning
from huiqi_rules.check.tree import NameKind, Typed
from huiqi_rules.core.values import ABSENT
from huiqi_rules.model.decision import ClauseDecision
from huiqi_rules.model.facts import Parameter
from huiqi_rules.model.policy import Clause
from huiqi_rules.scalar.checked import CHECKED
from huiqi_rules.scalar.closures import Constant
from huiqi_rules.scalar.compile import compile_expression
from huiqi_rules.syntax import ast

# Parts of formulas whose closures are kept for each version; a long formula has some hundreds.
PARTS_MOST: Final = 10_000
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
class Machine:
    """What fills an environment: facts into the first slots, then steps in their order.

    `inputs` are the facts by slot, `figures` the slots of parameters, `blanks` what a fact known to be absent is read as.
    """

    inputs: tuple[str, ...]
    figures: Mapping[str, int]
    days: tuple[int, int]
    blanks: tuple[tuple[int, object], ...]
    steps: tuple[tuple[int, Closure], ...]
    size: int

    def template(self, day: date, figures: Figures) -> Environment:
        """Return an environment with the day and the figures of the day filled in and every fact unknown."""
        environment: Environment = [None] * self.size
        environment[self.days[0]] = day
        environment[self.days[1]] = Decimal(day.year)
        for parameter_id, slot in self.figures.items():
            environment[slot] = figures.get(parameter_id)
        return environment

    def run(self, template: Environment, facts: Mapping[str, object]) -> Environment:
        """Return the environment of one subject with all values and conditions answered."""
        environment: Environment = [*map(facts.get, self.inputs), *template[len(self.inputs) :]]
        for slot, blank in self.blanks:
            if environment[slot] is ABSENT:
                environment[slot] = blank
        for slot, closure in self.steps:
            environment[slot] = closure(environment)
        return environment


@dataclass(frozen=True, slots=True)
class VersionProgram:
    """One version over the environment of a machine; `slots` says where each fact, parameter, value and condition stands.

    `conditions` are the slots of its conditions by id, which `answers` reads all at once; `outputs` the named outputs that it
    has, each with its slot and its digits.
    """

    checked: CheckedVersion
    machine: Machine
    slots: Mapping[Key, int]
    facts: Mapping[str, int]
    parameters: Mapping[str, int]
    clauses: Mapping[str, ClauseProgram]
    conditions: tuple[tuple[str, int], ...]
    answers: Callable[[Environment], tuple[object, ...]]
    outputs: tuple[tuple[str, int, int], ...]
    parts: dict[int, tuple[Typed, Closure]] = field(default_factory=dict, compare=False, repr=False)

    def template(self, day: date, figures: Figures) -> Environment:
        """Return the machine's template of a day."""
        return self.machine.template(day, figures)

    def run(self, template: Environment, facts: Mapping[str, object]) -> Environment:
        """Return the environment of one subject with all values and conditions answered."""
        return self.machine.run(template, facts)

    def compile(self, node: Typed) -> Closure:
        """Return a closure for any part of a formula of this version."""
        # By its address: while the node is kept here, no other has it.
        known = self.parts.get(id(node))
        if known is None:
            if len(self.parts) >= PARTS_MOST:
                self.parts.clear()
            known = self.parts[id(node)] = (node, self.compile_tree(node.source))  # type: ignore[arg-type]  # typed trees come from expressions
        return known[1]

    def compile_tree(self, tree: ast.Expression) -> Closure:
        """Return a closure for an expression over the names of this version."""
        return compile_expression(tree, resolve=self._resolve, semantics=CHECKED)

    def _resolve(self, name: str) -> Closure | None:
        meaning = self.checked.names.get(name)
        return None if meaning is None else load(self.slots, meaning)


class Seen(Mapping[str, Any]):
    """What stands in some slots of an environment after a run, by name: looked up when somebody asks, for few do."""

    __slots__ = ("environment", "slots")

    def __init__(self, slots: Mapping[str, int], environment: Environment) -> None:
        self.slots = slots
        self.environment = environment

    def __getitem__(self, name: str) -> Any:
        return self.environment[self.slots[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.slots)

    def __len__(self) -> int:
        return len(self.slots)

    def __repr__(self) -> str:
        return repr(dict(self))


def load(slots: Mapping[Key, int], meaning: Meaning) -> Closure:
    """Return the closure that reads what a name means; a fact that the version does not need is not looked at, and unknown."""
    key = (meaning.kind, meaning.id)
    return Constant(None) if meaning.kind is NameKind.FACT and key not in slots else itemgetter(slots[key])


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
