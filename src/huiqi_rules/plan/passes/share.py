"""Share: what several columns of a stage need is computed once, in a column of its own before the stage.

Without it a score with bounds, printed as text, doubles at every step; with it the text grows with the rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from huiqi_rules.plan import nodes
from huiqi_rules.plan.build import Plan
from huiqi_rules.plan.nodes import Column, Constant, Node
from huiqi_rules.plan.walk import children, rebuild

# Smaller parts are cheaper to print again than to carry in a column.
LEAST_WEIGHT = 4
Stage = tuple[tuple[str, Node], ...]


def share(plan: Plan) -> Plan:
    """Return the plan with shared parts in stages of their own."""
    stages: list[Stage] = []
    for number, stage in enumerate(plan.stages):
        stages.extend(_Sharing(f"s{number}").stages(stage))
    return replace(plan, stages=tuple(stages))


@dataclass(slots=True)
class _Sharing:
    """The nodes of one stage, equal ones made one; `uses` counts how often each is printed by those above it."""

    prefix: str
    interned: dict[tuple[object, ...], int] = field(default_factory=dict)
    canonical: list[Node] = field(default_factory=list)
    parts: list[tuple[int, ...]] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    uses: list[int] = field(default_factory=list)
    seen: dict[int, tuple[Node, int]] = field(default_factory=dict)

    def stages(self, stage: Stage) -> Iterable[Stage]:
        """Return the stage, preceded by the stages of what it shares."""
        roots = [(name, self._intern(node)) for name, node in stage]
        for _, root in roots:
            self.uses[root] += 1
        hoisted = [
            number
            for number, node in enumerate(self.canonical)
            if self.uses[number] > 1
            and self.weights[number] >= LEAST_WEIGHT
            and not isinstance(node, Column | Constant)
        ]
        columns = {
            number: Column(f"{self.prefix}.{number}", self.canonical[number].kind, self.canonical[number].range)
            for number in hoisted
        }
        levels: dict[int, int] = {}
        printed: dict[int, Node] = {}
        made: dict[int, list[tuple[str, Node]]] = {}
        # Parts are interned before what they are part of, so numbers grow upwards.
        for number in range(len(self.canonical)):
            below = self.parts[number]
            body = (
                rebuild(self.canonical[number], [printed[part] for part in below]) if below else self.canonical[number]
            )
            level = max((levels[part] for part in below), default=0)
            if number in columns:
                made.setdefault(level, []).append((columns[number].name, body))
                printed[number], levels[number] = columns[number], level + 1
            else:
                printed[number], levels[number] = body, level
        for level in sorted(made):
            yield tuple(made[level])
        yield tuple((name, printed[root]) for name, root in roots)

    def _intern(self, node: Node) -> int:
        known = self.seen.get(id(node))
        if known is not None:
            return known[1]
        below = tuple(self._intern(part) for part in children(node))
        key = (type(node), *_own_fields(node), *below)
        number = self.interned.get(key)
        if number is None:
            number = self.interned[key] = len(self.canonical)
            self.canonical.append(node)
            self.parts.append(below)
            self.weights.append(1 + sum(self.weights[part] for part in below))
            self.uses.append(0)
            for part in below:
                self.uses[part] += 2 if _printed_twice(node, self.canonical[part]) else 1
        self.seen[id(node)] = (node, number)
        return number


def _printed_twice(node: Node, part: Node) -> bool:
    """Return whether printers repeat the part: both of a quotient, and what they must ask whether it is unknown."""
    match node:
        case nodes.Quotient(bottom=bottom, rounding=rounding):
            return bottom is not None or rounding != "half_up"
        case nodes.Extreme():
            return not all(isinstance(leaf, Column | Constant) for leaf in nodes.leaves(part))
        case _:
            return False


def _own_fields(node: Node) -> tuple[object, ...]:
    """Return what tells two nodes of one class with the same parts apart."""
    match node:
        case nodes.Column(name=name):
            return (name,)
        case nodes.Constant(value=value, kind=kind, range=reach):
            return (type(value), value, kind, reach)
        case nodes.Sum(minus=minus):
            return (minus,)
        case nodes.Quotient(digits=digits, rounding=rounding):
            return (digits, rounding)
        case nodes.Extreme(greatest=greatest):
            return (greatest,)
        case nodes.Comparison(operator=operator):
            return (operator,)
        case nodes.Substring(start=start, length=length):
            return (start, length)
        case nodes.Shift(amount=amount, unit=unit):
            return (amount, unit)
        case nodes.Case(branches=branches):
            return (len(branches),)
        case _:
            return ()
