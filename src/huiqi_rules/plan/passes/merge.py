"""Merge: columns made alike become one, and a column that only one other reads stands inside that one.

Policies repeat each other ("not on the list of dishonest firms"), and every column costs the planner of a database time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from huiqi_rules.plan import nodes
from huiqi_rules.plan.build import Plan, answer_columns
from huiqi_rules.plan.nodes import Node
from huiqi_rules.plan.walk import children, rebuild

# A text nested deeper than some hundred levels is refused by databases; what is larger keeps its own column.
INLINED_WEIGHT_MOST = 40
Stages = tuple[tuple[tuple[str, Node], ...], ...]


def merge(plan: Plan) -> Plan:
    """Return the plan with fewer columns; those that hold answers keep their names."""
    answers = frozenset(answer_columns(plan)) | {one.open_amount for one in plan.clauses if one.open_amount is not None}
    return replace(plan, stages=_inlined(_without_doubles(plan.stages, answers), answers))


def _without_doubles(stages: Stages, answers: frozenset[str]) -> Stages:
    first: dict[Node, str] = {}
    other_names: dict[str, Node] = {}
    made = []
    for stage in stages:
        kept = []
        for name, body in stage:
            node = _replaced(body, other_names)
            if name not in answers and node in first:
                other_names[name] = nodes.Column(first[node], node.kind, node.range)
                continue
            if name not in answers:
                first[node] = name
            kept.append((name, node))
        made.append(tuple(kept))
    return tuple(made)


def _inlined(stages: Stages, answers: frozenset[str]) -> Stages:
    readers = Counter(name for stage in stages for _, node in stage for name in _columns(node))
    inside: dict[str, Node] = {}
    made = []
    for stage in stages:
        kept = []
        for name, body in stage:
            node = _replaced(body, inside)
            if name not in answers and readers[name] == 1 and _weight(node) <= INLINED_WEIGHT_MOST:
                inside[name] = node
            else:
                kept.append((name, node))
        if kept:
            made.append(tuple(kept))
    return tuple(made)


def _replaced(node: Node, columns: Mapping[str, Node]) -> Node:
    if isinstance(node, nodes.Column):
        return columns.get(node.name, node)
    parts = children(node)
    if not parts:
        return node
    made = [_replaced(part, columns) for part in parts]
    return node if all(new is old for new, old in zip(made, parts, strict=True)) else rebuild(node, made)


def _columns(node: Node) -> Iterator[str]:
    if isinstance(node, nodes.Column):
        yield node.name
    for part in children(node):
        yield from _columns(part)


def _weight(node: Node) -> int:
    return 1 + sum(_weight(part) for part in children(node))
