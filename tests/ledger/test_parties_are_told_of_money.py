"""Who is owed or paid something by hand gets one message of it: the amount, the reason, and what comes next."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.ledger import services
from huiqi.ledger.models import Obligation, Proposal
from huiqi.ledger.services import Kind, Step
from huiqi.messages.models import Message
from tests.cast import NOW, Cast, visit
from tests.ledger.books import Books


class Two:
    """A finance officer and the approver, and the owner of a company that gets money."""

    def __init__(self, cast: Cast) -> None:
        self.books = Books(cast)
        self.officer = cast.person("钱经办", (Role.FINANCE_OFFICER, cast.zone))
        self.approver = cast.person("金复核", (Role.FINANCE_APPROVER, cast.zone))
        self.owner: Actor = cast.person("企业主", (Role.COMPANY_OWNER, cast.north_company))
        cast.person("别家", (Role.COMPANY_OWNER, cast.south_company))

    def booked(self, propose: Any, **said: object) -> Proposal:
        made = propose(reason="会议纪要5号", actor=self.officer, now=NOW, **said)
        return services.confirm(id=made.pk, actor=self.approver, now=NOW)


@pytest.fixture
def two(cast: Cast) -> Two:
    return Two(cast)


def test_a_loss_is_told_when_it_is_owed_and_when_it_is_paid(two: Two, cast: Cast) -> None:
    fund = two.books.line(100, kind=Kind.FUND, year=None)
    two.booked(services.propose_compensation, fund=fund, party=cast.north_company.pk, amount=Decimal(80))
    owed = Message.objects.get()
    assert (owed.person, owed.kind, owed.title_zh) == (two.owner.person, "money.owed", "已列为应付：80.00元")
    assert "会议纪要5号" in owed.body_zh
    cause = Obligation.objects.get(line=fund).cause
    two.booked(services.propose_pay, line=fund, cause=cause, amount=Decimal(50))
    paid = Message.objects.get(kind="money.paid")
    assert (paid.person, paid.title_en) == (two.owner.person, "Paid out: CNY 50.00")
    assert "50.00" in visit(two.owner).get(paid.link).text


def test_a_part_of_a_project_is_told_as_paid_alone(two: Two, cast: Cast) -> None:
    line = two.books.line(1000)
    party = cast.north_company.pk
    made = two.booked(services.propose_agreement, line=line, party=party, amount=Decimal(600))
    assert not Message.objects.exists(), "nothing is owed of a promise yet"
    two.booked(services.propose_payment, line=line, cause=f"agreement/{made.pk}", amount=Decimal(200), is_final=False)
    assert list(Message.objects.values_list("kind", "title_zh")) == [("money.paid", "已付出：200.00元")]


def test_a_change_of_budgets_is_nobodys_message(two: Two) -> None:
    line = two.books.line(1000)
    parts = [services.Part(line, Step.SET, Decimal(5))]
    two.booked(services.propose, parts=parts)
    assert not Message.objects.exists()
