"""What `children`, `walk`, `free_names` and `same` return."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi_rules.syntax.ast import Arithmetic, Name, Number, TypeName
from huiqi_rules.syntax.parser import parse_expression
from huiqi_rules.syntax.walk import children, free_names, same, walk


def test_children_stand_in_reading_order() -> None:
    assert children(parse_expression("if a then b else 1")) == (Name("a"), Name("b"), Number(Decimal(1)))


def test_children_include_types() -> None:
    kinds = children(parse_expression("function(a: number, b, c: list<string>) 1"))[:2]
    assert kinds == (TypeName("number"), TypeName("list", (TypeName("string"),)))


def test_walk_yields_each_node_before_its_children() -> None:
    nodes = [node.name for node in walk(parse_expression("f(a, b + c)[d]")) if isinstance(node, Name)]
    assert nodes == ["f", "a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("text", "names"),
    (
        ("a + b.c", "a b"),
        ("for x in xs, y in x return x + y + z", "xs z"),
        ("for x in x return x", "x"),
        ("for x in 1..n return partial", "n"),
        ("partial", "partial"),
        ("some x in xs satisfies x > limit", "xs limit"),
        ("every x in xs satisfies some y in x satisfies y = x", "xs"),
        ("function(a, b) a + c", "c"),
        ("{a: 1, b: a + c, d: {e: b, f: a}}", "c"),
        ("{b: a, a: 1}", "a"),
        ("xs[item.a > b]", "xs b"),
        ("item", "item"),
        ("sum(xs)", "sum xs"),
        ("x instance of number", "x"),
        ("x in (< a, [b..c])", "x a b c"),
        ("f(start: a)", "f a"),
        ("1", ""),
    ),
)
def test_free_names_are_those_that_nothing_inside_binds(text: str, names: str) -> None:
    assert free_names(parse_expression(text)) == frozenset(names.split())


def test_same_is_equality() -> None:
    trees = [
        parse_expression(text) for text in ("a + 1", "a  +  1", "a - 1", "a + 2", "f(a)", "f(a, a)", "f(b)", "f(x: a)")
    ]
    for one in trees:
        for other in trees:
            assert same(one, other) is (one == other)


def test_long_chains_are_walked_and_compared() -> None:
    tree = parse_expression(" + ".join("a" for _ in range(5000)))
    assert sum(isinstance(node, Arithmetic) for node in walk(tree)) == 4999
    assert free_names(tree) == {"a"}
    assert same(tree, parse_expression("+".join("a" for _ in range(5000))))
    assert not same(tree, parse_expression("+".join("a" for _ in range(4999)) + "+b"))
