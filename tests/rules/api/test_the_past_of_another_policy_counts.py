"""A cap that two policies share counts what the other one paid before, whichever back end decides and whichever policies are run."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huiqi_rules.api.batch import BatchEngine
from huiqi_rules.api.engine import Circumstances, Engine, Subject
from huiqi_rules.api.register import RegisterFacts, run_register
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.model.claims import Award
from huiqi_rules.packs import load_pack
from tests.rules.packs.pack_cases import POLICY, write_pack

DAY = date(2026, 3, 2)
CLAUSE = """\
    conditions:
      good: {zh: 未列入失信名单, en: Not listed, when: not(listed)}
    clauses:
      - id: sum
        zh: 奖
        en: Award
        needs: [good]
        amount: 元(300)
        limits: {caps: [{id: yearly, title: {zh: 年度, en: Year}, amount: 元(400), period: year}]}
"""


@pytest.fixture
def engine(tmp_path) -> Engine:
    """Two policies under one cap of 400 for a payee and year; the second ended in 2025."""
    second = POLICY.replace("id: award", "id: second").replace("to: null", "to: 2025-12-31")
    files = {"+ policies/award.yaml": CLAUSE, "policies/second.yaml": second + CLAUSE}
    return Engine(check_rulebook(load_pack(write_pack(tmp_path, files), search=()).rulebook, Findings()))


def before(year: int, *, clause: str = "second/sum") -> tuple[Award, ...]:
    return (Award(clause, "firm", year, Decimal(300), day=date(2025, 12, 1)),)


@pytest.mark.parametrize(("history", "due"), ((before(2026), 100), (before(2025), 300), (before(2026, clause="gone/sum"), 300), ((), 300)))  # fmt: skip
def test_what_another_policy_paid_in_the_year_is_taken_off(engine, history, due):
    subject = Subject("row", {"listed": False}, payee="firm")
    for one in (engine, BatchEngine(engine)):
        (found,) = one.assess_all("award", DAY, [subject], Circumstances(history=history))
        assert found.amount == due
    register = RegisterFacts(("firm",), (None,), {"listed": [False]})
    run = run_register(engine, register, DAY, policies=["award"], history=history)
    try:
        assert [answer.amount for answer in run.answers("award", "sum", outcome=True)] == [due]
    finally:
        run.close()
