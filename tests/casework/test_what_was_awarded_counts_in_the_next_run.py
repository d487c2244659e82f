"""What a company was awarded in the year is looked at by the limits of the next run, and a repeat is given the same past."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from huiqi.casework import queries, services, tasks
from huiqi.casework.models import Round, Run
from huiqi.casework.services import Terms
from huiqi.kernel.actor import Actor, Role
from tests.casework.claims.made import claims, seen
from tests.casework.conftest import FIRST, LATE, LATER, hnte, outcomes, run_now
from tests.casework.earlier.made import YEARLY, limited
from tests.cast import Cast, visit
from tests.ledger.books import Books

TERMS = Terms(confirm_days=10, notice_days=5)


@pytest.fixture
def capped(cast: Cast, tmp_path: Path) -> None:
    """Ganzhou's rewards with a cap of 400,000 for a company and year over both recognitions, and no other limit."""
    limited(cast, tmp_path / "ganzhou", YEARLY)


def awarded(cast: Cast, officer: Actor, run: Run, clause: tuple[str, str]) -> Round:
    """A round of a clause with its claims approved."""
    made = services.open_round(run=run.pk, policy=clause[0], clause=clause[1], terms=TERMS, actor=officer, now=LATER)
    Round.objects.filter(pk=made.pk).update(line=Books(cast).line(1_000_000))
    made.claims.update(credit="clean")
    services.review(seen=seen(made), reason="", actor=officer, now=LATER)
    approver = cast.person("政策审批人", (Role.POLICY_APPROVER, cast.zone))
    services.approve(seen=seen(made), reason="", actor=approver, now=LATER)
    return made


@pytest.mark.usefixtures("capped")
def test_a_second_run_in_the_year_pays_only_what_is_left_under_the_cap(cast: Cast, officer: Actor) -> None:
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=True)
    first = run_now(officer, cast)
    assert first.past is None
    awarded(cast, officer, first, FIRST)
    hnte(company, applied=True, recognised=True, first=False, now=LATER)

    second = run_now(officer, cast)
    assert outcomes(second, LATE)[company.name] == ("m", 10_000_000, 10_000_000)
    made = services.open_round(run=second.pk, policy=LATE[0], clause=LATE[1], terms=TERMS, actor=officer, now=LATER)
    (claim,) = claims(made)
    assert (claim.amount, claim.exceptions[-1]) == (Decimal(100_000), "adjusted")
    assert claim.adjustments == [{"limit": "cap", "before": ["200000.00"] * 2, "after": ["100000.00"] * 2}]

    why = queries.company_trace(
        officer, run=second.pk, policy=LATE[0], clause=LATE[1], company=company.pk, english=False
    )
    assert why.agrees
    assert [(one.zh, one.year, one.amount) for one in why.past] == [("首次认定奖励30万元", 2026, Decimal(300_000))]
    page = visit(officer).get(f"/casework/claims/{claim.pk}").content.decode()
    assert "2026年 首次认定奖励30万元：300,000.00 元" in page


@pytest.mark.usefixtures("capped")
def test_a_repeat_is_given_the_past_of_the_first_run(cast: Cast, officer: Actor) -> None:
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=True)
    awarded(cast, officer, run_now(officer, cast), FIRST)
    hnte(company, applied=True, recognised=True, first=False, now=LATER)
    second = run_now(officer, cast)
    awarded(cast, officer, second, LATE)

    repeated = services.repeat_run(id=second.pk, actor=officer, now=LATER)
    tasks.carry_out_run(run=str(repeated.pk))
    repeated.refresh_from_db()
    assert (repeated.digest, repeated.past_id) == (second.digest, second.past_id)
    third = run_now(officer, cast)
    assert third.past is not None
    assert third.past.count == 2
    assert outcomes(third, LATE)[company.name] == ("m", 0, 0), "it qualifies, and the cap is spent"
    with pytest.raises(services.CannotClaim) as refused:
        services.open_round(run=third.pk, policy=LATE[0], clause=LATE[1], terms=TERMS, actor=officer, now=LATER)
    assert refused.value.code == "nobody"


@pytest.mark.usefixtures("ganzhou")
def test_first_time_only_is_refused_after_an_award(cast: Cast, officer: Actor) -> None:
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=True)
    made = awarded(cast, officer, run_now(officer, cast), FIRST)
    assert outcomes(run_now(officer, cast), FIRST)[company.name][0] == "n"
    # What came to nothing is no award.
    made.claims.update(state="revoked")
    assert outcomes(run_now(officer, cast), FIRST)[company.name][0] == "m"
