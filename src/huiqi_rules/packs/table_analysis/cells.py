"""What a cell of a decision table says of its input: the constants that it compares with, and the set of values that pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from huiqi_rules.packs.constants import MIRRORED, Constant, LookUp, evaluate
from huiqi_rules.packs.table_analysis.axes import Axis
from huiqi_rules.syntax import ast
from huiqi_rules.syntax.walk import children

_DEEPEST: Final = 30


def constants_in(tests: ast.UnaryTests, look_up: LookUp) -> Iterator[Constant]:
    """Yield every constant that stands in a cell; of `万元(5)` the whole, not the 5."""
    waiting: list[ast.Node] = [tests]
    while waiting:
        node = waiting.pop()
        found = evaluate(node, look_up)
        if found is not None:
            yield found
        else:
            waiting.extend(children(node))


def values_that_pass(tests: ast.UnaryTests, axis: Axis, look_up: LookUp) -> int | None:
    """Return the pieces of the axis that pass a cell; None where the cell looks at more than its input and constants."""
    whole = 0
    for test in tests.tests:
        one = _passing(test, axis, look_up, 0)
        if one is None:
            return None
        whole |= one
    return axis.alive & ~whole if tests.negated else whole


def _passing(test: ast.Test, axis: Axis, look_up: LookUp, depth: int) -> int | None:
    if depth > _DEEPEST:
        return None
    match test:
        case ast.AnyValue():
            return axis.alive
        case ast.UnaryCompare(operator, operand):
            return _compared(operator, operand, axis, look_up)
        case ast.RangeLiteral():
            return _range(test, axis, look_up)
        case ast.Compare(operator, ast.QuestionMark(), right):
            return _compared(operator, right, axis, look_up)
        case ast.Compare(operator, left, ast.QuestionMark()):
            return _compared(MIRRORED[operator], left, axis, look_up)
        case ast.Between(ast.QuestionMark(), low, high):
            return _range(ast.RangeLiteral(low, high, low_included=True, high_included=True), axis, look_up)
        case ast.And(operands) | ast.Or(operands):
            return _joined(operands, axis, look_up, depth, every=isinstance(test, ast.And))
        case ast.Call(ast.Name("not"), (operand,)):
            inner = _passing(operand, axis, look_up, depth + 1)
            return None if inner is None else axis.alive & ~inner
        case ast.QuestionMark() if axis.domain.family == "truth":
            return axis.between(True, True, low_in=True, high_in=True)
        case _:
            return _compared("=", test, axis, look_up)


def _joined(
    operands: tuple[ast.Expression, ...], axis: Axis, look_up: LookUp, depth: int, *, every: bool
) -> int | None:
    whole = axis.alive if every else 0
    for operand in operands:
        one = _passing(operand, axis, look_up, depth + 1)
        if one is None:
            return None
        whole = whole & one if every else whole | one
    return whole


def _compared(operator: str, operand: ast.Expression, axis: Axis, look_up: LookUp) -> int | None:
    value = evaluate(operand, look_up)
    if value is None or not axis.domain.holds(value):
        return None
    match operator:
        case "=" | "!=":
            same = axis.between(value, value, low_in=True, high_in=True)
            return same if operator == "=" else axis.alive & ~same
        case "<" | "<=":
            return axis.between(None, value, low_in=False, high_in=operator == "<=")
        case _:
            return axis.between(value, None, low_in=operator == ">=", high_in=False)


def _range(test: ast.RangeLiteral, axis: Axis, look_up: LookUp) -> int | None:
    low = None if test.low is None else evaluate(test.low, look_up)
    high = None if test.high is None else evaluate(test.high, look_up)
    for written, end in ((test.low, low), (test.high, high)):
        if written is not None and (end is None or not axis.domain.holds(end)):
            return None
    return axis.between(low, high, low_in=test.low_included, high_in=test.high_included)
