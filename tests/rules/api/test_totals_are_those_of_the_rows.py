"""Counts and sums that the database adds up equal those of every company decided alone, whatever is unknown or absent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, note, settings

from huiqi_rules.api.register import run_register
from huiqi_rules.core.values import ABSENT
from tests.rules.api.added_by_hand import by_columns, by_hand, plain
from tests.rules.api.test_register import DAY as REGISTER_DAY
from tests.rules.api.test_register import case  # noqa: F401  # a fixture
from tests.rules.columnar.agreement import DAY, engine_of
from tests.rules.columnar.fixed_cases import CASES
from tests.rules.columnar.generated_rules import Rule, rows, rules

NIGHTLY = settings().max_examples > 1000


def agree(rule, population):
    engine = engine_of(rule.yaml())
    totals = by_columns(engine, population, DAY, ["award"])
    expected = by_hand(engine, population, DAY, ["award"])
    for one in totals.uncomputed:
        # Its numbers could pass 38 digits: told, never cut.
        assert one.digits > 38
        expected.pop((one.policy, one.clause))
    assert plain(totals.summaries) == expected


@settings(max_examples=2000 if NIGHTLY else 40, suppress_health_check=list(HealthCheck), deadline=None)
@given(rule=rules(), population=rows(8))
def test_generated_rules_add_up(rule, population):
    note(rule.yaml())
    agree(rule, population)


@pytest.mark.parametrize("name", CASES)
def test_what_once_differed_adds_up(name):
    agree(*CASES[name])


def test_each_answer_is_counted_and_ties_and_large_sums_are_exact():
    rule = Rule(
        {"due": "loan * 0.1"}, {"big": "sales / cost >= 0.035", "ok": "not(listed)"}, {"k": (("big", "ok"), "due")}
    )
    tie = {"sales": Decimal("0.035"), "cost": Decimal(1), "listed": False}
    population = [
        tie | {"loan": Decimal(12_000_000_000)},
        tie | {"loan": Decimal("0.05")},
        tie,
        tie | {"loan": ABSENT},
        tie | {"sales": Decimal("0.0349")},
        {"sales": Decimal(1), "cost": Decimal(0), "listed": False},
        tie | {"listed": True},
        {"listed": False},
    ]
    engine = engine_of(rule.yaml())
    found = plain(by_columns(engine, population, DAY, ["award"]).summaries)
    assert found == by_hand(engine, population, DAY, ["award"])
    met, not_met, unknown, low, high, open_amounts = found["award", "k"]
    assert (met, not_met, unknown, open_amounts) == (4, 2, 2, 2)
    assert low == high == Decimal("1200000000.01")


def test_a_register_is_added_up_as_it_is_run(case):  # noqa: F811  # the fixture
    engine, register = case
    run = run_register(engine, register, REGISTER_DAY, limits=False)
    everybody = [register.facts_of(row) for row in range(len(register.subjects))]
    totals = by_columns(engine, everybody, REGISTER_DAY, [])
    assert totals.summaries == run.summaries
    assert totals.not_in_force == run.not_in_force
    assert run.uncomputed == totals.uncomputed == ()
    run.close()


def test_clauses_that_look_at_others_are_named(case):  # noqa: F811  # the fixture
    engine, _ = case
    rulebook = engine.checked.rulebook
    settled = {
        (policy.id, clause.id)
        for policy in rulebook.policies.values()
        for clause in getattr(policy.on(REGISTER_DAY), "clauses", ())
        if any(getattr(clause.limits, kind) for kind in ("group", "ranking", "caps", "pool", "quota", "first_time"))
    }
    assert settled <= set(by_columns(engine, [{}], REGISTER_DAY, []).limited)
