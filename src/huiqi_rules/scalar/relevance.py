"""Which unknown facts can still change an answer: only open parts of a formula are looked into.

In `a or b` with a known true nothing is missing; in a sum of points only the parts that are open count. The columnar back
end answers the same from a plan (`plan/relevance.py`); every scenario checks that both agree.
"""

from __future__ import annotations

from collections.abc import Callable

from huiqi_rules.check import tree
from huiqi_rules.check.tree import NameKind, Typed, children
from huiqi_rules.core.values import OpenNumber
from huiqi_rules.scalar.program import Environment, VersionProgram

_ANNUAL = ("latest", "sum of years", "least of years", "count of years")


class Relevance:
    """Open facts of one subject's environment; ids of figures that no source publishes have a leading `§`."""

    def __init__(self, program: VersionProgram, environment: Environment) -> None:
        self.program = program
        self.environment = environment
        self.steps: dict[tuple[NameKind, str], tuple[str, ...]] = {}

    def step(self, kind: NameKind, name: str) -> tuple[str, ...]:
        """Return the open facts of a named value or condition."""
        key = (kind, name)
        if key not in self.steps:
            step = self.program.checked.step(kind, name)
            if not is_open(self.environment[self.program.slots[key]]):
                self.steps[key] = ()
            elif step.tree is None:
                self.steps[key] = (f"§{name}",)
            else:
                self.steps[key] = self.formula(step.tree)
        return self.steps[key]

    def formula(self, node: Typed) -> tuple[str, ...]:
        """Return the open facts of a formula, in order of mention."""
        match node:
            case tree.Reference(kind=NameKind.FACT):
                return (node.id,) if self.environment[self.program.facts[node.id]] is None else ()
            case tree.Reference(kind=NameKind.PARAMETER):
                return (f"§{node.id}",) if self.environment[self.program.parameters[node.id]] is None else ()
            case tree.Reference(kind=NameKind.VALUE | NameKind.CONDITION):
                return self.step(node.kind, node.id)
            case tree.Call(function=function) if function in _ANNUAL:
                return self._annual(node) if self._is_open(node) else ()
            case tree.Choice():
                return self._choice(node) if self._is_open(node) else ()
            case tree.And() | tree.Or() | tree.Call() | tree.Compare() | tree.Arithmetic():
                return _union(children(node), self.formula) if self._is_open(node) else ()
            case _:
                return _union(children(node), self.formula)

    def _choice(self, node: tree.Choice) -> tuple[str, ...]:
        parts: list[Typed] = []
        for question, answer in node.rows:
            held = self.program.compile(question)(self.environment)
            if held is None:
                # Whatever comes of it, the rows below are still asked.
                parts += [question, answer]
            elif held is True:
                return _union((*parts, answer), self.formula)
        return _union((*parts, node.otherwise), self.formula)

    def _annual(self, node: tree.Call) -> tuple[str, ...]:
        facts = [argument for argument in node.arguments if isinstance(argument, tree.Reference)]
        unknown = tuple(fact.id for fact in facts if not self._has_any_year(fact))
        # Where every fact has some year, the gap inside the window is one of the first fact.
        return unknown or (facts[0].id,)

    def _has_any_year(self, fact: tree.Reference) -> bool:
        value = self.environment[self.program.facts[fact.id]]
        if isinstance(value, dict):
            return any(figure is not None for figure in value.values())
        return value is not None

    def _is_open(self, node: Typed) -> bool:
        return is_open(self.program.compile(node)(self.environment))


def is_open(value: object) -> bool:
    """Return whether a value is unknown or known only within bounds."""
    return value is None or isinstance(value, OpenNumber)


def _union(parts: tuple[Typed, ...], find: Callable[[Typed], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in find(part)))
