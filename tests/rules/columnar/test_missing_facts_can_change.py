"""What an answer does not wait for cannot change it, and what is answered stays so, whatever the unknown facts turn out to be.

Unknown facts are filled in at random, twice alike but for one fact.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, note, settings

from huiqi_rules.api.engine import Subject
from huiqi_rules.core.values import bounds_of
from huiqi_rules.model.decision import Outcome
from tests.rules.columnar.agreement import DAY, both_answers, engine_of
from tests.rules.columnar.generated_rules import FACTS, Rule, rows, rules

NAMES = tuple(line.partition(":")[0] for line in FACTS.splitlines())
NIGHTLY = settings().max_examples > 1000


@settings(max_examples=2000 if NIGHTLY else 30, suppress_health_check=list(HealthCheck))
@given(rule=rules(), known=rows(6), filled=rows(6), others=rows(6))
def test_a_fact_that_is_not_missing_changes_nothing(rule, known, filled, others):
    note(rule.yaml())
    engine = engine_of(rule.yaml())
    for facts, rest, other in zip(known, filled, others, strict=True):
        whole = rest | facts
        unknown = [name for name in NAMES if name not in facts]
        changed = [_without(whole, name) | _only(other, name) for name in unknown]
        subjects = [Subject(str(number), one) for number, one in enumerate((facts, whole, *changed))]
        told, filled_in, *again = engine.assess_all("award", DAY, subjects)
        for place, before in enumerate(told.clauses):
            first = filled_in.clauses[place]
            assert before.outcome in (Outcome.UNKNOWN, first.outcome)
            for name, one in zip(unknown, again, strict=True):
                second = one.clauses[place]
                if name not in before.missing:
                    assert (first.outcome, _ends(first.amount)) == (second.outcome, _ends(second.amount)), name


def _without(facts, name):
    return {key: value for key, value in facts.items() if key != name}


def _only(facts, name):
    return {name: facts[name]} if name in facts else {}


def _ends(amount):
    return None if amount is None else bounds_of(amount)


@pytest.mark.parametrize(
    ("condition", "facts", "missing"),
    (
        ("listed or staff > 5", {"staff": Decimal(9)}, set()),
        ("listed and staff > 5", {"staff": Decimal(3)}, set()),
        ("listed and staff > 5", {}, {"listed", "staff"}),
        ("if listed then staff > 5 else items > 5", {"listed": True}, {"staff"}),
        ("points(staff, [[5, 3]]) + points(items, [[5, 9]]) >= 10", {"items": Decimal(1)}, set()),
        ("points(staff, [[5, 3]]) + points(items, [[5, 9]]) >= 10", {"items": Decimal(7)}, {"staff"}),
    ),
)
def test_only_open_parts_are_asked_for(condition, facts, missing):
    engine = engine_of(Rule({"v": "1"}, {"c": condition}, {"k": (("c",), None)}).yaml())

    for (answer,) in both_answers(engine, [facts]):
        assert answer["missing"] == missing


@pytest.mark.parametrize(
    ("conditions", "facts", "missing"),
    (
        # The two exclude each other: it can never be met, and is unknown all the same.
        ({"c": "staff > 5", "d": "staff < 3"}, {}, {"staff"}),
        # Eight points or none: the one point of the staff carries neither over the line.
        ({"c": "points(items, [[5, 8]]) + points(staff, [[5, 1]]) >= 4"}, {}, {"items", "staff"}),
        # The years that count are those that have sales too, how many they may be.
        ({"c": "loan >= sum of years(yearly_rd, 3, yearly_sales)"}, {"loan": Decimal(9), "yearly_rd": {2023: Decimal(1)}}, {"yearly_sales"}),
    ),
)  # fmt: skip
def test_each_open_part_is_looked_at_by_itself(conditions, facts, missing):
    engine = engine_of(Rule({"v": "1"}, conditions, {"k": (tuple(conditions), None)}).yaml())

    for (answer,) in both_answers(engine, [facts]):
        assert (answer["outcome"], answer["missing"]) == (Outcome.UNKNOWN, missing)
