"""Who comes out below zero is met and gets 0, and is told so: by each back end, in scenarios, in `assess` and in `run`."""

from __future__ import annotations

import csv
import json
from decimal import Decimal

import pytest

from huiqi_rules.api.batch import BatchEngine
from huiqi_rules.api.engine import Subject
from huiqi_rules.cli import main
from huiqi_rules.core.values import Bounds, bounds_of, not_below_zero
from huiqi_rules.model.decision import AmountKind, Outcome
from tests.rules.columnar.agreement import DAY, engine_of
from tests.rules.columnar.generated_rules import Rule
from tests.rules.packs.pack_cases import write_pack

D = Decimal
POLICY = """\
    conditions:
      good: {zh: 未列入失信名单, en: Not listed, when: not(listed)}
    clauses:
      - {id: rest, zh: 差额, en: Rest, needs: [good], amount: 'sales - 元(500)'}
"""
SCENARIOS = """\
- name: the formula comes out below 0, so nothing is due
  policy: award
  as_of: 2024-06-01
  given: {销售收入: 300, 列入失信名单: false}
  expect: {outcome: met, amount: 0, adjustments: [negative], missing: []}
  because: 300 - 500 = -200, and nobody is paid less than nothing
- name: just above 0 nothing is adjusted
  policy: award
  as_of: 2024-06-01
  given: {销售收入: 500.01, 列入失信名单: false}
  expect: {outcome: met, amount: 0.01, adjustments: []}
"""


def answers(amount: str, facts):
    """Return the one clause's decision from both back ends."""
    engine = engine_of(Rule({"v": "1"}, {"c": "true"}, {"k": (("c",), amount)}).yaml())
    subjects = [Subject("s", {name: D(value) for name, value in facts.items()})]
    return [one.assess_all("award", DAY, subjects)[0].clauses[0] for one in (engine, BatchEngine(engine))]


def plain(amount):
    return bounds_of(amount) if isinstance(amount, Bounds) else amount


@pytest.mark.parametrize(
    ("amount", "facts", "due", "kind", "adjusted"),
    (
        ("'sales - cost'", {"sales": 3, "cost": 5}, 0, "exact", [("negative", -2, 0)]),
        ("'sales - cost'", {"sales": 5, "cost": 5}, 0, "exact", []),
        ("'sales - cost'", {"sales": "5", "cost": "5.004"}, 0, "exact", []),
        ("'sales - cost'", {"sales": "5", "cost": "5.005"}, 0, "exact", [("negative", D("-0.01"), 0)]),
        ("{of: loan, at_most: 'sales - cost'}", {"loan": 9, "sales": 3, "cost": 5}, 0, "exact", [("at_most", 9, -2), ("negative", -2, 0)]),
        ("{from: 'sales - cost', to: loan}", {"sales": 0, "cost": 5, "loan": 3}, (0, 3), "range", [("negative", (-5, 3), (0, 3))]),
        ("{from: 'sales - cost', to: loan}", {"sales": 0, "cost": 5, "loan": -3}, 0, "exact", [("negative", (-5, -3), 0)]),
        ("{up_to: loan}", {"loan": -3}, 0, "exact", [("negative", -3, 0)]),
    ),
)  # fmt: skip
def test_below_zero_is_zero_and_recorded(amount, facts, due, kind, adjusted):
    for decision in answers(amount, facts):
        assert (decision.outcome, plain(decision.amount), decision.amount_kind) == (Outcome.MET, due, AmountKind(kind))
        assert [(one.limit, plain(one.before), plain(one.after)) for one in decision.adjustments] == adjusted


def test_a_fraction_of_a_fen_below_zero_has_no_sign():
    for decision in answers("'sales - cost'", {"sales": "5", "cost": "5.004"}):
        assert not decision.amount.is_signed()
    assert not not_below_zero(D("-0")).is_signed()


def test_ends_that_contradict_each_other_are_no_amount():
    for decision in answers("{from: sales, to: cost}", {"sales": 5, "cost": 3}):
        assert (decision.outcome, decision.amount) == (Outcome.MET, None)


def test_the_summand_of_an_unknown_claim_is_not_below_zero_either():
    engine = engine_of(Rule({"v": "1"}, {"c": "listed"}, {"k": (("c",), "'sales - cost'")}).yaml())
    subjects = [Subject("s", {"sales": D(3), "cost": D(5)})]
    for one in (engine, BatchEngine(engine)):
        decision = one.assess_all("award", DAY, subjects)[0].clauses[0]
        assert (decision.outcome, decision.amount, decision.before_limits) == (Outcome.UNKNOWN, None, 0)
        assert [item.limit for item in decision.adjustments] == ["negative"]


@pytest.fixture
def pack(tmp_path):
    return write_pack(tmp_path, {"+ policies/award.yaml": POLICY, "scenarios/award.yaml": SCENARIOS})


@pytest.mark.parametrize("options", ((), ("--batch",)))
def test_scenarios_can_say_so(pack, capsys, options):
    assert main(["rules", "test", str(pack), *options]) == 0
    assert "2 passed, 0 failed" in capsys.readouterr().out


def test_assess_tells_the_sum_and_that_it_counts_as_0(pack, tmp_path, capsys):
    facts = tmp_path / "company.json"
    facts.write_text('{"销售收入": 300, "列入失信名单": false}', encoding="utf-8")
    given = ("--pack", str(pack), "--policy", "award", "--as-of", "2024-06-01", "--facts", str(facts))
    assert main(["rules", "assess", *given, "--json", "--language", "en"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["outcome"], data["amount"]) == ("met", 0)
    assert "200 yuan" in data["text"] and "the sum came out below zero and counts as 0" in data["text"]


def test_a_register_pays_nobody_less_than_nothing(pack, tmp_path, capsys):
    table, out = tmp_path / "companies.csv", tmp_path / "results.csv"
    table.write_text("统一社会信用代码,销售收入,列入失信名单\na,300,否\nb,501,否\nc,,否\n", encoding="utf-8")
    given = ("--pack", str(pack), "--as-of", "2024-06-01", "--table", str(table), "--out", str(out))
    assert main(["rules", "run", *given]) == 0, capsys.readouterr().err
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["subject"]: (row["outcome"], row["amount_low"], row["amount_high"]) for row in csv.DictReader(file)}
    assert rows == {"a": ("met", "0.00", "0.00"), "b": ("met", "1.00", "1.00"), "c": ("met", "", "")}
