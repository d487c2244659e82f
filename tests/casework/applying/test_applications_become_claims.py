"""Accepted applications are run, become claims under their own identifiers, and go the way of all claims; three steps for the company."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from huiqi.casework import queries, services
from huiqi.casework.domain.applying.states import Standing
from huiqi.casework.domain.applying.steps import COMPANY_STEPS, steps_taken, way_of
from huiqi.casework.domain.claims.states import State
from huiqi.casework.models import Application, Claim, Clock
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.services import CannotApply, CannotClaim
from huiqi.kernel.actor import Role
from tests.casework.applying.conftest import Counter
from tests.casework.claims.made import confirm, put_on_file, seen
from tests.casework.conftest import AID, FIRST, LATER, hnte
from tests.cast import visit
from tests.ledger.books import Books


def test_only_those_who_applied_and_were_accepted_are_run(counter: Counter) -> None:
    hnte(counter.cast.south_company, applied=True, recognised=True, first=True)
    made = counter.intake()
    counter.checked(counter.submitted(made))
    run = counter.run(made)
    assert (run.companies, run.companies_met) == (1, 1)
    assert run not in queries.runs(counter.officer), "a run over some is not taken for one over the zone"


def test_the_claim_has_the_identifier_of_its_application(counter: Counter) -> None:
    made = counter.intake()
    application = counter.checked(counter.submitted(made))
    round_ = counter.round(made)
    claim = Claim.objects.get(round=round_)
    assert (claim.pk, claim.amount, claim.facts["first_recognition"]) == (application.pk, Decimal(300_000), True)
    application.refresh_from_db()
    assert application.standing == "claimed"


def test_a_run_over_applications_makes_a_round_of_their_clause_alone(counter: Counter) -> None:
    made = counter.intake()
    counter.checked(counter.submitted(made))
    run = counter.run(made)
    with pytest.raises(CannotClaim) as refused:
        services.open_round(
            run=run.pk, policy=AID[0], clause=AID[1], terms=services.Terms(10), actor=counter.officer, now=LATER
        )
    assert refused.value.code == "not_applied_for"


def test_who_does_not_meet_the_clause_is_told_every_reason(counter: Counter) -> None:
    made = counter.intake()
    draft = counter.filled(counter.draft(made), {"recognised_this_year": False})
    application = counter.checked(counter.sent(draft))
    counter.run(made)
    assert services.refuse_unmet(intake=made.pk, actor=counter.officer, now=LATER) == 1
    application.refresh_from_db()
    assert (application.standing, application.reason) == ("refused", "不符合：当年认定高企")
    with pytest.raises(CannotApply) as refused:
        services.refuse_unmet(intake=made.pk, actor=counter.officer, now=LATER)
    assert refused.value.code == "none_unmet"


def test_nothing_is_run_without_an_accepted_application(counter: Counter) -> None:
    made = counter.intake()
    counter.submitted(made)
    with pytest.raises(CannotApply) as refused:
        services.compare_applications(intake=made.pk, actor=counter.officer, now=LATER)
    assert refused.value.code == "none_accepted"


def test_three_steps_of_the_company_from_the_form_to_the_payment(counter: Counter) -> None:
    made = counter.intake()
    application = counter.checked(counter.submitted(made))
    round_ = counter.round(made)
    finance = counter.cast.person("财务经办人", (Role.FINANCE_OFFICER, counter.cast.zone))
    services.set_lines(round=round_.pk, lines=[Books(counter.cast).line(1_000_000)], actor=finance, now=LATER)
    services.review(seen=seen(round_), reason="齐全", actor=counter.officer, now=LATER)
    approver = counter.cast.person("政策审批人", (Role.POLICY_APPROVER, counter.cast.zone))
    services.approve(seen=seen(round_), reason="同意", actor=approver, now=LATER)
    services.post(round=round_.pk, actor=counter.officer, now=LATER)
    put_on_file(counter.company)
    confirm(Claim.objects.get(pk=application.pk), counter.owner, now=LATER + timedelta(days=1))
    page = applied.application_page(
        counter.owner, application=Application.objects.get(pk=application.pk), now=LATER + timedelta(days=1)
    )
    assert page.claim is not None
    assert page.claim.state == "owed"
    taken = steps_taken([one.doing for one in page.steps], has_confirmed=page.has_confirmed)
    assert taken == len(COMPANY_STEPS) == 3
    owner = visit(counter.owner)
    for shown in ("own_application", "own_claim"):
        text = owner.get(reverse(f"casework:{shown}", args=[application.pk])).text
        assert "企业办3步（原来八步）" in text
        assert "企业只办第二步" not in text


def test_where_nothing_has_to_be_given_there_is_one_step_less() -> None:
    waiting = way_of(Standing.SUBMITTED, is_filled=True, claim=None, has_questions=False)
    assert not any(one.is_now for one in waiting), "the zone is at work"
    steps = way_of(Standing.CLAIMED, is_filled=True, claim=State.OFFERED, has_questions=False)
    assert [(one.number, one.name[0], one.is_now) for one in steps] == [
        (1, "核对并提交", False), (2, "一键确认领取", True),
    ]  # fmt: skip


def test_a_fast_claim_is_paid_within_sixty_working_days_of_acceptance(counter: Counter) -> None:
    made = counter.intake(way="fast_claim")
    application = counter.checked(counter.submitted(made))
    clock = Clock.objects.get(cause=f"claim/{application.pk}/pay", stopped_at=None)
    assert (clock.amount, clock.unit, clock.started_on.isoformat()) == (60, "working_days", "2026-03-02")
    round_ = counter.round(made)
    assert round_.pay_days is None, "the clock of the acceptance goes on"
    services.refuse(seen=seen(round_), reason="核查不符", actor=counter.officer, now=LATER)
    clock.refresh_from_db()
    assert clock.stopped_at == LATER


def test_what_an_officer_says_of_a_fast_claim_counts_where_the_clause_is_silent(counter: Counter) -> None:
    application = counter.checked(counter.submitted(counter.intake(way="fast_claim", pay_days=20)))
    assert Clock.objects.get(cause=f"claim/{application.pk}/pay", stopped_at=None).amount == 20


def test_an_ordinary_application_has_no_clock_to_payment_before_it_is_owed(counter: Counter) -> None:
    application = counter.checked(counter.submitted(counter.intake()))
    assert not Clock.objects.filter(cause=f"claim/{application.pk}/pay").exists()
    assert (application.intake.policy, application.intake.clause) == FIRST
