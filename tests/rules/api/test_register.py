"""A whole register in batches answers as one policy at a time does, limits included, and its sums add up."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from huiqi_rules.api.engine import Engine, Subject
from huiqi_rules.api.register import RegisterFacts, run_register
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.types import AnnualType, BoolType, DateType, EnumType, NumberType, SetType
from huiqi_rules.core.values import ABSENT, Bounds, bounds_of
from huiqi_rules.model.decision import Outcome
from huiqi_rules.packs import bundled_folder, load_pack

DAY = date(2024, 6, 1)
SIZE = 200
PACKS = ("national", "ningbo", "wuhan-east-lake", "xiamen-torch")


def value_of(draw: random.Random, type_):
    kind = draw.random()
    if kind < 0.25:
        return None
    if kind < 0.30:
        return ABSENT
    match type_:
        case AnnualType(of=of):
            years = {year: value_of_number(draw, of) for year in range(2020, 2024) if draw.random() < 0.8}
            return years or None
        case NumberType():
            return value_of_number(draw, type_)
        case BoolType():
            return draw.random() < 0.5
        case DateType():
            return date(draw.randint(1995, 2024), draw.randint(1, 12), draw.randint(1, 28))
        case EnumType(options=options):
            return draw.choice(options)
        case SetType(options=options):
            return frozenset(draw.sample(options, draw.randint(0, len(options))))
        case _:
            return draw.choice(("0511", "3911", "6510", "5211", "4790", ""))


def value_of_number(draw: random.Random, kind: NumberType):
    if kind.unit is not None and str(kind.unit) == "yuan":
        return Decimal(draw.choice((0, 500_000, 3_000_000, 20_000_000, 400_000_000, 12_000_000_000))) + draw.choice(
            (0, Decimal("0.01"))
        )
    if kind.integer:
        return Decimal(draw.choice((0, 1, 3, 5, 10, 100, 365, 1000)))
    return Decimal(draw.choice(("0", "0.03", "0.05", "0.1", "0.2", "0.5", "0.7", "1")))


@pytest.fixture(scope="module", params=PACKS)
def case(request):
    """The engine of a pack and a register of made-up companies, several of which share a payee."""
    engine = Engine(check_rulebook(load_pack(bundled_folder() / request.param).rulebook, findings()))
    draw = random.Random(20240601)
    facts = engine.checked.rulebook.facts
    values = {fact_id: [value_of(draw, fact.type) for _ in range(SIZE)] for fact_id, fact in facts.items()}
    ids = tuple(f"c{number}" for number in range(SIZE))
    payees = tuple(f"p{number % 150}" for number in range(SIZE))
    return engine, RegisterFacts(ids, (None,) * SIZE, values, payees)


def findings():
    from huiqi_rules.core.diagnostics import Findings

    return Findings()


@pytest.fixture(scope="module")
def run(case):
    engine, register = case
    result = run_register(engine, register, DAY)
    yield result
    result.close()


def plain(amount):
    return bounds_of(amount) if isinstance(amount, Bounds) else amount


def test_every_row_and_clause_is_as_assessed_alone(case, run):
    engine, register = case
    truths = {Outcome.MET: True, Outcome.NOT_MET: False, Outcome.UNKNOWN: None}
    wrong = []
    for policy_id, policy in engine.checked.rulebook.policies.items():
        if policy.on(DAY) is None:
            assert policy_id in run.not_in_force
            continue
        subjects = [
            Subject(one, register.facts_of(row), register.payees[row]) for row, one in enumerate(register.subjects)
        ]
        alone = engine.assess_all(policy_id, DAY, subjects)
        for clause in policy.on(DAY).clauses:
            answers = run.answers(policy_id, clause.id)
            assert [answer.row for answer in answers] == list(range(SIZE))
            for answer, determination in zip(answers, alone, strict=True):
                decision = next(one for one in determination.clauses if one.clause == clause.id)
                one = (answer.outcome, set(answer.failed), set(answer.missing), plain(answer.amount))
                missing = {*decision.missing, *(f"§{name}" for name in decision.missing_parameters)}
                amount = (
                    None
                    if decision.outcome is Outcome.UNKNOWN and clause.amount is not None
                    else plain(decision.amount)
                )
                other = (truths[decision.outcome], set(decision.failed), missing, amount)
                if one != other:
                    wrong.append((policy_id, clause.id, answer.row, one, other))
    assert wrong[:5] == []


def test_counts_and_money_of_each_clause_add_up(run):
    for summary in run.summaries:
        answers = run.answers(summary.policy, summary.clause)
        met = [answer for answer in answers if answer.outcome is True]
        known = [bounds_of(answer.amount) for answer in met if answer.amount is not None]
        assert (summary.met, summary.not_met, summary.unknown) == (
            len(met), sum(answer.outcome is False for answer in answers), sum(answer.outcome is None for answer in answers),
        )  # fmt: skip
        assert summary.met + summary.not_met + summary.unknown == SIZE
        if summary.amount_low is None:
            assert summary.amount_high is None and summary.open_amounts == 0
            continue
        assert summary.amount_low == sum((low for low, _ in known), Decimal(0))
        assert summary.amount_high == sum((high for _, high in known), Decimal(0))
        assert summary.open_amounts == len(met) - len(known)


def test_answers_can_be_had_by_outcome(run):
    summary = run.summaries[0]
    parts = [run.answers(summary.policy, summary.clause, outcome=outcome) for outcome in (True, False, None)]
    assert [len(part) for part in parts] == [summary.met, summary.not_met, summary.unknown]


def test_counts_of_conditions_are_those_of_the_rows(case, run):
    engine, register = case
    policy = run.summaries[0].policy
    subjects = [Subject(one, register.facts_of(row)) for row, one in enumerate(register.subjects)]
    alone = engine.assess_all(policy, DAY, subjects)
    for name, counts in run.conditions(policy).items():
        got = [determination.conditions[name] for determination in alone]
        assert counts == (got.count(True), got.count(False), got.count(None))


def test_only_the_wanted_policies_are_run(case):
    engine, register = case
    policy = next(iter(engine.checked.rulebook.policies))
    result = run_register(engine, register, DAY, policies=(policy,))
    assert {summary.policy for summary in result.summaries} <= {policy}
    result.close()


def test_columns_hold_the_same_answers(run) -> None:
    for summary in run.summaries:
        columns = run.columns(summary.policy, summary.clause)
        why = {row: (failed, missing) for failed, missing, rows in columns.reasons for row in rows}
        assert len(why) == SIZE
        ends = zip(columns.low_fen, columns.high_fen, strict=True)
        amounts = dict.fromkeys(range(SIZE), (0, 0)) | dict(zip(columns.rows, ends, strict=True))
        for answer in run.answers(summary.policy, summary.clause):
            low, high = (None, None) if answer.amount is None else bounds_of(answer.amount)
            letter = {True: "m", False: "n", None: "u"}[answer.outcome]
            in_fen = tuple(None if end is None else int(end * 100) for end in (low, high))
            assert columns.outcomes[answer.row] == letter
            assert amounts[answer.row] == in_fen
            assert why[answer.row] == (answer.failed, answer.missing)


def test_without_limits_every_answer_is_the_subjects_own(case) -> None:
    engine, register = case
    own = run_register(engine, register, DAY, limits=False)
    for summary in own.summaries:
        for answer in own.answers(summary.policy, summary.clause)[:40]:
            alone = engine.assess(summary.policy, DAY, register.facts_of(answer.row), limits=False)
            decision = next(one for one in alone.clauses if one.clause == summary.clause)
            assert (
                answer.outcome is {Outcome.MET: True, Outcome.NOT_MET: False, Outcome.UNKNOWN: None}[decision.outcome]
            )
            has_money = summary.amount_low is not None
            if has_money and answer.outcome is not None:
                assert plain(answer.amount) == plain(decision.amount)
            conditions = set(decision.conditions.values())
            assert answer.outcome is (False if False in conditions else None if None in conditions else True)
    own.close()


def test_a_group_that_spans_queries_is_settled_as_one(case, run, monkeypatch) -> None:
    engine, register = case
    monkeypatch.setattr("huiqi_rules.api.batches.CLAUSES_A_BATCH", 1)
    apart = run_register(engine, register, DAY)
    for summary in run.summaries:
        parts = [repr(one.answers(summary.policy, summary.clause)) for one in (apart, run)]
        assert parts[0] == parts[1]
    apart.close()
