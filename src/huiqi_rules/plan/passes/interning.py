"""Equal nodes made one: a number for each, however often it stands in a plan.

Terms share their parts in memory (the place of a row stands in every answer of its table), so what walks a plan by
value would go through the same part a thousand times.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from huiqi_rules.plan import nodes
from huiqi_rules.plan.nodes import Node
from huiqi_rules.plan.walk import children


@dataclass(slots=True)
class Interning:
    """The nodes met so far: `canonical` by number, and the numbers of the `parts` of each; parts have lower numbers."""

    interned: dict[tuple[object, ...], int] = field(default_factory=dict)
    canonical: list[Node] = field(default_factory=list)
    parts: list[tuple[int, ...]] = field(default_factory=list)
    seen: dict[int, tuple[Node, int]] = field(default_factory=dict)

    def number_of(self, node: Node) -> int:
        """Return the number of a node, the same for equal ones."""
        known = self.seen.get(id(node))
        if known is not None:
            return known[1]
        below = tuple(self.number_of(part) for part in children(node))
        key = (type(node), *_own_fields(node), *below)
        number = self.interned.get(key)
        if number is None:
            number = self.interned[key] = len(self.canonical)
            self.canonical.append(node)
            self.parts.append(below)
        # The node is kept with its number, so that its id stays its own.
        self.seen[id(node)] = (node, number)
        return number


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
