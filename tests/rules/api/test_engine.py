"""Deciding one subject and a population: texts in force, several clauses, figures set for a run, what changes next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huiqi_rules.api.batch import BatchEngine
from huiqi_rules.api.engine import Circumstances, Engine, Subject
from huiqi_rules.api.looking_ahead import with_next_change
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.values import Bounds
from huiqi_rules.model.decision import AmountKind, Outcome
from huiqi_rules.packs import bundled_folder, load_pack
from huiqi_rules.packs.testing import pack_scenarios
from tests.rules.columnar.agreement import DAY, differences, engine_of, shown
from tests.rules.columnar.generated_rules import HEAD, PARAMETERS, Rule

TWO_VERSIONS = (
    (HEAD % "v").replace("    to: null", "    to: 2024-06-30")
    + """\
    values: {v: {zh: 值, en: V, of: items}}
    conditions: {c: {zh: 条, en: C, when: items >= 5}}
    clauses: [{id: k, zh: 款, en: K, needs: [c], amount: 元(100)}]
  - id: "2"
    from: 2024-09-01
    to: null
    source: {document: D, article: 二}
    values: {v: {zh: 值, en: V, of: items}}
    conditions: {c: {zh: 条, en: C, when: items >= 10}}
    clauses: [{id: k, zh: 款, en: K, needs: [c], amount: 元(200)}]
