"""The parts of a plan node, and the same node with other parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huiqi_rules.plan import nodes
from huiqi_rules.plan.nodes import Node


def children(node: Node) -> tuple[Node, ...]:
    """Return the direct parts of a node, in a fixed order."""
    match node:
        case nodes.Sum() | nodes.Product() | nodes.Comparison():
            return (node.left, node.right)
        case nodes.Quotient():
            return (node.top,) if node.bottom is None else (node.top, node.bottom)
        case nodes.Extreme():
            return node.items
        case nodes.AllOf() | nodes.AnyOf():
            return node.operands
        case nodes.Negation() | nodes.IsUnknown():
            return (node.operand,)
        case nodes.Case():
            return (*(part for branch in node.branches for part in branch), node.otherwise)
        case nodes.Substring() | nodes.Length():
            return (node.text,)
        case nodes.YearOf() | nodes.Shift():
            return (node.day,)
        case _:
            return ()


def rebuild(node: Node, parts: Sequence[Node]) -> Node:
    """Return the node with other parts, given in the order of `children`."""
    match node:
        case nodes.Sum() | nodes.Product() | nodes.Comparison():
            return replace(node, left=parts[0], right=parts[1])
        case nodes.Quotient():
            return replace(node, top=parts[0], bottom=parts[1] if len(parts) == 2 else None)
        case nodes.Extreme():
            return replace(node, items=tuple(parts))
        case nodes.AllOf() | nodes.AnyOf():
            return replace(node, operands=tuple(parts))
        case nodes.Negation() | nodes.IsUnknown():
            return replace(node, operand=parts[0])
        case nodes.Case():
            pairs = tuple(zip(parts[:-1:2], parts[1:-1:2], strict=True))
            return replace(node, branches=pairs, otherwise=parts[-1])
        case nodes.Substring() | nodes.Length():
            return replace(node, text=parts[0])
        case nodes.YearOf() | nodes.Shift():
            return replace(node, day=parts[0])
        case _:
            return node


def columns_of(node: Node) -> frozenset[str]:
    """Return the names of all columns that a node reads."""
    found: set[str] = set()
    seen: set[int] = set()
    pending = [node]
    while pending:
        part = pending.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, nodes.Column):
            found.add(part.name)
        pending.extend(children(part))
    return frozenset(found)
