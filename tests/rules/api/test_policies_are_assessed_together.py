"""What policies have in common is answered once, and only what means the same in both."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huiqi_rules.api.engine import Engine
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.values import ABSENT
from huiqi_rules.packs import load_pack
from huiqi_rules.scalar.linking import compile_together
from tests.rules.columnar.agreement import shown
from tests.rules.columnar.generated_rules import FACTS, PACK, PARAMETERS

DAY = date(2024, 6, 1)
POLICY = """\
id: {id}
title: {{zh: 奖, en: Award}}
subject: enterprise
outputs: [ratio]
versions:
  - id: "1"
    from: {start}
    to: null
    source: {{document: D, article: 一}}
    values:
      ratio: {{zh: 比, en: Ratio, of: '{ratio}'}}
    conditions:
      clean: {{zh: 守信, en: Clean, when: not(listed)}}
      enough: {{zh: 够, en: Enough, when: 'ratio >= 0.05'}}
      graded: {{zh: 等级, en: Graded, when: '{graded}'}}
    clauses:
      - {{id: grant, zh: 资助, en: Grant, needs: [clean, enough, graded], amount: 元(100)}}
"""
POLICIES = {
    "first": {"start": "2020-01-01", "ratio": "sales / cost", "graded": 'grade = "A"'},
    "same": {"start": "2020-01-01", "ratio": "sales / cost", "graded": 'grade = "A"'},
    # The same words about another figure are another condition.
    "other": {"start": "2020-01-01", "ratio": "loan / cost", "graded": "items >= 1"},
    "later": {"start": "2025-01-01", "ratio": "sales / cost", "graded": 'grade = "A"'},
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    pack = tmp_path_factory.mktemp("packs") / "case"
    texts = {"pack.yaml": PACK, "facts.yaml": FACTS, "parameters/figures.yaml": PARAMETERS}
    texts |= {f"policies/{name}.yaml": POLICY.format(id=name, **parts) for name, parts in POLICIES.items()}
    for name, text in texts.items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text, encoding="utf-8")
    loaded = load_pack(pack, search=())
    findings = Findings(list(loaded.findings.items))
    checked = check_rulebook(loaded.rulebook, findings)
    assert not findings.errors, findings.errors
    return Engine(checked)


FACTS_GIVEN = (
    {"sales": Decimal(5), "loan": Decimal(1), "cost": Decimal(100), "grade": "A", "items": Decimal(1), "listed": False},
    {
        "sales": Decimal(1),
        "loan": Decimal(5),
        "cost": Decimal(100),
        "grade": "A",
        "items": Decimal(1),
        "listed": ABSENT,
    },
    {"sales": Decimal(5), "grade": "B"},
    {},
)


@pytest.mark.parametrize("facts", FACTS_GIVEN)
def test_each_answers_as_if_it_were_alone(engine, facts):
    together = engine.assess_each([*POLICIES], DAY, facts)
    assert [one.policy for one in together] == [*POLICIES]
    assert [shown(one) for one in together] == [shown(engine.assess(name, DAY, facts)) for name in POLICIES]


def test_the_same_words_about_other_figures_are_not_the_same(engine):
    first, _, other, later = engine.assess_each([*POLICIES], DAY, FACTS_GIVEN[0])
    assert (first.outcome, other.outcome, later.outcome) == ("met", "not_met", "not_met")
    assert (first.failed, other.failed, later.failed) == ((), ("enough",), ("in_force",))


def test_what_is_the_same_has_one_step(engine):
    versions = [engine.checked.version(name, "1") for name in ("first", "same", "other")]
    machine = compile_together(versions)[0].machine
    # Ratio, clean, enough and graded once for the first two; ratio, enough and graded of the other are its own.
    assert len(machine.steps) == 4 + 3


def test_no_policy_in_force_is_no_error(engine):
    (later,) = engine.assess_each(["later"], DAY, {})
    assert (later.version, later.failed) == (None, ("in_force",))
    assert engine.assess_each([], DAY, {}) == ()


def test_who_answers_alike_is_decided_alike_by_facts_of_its_own(engine):
    rich, poor = (dict(FACTS_GIVEN[0], sales=Decimal(sales)) for sales in (50, 10))
    (first,), (second,) = (
        engine.assess_each(["first"], DAY, facts, subject=name) for name, facts in (("a", rich), ("b", poor))
    )
    assert first.clauses is second.clauses
    assert (first.subject, first.payee, first.values["ratio"], first.facts["sales"]) == ("a", "a", Decimal("0.5"), 50)
    assert (second.subject, second.payee, second.values["ratio"], second.facts["sales"]) == (
        "b",
        "b",
        Decimal("0.1"),
        10,
    )


def test_another_day_is_another_answer(engine):
    days = (DAY, date(2025, 6, 1))
    assert [engine.assess_each(["later"], day, FACTS_GIVEN[0])[0].as_of for day in days * 2] == [*days * 2]
    assert [engine.assess_each(["later"], day, FACTS_GIVEN[0])[0].outcome for day in days] == ["not_met", "met"]


def test_answers_that_are_forgotten_are_given_again(engine, monkeypatch):
    monkeypatch.setattr("huiqi_rules.api.in_force.ALIKE_MOST", 1)
    asked = [*FACTS_GIVEN] * 2
    together = [engine.assess_each(["first"], DAY, facts)[0] for facts in asked]
    assert [shown(one) for one in together[:4]] == [shown(one) for one in together[4:]]
