"""Every node knows the text that it came from, and every error the text that shows it."""

from __future__ import annotations

import pickle
from typing import get_args

import pytest

from huiqi_rules.core.spans import Span
from huiqi_rules.syntax.ast import Expression, Name, TypeName, UnaryCompare
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.parser import parse_expression, parse_type, parse_unary_tests
from huiqi_rules.syntax.walk import walk

NAMES = frozenset({"loan amount", "贷款 余额", "date and time"})
TEXTS = (
    "  年收入 + f(a, [1..2[)  ",
    "(a + b) * -c ** 2 // tail",
    "a or b and (c or d) and not(e)",
    'if loan amount > 1e3 then x.y[1].z else {a: 1, "b c": [2, null]}.a',
    "for x in 1..n, y in ]1..x] return x * y",
    "some x in xs satisfies x between 1 and 2 or x in (< 3, [4..5), a) or x in (> 7)",
    "function(a, b: list<number>) a instance of context<k: date and time>",
    '(@"2024-06-01" in (>= date and time(from: "x", 时: 贷款   余额)) /* c */) = true',
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_text_under_a_node_parses_to_that_node(text: str) -> None:
    nodes = tuple(walk(parse_expression(text, names=NAMES)))
    for node in nodes:
        part = text[node.span.start : node.span.end]
        assert part == part.strip()
        if isinstance(node, UnaryCompare):
            assert parse_unary_tests(part, names=NAMES).tests == (node,)
        elif isinstance(node, get_args(Expression)):
            assert parse_expression(part, names=NAMES) == node
        elif isinstance(node, TypeName):
            assert parse_type(part) == node
    assert any(isinstance(node, Name) for node in nodes)


def test_a_name_of_several_words_spans_all_of_them() -> None:
    tree = parse_expression("1 + 贷款  余额", names=NAMES)
    assert [node.span for node in walk(tree)] == [Span(0, 10), Span(0, 1), Span(4, 10)]


def test_an_error_spans_what_is_wrong() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse_expression("年收入 > 5 &&\n研发 费用 > 3")
    assert caught.value.span == Span(8, 10)
    with pytest.raises(FeelSyntaxError) as caught:
        parse_expression("年收入 > 5 and\n研发 费用 > 3")
    assert caught.value.span == Span(12, 17)
    assert caught.value.excerpt_in("年收入 > 5 and\n研发 费用 > 3") == "研发 费用 > 3\n^^^^^^^^^"


def test_an_error_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(FeelSyntaxError("problem", Span(1, 2), "remedy")))
    assert (error.problem, error.span, error.remedy, str(error)) == (
        "problem",
        Span(1, 2),
        "remedy",
        "problem (remedy)",
    )
