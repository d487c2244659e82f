"""Who acts or ever acted for a party proposes and confirms nothing about its money; who is kept from support is given nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import read_clock
from huiqi.ledger import services
from huiqi.ledger.models import Proposal, Transfer
from huiqi.ledger.services import CannotKeep, Step
from huiqi.register import queries
from huiqi.register import services as register
from tests.cast import NOW, SYSTEM
from tests.ledger.test_promises_take_two_people import OWING, Desk, desk

__all__ = ["desk"]
LATER = NOW + timedelta(hours=1)


def drawn_in(desk: Desk, actor: Actor) -> Actor:
    """The same person, who acted for the northern company until just now."""
    company = desk.cast.north_company.pk
    grant = register.grant_role(
        person=actor.person, role=Role.COMPANY_STAFF, organisation=company, actor=SYSTEM, now=NOW
    )
    register.end_role(grant=grant.pk, actor=SYSTEM, now=NOW + timedelta(minutes=1))
    return queries.actor_of(person=actor.person, now=LATER)


def promised(desk: Desk, line: Any, actor: Actor) -> Proposal:
    said = {"amount": Decimal(300), "reason": "会议纪要5号", "actor": actor, "now": LATER}
    return services.propose_agreement(line=line, party=desk.cast.north_company.pk, **said)


def code_of(error: pytest.ExceptionInfo[CannotKeep]) -> str:
    return error.value.code


def test_it_is_neither_proposed_nor_confirmed(desk: Desk) -> None:
    line = desk.books.line(1000)
    with pytest.raises(CannotKeep) as refused:
        promised(desk, line, drawn_in(desk, desk.officer))
    assert code_of(refused) == "own_party"
    other = desk.cast.person("另一经办", (Role.FINANCE_OFFICER, desk.cast.zone))
    proposal = promised(desk, line, other)
    with pytest.raises(CannotKeep) as refused:
        services.confirm(id=proposal.pk, actor=drawn_in(desk, desk.approver), now=LATER)
    assert code_of(refused) == "own_party"
    assert desk.books.has(line) == {"set": 1000, "free": 1000}


def test_nor_through_what_names_the_party_only_by_what_it_has(desk: Desk) -> None:
    line, party = desk.books.line(1000), desk.cast.north_company.pk
    desk.books.step(line, *OWING, Step.PAY, amount=300, party=party)
    asked = services.ask_back(
        line=line, cause="claim/1", amount=Decimal(300), ground="多付", due_on=date(2026, 5, 1), actor=desk.officer, now=NOW
    )  # fmt: skip
    officer = drawn_in(desk, desk.officer)
    said = {"amount": Decimal(100), "reason": "退款", "actor": officer, "now": LATER}
    with pytest.raises(CannotKeep) as refused:
        services.propose_return(recovery=asked.pk, **said)
    assert code_of(refused) == "own_party"
    paid = Transfer.objects.get(line=line, step=Step.PAY.value).pk
    with pytest.raises(CannotKeep) as refused:
        services.propose(
            parts=[services.Part(line, Step.CORRECT, Decimal(1), paid)], reason="更正", actor=officer, now=LATER
        )
    assert code_of(refused) == "own_party"


def test_who_is_kept_from_support_is_promised_nothing(desk: Desk) -> None:
    line, party = desk.books.line(1000), desk.cast.north_company.pk
    proposal = promised(desk, line, desk.officer)
    last = date(2029, 3, 1)
    said = {"first_day": NOW.date(), "last_day": last, "ground": "弄虚作假", "actor": desk.officer, "now": NOW}
    services.ban(zone=desk.cast.zone.pk, party=party, **said)
    with pytest.raises(CannotKeep) as refused:
        promised(desk, line, desk.officer)
    assert (code_of(refused), refused.value.data) == ("banned", {"day": last})
    with pytest.raises(CannotKeep) as refused:
        services.confirm(id=proposal.pk, actor=desk.approver, now=LATER)
    assert code_of(refused) == "banned", "nor what was proposed before"


def test_a_ban_is_not_lifted_by_who_belongs_to_the_party(desk: Desk) -> None:
    said = {
        "first_day": NOW.date(),
        "last_day": date(2029, 3, 1),
        "ground": "弄虚作假",
        "actor": desk.officer,
        "now": NOW,
    }
    kept_out = services.ban(zone=desk.cast.zone.pk, party=desk.cast.north_company.pk, **said)
    with pytest.raises(CannotKeep) as refused:
        services.lift(id=kept_out.pk, reason="无", actor=drawn_in(desk, desk.approver), now=read_clock())
    assert code_of(refused) == "own_party"
