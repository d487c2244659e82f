"""The ledger's pages and tables under attack: odd amounts, forms sent twice or stale, others' lines, a role taken away, raw SQL."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.urls import reverse

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.ledger import services
from huiqi.ledger.models import Proposal, Recovery
from huiqi.ledger.services import Kind, Movement, Step
from huiqi.register import services as register
from huiqi.register.models import RoleGrant
from tests.cast import NORTH_CODE, NOW, SYSTEM, make_cast, visit
from tests.ledger.books import Books, settle
from tests.ledger.test_promises_take_two_people import Desk, desk

__all__ = ["desk"]
ODD = (
    "-5", "0", "0.00", "0.001", "NaN", "Infinity", "1e9", "1E+3", "1_000", "1 000", "1,00", "0x10", "十万", "٣", "+5", "--1",
    "12345678901234567.00", "1" * 400,
)  # fmt: skip


@pytest.mark.parametrize("typed", ODD)
def test_what_is_no_amount_is_said_to_be_none(desk: Desk, typed: str) -> None:
    line = desk.books.line(1000)
    sent = desk.hand_in("change", line, step="set", amount=typed)
    assert sent.status_code == 422
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("typed", ("1500.5", "１５００．５", "1,500.50", " 1500.50 ", "1，500.5"))
def test_an_amount_is_taken_as_people_type_it(desk: Desk, typed: str) -> None:
    line = desk.books.line()
    desk.checked("change", line, step="set", amount=typed)
    assert desk.books.has(line) == {"set": 1500.5, "free": 1500.5}


def test_a_form_sent_twice_is_one_proposal(desk: Desk) -> None:
    line = desk.books.line()
    page = desk.maker.get(reverse("ledger:change", args=(line,))).content.decode()
    ticket = page.split('name="ticket" value="')[1].split('"')[0]
    said = {"step": "set", "amount": "100", "ticket": ticket}
    first, second = (desk.hand_in("change", line, **said)["Location"] for _ in range(2))
    assert first == second
    changed = desk.hand_in("change", line, **said | {"amount": "900"})
    told = desk.maker.get(changed["Location"]).content.decode()
    assert "后来改的内容没有办理" in told, "who goes back and changes the amount is told"
    assert Proposal.objects.count() == 1
    answers = [desk.checker.post(f"{first}/confirm", follow=True).content.decode() for _ in range(2)]
    assert "已经办结" in answers[1]
    assert desk.books.has(line) == {"set": 100, "free": 100}


def test_a_ticket_of_somebody_else_is_no_use(desk: Desk) -> None:
    line = desk.books.line()
    other = visit(desk.cast.person("另一经办", (Role.FINANCE_OFFICER, desk.cast.zone)))
    said = {"step": "set", "amount": "100", "reason": "会议纪要5号", "ticket": str(uuid4())}
    address = reverse("ledger:change", args=(line,))
    assert desk.maker.post(address, said).status_code == 302
    assert other.post(address, said).status_code == 302
    assert Proposal.objects.count() == 2, "each has tickets of their own"
    assert desk.maker.post(address, said | {"ticket": "'; drop table"}).status_code == 302


def test_who_lost_the_role_meanwhile_confirms_nothing(desk: Desk) -> None:
    line = desk.books.line()
    address = desk.hand_in("change", line, step="set", amount="100")["Location"]
    grant = RoleGrant.objects.get(person=desk.approver.person)
    register.end_role(grant=grant.pk, actor=SYSTEM, now=read_clock())
    assert desk.checker.post(f"{address}/confirm").status_code in {403, 404}
    assert desk.books.has(line) == {}
    assert desk.maker.post(f"{address}/confirm").status_code == 403, "nor does who made it"


@pytest.fixture
def foreign(desk: Desk) -> Books:
    """The ledger of another zone."""
    return Books(make_other())


def make_other() -> Any:
    """Another zone with two parks, and no companies of the cast's."""
    cast = make_cast.__globals__["Cast"]
    zone = register.add_organisation(kind="zone", name="他区高新区", actor=SYSTEM, now=NOW)
    park = register.add_organisation(kind="park", name="他园", parent=zone.pk, actor=SYSTEM, now=NOW)
    return cast(zone, park, park, park, park)


