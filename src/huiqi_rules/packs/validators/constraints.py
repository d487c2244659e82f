"""Simple constraints of a conjunction: which values each fact may still have, and which two constraints exclude each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from huiqi_rules.model.decision_tables import condition_of
from huiqi_rules.model.facts import Formula
from huiqi_rules.packs.constants import MIRRORED, Constant, LookUp, evaluate
from huiqi_rules.syntax import ast

CONTRARY: Final[dict[str, ast.CompareOperator]] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


@dataclass(frozen=True, slots=True)
class Atom:
    """`subject operator constant` with the words and place that a message shows."""

    subject: Hashable
    operator: str
    constant: Constant
    shown: str
    where: Callable[[], str]
    formula: Formula | None = None
    node: ast.Node | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How names are read: constants, the key of what a name stands for, and the formula of a condition by name."""

    constants: LookUp
    subject: Callable[[ast.Expression], tuple[Hashable, bool]]
    condition: Callable[[ast.Name], Formula | None]


Part = Atom | tuple[tuple["Part", ...], ...]


def parts_of(
    tree: ast.Node, formula: Formula, reading: Reading, *, contrary: bool = False, depth: int = 0
) -> Iterator[Part]:
    """Yield the atoms that a condition demands, and its alternatives as tuples; what is not simple is left out."""
    if depth > 30:
        return

    def deeper(node: ast.Node, within: Formula = formula, *, flip: bool = contrary) -> tuple[Part, ...]:
        return tuple(parts_of(node, within, reading, contrary=flip, depth=depth + 1))

    match tree:
        case ast.And(operands) | ast.Or(operands):
            if isinstance(tree, ast.And) is not contrary:
                for operand in operands:
                    yield from deeper(operand)
            else:
                yield tuple(deeper(operand) for operand in operands)
        case ast.Call(ast.Name("not"), (operand,)):
            yield from deeper(operand, flip=not contrary)
        case ast.Between(value, low, high):
            both = ast.And(
                (ast.Compare(">=", value, low, span=tree.span), ast.Compare("<=", value, high, span=tree.span))
            )
            yield from deeper(both)
        case ast.In(value, tests):
            asked = condition_of(value, ast.UnaryTests(tests, span=tree.span))
            if asked is not None:
                yield from deeper(asked)
        case ast.Compare(operator, left, right):
            atom = _compared(operator, left, right, tree, formula, reading, contrary)
            if atom is not None:
                yield atom
        case ast.Name() if (inner := reading.condition(tree)) is not None:
            yield from deeper(inner.tree, inner)
        case ast.Name():
            yield _atom(tree, "=", not contrary, tree, formula, reading)
        case ast.Boolean(value) if value is contrary:
            yield _atom(tree, "=", not value, tree, formula, reading)
        case _:
            return


def conflict(parts: Sequence[Part]) -> tuple[Atom, Atom] | None:
    """Return two atoms that cannot both hold, or None; of alternatives each must fail against the atoms around it."""
    atoms = [part for part in parts if isinstance(part, Atom)]
    found = _conflict_of_atoms(atoms)
    if found is not None:
        return found
    for part in parts:
        if isinstance(part, tuple) and part:
            conflicts = [conflict((*atoms, *branch)) for branch in part]
            if all(one is not None for one in conflicts):
                return conflicts[0]
    return None


def _compared(
    operator: str, left: ast.Expression, right: ast.Expression, node: ast.Node, formula: Formula, reading: Reading,
    contrary: bool,
) -> Atom | None:  # fmt: skip
    low, high = evaluate(left, reading.constants), evaluate(right, reading.constants)
    if (low is None) is (high is None):
        return None
    if high is None:
        left, high, operator = right, low, MIRRORED[operator]
    assert high is not None
    return _atom(left, CONTRARY[operator] if contrary else operator, high, node, formula, reading)


def _atom(
    subject: ast.Expression, operator: str, constant: Constant, node: ast.Node, formula: Formula, reading: Reading
) -> Atom:
    key, whole = reading.subject(subject)
    place = formula.place_of(node.span)
    text = " ".join(formula.text[node.span.start : node.span.end].split())
    return Atom(key, operator, constant, text, lambda: f"line {place.line}", formula, node, whole)


def _conflict_of_atoms(atoms: Sequence[Atom]) -> tuple[Atom, Atom] | None:
    by_subject: dict[Hashable, list[Atom]] = {}
    for atom in atoms:
        for earlier in by_subject.setdefault(atom.subject, []):
            if _exclude(earlier, atom):
                return earlier, atom
        by_subject[atom.subject].append(atom)
    return None


def _exclude(first: Atom, second: Atom) -> bool:
    one, two = first.constant, second.constant
    # Options are a constraint of their own: "one of these codes".
    if isinstance(one, str) and first.operator == "in":
        return second.operator == "=" and isinstance(two, str) and two not in one.split("\n")
    if type(one) is not type(two):
        return False
    left, right = _range(first), _range(second)
    if left is None or right is None:
        # One of the two is `!=`: it excludes only `=` with the same constant.
        return {first.operator, second.operator} == {"=", "!="} and one == two
    low, low_in = _higher_low(left[:2], right[:2])
    high, high_in = _lower_high(left[2:], right[2:])
    if low is None or high is None:
        return False
    return bool(low > high or (low == high and not (low_in and high_in)))


def _higher_low(one: tuple[Any, bool], two: tuple[Any, bool]) -> tuple[Any, bool]:
    if one[0] is None or two[0] is None:
        return two if one[0] is None else one
    return max(one, two, key=lambda end: (end[0], not end[1]))


def _lower_high(one: tuple[Any, bool], two: tuple[Any, bool]) -> tuple[Any, bool]:
    if one[0] is None or two[0] is None:
        return two if one[0] is None else one
    return min(one, two, key=lambda end: (end[0], end[1]))


def _range(atom: Atom) -> tuple[Any, bool, Any, bool] | None:
    # Low end, included, high end, included. Whole numbers above 4 begin at 5.
    value: Any = atom.constant
    match atom.operator:
        case "=":
            return value, True, value, True
        case ">" | ">=":
            closed = atom.operator == ">="
            if atom.whole and isinstance(value, Fraction):
                value, closed = Fraction(math.ceil(value) if closed else math.floor(value) + 1), True
            return value, closed, None, False
        case "<" | "<=":
            closed = atom.operator == "<="
            if atom.whole and isinstance(value, Fraction):
                value, closed = Fraction(math.floor(value) if closed else math.ceil(value) - 1), True
            return None, False, value, closed
        case _:
            return None
