"""The cheapest parts of a score: which facts add how many points, fewest parts first, until the threshold is reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from huiqi_rules.check import tree
from huiqi_rules.check.tree import NameKind, Typed
from huiqi_rules.core.types import NumberType
from huiqi_rules.explain.breakpoints import breakpoints
from huiqi_rules.explain.case import Case, facts_in
from huiqi_rules.explain.changes import (
    Change,
    allowed,
    applied,
    around,
    change_to,
    cost,
    current,
    number_variables,
    other_changes,
)

PARTS_MOST: Final = 5
TRIALS_MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Gain:
    """One change and the points it adds to one part."""

    points: Decimal
    change: Change


def gain_score(case: Case, node: Typed) -> list[tuple[Change, ...]]:
    """Return the fewest changes that bring a score to its threshold; none where the question is not of that kind."""
    if not isinstance(node, tree.Compare) or node.operator not in (">=", ">"):
        return []
    if not isinstance(node.left.type, NumberType) or not node.left.type.bounded:
        return []
    score, threshold = case.value(node.left), case.value(node.right)
    if not isinstance(score, Decimal) or not isinstance(threshold, Decimal):
        return []
    wanted = threshold - score
    ladders = [ladder for part in score_parts(case, node.left) if (ladder := gains_of(case, part))]
    for count in range(1, min(PARTS_MOST, len(ladders)) + 1):
        ways = [way for chosen in combinations(ladders, count) if (way := _cheapest(chosen, wanted)) is not None]
        for way in sorted(ways, key=cost)[:TRIALS_MOST]:
            if applied(case, way).value(node) is True:
                return [way]
    return []


def score_parts(case: Case, node: Typed) -> tuple[Typed, ...]:
    """Return the terms of a sum, through named values."""
    match node:
        case tree.Reference(kind=NameKind.VALUE):
            definition = case.definition(node.kind, node.id)
            parts = () if definition is None else score_parts(case, definition)
            return parts if len(parts) > 1 else (node,)
        case tree.Arithmetic(operator="+"):
            return (*score_parts(case, node.left), *score_parts(case, node.right))
        case tree.Call(function="sum", arguments=arguments):
            items = arguments[0].items if len(arguments) == 1 and isinstance(arguments[0], tree.Items) else arguments
            return tuple(part for item in items for part in score_parts(case, item))
        case _:
            return (node,)


def gains_of(case: Case, part: Typed) -> list[Gain]:
    """Return what a part can gain by one change, rising: for each number of points the cheapest change."""
    now = case.value(part)
    if not isinstance(now, Decimal):
        return []
    best: dict[Decimal, Change] = {}
    for change in _candidates(case, part):
        then = applied(case, (change,)).value(part)
        if isinstance(then, Decimal) and then > now:
            known = best.get(then - now)
            if known is None or cost((change,)) < cost((known,)):
                best[then - now] = replace(change, points=then - now)
    return [Gain(points, change) for points, change in sorted(best.items())]


def _candidates(case: Case, part: Typed) -> Iterator[Change]:
    facts = facts_in(case, part)
    for variable in number_variables(case, facts):
        now = current(case, variable)
        for root in breakpoints(case, part, variable):
            for value, beyond in around(case, variable, root):
                if value != now and allowed(case, variable, value):
                    yield change_to(case, variable, value, beyond)
    for fact_id in facts:
        yield from other_changes(case, fact_id)


def _cheapest(ladders: Sequence[Sequence[Gain]], wanted: Decimal) -> tuple[Change, ...] | None:
    """Return one gain of each ladder that reaches what is wanted: from the most of each, down while it still suffices."""
    chosen = [ladder[-1] for ladder in ladders]
    if sum(gain.points for gain in chosen) < wanted:
        return None
    order = sorted(range(len(ladders)), key=lambda place: cost((chosen[place].change,)), reverse=True)
    for place in order:
        others = sum(gain.points for turn, gain in enumerate(chosen) if turn != place)
        chosen[place] = next(gain for gain in ladders[place] if others + gain.points >= wanted)
    changes = {gain.change.variable: gain.change for gain in chosen}
    return tuple(changes.values()) if len(changes) == len(chosen) else None
