"""A population settled once and told of part by part gives what deciding all of it at once gives, limits and history included."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huiqi_rules.api.engine import Circumstances, Engine, Subject
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.model.claims import Award
from huiqi_rules.packs import load_pack
from tests.rules.packs.pack_cases import write_pack

DAY = date(2026, 3, 2)
LIMITS = (
    "{caps: [{id: yearly, title: {zh: 年度, en: Year}, amount: 元(400), period: year}]}",
    "{quota: {places: 2}}",
    "{first_time: {with: []}}",
    "{}",
)


def engine(tmp_path, limits: str) -> Engine:
    clause = f"""\
    conditions:
      good: {{zh: 未列入失信名单, en: Not listed, when: not(listed)}}
    clauses:
      - {{id: sum, zh: 奖, en: Award, needs: [good], amount: 元(300), limits: {limits}}}
"""
    return Engine(
        check_rulebook(load_pack(write_pack(tmp_path, {"+ policies/award.yaml": clause})).rulebook, Findings())
    )


@pytest.mark.parametrize("limits", LIMITS)
def test_parts_are_as_the_whole(tmp_path, limits):
    one = engine(tmp_path, limits)
    subjects = [Subject(f"row {at}", {} if at == 3 else {"listed": at == 1}, payee=f"firm {at % 4}") for at in range(7)]
    around = Circumstances(history=(Award("award/sum", "firm 2", 2026, Decimal(300), day=date(2026, 1, 1)),))
    whole = one.assess_all("award", DAY, subjects, around)
    settled = one.settle_all("award", DAY, iter(subjects), around)
    parts = [
        found
        for start in (0, 3, 6)
        for found in one.assess_settled("award", DAY, subjects[start : start + 3], settled[start : start + 3])
    ]
    assert tuple(parts) == whole
    assert len({str(found.outcome) for found in whole}) > 1, "they do differ"


def test_a_policy_that_is_not_in_force_settles_nothing(tmp_path):
    with pytest.raises(KeyError):
        engine(tmp_path, "{}").settle_all("award", date(1990, 1, 1), [])
