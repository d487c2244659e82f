"""Random trees over random contexts give a value or `EvaluationLimit`, never another error, in both strictnesses' tools."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi_rules.core.ranges import Range
from huiqi_rules.core.temporal import parse_literal
from huiqi_rules.scalar import limits
from huiqi_rules.scalar.evaluate import evaluate
from huiqi_rules.scalar.functions import IMPLEMENTATIONS
from huiqi_rules.scalar.limits import EvaluationLimit
from huiqi_rules.syntax import ast

NAMES = ("a", "b", "研发费用", "item", "partial")
TYPES = ("number", "string", "boolean", "date", "time", "date and time", "Any", "list", "context", "nonsense")
TEMPORALS = ("2024-02-29", "12:30:00", "12:30:00@Asia/Shanghai", "2024-01-01T00:00:00+08:00", "P1M", "P1DT2H", "-P1Y")
NUMBERS = st.one_of(
    st.integers(-4, 4).map(Decimal),
    st.sampled_from([Decimal("0.05"), Decimal("1e6000"), Decimal("-1e-6000"), Decimal("123456789.987654321")]),
)
TEXTS = st.sampled_from(["", "a", "银行", "2024-02-29", "(", "[a-", "1", "P1D", "x" * 300])
LITERALS = st.one_of(
    NUMBERS.map(ast.Number),
    TEXTS.map(ast.String),
    st.booleans().map(ast.Boolean),
    st.just(ast.Null()),
    st.sampled_from(TEMPORALS).map(ast.Temporal),
    st.sampled_from(NAMES).map(ast.Name),
    st.just(ast.QuestionMark()),
)
COMPARISONS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
FUNCTIONS = st.sampled_from([*sorted(IMPLEMENTATIONS), "not", "nothing"])


def grow(children):
    pairs = st.lists(children, min_size=2, max_size=3).map(tuple)
    iterators = st.lists(
        st.builds(ast.Iterator, st.sampled_from(NAMES[:3]), children, st.none() | children), min_size=1, max_size=2
    ).map(tuple)
    ranges = st.builds(ast.RangeLiteral, children, children, st.booleans(), st.booleans())
    types = st.sampled_from(TYPES).map(ast.TypeName)
    tests = st.lists(children | st.builds(ast.UnaryCompare, COMPARISONS, children), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(ast.Negate, children),
        st.builds(ast.Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), children, children),
        st.builds(ast.Compare, COMPARISONS, children, children),
        st.builds(ast.And, pairs),
        st.builds(ast.Or, pairs),
        st.builds(ast.Between, children, children, children),
        st.builds(ast.In, children, tests),
        st.builds(ast.InstanceOf, children, types),
        st.builds(ast.If, children, children, children),
        st.builds(ast.For, iterators, children),
        st.builds(ast.Quantified, st.sampled_from(["some", "every"]), iterators, children),
        st.builds(ast.ListLiteral, pairs),
        st.builds(
            ast.ContextLiteral,
            st.lists(st.builds(ast.ContextEntry, st.sampled_from(NAMES), children), max_size=2).map(tuple),
        ),
        ranges,
        st.builds(
            ast.FunctionLiteral,
            st.lists(st.tuples(st.sampled_from(NAMES), st.none() | types), max_size=2).map(tuple),
            children,
        ),
        st.builds(ast.Call, FUNCTIONS.map(ast.Name) | children, st.lists(children, max_size=4).map(tuple)),
        st.builds(ast.Path, children, st.sampled_from(["a", "b", "year", "start", "days", "time offset"])),
        st.builds(ast.Filter, children, children),
    )


TREES = st.recursive(LITERALS, grow, max_leaves=12)
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        NUMBERS,
        TEXTS,
        st.sampled_from(TEMPORALS).map(parse_literal),
        st.just(Range(Decimal(1), Decimal(3))),
    ),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.sampled_from(NAMES), children, max_size=2),
    max_leaves=5,
)


@pytest.fixture(autouse=True)
def small_limits(monkeypatch):
    monkeypatch.setattr(limits, "STEPS_MAX", 3_000)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(tree=TREES, context=st.dictionaries(st.sampled_from(NAMES[:3]), VALUES, max_size=3))
def test_evaluation_gives_a_value_or_the_limit(tree, context):
    with contextlib.suppress(EvaluationLimit):
        evaluate(tree, context, moment=datetime(2024, 6, 1, tzinfo=UTC))
