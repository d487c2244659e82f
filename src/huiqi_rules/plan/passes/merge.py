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
from huiqi_rules.plan.passes.interning import Interning
from huiqi_rules.plan.walk import children, rebuild

# A text nested deeper than some hundred levels is refused by databases; what is larger keeps its own column.
INLINED_WEIGHT_MOST = 40
Stages = tuple[tuple[tuple[str, Node], ...], ...]


def merge(plan: Plan) -> Plan:
    """Return the plan with fewer columns; those that hold answers keep their names."""
    answers = frozenset(answer_columns(plan)) | {one.open_amount for one in plan.clauses if one.open_amount is not None}
    return replace(plan, stages=_inlined(_without_doubles(plan.stages, answers), answers))


def _without_doubles(stages: Stages, answers: frozenset[str]) -> Stages:
    known = Interning()
    first: dict[int, str] = {}
    other_names: dict[str, Node] = {}
    made = []
    for stage in stages:
        kept = []
        # Names of this stage are read in later ones only.
        replaced: dict[int, tuple[Node, Node]] = {}
        for name, body in stage:
            node = _replaced(body, other_names, replaced)
            number = known.number_of(node)
            if name not in answers and number in first:
                other_names[name] = nodes.Column(first[number], node.kind, node.range)
                continue
            if name not in answers:
                first[number] = name
            kept.append((name, node))
        made.append(tuple(kept))
    return tuple(made)


def _inlined(stages: Stages, answers: frozenset[str]) -> Stages:
    readers = Counter(name for stage in stages for _, node in stage for name in _columns(node))
    inside: dict[str, Node] = {}
    made = []
    for stage in stages:
        kept = []
        replaced: dict[int, tuple[Node, Node]] = {}
        for name, body in stage:
            node = _replaced(body, inside, replaced)
            if name not in answers and readers[name] == 1 and _is_light(node):
                inside[name] = node
            else:
                kept.append((name, node))
        if kept:
            made.append(tuple(kept))
    return tuple(made)


def _replaced(node: Node, columns: Mapping[str, Node], replaced: dict[int, tuple[Node, Node]]) -> Node:
    """Return the node with other columns; `replaced` keeps what was done, for parts stand in many places."""
    if isinstance(node, nodes.Column):
        return columns.get(node.name, node)
    done = replaced.get(id(node))
    if done is not None:
        return done[1]
    parts = children(node)
    made = [_replaced(part, columns, replaced) for part in parts]
    same = all(new is old for new, old in zip(made, parts, strict=True))
    replaced[id(node)] = (node, node if same else rebuild(node, made))
    return replaced[id(node)][1]


def _columns(node: Node) -> Iterator[str]:
    """Yield the name of a column for each part that reads it."""
    seen: set[int] = set()
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, nodes.Column):
            yield part.name
        elif id(part) not in seen:
            seen.add(id(part))
            pending.extend(children(part))


def _is_light(node: Node) -> bool:
    """Return whether a node has few enough parts to stand inside of another."""
    weight = 0
    pending = [node]
    while pending and weight <= INLINED_WEIGHT_MOST:
        weight += 1
        pending.extend(children(pending.pop()))
    return weight <= INLINED_WEIGHT_MOST
