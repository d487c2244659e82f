"""Pay on outcome only (Xiangyang's three orders): promised at most its whole intake, nothing before graduation, then by diplomas."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from huiqi.casework import services
from huiqi.casework.models import OutcomeFile, OutcomeOrder, OutcomeStep
from huiqi.casework.services import CannotSettle
from huiqi.kernel.actor import Role
from huiqi.kernel.models import AuditEntry
from huiqi.ledger import services as ledger
from huiqi.ledger.services import CannotMove
from tests.casework.outcomes.conftest import AFTER, BEFORE, BEGINS, GRADUATES, Desks
from tests.cast import SYSTEM


def refused(code: str, act: object, *given: object, **said: object) -> CannotSettle:
    with pytest.raises(CannotSettle) as found:
        act(*given, **said)  # type: ignore[operator]  # what is tried
    assert found.value.code == code
    return found.value


@pytest.mark.inventory("XY-01")
def test_171_of_180_are_settled_after_graduation(desks: Desks) -> None:
    order = desks.promised(students=180)
    assert order.most == 2_700_000
    assert desks.books.has(desks.line)["committed"] == 2_700_000
    early = refused("not_met", desks.reported, order, now=BEFORE)
    assert "已毕业" in early.said(english=False)
    with pytest.raises(CannotMove):
        desks.pays("0.01", order)
    order = desks.reported(OutcomeOrder.objects.get(), diplomas=171, now=AFTER)
    assert order.amount == 2_565_000
    with pytest.raises(CannotMove):
        desks.pays("0.01", order)
    refused("not_there", desks.handed_in, order)
    order = desks.confirmed(order)
    assert desks.books.has(desks.line)["payable"] == 2_565_000
    order = desks.paid(desks.handed_in(order))
    assert desks.books.has(desks.line) == {
        "set": Decimal(5_000_000), "free": Decimal(2_435_000), "paid": Decimal(2_565_000),
    }  # fmt: skip
    assert (order.stage, order.payment) == ("paid", "电汇-0701")
    refused("not_there", desks.handed_in, order)
    assert OutcomeFile.objects.get().evidence.name == "毕业证名册.pdf"
    assert list(OutcomeStep.objects.values_list("doing", flat=True)) == [
        "enter", "approve", "report", "confirm", "hand_in", "pay",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(code__startswith="casework.outcome_order.").count() == 6


def test_every_second_half_is_another_persons(desks: Desks) -> None:
    entered = desks.entered()
    refused("not_allowed", services.approve_order, id=entered.pk, changes=0, actor=desks.officer, now=BEGINS)
    both = desks.cast.person("兼任", (Role.POLICY_OFFICER, desks.cast.zone), (Role.FINANCE_APPROVER, desks.cast.zone))
    order = desks.reported(services.approve_order(id=entered.pk, changes=0, actor=both, now=BEGINS), actor=both)
    refused("same_person", desks.confirmed, order, actor=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutcomeOrder.objects.filter(pk=order.pk).update(confirmed_by=order.reported_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutcomeOrder.objects.filter(pk=order.pk).update(stage="owed")


def test_an_outcome_needs_its_evidence_and_never_exceeds_the_promise(desks: Desks) -> None:
    order = desks.promised(students=100)
    refused("no_proof", desks.reported, order, diplomas=90, uploads=[])
    refused("missing", desks.reported, order, outcome={"graduation_day": GRADUATES})
    more = refused("more_than_promised", desks.reported, order, diplomas=101)
    assert "1,515,000.00" in more.said(english=False)
    assert OutcomeOrder.objects.get().stage == "promised"


def test_what_is_sent_back_is_reported_again(desks: Desks) -> None:
    order = desks.reported(desks.promised(), diplomas=175)
    refused(
        "no_reason", services.send_outcome_back, id=order.pk, changes=2, reason=" ", actor=desks.approver, now=AFTER
    )
    order = services.send_outcome_back(
        id=order.pk, changes=order.changes, reason="名册只有171人", actor=desks.approver, now=AFTER
    )
    assert (order.stage, order.amount) == ("promised", None)
    assert desks.confirmed(desks.reported(order, diplomas=171)).amount == 2_565_000


def test_a_class_without_diplomas_gets_nothing(desks: Desks) -> None:
    order = desks.confirmed(desks.reported(desks.promised(), diplomas=0))
    assert order.stage == "ended"
    assert desks.books.has(desks.line) == {"set": Decimal(5_000_000), "free": Decimal(5_000_000)}


def test_a_promise_that_came_to_nothing_is_ended(desks: Desks) -> None:
    order = desks.promised()
    ended = services.end_order(id=order.pk, changes=1, reason="班级撤销", actor=desks.approver, now=BEFORE)
    assert (ended.stage, desks.books.has(desks.line)["free"]) == ("ended", 5_000_000)


def test_the_budget_has_to_hold_what_is_promised(desks: Desks) -> None:
    desks.promised()
    second = desks.entered(title="第二个班")
    with pytest.raises(CannotMove):
        services.approve_order(id=second.pk, changes=0, actor=desks.approver, now=BEGINS)
    assert OutcomeOrder.objects.get(pk=second.pk).stage == "entered"


def test_a_payee_that_is_kept_from_support_is_paid_nothing(desks: Desks) -> None:
    order = desks.reported(desks.promised())
    ledger.ban(
        zone=desks.cast.zone.pk, party=desks.school.pk, first_day=GRADUATES, last_day=GRADUATES.replace(year=2028),
        ground="虚报", actor=SYSTEM, now=AFTER,
    )  # fmt: skip
    refused("banned", desks.confirmed, order)


def test_two_who_act_at_once_do_it_once(desks: Desks) -> None:
    order = desks.handed_in(desks.confirmed(desks.reported(desks.promised())))
    seen = order.changes
    desks.paid(order)
    late = refused(
        "changed_meanwhile", services.check_payment, id=order.pk, changes=seen, actor=desks.checker, now=AFTER
    )
    assert "金复核" in late.said(english=False)
    assert desks.books.has(desks.line)["paid"] == 2_565_000


def test_nobody_handles_the_money_of_a_party_of_their_own(desks: Desks) -> None:
    order = desks.entered()
    for own, role in ((desks.school, Role.PROVIDER), (desks.cast.north_company, Role.COMPANY_OWNER)):
        both = desks.cast.person("两边任职", (Role.POLICY_APPROVER, desks.cast.zone), (role, own))
        refused("own_party", services.approve_order, id=order.pk, changes=0, actor=both, now=BEGINS)
    teacher = desks.cast.person("教师", (Role.POLICY_OFFICER, desks.cast.zone), (Role.PROVIDER, desks.school))
    desks.officer = teacher
    refused("own_party", desks.entered)


def test_what_makes_no_sense_is_not_entered(desks: Desks) -> None:
    refused("no_payee", desks.entered, payee="91110000600037341X")
    refused("no_title", desks.entered, title="  ")
    refused("is_past", desks.entered, expected_on=BEGINS.date().replace(year=2021))
    refused("promises_nothing", desks.entered, students=0)
    refused("no_clause", desks.entered, clause="other")
    refused("not_met", desks.entered, expected_on=GRADUATES.replace(day=29))
