"""Decision tables of any length have one answer: row by row through closures, as one flat choice through DuckDB."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from huiqi_rules.api.batch import BatchEngine
from huiqi_rules.api.engine import Subject
from huiqi_rules.core.values import ABSENT
from huiqi_rules.syntax.printer import print_expression
from tests.rules.columnar.agreement import DAY, both_answers, differences, engine_of
from tests.rules.columnar.generated_rules import HEAD

TABLE = """\
    tables:
      t:
        inputs: [code, staff, sales, listed, ratio]
        outputs:
          size: {zh: 规模, en: Size, type: text}
          prize: {zh: 奖金, en: Prize, type: money}
          factor: {zh: 系数, en: Factor, type: number}
        hit: first
        rows:
%s
%s
    values:
      ratio: {zh: 率, en: Ratio, of: sci / staff}
    conditions:
      sized: {zh: 有规模, en: Sized, when: size != "none"}
      rated: {zh: 达标, en: Rated, when: factor * 3 >= 1}
    clauses:
      - {id: c, zh: 款, en: C, needs: [sized], amount: prize}
      - {id: d, zh: 率, en: D, needs: [rated], amount: 'prize * factor'}
"""
TESTS = (
    ("'\"A\"'", "'\"B\"'", '\'"A", "C"\'', "'not(\"A\")'"),
    ("'< 10'", "'>= 10'", "'[5..20]'", "'10'", "'not(10)'"),
    ("'>= 元(100)'", "'< 元(50)'", "'[元(10)..元(100))'"),
    ("'true'", "'false'"),
    ("'>= 0.5'", "'< 0.5'"),
)
ANSWERS = (
    "5",
    "0",
    "unpublished",
    "= sales",
    "= cost * 2",
    "30万",
    "= if listed then 元(1) else sales",
    "= cap",
    "= sales / 3",
)
# Quotients, scores that may be open, both in one, figures and none: all may stand in one column.
RATES = (
    "= sales / cost", "= sci / staff", "= share / 3", "0.5", "= share", "unpublished", "= points(items, [[5, 3], [1, 2]])",
    "= points(items, [[5, 3], [1, -2]]) + staff / sci", "= if listed then sci / staff else points(items, [[5, 1]])", "= open_rate",
)  # fmt: skip


def table(rows: int, seed: int, *, otherwise: bool, dash: float) -> str:
    draw = Random(seed)
    lines = []
    for number in range(rows):
        tests = ["'-'" if draw.random() < dash else draw.choice(options) for options in TESTS]
        if tests == ["'-'"] * len(TESTS):
            tests[0] = "'\"A\"'"
        lines.append(
            f"          - [[{', '.join(tests)}], [G{number % 5}, {draw.choice(ANSWERS)}, '{draw.choice(RATES)}']]"
        )
    last = "        otherwise: [rest, = sales, = sci / staff]" if otherwise else ""
    return HEAD % "size, prize, factor" + TABLE % ("\n".join(lines), last)


def subjects(count: int, seed: int) -> list[dict[str, object]]:
    draw = Random(seed)
    pools = {
        "code": ("A", "B", "C", "X", ABSENT), "staff": (*map(Decimal, (0, 5, 9, 10, 30)), ABSENT),
        "sci": tuple(map(Decimal, (0, 3, 5, 20))), "sales": (*map(Decimal, (5, 10, 60, 100)), ABSENT),
        "cost": (Decimal(7), Decimal(0), ABSENT), "share": (Decimal("0.2"), ABSENT), "items": (*map(Decimal, (0, 1, 5)), ABSENT),
        "listed": (True, False, ABSENT),
    }  # fmt: skip
    return [{name: draw.choice(pool) for name, pool in pools.items() if draw.random() < 0.6} for _ in range(count)]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rows", (1, 5, 14, 40))
def test_a_table_of_any_length_has_one_answer(rows, seed):
    engine = engine_of(table(rows, seed, otherwise=seed % 2 == 0, dash=(0.2, 0.6, 0.9)[seed % 3]))

    scalar, columnar = both_answers(engine, subjects(40, seed))

    assert differences(scalar, columnar) == []


@pytest.fixture(scope="module")
def spark(spark_session):
    """What runs a query on Spark."""
    from huiqi_rules.columnar.spark import spark_rows

    return spark_rows(spark_session)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("rows", "seed"), ((5, 7), (14, 1), (14, 2)))
def test_a_table_has_that_answer_on_spark(rows, seed, spark):
    engine = engine_of(table(rows, seed, otherwise=seed % 2 == 0, dash=0.6))

    scalar, columnar = both_answers(engine, subjects(40, seed), spark)

    assert differences(scalar, columnar) == []


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_a_long_query_is_interpreted_on_spark_with_the_same_answer(spark, monkeypatch):
    monkeypatch.setattr("huiqi_rules.columnar.spark.INTERPRETED_FROM", 0)
    engine = engine_of(table(5, 2, otherwise=True, dash=0.6))

    scalar, columnar = both_answers(engine, subjects(20, 2), spark)

    assert differences(scalar, columnar) == []


ROWS = 1_000
LONG = """\
    tables:
      t:
        inputs: [code, staff]
        outputs: {prize: {zh: 奖金, en: Prize, type: money}, size: {zh: 规模, en: Size, type: text}}
        rows:
%s
    conditions:
      sized: {zh: 有规模, en: Sized, when: size != "none"}
    clauses:
      - {id: c, zh: 款, en: C, needs: [sized], amount: prize}
"""


@pytest.fixture(scope="module")
def long_table():
    rows = (
        f"          - [['\"C{number // 2}\"', {chr(39)}{'>= 100' if number % 2 else '< 100'}{chr(39)}], [{number + 1}, G{number % 7}]]"
        for number in range(ROWS)
    )
    return engine_of(HEAD % "prize, size" + LONG % "\n".join(rows))


def test_every_row_of_a_thousand_answers_on_both(long_table):
    given = [{"code": f"C{number // 2}", "staff": Decimal(150 if number % 2 else 50)} for number in range(ROWS)]
    people = [Subject(f"s{number}", facts) for number, facts in enumerate(given)]

    for engine in (long_table, BatchEngine(long_table)):
        found = engine.assess_all("award", DAY, people)
        assert [one.amount for one in found] == [Decimal(number + 1) for number in range(ROWS)]
        assert [one.values["size"] for one in found] == [f"G{number % 7}" for number in range(ROWS)]


@pytest.mark.parametrize(
    ("facts", "missing"),
    (
        ({"code": "C499"}, {"staff"}),
        ({"staff": Decimal(5)}, {"code"}),
        ({}, {"code", "staff"}),
        ({"code": "X"}, set()),
        ({"code": "X", "staff": Decimal(5)}, set()),
        ({"code": ABSENT, "staff": Decimal(5)}, set()),
    ),
)
def test_what_a_thousand_rows_wait_for(long_table, facts, missing):
    for engine in (long_table, BatchEngine(long_table)):
        (found,) = engine.assess_all("award", DAY, [Subject("s", facts)])
        assert set(found.missing) == missing
        assert found.amount is None


def test_a_long_table_prints_as_the_choices_that_it_means(long_table):
    value = long_table.policy("award").versions[0].values[0]

    text = print_expression(value.of.tree)

    assert text.count("if ") == ROWS
    assert text.startswith('if code = "C0" and staff < 100 then 元(1) else if ')
