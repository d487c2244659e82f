"""Totals: what only counts and sums of money need; amounts before limits, keys and reasons fall away, and the 0 of a refusal.

In a totalled plan the amount of a refused claim is unknown, not 0: a sum passes over both alike, and the amounts that are
there count those that are met and not open.
"""

from __future__ import annotations

from dataclasses import replace

from huiqi_rules.plan import nodes
from huiqi_rules.plan.build import ClauseColumns, Plan
from huiqi_rules.plan.nodes import Node
from huiqi_rules.plan.walk import children


def totals(plan: Plan) -> Plan:
    """Return the plan with only outcomes and amounts, and what they are made from; before `share`, while amounts are whole."""
    clauses = tuple(replace(clause, conditions={}, before_low=None, before_high=None, keys={}, missing={}) for clause in plan.clauses)
    amounts = {name: clause.outcome for clause in clauses for name in (clause.amount_low, clause.amount_high) if name}
    stages = [
        tuple((name, _met_only(node, amounts[name]) if name in amounts else node) for name, node in stage)
        for stage in plan.stages
    ]
    return Plan(_needed(stages, clauses), clauses, {}, {})


def _met_only(node: Node, outcome: str) -> Node:
    """Return the amount without its branch for a refused claim."""
    match node:
        case nodes.Case(branches=((nodes.Column(name=name) as met, value), (nodes.Negation(operand=refused), _))) if (
            name == outcome and refused == met
        ):
            return replace(node, branches=((met, value),))
        case _:
            return node


def _needed(
    stages: list[tuple[tuple[str, Node], ...]], clauses: tuple[ClauseColumns, ...]
) -> tuple[tuple[tuple[str, Node], ...], ...]:
    wanted = {name for one in clauses for name in (one.outcome, one.amount_low, one.amount_high) if name}
    kept: list[tuple[tuple[str, Node], ...]] = []
    for stage in reversed(stages):
        alive = tuple((name, node) for name, node in stage if name in wanted)
        for _, node in alive:
            _add_columns(node, wanted)
        if alive:
            kept.append(alive)
    return tuple(reversed(kept))


def _add_columns(node: Node, wanted: set[str]) -> None:
    seen: set[int] = set()
    pending = [node]
    while pending:
        part = pending.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, nodes.Column):
            wanted.add(part.name)
        pending.extend(children(part))
