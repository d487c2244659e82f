"""Thresholds that no scenario stands below, at and above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from huiqi_rules.check.scope import fact_names
from huiqi_rules.check.tree import NameKind
from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.types import AnnualType, DateType, NumberType
from huiqi_rules.model.facts import Formula
from huiqi_rules.model.policy import Policy, Version
from huiqi_rules.packs.constants import MIRRORED, Constant, LookUp, constant_of, evaluate
from huiqi_rules.packs.validators.context import Context
from huiqi_rules.packs.validators.scenario_view import Case, day_of, number_of
from huiqi_rules.packs.validators.trees import walk
from huiqi_rules.syntax import ast

_SIDES = {-1: "below", 0: "at", 1: "above"}


def thresholds(context: Context) -> Iterable[Diagnostic]:
    """A comparison with a constant or a parameter, inside a condition, without a scenario below, at and above it.

    Sides that a fact cannot have (below its min, at half a person) are not asked for.

    Bad:
        - {policy: p, as_of: 2024-06-01, given: {职工总数: 500}, …}        # condition: 职工总数 >= 300
    Good:
        - {policy: p, as_of: 2024-06-01, given: {职工总数: 299}, …}
        - {policy: p, as_of: 2024-06-01, given: {职工总数: 300}, …}
        - {policy: p, as_of: 2024-06-01, given: {职工总数: 301}, …}
    """
    for policy_id in sorted(context.loaded.own_policies):
        policy = context.loaded.rulebook.policies[policy_id]
        for threshold in _thresholds(context, policy).values():
            lacking = [name for side, name in _SIDES.items() if side in threshold.asked and side not in threshold.shown]
            if lacking and threshold.judged:
                place = threshold.formula.place_of(threshold.node.span)
                left = _text(threshold.formula, threshold.left)
                right = _text(threshold.formula, threshold.right)
                yield context.warning("threshold", place, f"no scenario of {policy_id!r} has {left} {' or '.join(lacking)} "
                                      f"{right}", "Add scenarios just below, at and just above.")  # fmt: skip


@dataclass(slots=True)
class _Threshold:
    formula: Formula
    node: ast.Node
    left: ast.Expression
    right: ast.Expression
    asked: set[int]
    shown: set[int] = field(default_factory=set)
    judged: bool = False


def _thresholds(context: Context, policy: Policy) -> dict[tuple[str, ast.Node], _Threshold]:
    found: dict[tuple[str, ast.Node], _Threshold] = {}
    cases = [case for case in context.cases(policy.id) if case.as_of is not None]
    for version in policy.versions:
        own = [case for case in cases if case.as_of is not None and policy.on(case.as_of) is version]
        for condition in version.conditions:
            for node, left, right in _comparisons(context, policy, version, condition.when):
                key = (condition.id, ast.Compare("=", left, right))
                threshold = found.setdefault(key, _Threshold(condition.when, node, left, right, {-1, 0, 1}))
                _judge(context, policy, version, threshold, own)
    return found


def _comparisons(
    context: Context, policy: Policy, version: Version, formula: Formula
) -> Iterator[tuple[ast.Node, ast.Expression, ast.Expression]]:
    names = context.names(policy, version)

    def is_constant(tree: ast.Expression) -> bool:
        kinds = {names[node.name].kind for node in walk(tree) if isinstance(node, ast.Name) and node.name in names}
        return kinds <= {NameKind.PARAMETER} and not isinstance(tree, ast.Boolean | ast.String | ast.Null)

    for node in walk(formula.tree):
        match node:
            case ast.Compare(operator, left, right) if operator in MIRRORED and operator not in {"=", "!="}:
                if is_constant(right) is not is_constant(left):
                    yield (node, left, right) if is_constant(right) else (node, right, left)
            case ast.Between(value, low, high) if not is_constant(value):
                yield from ((node, value, end) for end in (low, high) if is_constant(end))
            case _:
                continue


def _judge(context: Context, policy: Policy, version: Version, threshold: _Threshold, cases: list[Case]) -> None:
    # Where the left side is beyond plain arithmetic and nobody runs the scenarios, nothing is said about it.
    threshold.judged |= context.evaluator is not None or _is_plain(context, policy, version, threshold.left, 0)
    for case in cases:
        look_up = _given(context, policy, version, case, 0)
        right = evaluate(threshold.right, look_up)
        left = evaluate(threshold.left, look_up)
        if left is None and context.evaluator is not None:
            left = constant_of(context.evaluator.number(case, threshold.left))
        if isinstance(right, Fraction):
            threshold.asked &= _possible(context, policy, version, threshold.left, right)
        if left is not None and right is not None and type(left) is type(right) and not isinstance(left, str):
            threshold.shown.add((left > right) - (left < right))  # type: ignore[operator]  # both are of one type


def _given(context: Context, policy: Policy, version: Version, case: Case, depth: int) -> LookUp:
    names, rulebook = context.names(policy, version), context.loaded.rulebook
    ids = fact_names(rulebook, policy)
    facts = {ids[name]: node for name, node in case.given.items() if name in ids}
    values = {value.id: value for value in version.values}

    def look_up(name: str) -> Constant | None:
        meaning = names.get(name)
        if meaning is None:
            return None
        match meaning.kind:
            case NameKind.FACT:
                node = facts.get(meaning.id)
                return day_of(node) or constant_of(number_of(node))
            case NameKind.PARAMETER:
                parameter = rulebook.parameters[meaning.id]
                own = case.parameters.get(meaning.id) or case.parameters.get(parameter.name.zh)
                dated = parameter.on(case.as_of) if case.as_of is not None else None
                return constant_of(number_of(own) if own is not None else dated.value if dated is not None else None)
            case NameKind.VALUE if depth < 20:
                formula = values[meaning.id].of
                return None if formula is None else evaluate(
                    formula.tree, _given(context, policy, version, case, depth + 1))  # fmt: skip
            case NameKind.DAY:
                return case.as_of
            case _:
                return None

    return look_up


def _is_plain(context: Context, policy: Policy, version: Version, tree: ast.Expression, depth: int) -> bool:
    names, facts = context.names(policy, version), context.loaded.rulebook.facts
    values = {value.id: value for value in version.values}
    for node in walk(tree):
        match node:
            case ast.Name(name) if name in names:
                meaning = names[name]
                if meaning.kind is NameKind.FACT and not isinstance(facts[meaning.id].type, NumberType | DateType):
                    return False
                if meaning.kind is NameKind.VALUE:
                    formula = values[meaning.id].of
                    if (
                        formula is None
                        or depth > 20
                        or not _is_plain(context, policy, version, formula.tree, depth + 1)
                    ):
                        return False
            case ast.Number() | ast.Arithmetic() | ast.Negate():
                continue
            case _:
                return False
    return True


def _possible(context: Context, policy: Policy, version: Version, left: ast.Expression, bound: Fraction) -> set[int]:
    meaning = context.names(policy, version).get(left.name) if isinstance(left, ast.Name) else None
    if meaning is None or meaning.kind is not NameKind.FACT:
        return {-1, 0, 1}
    fact = context.loaded.rulebook.facts[meaning.id]
    kind = fact.type.of if isinstance(fact.type, AnnualType) else fact.type
    sides = {-1, 0, 1}
    if fact.minimum is not None and bound <= Fraction(fact.minimum):
        sides.discard(-1)
    if fact.maximum is not None and bound >= Fraction(fact.maximum):
        sides.discard(1)
    if isinstance(kind, NumberType) and kind.integer and bound.denominator != 1:
        sides.discard(0)
    return sides


def _text(formula: Formula, tree: ast.Expression) -> str:
    return " ".join(formula.text[tree.span.start : tree.span.end].split())
