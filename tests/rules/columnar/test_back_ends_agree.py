"""Closures, DuckDB and Spark answer every generated rule alike over every generated row: outcome, reasons, money, unknowns.

`settings.max_examples` is that of the profile: HYPOTHESIS_PROFILE=nightly looks deeper.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, note, settings

from huiqi_rules.columnar.printer import PlanOverflow
from tests.rules.columnar.agreement import both_answers, differences, engine_of
from tests.rules.columnar.fixed_cases import CASES
from tests.rules.columnar.generated_rules import Rule, rows, rules

# Spark's planner takes minutes over expressions of a hundred terms.
SLOW_ON_SPARK = {"a long sum of scores", "a long choice"}
NIGHTLY = settings().max_examples > 1000


def agree(rule, population, run=None):
    """Hold the two answers against each other; a rule whose numbers could pass 38 digits is refused, never cut."""
    engine = engine_of(rule.yaml())
    try:
        scalar, columnar = both_answers(engine, population, *(() if run is None else (run,)))
    except PlanOverflow:
        assume(False)
    assert differences(scalar, columnar) == []


@settings(max_examples=2000 if NIGHTLY else 150, suppress_health_check=list(HealthCheck))
@given(rule=rules(), population=rows(8))
def test_generated_rules_have_one_answer(rule, population):
    note(rule.yaml())
    agree(rule, population)


@pytest.mark.parametrize("name", CASES)
def test_what_once_differed_has_one_answer(name):
    rule, population = CASES[name]
    agree(rule, population)


def test_a_difference_would_be_seen():
    engine = engine_of(Rule({"v": "items"}, {"c": "items > 5"}, {"k": (("c",), "元(5)")}).yaml())
    five, six = both_answers(engine, [{"items": Decimal(5)}])[0], both_answers(engine, [{"items": Decimal(6)}])[0]
    assert len(differences(five, six)) >= 5


@pytest.mark.parametrize(
    ("name", "formula", "facts", "right"),
    (
        ("value", "round half up(sales / cost, 2)", {"sales": Decimal(1), "cost": Decimal(3)}, Decimal("0.33")),
        ("absent", "min(cost / sales, share)", {"cost": "absent", "sales": Decimal(3), "share": Decimal(3)}, "absent"),
        ("zero", "sales / cost", {"sales": Decimal(1), "cost": Decimal(0)}, None),
        ("short", 'substring(code, 1, 2) = "05"', {"code": ""}, None),
        ("score", "points(share, [[0.5, 9], [0, 1]])", {}, (Decimal(0), Decimal(9))),
    ),
)
def test_the_one_answer_is_the_right_one(name, formula, facts, right):
    from huiqi_rules.core.values import ABSENT

    row = {key: ABSENT if value == "absent" else value for key, value in facts.items()}
    both = both_answers(engine_of(Rule({"v": formula}, {"c": "true"}, {"k": (("c",), None)}).yaml()), [row])
    expected = ABSENT if right == "absent" else right
    assert [answers[0]["value v"] for answers in both] == [expected, expected], name


@pytest.fixture(scope="module")
def spark(spark_session):
    """What runs a query on Spark."""
    from huiqi_rules.columnar.spark import spark_rows

    return spark_rows(spark_session)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [name for name in CASES if name not in SLOW_ON_SPARK])
def test_what_once_differed_has_one_answer_on_spark(name, spark):
    rule, population = CASES[name]
    agree(rule, population, spark)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
@settings(max_examples=100 if NIGHTLY else 12, suppress_health_check=list(HealthCheck))
@given(rule=rules(), population=rows(6))
def test_generated_rules_have_one_answer_on_spark(spark, rule, population):
    note(rule.yaml())
    agree(rule, population, spark)
