"""A company that is kept from support gets nothing, wherever its claim stands, until the last day of its ban is over or it is lifted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from huiqi.casework import services
from huiqi.casework.services import CannotClaim
from huiqi.ledger import services as ledger
from huiqi.ledger.models import Ban
from tests.casework.claims.conftest import Desk
from tests.casework.claims.made import PASSED, Crew, claims, confirm, seen
from tests.casework.conftest import LATER
from tests.cast import NOW, SYSTEM, visit

UNTIL = date(2029, 3, 1)


def ban(crew: Crew) -> Ban:
    said = {"first_day": NOW.date(), "last_day": UNTIL, "ground": "弄虚作假，三年内不予支持"}
    return ledger.ban(zone=crew.cast.zone.pk, party=crew.companies[0].pk, actor=crew.maker, now=NOW, **said)


def refused(call: Callable[..., Any], **said: object) -> str:
    with pytest.raises(CannotClaim) as error:
        call(**said)
    assert error.value.code == "barred"
    return error.value.said(english=False)


def test_it_is_not_agreed_to(crew: Crew) -> None:
    made = crew.round()
    ban(crew)
    told = refused(services.review, seen=seen(made), reason="", actor=crew.officer, now=LATER)
    assert crew.companies[0].name in told
    assert "2029-03-01" in told
    assert crew.companies[1].name not in told


def test_it_is_not_approved(crew: Crew) -> None:
    made = crew.reviewed(crew.round())
    ban(crew)
    refused(services.approve, seen=seen(made), reason="", actor=crew.approver, now=LATER)


def test_it_confirms_nothing(crew: Crew) -> None:
    made = crew.offered(crew.round())
    ban(crew)
    first, second = claims(made)
    refused(confirm, claim=first, owner=crew.owner(first.company))
    assert confirm(second, crew.owner(second.company)).state == "owed"


def test_it_is_paid_nothing_until_the_ban_is_lifted_or_over(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    kept_out = ban(crew)
    pay = {"zone": crew.cast.zone.pk, "claims": [claim.pk for claim in claims(made)], "actor": crew.maker}
    refused(services.make_batch, now=PASSED, **pay)
    page = visit(crew.maker).get("/casework/payments").content.decode()
    assert "限制享受至2029-03-01" in page
    assert page.count(" checked>") == 1
    ledger.lift(id=kept_out.pk, reason="复核后撤销", actor=crew.checker, now=PASSED)
    assert services.make_batch(now=PASSED, **pay).count == 2


def test_a_ban_that_is_over_keeps_nobody_out(crew: Crew) -> None:
    made = crew.round()
    ban(crew)
    after = NOW + timedelta(days=366 * 3 + 1)
    assert services.review(seen=seen(made), reason="", actor=crew.officer, now=after) == 2


def test_an_officer_sees_it_first(desk: Desk) -> None:
    company = desk.companies[0]
    said = {"first_day": NOW.date(), "last_day": UNTIL, "ground": "弄虚作假"}
    ledger.ban(zone=desk.cast.zone.pk, party=company.pk, actor=SYSTEM, now=NOW, **said)
    marks = {claim.company_id: claim.exceptions for claim in claims(desk.round())}
    assert marks == {company.pk: ["barred"], desk.companies[1].pk: []}
