"""Decision tables as formulas: each output column becomes one choice of the first row that matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Final, Literal

from huiqi_rules.core.spans import Place, Span
from huiqi_rules.model.facts import Text
from huiqi_rules.syntax import ast

# unique: one rule at most matches; any: those that match give the same answers; first: the first that matches answers.
HitPolicy = Literal["unique", "any", "first"]
HIT_POLICIES: Final[tuple[HitPolicy, ...]] = ("unique", "any", "first")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a test for each input, None for `-`, and an answer for each output; `place` shows where it stands."""

    tests: tuple[ast.UnaryTests, ...]
    answers: tuple[ast.Expression, ...]
    place: Place = field(default=Place(""), compare=False)
    excerpt: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table as read; `otherwise` answers where no row matches, None leaves that unknown."""

    id: str
    hit: HitPolicy
    inputs: tuple[ast.Expression, ...]
    outputs: tuple[str, ...]
    rows: tuple[Row, ...]
    otherwise: tuple[ast.Expression, ...] | None = None
    place: Place = field(default=Place(""), compare=False)
    name: Text = field(default=Text("", ""), compare=False)

    def formula(self, output: int) -> ast.Expression:
        """Return the formula of one output: the first row that matches answers, in the order of the sheet."""
        last: ast.Expression = ast.Null() if self.otherwise is None else self.otherwise[output]
        rows: list[tuple[ast.Expression, ast.Expression]] = []
        for row in self.rows:
            question = self.condition(row)
            if question is None:
                # It matches whatever is given: no row below is ever asked.
                last = row.answers[output]
                break
            rows.append((question, row.answers[output]))
        while rows and isinstance(last, ast.Null) and isinstance(rows[-1][1], ast.Null):
            rows.pop()
        return ast.FirstMatch(tuple(rows), last, span=rows[0][1].span) if rows else last

    def condition(self, row: Row) -> ast.Expression | None:
        """Return what must hold for a row to match; None where every input is `-`."""
        pairs = zip(self.inputs, row.tests, strict=True)
        parts = [part for value, tests in pairs if (part := condition_of(value, tests)) is not None]
        return None if not parts else parts[0] if len(parts) == 1 else ast.And(tuple(parts), span=_joined(parts))


def condition_of(value: ast.Expression, tests: ast.UnaryTests) -> ast.Expression | None:
    """Return the question that a table cell asks of its input; None for `-`, which always holds."""
    parts = [_test(value, test) for test in tests.tests]
    if any(part is None for part in parts):
        return ast.Boolean(value=False, span=tests.span) if tests.negated else None
    known = [part for part in parts if part is not None]
    whole = known[0] if len(known) == 1 else ast.Or(tuple(known), span=tests.span)
    return ast.Call(ast.Name("not", span=tests.span), (whole,), span=tests.span) if tests.negated else whole


def _test(value: ast.Expression, test: ast.Test) -> ast.Expression | None:
    match test:
        case ast.AnyValue():
            return None
        case ast.UnaryCompare(operator, operand):
            return ast.Compare(operator, value, operand, span=test.span)
        case ast.RangeLiteral():
            return _within(value, test)
        case _ if _mentions_input(test):
            return _with_input(test, value)
        case _:
            return ast.Compare("=", value, test, span=test.span)


def _within(value: ast.Expression, test: ast.RangeLiteral) -> ast.Expression:
    low, high = test.low, test.high
    if low is not None and high is not None and test.low_included and test.high_included:
        return ast.Between(value, low, high, span=test.span)
    parts: list[ast.Expression] = []
    if low is not None:
        parts.append(ast.Compare(">=" if test.low_included else ">", value, low, span=test.span))
    if high is not None:
        parts.append(ast.Compare("<=" if test.high_included else "<", value, high, span=test.span))
    assert parts, "a range has at least one end"
    return parts[0] if len(parts) == 1 else ast.And(tuple(parts), span=test.span)


def _mentions_input(test: ast.Expression) -> bool:
    match test:
        case ast.QuestionMark():
            return True
        case ast.Compare(_, left, right) | ast.Arithmetic(_, left, right):
            return _mentions_input(left) or _mentions_input(right)
        case ast.And(operands) | ast.Or(operands) | ast.Call(_, operands):
            return any(_mentions_input(operand) for operand in operands)
        case ast.Negate(operand):
            return _mentions_input(operand)
        case ast.Between(inner, low, high):
            return any(_mentions_input(part) for part in (inner, low, high))
        case _:
            return False


def _with_input(test: ast.Expression, value: ast.Expression) -> ast.Expression:
    # The input expression takes the place of `?`.
    def put(node: ast.Expression) -> ast.Expression:
        return _with_input(node, value)

    match test:
        case ast.QuestionMark():
            return value
        case ast.Compare(operator, left, right):
            return ast.Compare(operator, put(left), put(right), span=test.span)
        case ast.Arithmetic(sign, left, right):
            return ast.Arithmetic(sign, put(left), put(right), span=test.span)
        case ast.And(operands):
            return ast.And(tuple(map(put, operands)), span=test.span)
        case ast.Or(operands):
            return ast.Or(tuple(map(put, operands)), span=test.span)
        case ast.Call(function, arguments, names):
            return ast.Call(function, tuple(map(put, arguments)), names, span=test.span)
        case ast.Negate(operand):
            return ast.Negate(put(operand), span=test.span)
        case ast.Between(inner, low, high):
            return ast.Between(put(inner), put(low), put(high), span=test.span)
        case _:
            return test


def _joined(parts: Sequence[ast.Expression]) -> Span:
    return reduce(Span.join, (part.span for part in parts))
