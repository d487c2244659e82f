"""What is owed: decided is paid and unpaid, to the fen; by policy, payer, year and age; what is stuck has an owner and a reason."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html import escape, unescape

import pytest

from huiqi.casework import queries, services
from huiqi.casework.models import Claim, Clock
from huiqi.casework.queries.claims.owed import Payouts
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import read_clock
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.claims.test_claims_are_paid import references, result_of, sent, take
from tests.cast import NOW, visit


@pytest.fixture
def leader(crew: Crew) -> Actor:
    return crew.cast.person("领导", (Role.LEADER, crew.cast.zone))


@pytest.mark.inventory("OR-04")
def test_awarded_is_paid_and_unpaid(crew: Crew, leader: Actor) -> None:
    """18,848,000 are awarded, 18,000,000 paid: 848,000 stay on the list until they are paid."""
    line = crew.books.line(20_000_000)
    large = crew.confirmed(crew.round(crew.companies[:1], amount=Decimal(18_000_000), line=line))
    take(crew, result_of((references(sent(crew, large))[0], 18_000_000, "成功", "")))
    small = crew.approved(crew.round(crew.companies[1:], amount=Decimal(848_000), line=line, clause="another"))
    found = queries.owed_in_all(leader, now=PASSED)
    assert (found.decided, found.paid, found.unpaid) == (18_848_000, 18_000_000, 848_000)
    assert list(queries.unpaid(leader)) == claims(small)
    page = visit(leader).get("/casework/unpaid").content.decode()
    assert "848,000.00" in page
    assert "18,000,000.00" not in page


@pytest.mark.inventory("XA-06")
def test_a_payout_that_is_stuck_has_an_owner_and_a_reason(crew: Crew, leader: Actor) -> None:
    made = crew.confirmed(crew.round(crew.companies[:1]))
    (claim,) = claims(made)
    Claim.objects.update(approved_at=NOW - timedelta(days=40))
    assert [part.key for part in queries.owed_by(leader, way="age", now=NOW)] == ["60"]
    assert "财务经办人（编批次）" in visit(leader).get("/casework/unpaid").content.decode(), "nobody took it on yet"
    officer = visit(crew.maker)
    address = f"/casework/claims/{claim.pk}"
    assert officer.post(address, {"version": claim.version, "act": "take_on", "reason": ""}).status_code == 422
    officer.post(address, {"version": claim.version, "act": "take_on", "reason": "专户余额在途"})
    page = visit(leader).get("/casework/unpaid", {"taken": "yes"}).content.decode()
    assert "财务经办人" in page
    assert "专户余额在途" in page


def test_figures_follow_the_claims(crew: Crew, leader: Actor) -> None:
    made = crew.offered(crew.round())
    services.decline(id=claims(made)[0].pk, reason="", actor=crew.owner(claims(made)[0].company), now=PASSED)
    found = queries.owed_in_all(leader, now=PASSED)
    assert (found.promised, found.decided, found.offered, found.owed, found.paid) == (300_000, 300_000, 300_000, 0, 0)
    owing = crew.confirmed(crew.round(crew.companies[:1], clause="another", amount=Decimal(70_000)))
    Clock.objects.filter(cause=f"claim/{claims(owing)[0].pk}/pay").update(due_on=PASSED.date() - timedelta(days=1))
    found = queries.owed_in_all(leader, now=PASSED)
    assert (found.decided, found.confirmed, found.owed, found.overdue) == (370_000, 70_000, 70_000, 70_000)
    for way in ("policy", "payer", "year", "age"):
        parts = queries.owed_by(leader, way=way, now=PASSED)
        assert sum(part.money.decided for part in parts) == 370_000, way
        page = visit(leader).get("/casework/owed", {"by": way})
        assert "370,000.00" in page.content.decode()


@pytest.mark.inventory("XA-03")
def test_the_share_of_automatic_payment() -> None:
    """100 million of 850 million to 4,000 companies: about 11.8 %, 212,500 a company."""
    found = Payouts(payouts=4000, companies=4000, money=Decimal(850_000_000), automatic=Decimal(100_000_000))
    assert (found.automatic_percent, found.mean) == (Decimal("11.8"), Decimal(212_500))
    assert Payouts(0, 0, Decimal(0), Decimal(0)).automatic_percent is None


def test_what_was_applied_for_is_no_automatic_payment(crew: Crew) -> None:
    for delivery, company in (("auto_entitlement", crew.companies[0]), ("on_application", crew.companies[1])):
        made = crew.confirmed(crew.round([company], amount=Decimal(70_000)))
        made.delivery = delivery
        made.save()
        Claim.objects.filter(round=made).update(state="paid")
    assert queries.payouts(crew.officer).automatic_percent == Decimal("50.0")


@pytest.mark.inventory("XA-03")
def test_the_page_says_both_amounts_of_the_share_and_leads_to_them(crew: Crew, leader: Actor) -> None:
    for delivery, amount in (("auto_entitlement", 100_000), ("on_application", 750_000)):
        made = crew.confirmed(crew.round(crew.companies[:1], clause=delivery, amount=Decimal(amount)))
        made.delivery = delivery
        made.save()
        take(crew, result_of((references(sent(crew, made))[0], f"{amount}.00", "成功", "")))
    client = visit(leader)
    page = client.get("/casework/owed").content.decode()
    assert "共 850,000.00 元，户均 850,000.00 元；其中免申即享 100,000.00 元，占 11.8%" in page
    for asked, total in (("state=stands", "850,000.00"), ("state=stands&way=automatic", "100,000.00")):
        assert f'href="/casework/payments/receipts?{escape(asked)}"' in page
        listed = re.sub(r"\s+", " ", client.get(f"/casework/payments/receipts?{asked}").content.decode())
        assert f"合计 {total} 元</strong>" in listed


@pytest.mark.inventory("XM-06")
def test_payouts_are_counted_apart_from_companies(crew: Crew, leader: Actor) -> None:
    """家次 counts payouts: two payouts to one company are two payouts and one company."""
    for clause in ("rent", "capital"):
        made = crew.confirmed(crew.round(crew.companies[:1], clause=clause, amount=Decimal("61092.77")))
        take(crew, result_of((references(sent(crew, made))[0], "61092.77", "成功", "")))
    found = queries.payouts(leader)
    assert (found.payouts, found.companies, found.money) == (2, 1, Decimal("122185.54"))


@pytest.mark.parametrize(("way", "other"), (("policy", ""), ("payer", "none"), ("year", "2020"), ("age", "30")))
def test_every_part_leads_to_its_companies(crew: Crew, leader: Actor, way: str, other: str) -> None:
    made = crew.approved(crew.round(crew.companies[:1]))
    Claim.objects.filter(round=made).update(approved_at=read_clock() - timedelta(days=40))
    client, name = visit(leader), crew.companies[0].name
    page = client.get("/casework/owed", {"by": way}).content.decode()
    (address,) = re.findall(r'<th scope="row"><a href="(/casework/unpaid\?[^"]+)"', page)
    assert name in client.get(unescape(address)).content.decode()
    if other:
        assert name not in client.get("/casework/unpaid", {way: other}).content.decode()
