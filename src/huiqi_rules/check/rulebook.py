"""The checker of a whole rulebook: types every formula and orders values and conditions so that each follows what it uses.

The result is all that the back ends, the reasons and the validators need; a rulebook with errors still gives what could
be typed, so that all errors of a pack are found at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from huiqi_rules.check.infer import typed_tree
from huiqi_rules.check.operators import MONEY_REMEDY, YES_NO_REMEDY
from huiqi_rules.check.problems import FormulaProblem, nearest, report
from huiqi_rules.check.scope import Meaning, version_names
from huiqi_rules.check.tree import Choice, Literal, NameKind, Reference, Typed, references
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.types import (
    COUNT,
    MONEY,
    YUAN,
    AnnualType,
    BoolType,
    DateType,
    DurationType,
    EnumType,
    ListType,
    NumberType,
    SetType,
    TextType,
    Type,
)
from huiqi_rules.model.facts import Formula
from huiqi_rules.model.policy import Clause, ExactAmount, Policy, RangeAmount, Rulebook, Value, Version
from huiqi_rules.syntax import ast

StepKey: TypeAlias = tuple[NameKind, str]


@dataclass(frozen=True, slots=True)
class Step:
    """A named value or condition; `tree` None is a figure that the source does not publish."""

    kind: NameKind
    id: str
    type: Type
    tree: Typed | None
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedVersion:
    """One version typed: steps in the order of use, and for each clause its formulas by role (`amount`, `rank`, `cap.0`)."""

    policy: Policy
    version: Version
    names: Mapping[str, Meaning]
    steps: tuple[Step, ...]
    clauses: Mapping[str, Mapping[str, Typed]]

    def step(self, kind: NameKind, id: str) -> Step:
        """Return the step of a value or condition; raise KeyError for an unknown one."""
        for step in self.steps:
            if step.kind is kind and step.id == id:
                return step
        raise KeyError((kind, id))


@dataclass(frozen=True, slots=True)
class CheckedRulebook:
    """A rulebook with every version typed, by policy id and version id."""

    rulebook: Rulebook
    versions: Mapping[tuple[str, str], CheckedVersion]

    def version(self, policy: str, version: str) -> CheckedVersion:
        """Return one typed version; raise KeyError for an unknown one."""
        return self.versions[policy, version]


def check_rulebook(rulebook: Rulebook, findings: Findings) -> CheckedRulebook:
    """Type every formula; problems go to the findings, all of them."""
    versions = {
        (policy.id, version.id): check_version(rulebook, policy, version, findings)
        for policy in rulebook.policies.values()
        for version in policy.versions
    }
    return CheckedRulebook(rulebook, versions)


def check_version(rulebook: Rulebook, policy: Policy, version: Version, findings: Findings) -> CheckedVersion:
    """Type one version of a policy; problems go to the findings."""
    checker = _VersionChecker(rulebook, policy, version, findings)
    steps = tuple(checker.ordered_steps())
    clauses = {clause.id: checker.clause_formulas(clause) for clause in version.clauses}
    return CheckedVersion(policy, version, checker.names, steps, clauses)


def clause_roles(clause: Clause) -> Iterator[tuple[str, Formula]]:
    """Yield every formula of a clause with its role."""
    match clause.amount:
        case ExactAmount(of=of, at_most=at_most):
            yield "amount", of
            if at_most is not None:
                yield "at_most", at_most
        case RangeAmount(low=low, high=high):
            if low is not None:
                yield "low", low
            yield "high", high
        case _:
            pass
    yield from _limit_roles(clause)


def _limit_roles(clause: Clause) -> Iterator[tuple[str, Formula]]:
    limits = clause.limits
    if limits.ranking is not None:
        yield "rank", limits.ranking.by
        if limits.ranking.floor is not None:
            yield "floor", limits.ranking.floor
        yield from ((f"prize.{place}", prize) for place, prize in enumerate(limits.ranking.prizes))
        yield from ((f"then.{place}", then) for place, then in enumerate(limits.ranking.then_by))
    if limits.quota_by is not None:
        yield "quota", limits.quota_by
    yield from ((f"cap.{place}", cap.amount) for place, cap in enumerate(limits.caps))
    if limits.pool is not None:
        pool = limits.pool
        named = (("pool", pool.amount), ("queue", pool.queue_by), ("priority", pool.priority_by))
        yield from ((role, formula) for role, formula in named if formula is not None)
    if limits.stages is not None:
        yield "stage", limits.stages.stage
    for place, payer in enumerate(limits.payers):
        if payer.amount is not None:
            yield f"payer.{place}", payer.amount


MONEY_ROLES = ("amount", "at_most", "low", "high", "prize", "cap", "pool", "payer")
_ROLE_TYPES: Mapping[str, tuple[type, ...]] = {
    "rank": (NumberType,), "then": (NumberType,), "quota": (NumberType,), "priority": (NumberType,),
    "queue": (NumberType, DateType), "floor": (BoolType,), "stage": (TextType, EnumType),
}  # fmt: skip


_NO_VALUES = (AnnualType, DurationType, ListType, SetType)


# Everything that walks a rule goes down its values; a published rule has five or six levels.
VALUES_IN_A_ROW_MOST = 40


def _used(step: Step) -> Iterator[StepKey]:
    if step.tree is not None:
        for kind in (NameKind.VALUE, NameKind.CONDITION):
            yield from ((kind, name) for name in references(step.tree, kind))


class _VersionChecker:
    """Works through one version; holds what is typed so far and what is being typed (to see cycles)."""

    def __init__(self, rulebook: Rulebook, policy: Policy, version: Version, findings: Findings) -> None:
        self.rulebook = rulebook
        self.names = version_names(rulebook, policy, version)
        self.findings = findings
        self.values = {value.id: value for value in version.values}
        self.conditions = {condition.id: condition for condition in version.conditions}
        self.done: dict[StepKey, Step] = {}
        self.open: list[StepKey] = []
        self.heights: dict[StepKey, int] = {}

    def ordered_steps(self) -> Iterator[Step]:
        """Type all values and conditions; yield them so that each follows what it uses."""
        for value_id in self.values:
            self._step((NameKind.VALUE, value_id), None)
        for condition_id in self.conditions:
            self._step((NameKind.CONDITION, condition_id), None)
        yield from self.done.values()

    def clause_formulas(self, clause: Clause) -> Mapping[str, Typed]:
        """Return the typed formulas of a clause by role; those with problems are reported and left out."""
        typed = {}
        for role, formula in clause_roles(clause):
            tree = self._formula(formula)
            if tree is not None and self._fits_role(role, tree, formula):
                typed[role] = tree
        return typed

    def _step(self, key: StepKey, node: ast.Node | None) -> Step:
        if key in self.done:
            return self.done[key]
        if key in self.open:
            circle = " -> ".join([*(name for _, name in self.open[self.open.index(key) :]), key[1]])
            assert node is not None
            raise FormulaProblem("cycle", node, f"these depend on each other: {circle}", "break the circle")
        if len(self.open) >= VALUES_IN_A_ROW_MOST:
            assert node is not None
            said = f"more than {VALUES_IN_A_ROW_MOST} values stand one on the other here"
            raise FormulaProblem("too-long", node, said, "write part of the figure out")
        self.open.append(key)
        try:
            step = self._value(self.values[key[1]]) if key[0] is NameKind.VALUE else self._condition(key[1])
        finally:
            self.open.pop()
        self.heights[key] = 1 + max((self.heights.get(used, 0) for used in _used(step)), default=0)
        if self.heights[key] > VALUES_IN_A_ROW_MOST and step.tree is not None:
            said = f"more than {VALUES_IN_A_ROW_MOST} values stand one on the other here"
            problem = FormulaProblem("too-long", step.tree.source, said, "write part of the figure out")
            formula = self.values[key[1]].of if key[0] is NameKind.VALUE else self.conditions[key[1]].when
            assert formula is not None
            report(problem, formula, self.findings)
            self.heights[key] = 0
        return self.done.setdefault(key, step)

    def _value(self, value: Value) -> Step:
        tree = None if value.of is None else self._formula(value.of)
        if tree is not None and value.of is not None and isinstance(tree.type, _NO_VALUES):
            text = f"a value must be one figure, yes/no, text or date, this is {tree.type}"
            report(FormulaProblem("wrong-type", tree.source, text, "take one figure of it"), value.of, self.findings)
            tree = None
        if tree is None:
            declared = value.type or (MONEY if value.of is None else TextType())
            return Step(NameKind.VALUE, value.id, declared, None, value.digits)
        if value.type is None or value.of is None:
            return Step(NameKind.VALUE, value.id, tree.type, tree, value.digits)
        if isinstance(tree, Literal) and tree.value is None:
            # A table whose every answer is unpublished: unknown, and of the kind that it was declared to be.
            tree = replace(tree, type=value.type)
        problem = _misfit(value.type, tree)
        if problem is not None:
            report(problem, value.of, self.findings)
        return Step(NameKind.VALUE, value.id, _merge(value.type, tree.type), tree, value.digits)

    def _condition(self, condition_id: str) -> Step:
        condition = self.conditions[condition_id]
        tree = self._formula(condition.when)
        if tree is not None and not isinstance(tree.type, BoolType):
            problem = f"a condition must be yes/no, this is {tree.type}"
            report(FormulaProblem("wrong-type", tree.source, problem, YES_NO_REMEDY), condition.when, self.findings)
            tree = None
        return Step(NameKind.CONDITION, condition_id, BoolType(), tree)

    def _formula(self, formula: Formula) -> Typed | None:
        try:
            return typed_tree(formula.tree, self._resolve)
        except FormulaProblem as problem:
            report(problem, formula, self.findings)
            return None

    def _resolve(self, node: ast.Name) -> Reference:
        meaning = self.names.get(node.name)
        if meaning is None:
            remedy = nearest(node.name, self.names) or "declare it in facts.yaml or parameters.yaml"
            raise FormulaProblem("unknown-name", node, f"nothing is called {node.name}", remedy)
        return Reference(meaning.kind, meaning.id, self._type_of(meaning, node), node)

    def _type_of(self, meaning: Meaning, node: ast.Name) -> Type:
        match meaning.kind:
            case NameKind.FACT:
                return self.rulebook.facts[meaning.id].type
            case NameKind.PARAMETER:
                return self.rulebook.parameters[meaning.id].type
            case NameKind.DAY:
                return DateType()
            case NameKind.YEAR:
                return COUNT
            case _:
                return self._step((meaning.kind, meaning.id), node).type

    def _fits_role(self, role: str, tree: Typed, formula: Formula) -> bool:
        kind = role.partition(".")[0]
        if kind in MONEY_ROLES:
            fits = isinstance(tree.type, NumberType) and tree.type.unit == YUAN
            wanted = "money in yuan"
        else:
            fits = isinstance(tree.type, _ROLE_TYPES[kind])
            wanted = " or ".join(one.__name__.removesuffix("Type").lower() for one in _ROLE_TYPES[kind])
        if not fits:
            remedy = MONEY_REMEDY if kind in MONEY_ROLES else "name a figure or write a formula of that kind"
            problem = FormulaProblem("wrong-type", tree.source, f"{wanted} is needed here, this is {tree.type}", remedy)
            report(problem, formula, self.findings)
        return fits


def _misfit(declared: Type, tree: Typed) -> FormulaProblem | None:
    if isinstance(declared, EnumType) and isinstance(tree.type, TextType | EnumType):
        for leaf in _leaves(tree):
            if isinstance(leaf, Literal) and isinstance(leaf.value, str) and leaf.value not in declared.options:
                problem = f'"{leaf.value}" is not one of the options'
                return FormulaProblem("unknown-option", leaf.source, problem, f"options: {', '.join(declared.options)}")
        return None
    if isinstance(declared, NumberType) and isinstance(tree.type, NumberType):
        if tree.type.unit is None or declared.unit == tree.type.unit:
            return None
    elif type(declared) is type(tree.type) or (isinstance(tree, Literal) and tree.value is None):
        return None
    return FormulaProblem(
        "wrong-type",
        tree.source,
        f"{declared} is declared, the formula gives {tree.type}",
        "declare what the formula gives, or correct the formula",
    )


def _leaves(tree: Typed) -> Iterator[Typed]:
    if isinstance(tree, Choice):
        for answer in tree.answers:
            yield from _leaves(answer)
    else:
        yield tree


def _merge(declared: Type, found: Type) -> Type:
    if isinstance(declared, NumberType) and isinstance(found, NumberType):
        return NumberType(declared.unit, declared.integer or found.integer, found.bounded)
    return declared


def facts_used(checked: CheckedVersion, clause: Clause) -> tuple[str, ...]:
    """Return the ids of all facts that one clause reads, through values and conditions, in order of first mention."""
    found: dict[str, None] = {}
    pending = [checked.step(NameKind.CONDITION, need).tree for need in clause.needs]
    pending.extend(checked.clauses[clause.id].values())
    seen: set[StepKey] = set()
    while pending:
        tree = pending.pop(0)
        if tree is None:
            continue
        found.update(dict.fromkeys(references(tree, NameKind.FACT)))
        for kind in (NameKind.VALUE, NameKind.CONDITION):
            for name in references(tree, kind):
                if (kind, name) not in seen:
                    seen.add((kind, name))
                    pending.append(checked.step(kind, name).tree)
    return tuple(found)
