"""Unary tests, `in` and `between`: whether a value passes a test. The value under test is `?`, the first of its frame."""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Iterator
from typing import Final

from huiqi_rules.core.values import OpenNumber
from huiqi_rules.scalar import checked, operations
from huiqi_rules.scalar.closures import Closure, Constant, Environment, slot_of
from huiqi_rules.scalar.compilation import Compilation
from huiqi_rules.syntax import ast

_VALUE: Final = operator.itemgetter(1)


def tests_closure(tests: ast.UnaryTests, compilation: Compilation) -> Closure:
    """Return the closure of a table cell over a frame that binds `?`."""
    passes = _any_of(tests.tests, compilation)
    return compilation.semantics.invert(passes) if tests.negated else passes


def membership(node: ast.Between | ast.In, compilation: Compilation) -> Closure:
    """Return the closure of `between` or `in`."""
    value = compilation.build(node.value)
    if isinstance(node, ast.Between):
        low, high = compilation.build(node.low), compilation.build(node.high)
        compare = compilation.semantics.compare
        return compilation.semantics.both((compare(">=", value, low), compare("<=", value, high)))
    test = node.tests[0]
    simple = len(node.tests) == 1 and slot_of(value) is not None and not mentions_value(test)
    if simple and isinstance(test, ast.RangeLiteral):
        # Reading a slot twice is cheaper than a frame for the value.
        return _within(test, value, compilation)
    passes = _any_of(node.tests, compilation.push("?"))
    return lambda environment: passes([environment, value(environment)])


def mentions_value(node: object) -> bool:
    """Tell whether `?` of this test stands anywhere in a tree."""
    return any(isinstance(part, ast.QuestionMark) for part in _parts(node))


def _any_of(tests: tuple[ast.Test, ...], compilation: Compilation) -> Closure:
    if not compilation.semantics.lenient:
        items = tests[0].items if len(tests) == 1 and isinstance(tests[0], ast.ListLiteral) else tests
        if all(isinstance(item, ast.String | ast.Number) for item in items):
            return _one_of(tuple(item.value for item in items if isinstance(item, ast.String | ast.Number)))
    closures = tuple(_test(test, compilation) for test in tests)
    return closures[0] if len(closures) == 1 else compilation.semantics.either(closures)


def _one_of(values: tuple[object, ...]) -> Closure:
    members = frozenset(values)

    def passes(frame: Environment) -> object:
        value = frame[1]
        if value is None:
            return None
        if isinstance(value, OpenNumber):
            return None if any(checked.equal(value, member) is None for member in values) else False
        return value in members

    return passes


def _test(test: ast.Test, compilation: Compilation) -> Closure:
    semantics = compilation.semantics
    match test:
        case ast.AnyValue():
            return Constant(value=True)
        case ast.UnaryCompare(operator=symbol, operand=operand):
            return semantics.compare(symbol, _VALUE, compilation.build(operand))
        case ast.RangeLiteral():
            return _within(test, _VALUE, compilation)
        case _ if mentions_value(test):
            return compilation.build(test)
        case ast.ListLiteral(items=items) if not semantics.lenient:
            return semantics.either(tuple(_test(item, compilation) for item in items))
        case _:
            candidate = compilation.build(test)
            matches = operations.matches if semantics.lenient else _matches_checked
            return lambda frame: matches(frame[1], candidate(frame))


def _within(test: ast.RangeLiteral, value: Closure, compilation: Compilation) -> Closure:
    compare = compilation.semantics.compare
    ends = []
    if test.low is not None:
        ends.append(compare(">=" if test.low_included else ">", value, compilation.build(test.low)))
    if test.high is not None:
        ends.append(compare("<=" if test.high_included else "<", value, compilation.build(test.high)))
    return ends[0] if len(ends) == 1 else compilation.semantics.both(tuple(ends))


def _matches_checked(value: object, candidate: object) -> object:
    if isinstance(candidate, (list, tuple)):
        answers = [checked.equal(value, item) for item in candidate]
        return True if True in answers else None if None in answers else False
    if isinstance(candidate, frozenset) and not isinstance(value, frozenset):
        return None if value is None else value in candidate
    return operations.matches(value, candidate) if operations.is_range(candidate) else checked.equal(value, candidate)


def _parts(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, tuple):
        for item in node:
            yield from _parts(item)
    elif dataclasses.is_dataclass(node):
        # A test inside a nested `in` has a `?` of its own.
        fields = ("value",) if isinstance(node, ast.In) else tuple(field.name for field in dataclasses.fields(node))
        for name in fields:
            yield from _parts(getattr(node, name))
