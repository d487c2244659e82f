"""What one round has under review keeps its part of every limit: another round gets what is left, and the officer is told why."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from huiqi.casework import queries, services, tasks
from huiqi.casework.domain.claims.states import ENDED
from huiqi.casework.models import Round, Run
from huiqi.casework.services import CannotClaim, Terms
from huiqi.kernel.actor import Actor, Role
from tests.at_once import at_once
from tests.casework.claims.made import claims, seen
from tests.casework.conftest import FIRST, LATE, LATER, add_company, hnte, outcomes, run_now
from tests.casework.earlier.made import IN_PARTS, POOL, YEARLY, limited
from tests.cast import Cast, make_cast, visit
from tests.ledger.books import Books

TERMS = Terms(confirm_days=10, notice_days=5)


@pytest.fixture
def capped(cast: Cast, tmp_path: Path) -> None:
    """At most 400,000 for a company in a year: 300,000 for the first recognition, 200,000 for a later one."""
    limited(cast, tmp_path / "ganzhou", YEARLY)


def round_of(officer: Actor, run: Run, clause: tuple[str, str], *, now: datetime = LATER) -> Round:
    return services.open_round(run=run.pk, policy=clause[0], clause=clause[1], terms=TERMS, actor=officer, now=now)


def first_then_late(cast: Cast, officer: Actor) -> tuple[Round, Run]:
    """A round of the first recognition under review, and a run of the day on which the company is recognised again."""
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=True)
    first = round_of(officer, run_now(officer, cast), FIRST)
    hnte(company, applied=True, recognised=True, first=False, now=LATER)
    return first, run_now(officer, cast)


def both_whole(cast: Cast, officer: Actor) -> tuple[Round, Round]:
    """Two rounds that together pass the cap, as they stood before what is under review counted: both reviewed."""
    first, _ = first_then_late(cast, officer)
    first.claims.update(state="refused", reason="暂缓")
    late = round_of(officer, run_now(officer, cast), LATE, now=LATER + timedelta(minutes=1))
    first.claims.update(state="proposed", reason="")
    for made in (first, late):
        Round.objects.filter(pk=made.pk).update(line=Books(cast).line(1_000_000))
        made.claims.update(credit="clean")
        services.review(seen=seen(made), reason="", actor=officer, now=LATER)
    return first, late


def approver(cast: Cast, name: str = "政策审批人") -> Actor:
    return cast.person(name, (Role.POLICY_APPROVER, cast.zone))


@pytest.mark.usefixtures("capped")
@pytest.mark.parametrize("state", ("proposed", "returned", "reviewed"))
def test_another_round_gets_what_is_left_and_says_where_the_rest_is(cast: Cast, officer: Actor, state: str) -> None:
    first, _ = first_then_late(cast, officer)
    who = {"reviewed_by": officer.person} if state == "reviewed" else {}
    first.claims.update(state=state, reason="核实", **who)
    run = run_now(officer, cast)
    assert outcomes(run, LATE)[cast.north_company.name] == ("m", 10_000_000, 10_000_000)
    (claim,) = claims(round_of(officer, run, LATE))
    assert (claim.amount, claim.exceptions[-1]) == (Decimal(100_000), "adjusted")
    page = visit(officer).get(f"/casework/claims/{claim.pk}").content.decode()
    assert "累计上限：200,000.00 → 100,000.00 元" in page
    assert "300,000.00 元在“首次认定奖励30万元 2026-03-02”批次审核中" in page
    why = queries.company_trace(
        officer, run=run.pk, policy=LATE[0], clause=LATE[1], company=cast.north_company.pk, english=True
    )
    assert why.agrees
    assert [(one.amount, one.is_pending) for one in why.past] == [(Decimal(300_000), True)]


@pytest.mark.usefixtures("capped")
@pytest.mark.parametrize("state", sorted(one.value for one in ENDED))
def test_what_comes_to_nothing_lets_its_part_go(cast: Cast, officer: Actor, state: str) -> None:
    first, while_reviewed = first_then_late(cast, officer)
    assert outcomes(while_reviewed, LATE)[cast.north_company.name][1] == 10_000_000
    decided = {"reviewed_by": officer.person, "approved_by": UUID(int=1)} if state != "refused" else {}
    first.claims.update(state=state, reason="不符", **decided)
    assert outcomes(run_now(officer, cast), LATE)[cast.north_company.name][1] == 20_000_000
    # A run says the same again, whatever came of it since.
    again = services.repeat_run(id=while_reviewed.pk, actor=officer, now=LATER)
    tasks.carry_out_run(run=str(again.pk))
    again.refresh_from_db()
    assert again.digest == while_reviewed.digest


@pytest.mark.usefixtures("capped")
def test_run_again_a_claim_finds_its_own_part_free(cast: Cast, officer: Actor) -> None:
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=True)
    made = round_of(officer, run_now(officer, cast), FIRST)
    assert outcomes(run_now(officer, cast), FIRST)[company.name] == ("m", 30_000_000, 30_000_000)
    with pytest.raises(CannotClaim) as refused:
        round_of(officer, run_now(officer, cast), FIRST)
    assert refused.value.code == "nobody", "it is under review already"
    # Refused for a wrong fact, put right, and decided anew: the round is repeated.
    made.claims.update(state="refused", reason="数据有误")
    (claim,) = claims(round_of(officer, run_now(officer, cast), FIRST))
    assert claim.amount == Decimal(300_000)


def test_run_again_an_interim_claim_under_review_is_the_same_one(cast: Cast, officer: Actor, tmp_path: Path) -> None:
    """80% of 300,000 now, the rest at the end, and 400,000 a year at most."""
    limited(cast, tmp_path / "ganzhou", IN_PARTS)
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=True)
    made = round_of(officer, run_now(officer, cast), FIRST)
    assert [claim.amount for claim in claims(made)] == [Decimal(240_000)]
    assert outcomes(run_now(officer, cast), FIRST)[company.name] == ("m", 24_000_000, 24_000_000)
    # What stands under review is no more the whole award than it is another one: the final payment is the rest of it.
    hnte(company, applied=False, recognised=True, first=True, now=LATER)
    assert outcomes(run_now(officer, cast), FIRST)[company.name] == ("m", 6_000_000, 6_000_000)
    made.claims.update(state="refused", reason="数据有误")
    (final,) = claims(round_of(officer, run_now(officer, cast), FIRST))
    assert final.amount == Decimal(300_000)
    assert outcomes(run_now(officer, cast), FIRST)[company.name] == ("m", 30_000_000, 30_000_000)


@pytest.mark.usefixtures("capped")
def test_of_two_runs_at_the_same_time_the_later_round_is_stopped(cast: Cast, officer: Actor) -> None:
    company, other = cast.north_company, add_company(cast, "乙公司", number=7)
    hnte(company, applied=True, recognised=True, first=True)
    hnte(other, applied=True, recognised=True, first=False)
    one = run_now(officer, cast)
    hnte(company, applied=True, recognised=True, first=False, now=LATER)
    two = run_now(officer, cast)
    round_of(officer, one, FIRST)
    with pytest.raises(CannotClaim) as refused:
        round_of(officer, two, LATE)
    assert refused.value.code == "limits_moved"
    said = refused.value.said(english=False)
    assert f"{company.name}（需要200,000.00元，限额“累计上限”剩余100,000.00元，因“首次认定奖励30万元”）" in said
    assert other.name not in said
    assert not Round.objects.filter(run=two).exists(), "nothing is cut, nothing is kept"
    assert [claim.amount for claim in claims(round_of(officer, one, LATE))] == [Decimal(200_000)], "of the same run"


@pytest.mark.usefixtures("capped")
def test_who_is_approved_second_is_stopped_with_the_reason(cast: Cast, officer: Actor) -> None:
    first, late = both_whole(cast, officer)
    boss = approver(cast)
    services.approve(seen=seen(late), reason="", actor=boss, now=LATER)
    with pytest.raises(CannotClaim) as refused:
        services.approve(seen=seen(first), reason="", actor=boss, now=LATER)
    assert refused.value.code == "limits_used"
    assert "需要300,000.00元，限额“累计上限”剩余200,000.00元" in refused.value.said(english=False)
    (claim,) = claims(first)
    assert (claim.state, claim.amount) == ("reviewed", Decimal(300_000)), "it is not cut"
    page = visit(boss).post(
        f"/casework/rounds/{first.pk}/decide", {"act": "approve", "seen": [f"{claim.pk}:{claim.version}"]}, follow=True
    )
    assert "金额不会自动削减" in page.content.decode()
    # Let go, the other has its room again.
    late.claims.update(state="declined")
    assert services.approve(seen=seen(first), reason="", actor=boss, now=LATER) == 1


@pytest.mark.usefixtures("capped")
def test_of_two_approved_together_the_round_that_was_made_first_counts(cast: Cast, officer: Actor) -> None:
    first, late = both_whole(cast, officer)
    with pytest.raises(CannotClaim) as refused:
        services.approve(seen=seen(late) | seen(first), reason="", actor=approver(cast), now=LATER)
    assert "需要200,000.00元，限额“累计上限”剩余100,000.00元" in refused.value.said(english=False)
    assert not claims(first, "approved"), "all or none"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_the_same_moment_one_is_stopped(tmp_path: Path) -> None:
    cast = make_cast()
    officer = cast.person("政策专员", (Role.POLICY_OFFICER, cast.zone))
    limited(cast, tmp_path / "ganzhou", YEARLY)
    acts = [
        partial(services.approve, seen=seen(made), reason="", actor=approver(cast, f"审批人{number}"), now=LATER)
        for number, made in enumerate(both_whole(cast, officer))
    ]
    results = at_once(*acts)
    assert sorted(str(getattr(one, "code", one)) for one in results) == ["1", "limits_used"]


def test_a_pool_keeps_what_is_under_review(cast: Cast, officer: Actor, tmp_path: Path) -> None:
    limited(cast, tmp_path / "ganzhou", POOL)
    one, other = cast.north_company, add_company(cast, "乙公司", number=7)
    # Nobody else is in doubt, who might have a part of the pool.
    hnte(cast.south_company, applied=False, recognised=False, first=False)
    hnte(one, applied=True, recognised=True, first=True)
    round_of(officer, run_now(officer, cast), FIRST)
    hnte(other, applied=True, recognised=True, first=True, now=LATER)
    found = outcomes(run_now(officer, cast), FIRST)
    assert found[one.name] == ("m", 30_000_000, 30_000_000), "its own place in the pool"
    assert found[other.name] == ("m", 20_000_000, 20_000_000), "what is left of 500,000"


@pytest.mark.usefixtures("ganzhou")
def test_what_is_under_review_is_no_longer_the_first_time(cast: Cast, officer: Actor) -> None:
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=False)
    late = round_of(officer, run_now(officer, cast), LATE)
    hnte(company, applied=True, recognised=True, first=True, now=LATER)
    assert outcomes(run_now(officer, cast), FIRST)[company.name][0] == "n"
    late.claims.update(state="refused", reason="不符")
    assert outcomes(run_now(officer, cast), FIRST)[company.name][0] == "m"
