"""A matched award (配套): the zone's share by the clause's ratio and cap, never before the award of the higher level is recorded."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from huiqi.casework import services
from huiqi.casework.models import Claim
from huiqi.casework.services import CannotApply, CannotClaim
from huiqi.register import queries as register
from tests.casework.applying.conftest import Counter
from tests.casework.claims.made import seen
from tests.casework.conftest import DAY, LATER
from tests.casework.ranking.conftest import installed
from tests.cast import SYSTEM, Cast

AWARD = ("ningbo-ip-award", "reward")
LEVEL = "amount: {of: level_reward, at_most: ip_award_cap}"
MATCHED = "amount: {of: 上级奖励金额 * 0.5, at_most: ip_award_cap}"
FACT = "higher_award: {zh: 上级奖励金额, en: Award of the higher level, type: money, min: 0}\n"
NATIONAL = "ip_award_national:\n  zh: 国家级知识产权奖奖励\n  en: Reward for a national IP award\n  type: money\n  values:\n    # 起始日期未载明\n    - {from: 2023-01-01, to: null, value: unpublished"


def counter_of(cast: Cast) -> Counter:
    return Counter(cast)


def intake(counter: Counter) -> object:
    return counter.intake(policy=AWARD[0], clause=AWARD[1])


@pytest.fixture
def matched(cast: Cast, tmp_path: Path) -> Counter:
    """The clause gives half of the higher award, up to its cap."""
    installed(cast, tmp_path, "ningbo", "policies/ip_award.yaml", LEVEL, MATCHED, also=("facts.yaml", FACT))
    return counter_of(cast)


@pytest.mark.parametrize(("higher", "amount"), ((600_000, 300_000), (1_000_001, 500_000), (999_999, "499999.50")))
def test_the_share_is_the_clause_s_ratio_up_to_its_cap(matched: Counter, higher: int, amount: object) -> None:
    made = intake(matched)
    answers = {"ip_award_level": "national", "higher_award": Decimal(higher)}
    matched.checked(matched.sent(matched.filled(matched.draft(made), answers)))
    claim = Claim.objects.get(round=matched.round(made))
    assert claim.amount == Decimal(amount)
    (fact,) = register.facts(SYSTEM, subject=matched.company.pk, names=["higher_award"])
    assert fact.evidence.startswith("file:")


def test_without_the_higher_award_and_its_evidence_nothing_is_claimed(matched: Counter) -> None:
    made = intake(matched)
    draft = matched.draft(made)
    with pytest.raises(CannotApply) as refused:
        matched.sent(draft)
    assert refused.value.code == "incomplete"
    with pytest.raises(CannotApply) as refused:
        matched.filled(draft, {"ip_award_level": "national", "higher_award": Decimal(1)}, proof=False)
    assert refused.value.code == "no_proof"


def test_a_higher_award_that_does_not_hold_makes_no_claim(matched: Counter) -> None:
    made = intake(matched)
    answers = {"ip_award_level": "national", "higher_award": Decimal(600_000)}
    matched.checked(matched.sent(matched.filled(matched.draft(made), answers)), wrong="higher_award")
    assert not register.facts(SYSTEM, subject=matched.company.pk, names=["higher_award"])
    with pytest.raises(CannotApply) as refused:
        matched.run(made)
    assert refused.value.code == "none_accepted"


@pytest.mark.inventory("NB-02")
def test_a_reward_whose_scale_is_above_the_cap_is_the_cap(cast: Cast, tmp_path: Path) -> None:
    installed(cast, tmp_path, "ningbo", "parameters.yaml", NATIONAL, NATIONAL.replace("unpublished", "60万"))
    counter = counter_of(cast)
    made = intake(counter)
    counter.checked(counter.sent(counter.filled(counter.draft(made), {"ip_award_level": "national"})))
    assert Claim.objects.get(round=counter.round(made)).amount == Decimal(500_000)


def test_what_no_source_publishes_is_set_by_an_officer_within_the_cap(cast: Cast, tmp_path: Path) -> None:
    installed(cast, tmp_path, "ningbo", "pack.yaml", "needs: []", "needs: []")
    counter = counter_of(cast)
    made = intake(counter)
    counter.checked(counter.sent(counter.filled(counter.draft(made), {"ip_award_level": "city"})))
    round_ = counter.round(made)
    (claim,) = Claim.objects.filter(round=round_)
    assert (claim.amount, claim.exceptions) == (None, ["open_amount"])
    said = {"id": claim.pk, "version": claim.version, "reason": "按奖项级别", "actor": counter.officer, "now": LATER}
    with pytest.raises(CannotClaim) as refused:
        services.set_amount(amount=Decimal(500_001), **said)
    assert refused.value.code == "amount_outside"
    services.set_amount(amount=Decimal(100_000), **said)
    assert services.review(seen=seen(round_), reason="齐全", actor=counter.officer, now=LATER) == 1
    assert round_.day == DAY
