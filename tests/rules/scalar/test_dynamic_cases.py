"""The standard's semantics by a table of expressions and values, and what the convenient door takes and gives."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi_rules.scalar.closures import Constant
from huiqi_rules.scalar.compile import compile_unary_tests
from huiqi_rules.scalar.dynamic import DYNAMIC
from huiqi_rules.scalar.evaluate import evaluate
from huiqi_rules.syntax.errors import FeelSyntaxError
from huiqi_rules.syntax.parser import parse_unary_tests

CASES = [
    line.split(" => ")
    for line in Path(__file__).with_name("dynamic_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("expression", "value"), CASES, ids=[case[0] for case in CASES])
def test_expression_has_the_value_of_the_table(expression, value):
    actual, expected = evaluate(expression), evaluate(value)
    assert type(actual) is type(expected)
    assert actual == expected


def test_names_come_from_the_context_spaces_and_chinese_included():
    context = {"loan amount": Decimal(300), "研发费用": Decimal(5)}
    assert evaluate("loan amount / 研发费用", context) == 60


def test_a_name_that_is_not_in_the_context_is_null():
    assert evaluate("nobody = null") is True


def test_the_clock_stands_where_it_is_put():
    moment = datetime(2024, 6, 1, 8, 30, tzinfo=UTC)
    assert evaluate('today() = @"2024-06-01"', moment=moment) is True
    assert evaluate("now().minute", moment=moment) == 30


def test_without_a_moment_the_clock_is_unknown():
    assert evaluate("today()") is None


def test_a_text_that_is_not_feel_is_an_error():
    with pytest.raises(FeelSyntaxError):
        evaluate("1 +")


@pytest.mark.parametrize(("value", "holds"), ((Decimal(4), True), (Decimal(9), False), (None, None)))
def test_unary_tests_compile_on_their_own(value, holds):
    tests = compile_unary_tests(parse_unary_tests("< limit"), resolve=lambda _: Constant(Decimal(5)), semantics=DYNAMIC)
    assert tests(None, value) is holds
