"""From a syntax tree to a typed tree: every name resolved, every operand's type and unit known."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from huiqi_rules.check import tree
from huiqi_rules.check.functions import ALIASES, call_type
from huiqi_rules.check.operators import (
    NUMBER_REMEDY,
    YES_NO_REMEDY,
    arithmetic_type,
    compare_check,
    is_null,
    number_type,
    unify,
)
from huiqi_rules.check.problems import FormulaProblem
from huiqi_rules.check.tree import Typed
from huiqi_rules.core.types import (
    BoolType,
    DateType,
    DurationType,
    ListType,
    NumberType,
    TextType,
    Type,
)
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.walk import children

Resolve = Callable[[ast.Name], tree.Reference]
# Every back end answers trees of so many levels; a sum of n terms has n - 1 of them, a table one for all its rows.
LEVELS_MAX = 150
DIGITS_MAX = 34
BOOL = BoolType()
_DURATION = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


def typed_tree(formula: ast.Expression, resolve: Resolve) -> Typed:
    """Return the typed tree of a whole formula; raise `FormulaProblem` where it is too deep or has no type."""
    waiting: list[tuple[ast.Node, int]] = [(formula, 1)]
    while waiting:
        node, level = waiting.pop()
        if level > LEVELS_MAX:
            problem = f"this formula has more than {LEVELS_MAX} levels (terms of one sum, `else if` in a row)"
            raise FormulaProblem("too-long", node, problem, "give parts of it names of their own, under values")
        waiting.extend((child, level + 1) for child in children(node))
    return infer(formula, resolve)


def infer(node: ast.Expression | ast.Test, resolve: Resolve) -> Typed:
    """Return the typed tree of an expression; raise `FormulaProblem` at the first part that has no type."""
    match node:
        case ast.Number(value=value):
            if len(value.as_tuple().digits) > DIGITS_MAX or value.adjusted() >= DIGITS_MAX:
                problem = f"this number has more than {DIGITS_MAX} digits"
                raise FormulaProblem("too-long", node, problem, "correct it; no more can be computed with exactly")
            return tree.Literal(value, number_type(value), node)
        case ast.String(value=value):
            return tree.Literal(value, TextType(), node)
        case ast.Boolean(value=flag):
            return tree.Literal(flag, BOOL, node)
        case ast.Null():
            return tree.Literal(None, TextType(), node)
        case ast.Temporal(text=text):
            return _temporal(text, node)
        case ast.Name():
            return resolve(node)
        case ast.Negate(operand=operand):
            return _negate(node, infer(operand, resolve))
        case ast.Arithmetic():
            left, right = infer(node.left, resolve), infer(node.right, resolve)
            return tree.Arithmetic(node.operator, left, right, arithmetic_type(node.operator, left, right, node), node)
        case ast.Compare():
            return _compare(node.operator, infer(node.left, resolve), infer(node.right, resolve), node)
        case ast.And(operands=operands):
            return tree.And(tuple(_boolean(infer(part, resolve)) for part in operands), BOOL, node)
        case ast.Or(operands=operands):
            return tree.Or(tuple(_boolean(infer(part, resolve)) for part in operands), BOOL, node)
        case ast.Between():
            return _between(node, resolve)
        case ast.In():
            return _membership(node, resolve)
        case ast.If():
            return _choice(((node.condition, node.consequence),), node.alternative, node, resolve)
        case ast.FirstMatch(rows=rows, otherwise=otherwise):
            return _choice(rows, otherwise, node, resolve)
        case ast.ListLiteral(items=items):
            return _items(node, tuple(infer(item, resolve) for item in items))
        case ast.Call():
            return _call(node, resolve)
        case _:
            what = type(node).__name__
            raise FormulaProblem("not-in-subset", node, f"{what} is not part of the pack language", _SUBSET)


_SUBSET = "packs use comparisons, arithmetic, and/or/not, if, in, and the functions of the reference"


def _boolean(node: Typed) -> Typed:
    if not isinstance(node.type, BoolType) or is_null(node):
        found = "null" if is_null(node) else str(node.type)
        raise FormulaProblem(
            "wrong-type", node.source, f"a yes/no value is needed here, this is {found}", YES_NO_REMEDY
        )
    return node


def _negate(node: ast.Negate, operand: Typed) -> Typed:
    if isinstance(operand, tree.Literal) and isinstance(operand.value, Decimal):
        return tree.Literal(-operand.value, operand.type, node)
    if not isinstance(operand.type, NumberType):
        raise FormulaProblem("wrong-type", node, f"a number is needed here, this is {operand.type}", NUMBER_REMEDY)
    zero = tree.Literal(Decimal(0), NumberType(None, integer=True), node)
    return tree.Arithmetic("-", zero, operand, operand.type, node)


def _compare(operator: ast.CompareOperator, left: Typed, right: Typed, node: ast.Node) -> Typed:
    compare_check(operator, left, right, node)
    return tree.Compare(operator, left, right, BOOL, node)


def _choice(
    rows: tuple[tuple[ast.Expression, ast.Expression], ...], otherwise: ast.Expression, node: ast.Node, resolve: Resolve
) -> Typed:
    typed = tuple((_boolean(infer(question, resolve)), infer(answer, resolve)) for question, answer in rows)
    last = infer(otherwise, resolve)
    if all(is_null(answer) for _, answer in typed) and is_null(last):
        # Unknown either way: it fits beside any type, as the literal does.
        return tree.Literal(None, TextType(), node)
    found: Typed = last
    for _, answer in reversed(typed):
        found = tree.Choice((), found, unify(answer, found, node if len(rows) == 1 else answer.source), node)
    if isinstance(last, tree.Choice) and isinstance(node, ast.If):
        # What stands behind `else` goes on with the same questions.
        typed, last = (*typed, *last.rows), last.otherwise
    return tree.Choice(typed, last, found.type, node)


def _between(node: ast.Between, resolve: Resolve) -> Typed:
    value, low, high = (infer(part, resolve) for part in (node.value, node.low, node.high))
    return tree.And((_compare(">=", value, low, node), _compare("<=", value, high, node)), BOOL, node)


def _items(node: ast.ListLiteral, items: tuple[Typed, ...]) -> Typed:
    element: Type = items[0].type if items else TextType()
    return tree.Items(items, ListType(element), node)


def _membership(node: ast.In, resolve: Resolve) -> Typed:
    value = infer(node.value, resolve)
    tests = [_test(value, test, resolve, node) for test in node.tests]
    return tests[0] if len(tests) == 1 else tree.Or(tuple(tests), BOOL, node)


def _test(value: Typed, test: ast.Test, resolve: Resolve, node: ast.In) -> Typed:
    compare = partial(_compare, node=node)
    match test:
        case ast.UnaryCompare(operator=operator, operand=operand):
            return compare(operator, value, infer(operand, resolve))
        case ast.RangeLiteral(low=low, high=high):
            ends = []
            if low is not None:
                ends.append(compare(">=" if test.low_included else ">", value, infer(low, resolve)))
            if high is not None:
                ends.append(compare("<=" if test.high_included else "<", value, infer(high, resolve)))
            if not ends:
                raise FormulaProblem("wrong-type", test, "a range needs at least one end", "write [1..5]")
            return ends[0] if len(ends) == 1 else tree.And(tuple(ends), BOOL, node)
        case ast.ListLiteral(items=items):
            if not items:
                raise FormulaProblem("wrong-type", test, "nothing is in an empty list", "write the values in it")
            options = tuple(compare("=", value, infer(item, resolve)) for item in items)
            return options[0] if len(options) == 1 else tree.Or(options, BOOL, node)
        case ast.AnyValue():
            raise FormulaProblem("wrong-type", test, "`-` says nothing here", "leave the test out")
        case _:
            return compare("=", value, infer(test, resolve))


def _call(node: ast.Call, resolve: Resolve) -> Typed:
    if not isinstance(node.function, ast.Name):
        raise FormulaProblem("not-in-subset", node, "only functions by name can be called", "write name(…)")
    name = ALIASES.get(node.function.name, node.function.name)
    if node.names:
        raise FormulaProblem("not-in-subset", node, "packs give arguments in order", "leave the parameter names out")
    if name in ("date", "duration") and len(node.arguments) == 1 and isinstance(node.arguments[0], ast.String):
        return _temporal(node.arguments[0].value, node)
    arguments = tuple(infer(argument, resolve) for argument in node.arguments)
    if name == "not":
        if len(arguments) != 1:
            raise FormulaProblem("wrong-arguments", node, "not() takes one argument", "write not(a), or not(a or b)")
        return tree.Not(_boolean(arguments[0]), BOOL, node)
    return tree.Call(name, arguments, call_type(name, arguments, node), node)


def _temporal(text: str, node: ast.Node) -> Typed:
    duration = _DURATION.fullmatch(text)
    if duration is not None and any(duration.groups()[1:]):
        sign = -1 if duration[1] else 1
        years, months, days = (int(part or 0) for part in duration.groups()[1:])
        if days and (years or months):
            raise FormulaProblem(
                "wrong-type", node, "a duration is either years and months or days", 'write @"P1Y" or @"P30D"'
            )
        if days:
            return tree.Days(sign * days, DurationType("days"), node)
        return tree.Months(sign * (12 * years + months), DurationType("months"), node)
    try:
        return tree.Literal(date.fromisoformat(text), DateType(), node)
    except ValueError:
        problem = f'"{text}" is neither a date nor a duration'
        raise FormulaProblem("bad-date", node, problem, 'write @"2024-06-01" or @"P1Y"') from None
