"""A range of which one end is unknown, or whose ends contradict, is an open amount: it is in no sum, neither low nor high."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi_rules.api.register import RegisterFacts, run_register
from huiqi_rules.core.values import ABSENT, bounds_of
from tests.rules.columnar.agreement import DAY, engine_of
from tests.rules.columnar.generated_rules import Rule

SALES = (None, ABSENT, Decimal(900_000), Decimal(5))


@pytest.mark.parametrize(
    ("amount", "sum_", "known"),
    (
        ("{from: 'sales', to: 'cap'}", (5, 500_000), (5, 500_000)),
        ("{from: '元(1)', to: 'sales'}", (2, 900_005), (1, 5)),
        ("{up_to: 'sales'}", (0, 900_005), (0, 5)),
    ),
)
def test_it_is_counted_as_open_everywhere(amount, sum_, known):
    engine = engine_of(Rule({"v": "1"}, {"c": "true"}, {"k": ((), amount)}).yaml())
    ids = tuple(f"s{number}" for number in range(len(SALES)))
    run = run_register(engine, RegisterFacts(ids, (None,) * len(ids), {"sales": SALES}), DAY)
    (summary,) = run.summaries
    answers = run.answers("award", "k")
    columns = run.columns("award", "k")
    run.close()

    unknown = [one.row for one in answers if one.amount is None]
    assert (summary.amount_low, summary.amount_high, summary.open_amounts) == (*sum_, len(unknown))
    assert {0, 1} <= set(unknown)
    assert bounds_of(answers[3].amount) == known
    ends = zip(columns.rows, columns.low_fen, columns.high_fen, strict=True)
    assert sorted(row for row, *both in ends if None in both) == unknown
    assert all((low is None) is (high is None) for low, high in zip(columns.low_fen, columns.high_fen, strict=True))