def test_what_is_of_another_zone_is_not_there(desk: Desk, foreign: Books) -> None:
    theirs, fund = foreign.line(1000), foreign.line(1000, kind=Kind.FUND, year=None)
    party = {"party": NORTH_CODE, "amount": "5"}
    assert desk.hand_in("change", theirs, step="set", amount="5").status_code == 404
    assert desk.hand_in("promise", line=theirs, **party).status_code == 422
    assert desk.hand_in("compensate", line=fund, **party).status_code == 422
    with pytest.raises(services.CannotKeep):
        services.propose_agreement(
            line=theirs, party=desk.cast.north_company.pk, amount=Decimal(5), reason="x", actor=desk.officer, now=NOW
        )
    assert not Proposal.objects.exists()


def test_a_claim_is_not_paid_by_hand_besides_its_batch(desk: Desk) -> None:
    line = desk.books.line(1000)
    desk.books.step(line, Step.RESERVE, Step.COMMIT, amount=300, cause="claim/1", party=desk.cast.north_company.pk)
    with pytest.raises(services.CannotKeep) as refused:
        services.propose_payment(
            line=line, cause="claim/1", amount=Decimal(300), is_final=True, reason="x", actor=desk.officer, now=NOW
        )
    assert refused.value.code == "no_agreement"


TAMPERING = (
    "update ledger_proposalpart set amount = 999999",
    "delete from ledger_proposalpart",
    "update ledger_proposal set made_by = gen_random_uuid()",
    "update ledger_proposal set reason = 'x'",
    'update ledger_proposal set details = \'{"party": "x"}\'',
    "delete from ledger_proposal",
    "truncate ledger_proposal cascade",
    "update ledger_recovery set amount = 1, returned = 0",
    "update ledger_recovery set returned = 5",
    "delete from ledger_recovery",
    "update ledger_ban set last_day = first_day",
    "delete from ledger_ban",
)


@pytest.mark.parametrize("statement", TAMPERING)
def test_what_waits_for_a_check_is_not_changed_behind_it(desk: Desk, statement: str) -> None:
    line, party = desk.books.line(1000), desk.cast.north_company.pk
    desk.hand_in("change", line, step="set", amount="100")
    desk.books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, Step.PAY, amount=300, party=party)
    said = {"ground": "x", "actor": SYSTEM, "now": NOW}
    asked = services.ask_back(line=line, cause="claim/1", amount=Decimal(300), due_on=NOW.date(), **said)
    Recovery.objects.filter(pk=asked.pk).update(returned=10)
    services.ban(zone=desk.books.zone, party=party, first_day=NOW.date(), last_day=NOW.date().replace(day=9), **said)
    settle()
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_is_decided_stays_decided(desk: Desk) -> None:
    line = desk.books.line()
    desk.checked("change", line, step="set", amount="100")
    again = "update ledger_proposal set standing = 'open', decided_by = null, decided_at = null, entry_id = null"
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(again)


def test_one_key_is_one_entry_whoever_uses_it(desk: Desk) -> None:
    line = desk.books.line(1000)
    movement = Movement(line, Step.RESERVE, Decimal(5), "claim/1", desk.cast.north_company.pk)
    entry = desk.books.move(movement, key="once")
    assert desk.books.move(movement, key="once") == entry
    with pytest.raises(services.CannotMove) as refused:
        desk.books.move(Movement(line, Step.RESERVE, Decimal(6), "claim/1", desk.cast.north_company.pk), key="once")
    assert refused.value.code == "key_used_otherwise"
