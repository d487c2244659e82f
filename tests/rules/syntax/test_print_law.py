"""The law of the printer: parsing what it prints gives the same tree, for trees over all kinds of nodes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi_rules.syntax import ast
from huiqi_rules.syntax.ast import Node
from huiqi_rules.syntax.parser import parse_expression, parse_type, parse_unary_tests
from huiqi_rules.syntax.printer import print_expression, print_type, print_unary_tests
from huiqi_rules.syntax.walk import walk

KNOWN = (
    "loan amount",
    "Pre-bureau risk",
    "年度 收入",
    "applicant's age",
    "date",
    "time",
    "years",
    "months duration",
    "date and time",
)
NAMES = st.sampled_from(("a", "x1", "年收入", "external", "instance_", "item", *KNOWN, "not"))
KEYS = st.one_of(
    NAMES, st.sampled_from(("if", "", "a  b", 'q"', "1", "：")), st.text(max_size=5).filter(str.isprintable)
)
TYPES = st.recursive(
    st.builds(
        ast.TypeName, st.sampled_from(("number", "list", "date", "date and time", "a.b", "function", "年度 收入"))
    ),
    lambda inner: st.one_of(
        st.builds(lambda kind, of: ast.TypeName(kind, (of,)), st.sampled_from(("list", "range")), inner),
        st.builds(
            lambda entries: ast.TypeName("context", fields=entries),
            st.lists(st.tuples(NAMES, inner), min_size=1, max_size=2).map(tuple),
        ),
        st.builds(
            lambda parameters, result: ast.TypeName("function", parameters, result=result),
            st.lists(inner, max_size=2).map(tuple),
            inner,
        ),
    ),
    max_leaves=4,
)
OPERATORS = st.sampled_from(("=", "!=", "<", "<=", ">", ">="))
LEAVES = st.one_of(
    st.builds(ast.Number, st.decimals(0, 10**9, allow_nan=False, allow_infinity=False)),
    st.builds(ast.Number, st.sampled_from((Decimal("1E+30"), Decimal("0E-7"), Decimal("0.5")))),
    st.builds(ast.String, st.text(st.characters(exclude_categories=["Cs"]), max_size=6)),
    st.builds(ast.Boolean, st.booleans()),
    st.just(ast.Null()),
    st.builds(ast.Temporal, st.sampled_from(("2024-06-01", "P1Y", 'a"\\'))),
    st.builds(ast.Name, NAMES),
    st.just(ast.QuestionMark()),
)


def unique_keys(entries: list[ast.ContextEntry]) -> tuple[ast.ContextEntry, ...]:
    return tuple({entry.key: entry for entry in entries}.values())


def named_call(function: Any, named: dict[str, Any]) -> ast.Call:
    return ast.Call(function, tuple(named.values()), tuple(named))


def few(inner: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


def cell_tests(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.builds(ast.UnaryCompare, OPERATORS, inner), inner)


def ranges_over(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(ast.RangeLiteral, inner, inner, st.booleans(), st.booleans()),
        st.builds(ast.RangeLiteral, st.none(), inner, st.just(False), st.booleans()),
        st.builds(ast.RangeLiteral, inner, st.none(), st.booleans(), st.just(False)),
        st.builds(ast.UnaryCompare, st.just("!="), inner),
    )


def forms_over(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    variables = few(st.builds(ast.Iterator, NAMES, inner, st.none() | inner), 1)
    parameters = st.dictionaries(NAMES, st.none() | TYPES, max_size=2).map(lambda found: tuple(found.items()))
    contexts = st.lists(st.builds(ast.ContextEntry, KEYS, inner), max_size=3).map(unique_keys)
    return st.one_of(
        st.builds(ast.If, inner, inner, inner),
        st.builds(ast.For, variables, inner),
        st.builds(ast.Quantified, st.sampled_from(("some", "every")), variables, inner),
        st.builds(ast.FunctionLiteral, parameters, inner),
        st.builds(ast.FunctionLiteral, parameters, contexts.map(ast.ContextLiteral), st.just(True)),
        st.builds(ast.ListLiteral, few(inner)),
        contexts.map(ast.ContextLiteral),
    )


def operations_over(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(ast.Negate, inner),
        st.builds(ast.Arithmetic, st.sampled_from(("+", "-", "*", "/", "**")), inner, inner),
        st.builds(ast.Compare, OPERATORS, inner, inner),
        st.builds(ast.And, few(inner, 2)),
        st.builds(ast.Or, few(inner, 2)),
        st.builds(ast.Between, inner, inner, inner),
        st.builds(ast.In, inner, few(cell_tests(inner), 1)),
        st.builds(ast.InstanceOf, inner, TYPES),
        st.builds(ast.Call, inner, few(inner)),
        st.builds(named_call, inner, st.dictionaries(NAMES, inner, min_size=1, max_size=2)),
        st.builds(ast.Path, inner, NAMES),
        st.builds(ast.Filter, inner, inner),
    )


TREES = st.recursive(
    LEAVES, lambda inner: st.one_of(operations_over(inner), forms_over(inner), ranges_over(inner)), max_leaves=12
)


@given(TREES)
def test_printed_tree_parses_to_the_same_tree(tree: Any) -> None:
    text = print_expression(tree)
    assert parse_expression(text, names=KNOWN) == tree, text


@given(few(cell_tests(TREES), 1), st.booleans())
def test_printed_unary_tests_parse_to_the_same_tests(tests: tuple[Any, ...], negated: bool) -> None:
    tree = ast.UnaryTests(tests, negated)
    text = print_unary_tests(tree)
    assert parse_unary_tests(text, names=KNOWN) == tree, text


@given(TYPES)
def test_printed_type_parses_to_the_same_type(tree: ast.TypeName) -> None:
    assert parse_type(print_type(tree), names=KNOWN) == tree


def test_any_value_prints_as_a_dash() -> None:
    assert print_unary_tests(parse_unary_tests("-")) == "-"


def test_every_kind_of_node_is_generated() -> None:
    seen: set[type[Node]] = {ast.AnyValue, ast.UnaryTests}

    @given(TREES)
    def collect(tree: Node) -> None:
        seen.update(type(node) for node in walk(tree))

    collect()
    kinds = {kind for kind in vars(ast).values() if isinstance(kind, type) and issubclass(kind, Node)}
    # No text parses to a table; it prints as the choices that it means.
    assert seen == kinds - {Node, ast.FirstMatch}


@pytest.mark.parametrize(
    ("text", "printed"),
    (
        ("((a)) + ((b * c))", "a + b * c"),
        ("(a + b) * c", "(a + b) * c"),
        ("a - (b - c)", "a - (b - c)"),
        ("(a and b) or c", "a and b or c"),
        ("(a = b) and (not(c))", "a = b and not(c)"),
        ("-(-a)", "--a"),
        ("(-a) ** b", "-a ** b"),
        ("(a.b)[1](c)", "a.b[1](c)"),
        ("]1..2[", "(1..2)"),
        ("x in (< 5)", "x in < 5"),
        ("{'a b': 1}".replace("'", '"'), "{a b: 1}"),
        ("[(if a then b else c), 1]", "[if a then b else c, 1]"),
        ("(date) and time", "date and (time)"),
        ("(x instance of list) < 5", "(x instance of list) < 5"),
        ("1.50", "1.50"),
    ),
)
def test_prints_as_few_brackets_as_needed(text: str, printed: str) -> None:
    assert print_expression(parse_expression(text)) == printed
