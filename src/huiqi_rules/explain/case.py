"""One subject under one version on one day, as the reasons and the distances look at it.

Nothing here runs closures: `run` is passed in and answers what any part of a formula is worth, also for changed facts.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from huiqi_rules.check import tree
from huiqi_rules.check.rulebook import CheckedVersion
from huiqi_rules.check.tree import NameKind, Typed, children
from huiqi_rules.core.values import ABSENT, Bounds
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.policy import Condition, Rulebook, Value
from huiqi_rules.syntax import ast

if TYPE_CHECKING:
    from huiqi_rules.explain.trace import Trace

Facts: TypeAlias = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one run answers: the value of any part, and the open facts of any part (unpublished figures lead with `§`)."""

    value: Callable[[Typed], object]
    open_facts: Callable[[Typed], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """The facts and the day of one subject, the version that applies, and how to run it."""

    rulebook: Rulebook
    checked: CheckedVersion
    day: date
    facts: Facts
    run: Callable[[Facts, date], Reading]
    reading: Reading
    # Which facts a part reads is asked thousands of times in a search; nodes live as long as their version.
    depth: int = 0
    reads: dict[int, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    # A value that many others stand on is traced once at each depth.
    traces: dict[tuple[int, int], tuple[Typed, Trace]] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(
        rulebook: Rulebook, checked: CheckedVersion, day: date, facts: Facts, run: Callable[[Facts, date], Reading]
    ) -> Case:
        """Return the case of a subject, run once."""
        return Case(rulebook, checked, day, facts, run, run(facts, day))

    def with_facts(self, changes: Facts) -> Case:
        """Return the case with some facts changed."""
        facts = {**self.facts, **changes}
        return replace(self, facts=facts, reading=self.run(facts, self.day), traces={})

    def on(self, day: date) -> Case:
        """Return the case on another day under the same version."""
        return replace(self, day=day, reading=self.run(self.facts, day), traces={})

    def value(self, node: Typed) -> object:
        """Return what a part is worth; None where unknown."""
        match node:
            case tree.Literal():
                return node.value
            case tree.Compare(source=ast.Between() | ast.In()):
                # Both halves of a range carry the text of the whole; each is answered from its own sides.
                return compared(node.operator, self.value(node.left), self.value(node.right))
            case tree.And(source=ast.In(), operands=operands):
                return _all([self.value(part) for part in operands])
            case _:
                return self.reading.value(node)

    def definition(self, kind: NameKind, id: str) -> Typed | None:
        """Return the formula of a named value or condition; None where no figure is published."""
        return self.checked.step(kind, id).tree

    def named_value(self, id: str) -> Value:
        """Return the declaration of a named value."""
        return next(value for value in self.checked.version.values if value.id == id)

    def named_condition(self, id: str) -> Condition:
        """Return the declaration of a condition."""
        return next(condition for condition in self.checked.version.conditions if condition.id == id)


def facts_in(case: Case, node: Typed) -> tuple[str, ...]:
    """Return the ids of all facts that a part reads, through values and conditions, in order of first mention."""
    known = case.reads.get(id(node))
    if known is None:
        found: dict[str, None] = {}
        _collect(case, node, found, set())
        known = case.reads[id(node)] = tuple(found)
    return known


def unfolded_size(case: Case, node: Typed) -> int:
    """Return how many parts a formula has once every named value in it is written out."""
    sizes: dict[tuple[NameKind, str], int] = {}

    def size(part: Typed) -> int:
        own = 1 + sum(size(child) for child in children(part))
        if not isinstance(part, tree.Reference) or part.kind not in (NameKind.VALUE, NameKind.CONDITION):
            return own
        key = (part.kind, part.id)
        if key not in sizes:
            definition = case.definition(*key)
            sizes[key] = 0 if definition is None else size(definition)
        return own + sizes[key]

    return size(node)


def mentions_day(case: Case, node: Typed) -> bool:
    """Return whether the day of assessment takes part."""
    seen: set[tuple[NameKind, str]] = set()
    _collect(case, node, {}, seen)
    return any(kind in (NameKind.DAY, NameKind.YEAR) for kind, _ in seen)


def _collect(case: Case, node: Typed, found: dict[str, None], seen: set[tuple[NameKind, str]]) -> None:
    if not isinstance(node, tree.Reference):
        for child in children(node):
            _collect(case, child, found, seen)
        return
    if node.kind is NameKind.FACT:
        found[node.id] = None
        return
    if (node.kind, node.id) in seen:
        return
    seen.add((node.kind, node.id))
    if node.kind in (NameKind.VALUE, NameKind.CONDITION):
        definition = case.definition(node.kind, node.id)
        if definition is not None:
            _collect(case, definition, found, seen)


_ORDER: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def compared(symbol: str, left: Any, right: Any) -> bool | None:
    """Return the answer of a comparison of two values: unknown if one is, false if one is absent."""
    if left is None or right is None:
        return False if left is ABSENT or right is ABSENT else None
    if symbol in _ORDER:
        answer = _ORDER[symbol](left, right)
        assert answer is None or isinstance(answer, bool)
        return answer
    if isinstance(left, Bounds) or isinstance(right, Bounds):
        equal = left.equal_to(right) if isinstance(left, Bounds) else right.equal_to(left)
    else:
        equal = left == right
    return equal if symbol == "=" or equal is None else not equal


def _all(answers: list[object]) -> bool | None:
    return False if False in answers else None if None in answers else True
