"""Totals: what only counts and sums of money need; amounts before limits, keys and reasons fall away, and the 0 of a refusal.

In a totalled plan the amount of a refused claim is unknown, not 0: a sum passes over both alike, and the amounts that are
there count those that are met and not open.
"""

from __future__ import annotations

from dataclasses import replace

from huiqi_rules.plan import nodes
from huiqi_rules.plan.build import ClauseColumns, Plan
from huiqi_rules.plan.nodes import Node
from huiqi_rules.plan.walk import columns_of


def totals(plan: Plan) -> Plan:
    """Return the plan with only outcomes and amounts, and what they are made from; before `share`, while amounts are whole."""
    clauses = tuple(_total_columns(clause) for clause in plan.clauses)
    by_amount = {name: clause for clause in clauses for name in (clause.amount_low, clause.amount_high) if name}
    stages = [
        tuple(column for name, node in stage for column in _columns(name, node, by_amount.get(name)))
        for stage in plan.stages
    ]
    return Plan(_needed(stages, clauses), clauses, {}, {})


def _total_columns(clause: ClauseColumns) -> ClauseColumns:
    open_amount = None if clause.amount_high is None else f"{clause.amount_high}.open"
    return ClauseColumns(
        clause.policy,
        clause.version,
        clause.clause,
        clause.outcome,
        {},
        clause.amount_low,
        clause.amount_high,
        open_amount=open_amount,
    )


def _columns(name: str, node: Node, clause: ClauseColumns | None) -> tuple[tuple[str, Node], ...]:
    """Return the column, an amount without its branch for a refused claim, and who meets the clause without an amount."""
    match node:
        case nodes.Case(branches=((nodes.Column() as met, value), (nodes.Negation(operand=refused), _))) if (
            clause is not None and met.name == clause.outcome and refused == met
        ):
            amount = (name, replace(node, branches=((met, value),)))
            if clause.open_amount != f"{name}.open":
                return (amount,)
            return amount, (clause.open_amount, nodes.case(((met, nodes.is_unknown(value)),), nodes.FALSE))
        case _:
            return ((name, node),)


def _needed(
    stages: list[tuple[tuple[str, Node], ...]], clauses: tuple[ClauseColumns, ...]
) -> tuple[tuple[tuple[str, Node], ...], ...]:
    wanted = {
        name for one in clauses for name in (one.outcome, one.amount_low, one.amount_high, one.open_amount) if name
    }
    kept: list[tuple[tuple[str, Node], ...]] = []
    for stage in reversed(stages):
        alive = tuple((name, node) for name, node in stage if name in wanted)
        for _, node in alive:
            wanted |= columns_of(node)
        if alive:
            kept.append(alive)
    return tuple(reversed(kept))
