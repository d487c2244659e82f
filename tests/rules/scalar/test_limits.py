"""Expressions that would run away stop with a clear error, in bounded time and memory."""

from __future__ import annotations

import pytest

from huiqi_rules.scalar import limits
from huiqi_rules.scalar.evaluate import evaluate
from huiqi_rules.scalar.limits import EvaluationLimit

RUNAWAYS = [
    "for i in 1..1000000000 return i",
    "some i in 1..1000000000 satisfies i < 0",
    "for i in 1..5000, j in 1..5000 return i * j",
    "for i in [1..1000000000] return i",
    "count(for i in 1..1e30 return 1)",
    "{f: function(n, g) g(n + 1, g), r: f(1, f)}.r",
    "{f: function(n, g) if n = 0 then 1 else g(n - 1, g) + g(n - 1, g), r: f(60, f)}.r",
    '{f: function(s, n, g) if n = 0 then s else g(s + s, n - 1, g), r: f("abcdefgh", 70, f)}.r',
    '{s: "' + "x" * 5000 + '", r: for i in 1..900000 return s + s}.r',
    '{s: "' + "x" * 5000 + '", r: string join(for i in 1..900000 return s)}.r',
    "{f: function(l, n, g) if n = 0 then l else g(concatenate(l, l), n - 1, g), r: f([1, 2, 3, 4], 70, f)}.r",
    "for i in 1..100000 return partial",
    'for i in @"0001-01-01"..@"9999-12-31" return for j in 1..10 return j',
]


@pytest.fixture
def few_steps(monkeypatch):
    monkeypatch.setattr(limits, "STEPS_MAX", 50_000)


@pytest.mark.usefixtures("few_steps")
@pytest.mark.parametrize("expression", RUNAWAYS, ids=lambda text: text[:60])
def test_a_runaway_stops(expression):
    with pytest.raises(EvaluationLimit):
        evaluate(expression)


@pytest.mark.parametrize(
    "expression",
    (
        "10 ** (10 ** 10)",
        "10 ** 6144 * 10",
        '@"P1Y" * 1e6000',
        '@"P1D" * 1e6000',
        "[1, 2][1e6000]",
        "1 / 0",
        "(1e3000) ** 3",
    ),
)
def test_arithmetic_out_of_reach_is_null(expression):
    assert evaluate(expression) is None


def test_a_stopped_evaluation_leaves_nothing_behind():
    with pytest.raises(EvaluationLimit):
        evaluate("for i in 1..1000000000 return i")
    assert evaluate("count(for i in 1..1000 return i)") == 1000


@pytest.mark.usefixtures("few_steps")
def test_many_evaluations_do_not_add_up():
    for _ in range(3):
        assert evaluate("count(for i in 1..40000 return i)") == 40_000


def test_recursion_within_reason_works():
    assert evaluate("{f: function(n, g) if n = 0 then 1 else n * g(n - 1, g), r: f(20, f)}.r") == 2432902008176640000
