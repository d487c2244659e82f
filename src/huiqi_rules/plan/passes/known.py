"""Known: inside a branch, what its condition needed to be true is not asked again whether it is unknown.

`rd / sales >= 0.03` is met only where both are known, so the amount of that clause needs no bounds for an unknown `rd`:
its lowest and highest value fall together, and one column takes the place of two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from huiqi_rules.plan import nodes
from huiqi_rules.plan.build import Plan
from huiqi_rules.plan.nodes import Constant, Node
from huiqi_rules.plan.walk import children, rebuild

Names = frozenset[str]
_NONE: Names = frozenset()
_ENDS = (("amount_low", "amount_high"), ("before_low", "before_high"), ("uncut_low", "uncut_high"))


def known(plan: Plan) -> Plan:
    """Return the plan without questions whose answer follows from the branch that they stand in."""
    bodies = {name: node for stage in plan.stages for name, node in stage}
    reader = _Reader(bodies)
    memo: dict[tuple[int, Names], tuple[Node, Node]] = {}
    stages = tuple(tuple((name, _simpler(node, _NONE, reader, memo)) for name, node in stage) for stage in plan.stages)
    return _one_amount(replace(plan, stages=stages))


class _Reader:
    """Which columns are known for certain where a column of the plan is true, false, or known itself."""

    def __init__(self, bodies: Mapping[str, Node]) -> None:
        self.bodies = bodies
        self.found: dict[tuple[str, bool | None], Names] = {}

    def column(self, name: str, answer: bool | None) -> Names:
        """Return what is known where a column is true or false; `answer` None asks only that it is known."""
        key = (name, answer)
        if key not in self.found:
            body = self.bodies.get(name)
            above = _NONE if body is None else self.value(body) if answer is None else self.where(body, answer)
            self.found[key] = above | {name}
        return self.found[key]

    def value(self, node: Node) -> Names:
        """Return the columns that are known where the node is."""
        match node:
            case nodes.Column(name=name):
                return self.column(name, None)
            case nodes.AllOf() | nodes.AnyOf() | nodes.Case() | nodes.IsUnknown() | Constant():
                return _NONE
            case _:
                return frozenset().union(*(self.value(part) for part in children(node)))

    def where(self, node: Node, answer: bool) -> Names:
        """Return the columns that are known where the condition has the answer."""
        match node:
            case nodes.Column(name=name):
                return self.column(name, answer)
            case nodes.Negation(operand=operand):
                return self.where(operand, not answer)
            case nodes.IsUnknown(operand=operand):
                return _NONE if answer else self.value(operand)
            case nodes.AllOf(operands=operands) | nodes.AnyOf(operands=operands):
                every = isinstance(node, nodes.AllOf) is answer
                sets = [self.where(operand, answer) for operand in operands]
                return frozenset().union(*sets) if every else frozenset.intersection(*sets)
            case nodes.Case():
                return self._case(node, answer)
            case _:
                return self.value(node)

    def _case(self, node: nodes.Case, answer: bool) -> Names:
        ways = [
            self.where(test, True) | self.where(value, answer) for test, value in node.branches if _can(value, answer)
        ]
        if _can(node.otherwise, answer):
            ways.append(self.where(node.otherwise, answer))
        return frozenset.intersection(*ways) if ways else _NONE


def _can(value: Node, answer: bool) -> bool:
    return not isinstance(value, Constant) or value.value is answer


def _simpler(node: Node, certain: Names, reader: _Reader, memo: dict[tuple[int, Names], tuple[Node, Node]]) -> Node:
    key = (id(node), certain)
    if key not in memo:
        # The node is kept beside its answer: its id stays taken.
        memo[key] = (node, _made(node, certain, reader, memo))
    return memo[key][1]


def _made(node: Node, certain: Names, reader: _Reader, memo: dict[tuple[int, Names], tuple[Node, Node]]) -> Node:
    match node:
        case nodes.Column() | Constant():
            return node
        case nodes.IsUnknown(operand=operand):
            part = _simpler(operand, certain, reader, memo)
            return nodes.FALSE if _is_certain(part, certain) else nodes.is_unknown(part)
        case nodes.Case():
            return _choice(node, certain, reader, memo)
        case nodes.AllOf(operands=operands):
            return nodes.all_of(*(_simpler(part, certain, reader, memo) for part in operands))
        case nodes.AnyOf(operands=operands):
            return nodes.any_of(*(_simpler(part, certain, reader, memo) for part in operands))
        case nodes.Negation(operand=operand):
            return nodes.negate(_simpler(operand, certain, reader, memo))
        case _:
            return rebuild(node, [_simpler(part, certain, reader, memo) for part in children(node)])


def _choice(
    node: nodes.Case, certain: Names, reader: _Reader, memo: dict[tuple[int, Names], tuple[Node, Node]]
) -> Node:
    branches: list[tuple[Node, Node]] = []
    for test, value in node.branches:
        condition = _simpler(test, certain, reader, memo)
        inside = certain | reader.where(condition, True)
        if branches and nodes.negate(condition) == branches[-1][0] and _is_certain(condition, certain):
            # Neither unknown nor true before, so true here: what stands after it is never reached.
            condition = nodes.TRUE
        branches.append((condition, _simpler(value, inside, reader, memo)))
    otherwise = _simpler(node.otherwise, certain, reader, memo)
    while branches and branches[-1][1] == otherwise == nodes.FALSE:
        branches.pop()
    made = nodes.case(tuple(branches), otherwise)
    if not isinstance(made, nodes.Case):
        return made
    if isinstance(made.otherwise, Constant) and made.otherwise.value is None:
        # An unknown has no range of its own: equal choices must look equal.
        return replace(made, otherwise=replace(made.otherwise, range=made.range))
    return made


def _is_certain(node: Node, certain: Names) -> bool:
    match node:
        case nodes.Column(name=name):
            return name in certain
        case Constant(value=value):
            return value is not None
        case nodes.Case(branches=branches, otherwise=otherwise):
            # Whichever branch is taken, it is known.
            return all(_is_certain(value, certain) for value in (*(value for _, value in branches), otherwise))
        case nodes.IsUnknown():
            return True
        case _:
            return nodes.leaves(node) != (node,) and all(_is_certain(leaf, certain) for leaf in nodes.leaves(node))


def _one_amount(plan: Plan) -> Plan:
    """Return the plan with one column for amounts whose lowest and highest value are the same."""
    bodies = {name: node for stage in plan.stages for name, node in stage}
    dropped: set[str] = set()
    clauses = []
    for clause in plan.clauses:
        one = clause
        for low, high in _ENDS:
            below, above = getattr(clause, low), getattr(clause, high)
            if below is not None and below != above and bodies[below] == bodies[above]:
                dropped.add(above)
                one = replace(one, **{high: below})
        clauses.append(one)
    stages = tuple(tuple((name, node) for name, node in stage if name not in dropped) for stage in plan.stages)
    return replace(plan, stages=stages, clauses=tuple(clauses))
