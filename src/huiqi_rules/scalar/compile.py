"""One compiler from the FEEL tree to Python closures; a `Semantics` chooses how operators behave.

`compile_expression` serves the packs (names by slot, `CHECKED`) and the standard (names by scope, `DYNAMIC`) alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from huiqi_rules.core.ranges import Range, UnaryOperator
from huiqi_rules.scalar import binding, calls, types, unary
from huiqi_rules.scalar.closures import Closure, Constant, Environment, Names, Resolve, fold
from huiqi_rules.scalar.compilation import Compilation
from huiqi_rules.scalar.limits import EvaluationLimit
from huiqi_rules.scalar.paths import follow
from huiqi_rules.scalar.semantics import Semantics
from huiqi_rules.scalar.values import make_range, temporal_value
from huiqi_rules.syntax import ast

_GENERIC: Final = frozenset({"list", "range", "function"})

TestClosure: TypeAlias = Callable[[Environment, object], object]


def compile_expression(
    tree: ast.Expression,
    *,
    resolve: Resolve,
    semantics: Semantics,
    known_types: Mapping[str, types.FeelType] | None = None,
) -> Closure:
    """Return the closure that evaluates `tree` in an environment.

    `resolve(name)` gives the closure that reads a free name, or None when it is not known: null in the dynamic
    semantics, `LookupError` here and now in the checked one. Raises `EvaluationLimit` for a tree nested too deeply.
    """
    try:
        return build(tree, Compilation(Names(resolve), semantics, build, known_types or {}))
    except RecursionError:
        raise EvaluationLimit("the expression is nested too deeply") from None


def compile_unary_tests(
    tests: ast.UnaryTests,
    *,
    resolve: Resolve,
    semantics: Semantics,
    known_types: Mapping[str, types.FeelType] | None = None,
) -> TestClosure:
    """Return the closure that says of `(environment, value)` whether the tests hold: true, false or unknown."""
    compilation = Compilation(Names(resolve), semantics, build, known_types or {})
    holds = unary.tests_closure(tests, compilation.push("?"))
    return lambda environment, value: holds([environment, value])


def build(node: ast.Expression, compilation: Compilation) -> Closure:
    """Return the closure of one node, its children built the same way."""
    semantics = compilation.semantics
    match node:
        case ast.Number(value=value) | ast.String(value=value) | ast.Boolean(value=value):
            return Constant(value)
        case ast.Null():
            return Constant(None)
        case ast.Temporal(text=text):
            return Constant(temporal_value(text))
        case ast.Name(name=name):
            return _load(name, compilation)
        case ast.QuestionMark():
            return _load("?", compilation)
        case ast.Negate(operand=operand):
            # A negative literal is a constant to everything above it.
            operand_closure = build(operand, compilation)
            return fold(semantics.negate(operand_closure), (operand_closure,))
        case ast.Arithmetic(operator=symbol, left=left, right=right):
            sides = (build(left, compilation), build(right, compilation))
            return fold(semantics.arithmetic(symbol, *sides), sides)
        case ast.Compare(operator=symbol, left=left, right=right):
            return semantics.compare(symbol, build(left, compilation), build(right, compilation))
        case ast.And(operands=operands):
            return semantics.both(tuple(build(operand, compilation) for operand in operands))
        case ast.Or(operands=operands):
            return semantics.either(tuple(build(operand, compilation) for operand in operands))
        case ast.If(condition=condition, consequence=consequence, alternative=alternative):
            parts = (build(part, compilation) for part in (condition, consequence, alternative))
            return semantics.choose(*parts)
        case ast.FirstMatch(rows=rows, otherwise=otherwise):
            pairs = tuple((build(question, compilation), build(answer, compilation)) for question, answer in rows)
            return semantics.first_match(pairs, build(otherwise, compilation))
        case _:
            return _build_compound(node, compilation)


def _build_compound(node: ast.Expression, compilation: Compilation) -> Closure:
    match node:
        case ast.Between() | ast.In():
            return unary.membership(node, compilation)
        case ast.InstanceOf(value=value, type=type_name):
            return _instance_of(build(value, compilation), type_name, compilation)
        case ast.ListLiteral(items=items):
            return _list(tuple(build(item, compilation) for item in items), lenient=compilation.semantics.lenient)
        case ast.RangeLiteral():
            return _range(node, compilation)
        case ast.UnaryCompare(operator=symbol, operand=operand):
            return _range_of_test(symbol, operand, compilation)
        case ast.ContextLiteral():
            return binding.context(node, compilation)
        case ast.For():
            return binding.iteration(node, compilation)
        case ast.Quantified():
            return binding.quantified(node, compilation)
        case ast.Filter():
            return binding.filtered(node, compilation)
        case ast.FunctionLiteral():
            return calls.function_literal(node, compilation)
        case ast.Call():
            return calls.call(node, compilation)
        case ast.Path(source=source, name=name):
            opened = build(source, compilation)
            return lambda environment: follow(opened(environment), name)
        case _:
            raise AssertionError(f"no expression: {node!r}")


def _load(name: str, compilation: Compilation) -> Closure:
    found = compilation.names.load(name)
    function = compilation.semantics.functions.get(name) if compilation.semantics.lenient else None
    if function is not None and not compilation.names.knows(name):
        return Constant(calls.builtin_value(name, function))
    if found is not None:
        return found
    if compilation.semantics.lenient:
        return Constant(None)
    raise LookupError(f"the checked subset knows no name {name!r}")


def _list(items: tuple[Closure, ...], *, lenient: bool) -> Closure:
    if all(isinstance(item, Constant) for item in items):
        values = tuple(item(None) for item in items)
        # The checked subset never looks at the kind of a list, and a tuple need not be made anew.
        return (lambda _: list(values)) if lenient else Constant(values)
    return lambda environment: [item(environment) for item in items]


def _range(node: ast.RangeLiteral, compilation: Compilation) -> Closure:
    if node.low is None or node.high is None or node.low is node.high:
        return _range_of_test(_operator_of(node), node.low or node.high, compilation)
    low, high = compilation.build(node.low), compilation.build(node.high)

    def evaluate(environment: Environment) -> object:
        start, end = low(environment), high(environment)
        if start is None or end is None:
            return None
        return make_range(start, end, low_included=node.low_included, high_included=node.high_included)

    return evaluate


def _operator_of(node: ast.RangeLiteral) -> UnaryOperator:
    """Return the operator that a range with one end was written with: `(>= 10)`, or `(= 10)` with the end twice."""
    if node.low is not None and node.high is not None:
        return "="
    if node.low is None:
        return "<=" if node.high_included else "<"
    return ">=" if node.low_included else ">"


def _range_of_test(symbol: UnaryOperator, operand: ast.Expression | None, compilation: Compilation) -> Closure:
    assert operand is not None
    end = compilation.build(operand)

    def evaluate(environment: Environment) -> object:
        value = end(environment)
        return None if value is None else Range.of_test(symbol, value)

    return evaluate


def _instance_of(value: Closure, type_name: ast.TypeName, compilation: Compilation) -> Closure:
    wanted = types.from_name(type_name, compilation.known_types)
    # `list` alone is the name of no type: it needs its element (DMN 1.5, table 61).
    bare = type_name.name in _GENERIC and not type_name.arguments and type_name.result is None
    if wanted is None or (bare and type_name.name not in compilation.known_types):
        return Constant(None)
    return lambda environment: types.is_instance(value(environment), wanted)
