"""An account that is changed between the company's yes and the payment takes a second look before anything is paid into it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from huiqi.casework import services
from huiqi.casework.models import Claim
from huiqi.casework.services import CannotPay
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry, Look
from huiqi.messages.models import Message
from huiqi.register import services as register
from huiqi.register.models import BankAccount
from huiqi.register.services import AccountSaid, CannotKeep, CannotKeepBankAccount
from tests.casework.claims.made import PASSED, Crew, claims
from tests.cast import NOW, SYSTEM, visit


def changed(crew: Crew, by: Actor, *, holder: str = "") -> BankAccount:
    """The first company's account, changed by somebody after it confirmed."""
    company = crew.companies[0]
    before = BankAccount.objects.get(organisation=company, ended_at=None)
    said = AccountSaid(holder or company.name, "他行", "6217000011112222")
    return register.set_bank_account(organisation=company.pk, said=said, seen=before.pk, actor=by, now=PASSED)


def owner(crew: Crew) -> Actor:
    return crew.cast.person("企业出纳", (Role.COMPANY_STAFF, crew.companies[0]))


def why_not_paid(crew: Crew, claim: Claim, by: Actor) -> str:
    with pytest.raises(CannotPay) as refused:
        services.make_batch(zone=crew.cast.zone.pk, claims=[claim.pk], actor=by, now=PASSED)
    return refused.value.code


def test_nothing_is_paid_into_it_before_somebody_asked_the_company(crew: Crew) -> None:
    first, second = claims(crew.confirmed(crew.round()))
    made = changed(crew, owner(crew))
    assert why_not_paid(crew, first, crew.maker) == "account_unchecked"
    batch = services.make_batch(zone=crew.cast.zone.pk, claims=[second.pk], actor=crew.maker, now=PASSED)
    assert batch.count == 1, "who changed nothing is paid"
    register.check_bank_account(id=made.pk, how="拨打原登记电话，法人确认", actor=crew.maker, now=PASSED)
    again = services.make_batch(zone=crew.cast.zone.pk, claims=[first.pk], actor=crew.maker, now=PASSED)
    assert again.payments.get().number == "6217000011112222"
    (noted,) = AuditEntry.objects.filter(code="register.bank_account.checked")
    assert "拨打原登记电话" in noted.details


def test_who_changed_it_neither_checks_it_nor_pays_into_it_nor_checks_the_payment(crew: Crew) -> None:
    (claim,) = claims(crew.confirmed(crew.round(crew.companies[:1])))
    made = changed(crew, crew.maker)
    with pytest.raises(CannotKeepBankAccount) as refused:
        register.check_bank_account(id=made.pk, how="核实", actor=crew.maker, now=PASSED)
    assert refused.value.code == "own_account"
    with pytest.raises(IntegrityError, match="bank_account_maker_is_not_checker"), transaction.atomic():
        BankAccount.objects.filter(pk=made.pk).update(checked_by=made.made_by)
    other = crew.cast.person("另一经办", (Role.FINANCE_OFFICER, crew.cast.zone))
    register.check_bank_account(id=made.pk, how="核实", actor=other, now=PASSED)
    assert why_not_paid(crew, claim, crew.maker) == "account_by_maker"
    batch = services.make_batch(zone=crew.cast.zone.pk, claims=[claim.pk], actor=other, now=PASSED)
    # Whoever put it on file, in another role meanwhile.
    promoted = replace(crew.checker, person=crew.maker.person)
    with pytest.raises(CannotPay) as refused:
        services.check_batch(id=batch.pk, actor=promoted, now=PASSED)
    assert refused.value.code == "account_by_maker"


def test_only_finance_checks_it_once_with_words_and_not_for_a_company_of_theirs(crew: Crew) -> None:
    crew.confirmed(crew.round())
    made = changed(crew, owner(crew))
    related = crew.cast.person(
        "财务兼企业", (Role.FINANCE_OFFICER, crew.cast.zone), (Role.COMPANY_STAFF, crew.companies[0])
    )
    for actor, how, code in (
        (crew.officer, "核实", "not_allowed"), (owner(crew), "核实", "not_allowed"), (related, "核实", "own_company"),
        (crew.checker, "  ", "not_said"),
    ):  # fmt: skip
        with pytest.raises((CannotKeep, CannotKeepBankAccount)) as refused:
            register.check_bank_account(id=made.pk, how=how, actor=actor, now=PASSED)
        assert refused.value.code == code
    register.check_bank_account(id=made.pk, how="核实", actor=crew.checker, now=PASSED)
    with pytest.raises(CannotKeepBankAccount) as refused:
        register.check_bank_account(id=made.pk, how="核实", actor=crew.maker, now=PASSED)
    assert refused.value.code == "checked_already"


def test_everybody_else_of_the_company_is_told(crew: Crew) -> None:
    crew.confirmed(crew.round())
    there = Message.objects.filter(kind="bank_account.changed")
    changed(crew, crew.maker)
    told = there.get()
    assert "…2222" in told.body_zh
    assert "6217000011112222" not in told.body_zh, "no whole number in a message"


def test_pages_show_what_changed_and_take_the_check(crew: Crew) -> None:
    first, _ = claims(crew.confirmed(crew.round()))
    changed(crew, owner(crew), holder="某某个人")
    maker = visit(crew.maker)
    page = maker.get("/casework/payments").content.decode()
    address = f"/casework/accounts/{crew.companies[0].pk}/check"
    assert "收款账户在企业确认后改过，待核实" in page
    assert address in page
    assert page.count(" checked>") == 1
    shown = maker.get(address).content.decode()
    assert "6217000011112222" in shown
    assert "6222000000001234" in shown, "the one before stands beside it"
    account = str(BankAccount.objects.get(organisation=crew.companies[0], ended_at=None).pk)
    assert maker.post(address, {"account": account, "how": ""}).status_code == 422
    assert maker.post(address, {"account": account, "how": "已核实"}).status_code == 302
    assert "改过，待核实" not in maker.get("/casework/payments").content.decode()
    sent = {"zone": str(crew.cast.zone.pk), "pick": [str(first.pk)]}
    batch = maker.post("/casework/payments/make", sent)["Location"]
    warned = visit(crew.checker).get(batch).content.decode()
    assert "企业确认后改过；户名与公示的企业名称不同" in warned


def test_another_zones_finance_sees_and_checks_nothing_of_it(crew: Crew) -> None:
    crew.confirmed(crew.round())
    made = changed(crew, owner(crew))
    zone = register.add_organisation(kind="zone", name="另一高新区", actor=SYSTEM, now=NOW)
    stranger = crew.cast.person("外区财务", (Role.FINANCE_OFFICER, zone))
    looks = Look.objects.count()
    address = f"/casework/accounts/{crew.companies[0].pk}/check"
    assert visit(stranger).get(address).status_code == 404
    assert visit(stranger).post(address, {"account": str(made.pk), "how": "核实"}).status_code == 404
    with pytest.raises(CannotKeep):
        register.check_bank_account(id=made.pk, how="核实", actor=stranger, now=PASSED)
    assert Look.objects.count() == looks