"""
)


def decided(engine, facts, day=DAY, circumstances=None):
    return engine.assess("award", day, facts, circumstances or Circumstances())


def clauses(**amounts):
    """Return an engine with one clause for each amount; each needs at least as many items as its place."""
    conditions = {f"c{place}": f"items >= {place}" for place in range(len(amounts))}
    made = {name: ((f"c{place}",), amount) for place, (name, amount) in enumerate(amounts.items())}
    return engine_of(Rule({"v": "items"}, conditions, made).yaml())


@pytest.mark.parametrize(
    ("day", "version", "outcome", "amount"),
    (
        ("2019-12-31", None, "not_met", 0), ("2020-01-01", "1", "met", 100), ("2024-06-30", "1", "met", 100),
        ("2024-07-01", None, "not_met", 0), ("2024-08-31", None, "not_met", 0), ("2024-09-01", "2", "not_met", 0),
    ),
)  # fmt: skip
def test_the_day_chooses_the_text(day, version, outcome, amount):
    answer = decided(engine_of(TWO_VERSIONS), {"items": Decimal(5)}, date.fromisoformat(day))
    assert (answer.version, str(answer.outcome), answer.amount) == (version, outcome, amount)
    assert (answer.failed == ("in_force",)) is (version is None)


@pytest.mark.parametrize(
    ("day", "items", "change"),
    (
        ("2019-12-31", 5, "2020-01-01"), ("2024-06-01", 5, "2024-07-01"), ("2024-07-01", 5, "2024-09-01"),
        ("2024-09-01", 5, None), ("2024-07-01", 20, "2024-09-01"),
    ),
)  # fmt: skip
def test_the_next_change_is_the_first_day_with_another_answer(day, items, change):
    engine = engine_of(TWO_VERSIONS)
    answer = with_next_change(engine, decided(engine, {"items": Decimal(items)}, date.fromisoformat(day)))
    assert answer.next_change == (None if change is None else date.fromisoformat(change))


def test_a_date_that_passes_changes_the_answer():
    engine = engine_of(Rule({"v": "1"}, {"c": 'founded + @"P1Y" <= as of'}, {"k": (("c",), None)}).yaml())
    answer = with_next_change(engine, decided(engine, {"founded": date(2023, 6, 15)}))
    assert answer.outcome is Outcome.NOT_MET
    assert answer.next_change == date(2024, 6, 15)


def test_a_new_year_changes_the_answer():
    engine = engine_of(Rule({"v": "1"}, {"c": "policy year >= 2025"}, {"k": (("c",), None)}).yaml())
    assert with_next_change(engine, decided(engine, {})).next_change == date(2025, 1, 1)


def test_a_figure_that_changes_changes_the_answer():
    dated = PARAMETERS.replace(
        "to: null, value: 500000, source: {document: D, article: 1}}",
        "to: 2024-12-31, value: 500000, source: {document: D, article: 1}}, {from: 2025-01-01, to: null, value: 600000, source: {document: D, article: 1}}",
    )
    engine = engine_of(Rule({"v": "1"}, {"c": "true"}, {"k": (("c",), "cap")}).yaml(), parameters=dated)
    answer = with_next_change(engine, decided(engine, {}))
    assert (answer.amount, answer.next_change) == (500_000, date(2025, 1, 1))


def test_amounts_of_the_clauses_that_are_met_are_added():
    engine = clauses(a="元(1)", b="元(10)", c="元(100)")
    assert [decided(engine, {"items": Decimal(items)}).amount for items in (0, 1, 2)] == [1, 11, 111]


def test_a_title_beside_money_takes_nothing_away():
    answer = decided(clauses(a=None, b="元(10)"), {"items": Decimal(5)})
    assert (answer.amount, answer.amount_kind) == (10, AmountKind.EXACT)


def test_a_range_and_a_figure_are_a_range():
    answer = decided(clauses(a="{up_to: 元(50)}", b="元(10)"), {"items": Decimal(5)})
    assert isinstance(answer.amount, Bounds)
    assert (answer.amount.low, answer.amount.high, answer.amount_kind) == (10, 60, AmountKind.RANGE)


def test_an_unpublished_amount_is_never_0():
    answer = decided(clauses(a="unpublished", b="元(10)"), {"items": Decimal(5)})
    assert (answer.outcome, answer.amount, answer.amount_kind) == (Outcome.MET, None, AmountKind.UNPUBLISHED)


def test_met_wins_over_unknown_and_unknown_over_not_met():
    rule = Rule({"v": "1"}, {"c": "items >= 5", "d": "share > 0.5"}, {"k": (("c",), None), "l": (("d",), None)})
    engine = engine_of(rule.yaml())
    five, four = {"items": Decimal(5)}, {"items": Decimal(4)}
    assert [decided(engine, facts).outcome for facts in (five, four, four | {"share": Decimal(0)})] == [
        Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET,
    ]  # fmt: skip
    assert decided(engine, four).missing == ("share",)


def test_one_clause_can_be_asked_for():
    answer = decided(clauses(a="元(1)", b="元(10)"), {"items": Decimal(5)}, circumstances=Circumstances(clause="b"))
    assert (answer.amount, [one.clause for one in answer.clauses]) == (10, ["b"])


@pytest.mark.parametrize(("figures", "amount"), (({}, None), ({"open_cap": Decimal(7)}, 7), ({"open_cap": None}, None)))
def test_a_figure_can_be_set_for_a_run(figures, amount):
    engine = clauses(a="open_cap")
    around = Circumstances(figures=figures)
    for one in (engine, BatchEngine(engine)):
        answer = one.assess_all("award", DAY, [Subject("s", {"items": Decimal(1)})], around)[0]
        assert answer.amount == amount
        assert answer.clauses[0].missing_parameters == (() if amount else ("open_cap",))


def test_an_unknown_policy_is_a_key_error():
    with pytest.raises(KeyError):
        clauses(a=None).assess("nope", DAY, {})


@pytest.mark.parametrize("pack", sorted(path.parent.name for path in bundled_folder().glob("*/pack.yaml")))
def test_populations_of_every_pack_settle_alike_through_both_back_ends(pack):
    folder = bundled_folder() / pack
    engine = Engine(check_rulebook(load_pack(folder).rulebook, Findings()))
    found = Findings()
    scenarios = [
        one for one in pack_scenarios(folder, engine, found) if len(one.subjects) > 1 or one.history or one.budget
    ]
    assert not found.items
    for scenario in scenarios:
        around = Circumstances(scenario.history, scenario.parameters, scenario.budget, scenario.clause)
        given = (scenario.policy, scenario.as_of, scenario.subjects, around)
        both = ([_full(one) for one in assessor.assess_all(*given)] for assessor in (engine, BatchEngine(engine)))
        assert differences(*both) == [], scenario.name


def _full(determination):
    answers = shown(determination._replace(facts={}))
    for one in determination.clauses:
        answers[f"{one.clause} limits"] = (one.place, one.next_period, one.payers)
    return answers
