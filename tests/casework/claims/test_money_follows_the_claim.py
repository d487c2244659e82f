"""Every step of a claim moves its money: decided is reserved, passed is committed, confirmed is owed; and back where it ends."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from huiqi.casework import services
from huiqi.casework.models import Claim, Clock
from huiqi.casework.services import CannotClaim
from huiqi.kernel.actor import Role
from huiqi.messages.models import Message
from tests.casework.claims.made import PASSED, Crew, claims, confirm, put_on_file, seen
from tests.casework.conftest import add_company
from tests.cast import NOW, visit


def held_by(crew: Crew, made: object) -> dict[str, Decimal]:
    return crew.books.has(made.line)


def test_nothing_is_approved_without_a_line_of_the_budget(crew: Crew) -> None:
    made = crew.reviewed(crew.round())
    type(made).objects.filter(pk=made.pk).update(line=None)
    with pytest.raises(CannotClaim) as refused:
        services.approve(seen=seen(made), reason="", actor=crew.approver, now=NOW)
    assert refused.value.code == "no_line"
    line = crew.books.line(700_000)
    services.set_lines(round=made.pk, lines=[line], actor=crew.maker, now=NOW)
    services.approve(seen=seen(made), reason="", actor=crew.approver, now=NOW)
    with pytest.raises(CannotClaim) as refused:
        services.set_lines(round=made.pk, lines=[crew.books.line(1)], actor=crew.maker, now=NOW)
    assert refused.value.code == "line_in_use"


def test_money_goes_from_reserved_to_committed_to_owed(crew: Crew) -> None:
    made = crew.approved(crew.round())
    assert held_by(crew, made) == {"set": 1_000_000, "free": 400_000, "reserved": 600_000}
    services.post(round=made.pk, actor=crew.officer, now=NOW)
    assert services.offer_passed(now=NOW + timedelta(days=7)) == 0, "the fifth working day is 9 March"
    assert services.offer_passed(now=PASSED) == 2
    assert held_by(crew, made) == {"set": 1_000_000, "free": 400_000, "committed": 600_000}
    first, second = claims(made)
    confirm(first, crew.owner(first.company))
    assert held_by(crew, made) == {"set": 1_000_000, "free": 400_000, "committed": 300_000, "payable": 300_000}
    services.decline(id=second.pk, reason="", actor=crew.owner(second.company), now=PASSED)
    assert held_by(crew, made) == {"set": 1_000_000, "free": 700_000, "payable": 300_000}
    assert [claim.state for claim in claims(made)] == ["owed", "declined"]


def test_where_the_line_does_not_suffice_the_later_ones_are_held_and_told_why(crew: Crew) -> None:
    third = add_company(crew.cast, "第三家有限公司", number=3)
    made = crew.approved(crew.round([*crew.companies, third], line=crew.books.line(650_000)))
    assert [claim.state for claim in claims(made)] == ["approved", "approved", "held"]
    assert "不足300,000.00元" in claims(made)[2].reason
    with pytest.raises(CannotClaim):
        services.approve(seen=seen(made), reason="", actor=crew.approver, now=NOW)
    assert services.serve_held(round=made.pk, actor=crew.maker, now=NOW) == (0, 1)


@pytest.mark.inventory("XA-01")
def test_over_the_annual_fund_is_held_for_total_control(crew: Crew) -> None:
    """990 million are promised of an annual fund of a billion; a claim of 20 million is over it."""
    from huiqi.ledger.services import Kind, Movement, Step

    fund = crew.books.line(1_000_000_000, kind=Kind.CEILING)
    spent, wanted = (crew.books.line(1_000_000_000, ceilings=[fund]) for _ in range(2))
    crew.books.step(spent, Step.RESERVE, amount=990_000_000)
    made = crew.approved(crew.round(crew.companies[:1], amount=Decimal(20_000_000), line=wanted))
    (claim,) = claims(made)
    assert claim.state == "held"
    assert "总额控制" in claim.reason
    page = visit(crew.officer).get(f"/casework/rounds/{made.pk}").content.decode()
    assert "只剩 10,000,000.00 元" in page, "the line alone has enough"
    crew.books.move(Movement(fund, Step.SET, Decimal(10_000_000), "budget/raise"))
    services.serve_all_waiting(now=PASSED)
    (claim,) = claims(made)
    assert (claim.state, claim.approved_by_name, claim.reason) == ("approved", "政策审批人", "资金已有，按原决定办理")


def test_what_is_not_confirmed_in_time_lapses(crew: Crew) -> None:
    made = crew.offered(crew.round())
    due = {clock.due_on for clock in Clock.objects.filter(cause__endswith="/confirm")}
    assert due == {date(2026, 3, 24)}, "ten working days from 10 March"
    owner = crew.owner(crew.companies[0])
    assert services.remind_late(now=PASSED) == 0
    assert services.remind_late(now=PASSED + timedelta(days=11)) == 2
    assert services.remind_late(now=PASSED + timedelta(days=11)) == 0, "once"
    assert "2026-03-24" in Message.objects.get(person=owner.person, kind="claim.offered").body_zh
    assert services.lapse_late(now=PASSED + timedelta(days=14)) == 0, "the last day is its own"
    with pytest.raises(CannotClaim) as refused:
        confirm(claims(made)[0], owner, now=PASSED + timedelta(days=15))
    assert refused.value.code == "confirmed_late", "before the daily work came to it, too"
    assert services.lapse_late(now=PASSED + timedelta(days=15)) == 2
    assert held_by(crew, made) == {"set": 1_000_000, "free": 1_000_000}
    told = Message.objects.filter(person=owner.person, kind="claim.offered").latest("added_at")
    assert told.title_zh == "逾期未确认，已失效：300,000.00元"
    page = visit(owner).get(f"/casework/awards/{claims(made)[0].pk}").content.decode()
    assert "到2026-03-24没有确认，已经失效" in page
    with pytest.raises(CannotClaim) as refused:
        confirm(claims(made)[0], owner)
    assert refused.value.code == "not_there"


def test_a_claim_is_confirmed_into_the_account_that_was_seen(crew: Crew) -> None:
    made = crew.offered(crew.round())
    claim = claims(made)[0]
    owner = crew.cast.person("老板", (Role.COMPANY_OWNER, claim.company))
    with pytest.raises(CannotClaim) as refused:
        services.confirm(id=claim.pk, account=claim.pk, actor=owner, now=PASSED)
    assert refused.value.code == "no_account"
    account = put_on_file(claim.company)
    with pytest.raises(CannotClaim) as refused:
        services.confirm(id=claim.pk, account=claim.pk, actor=owner, now=PASSED)
    assert refused.value.code == "account_changed"
    services.confirm(id=claim.pk, account=account.pk, actor=owner, now=PASSED)
    pay = Clock.objects.get(cause=f"claim/{claim.pk}/pay")
    assert pay.amount == 60
    assert Claim.objects.get(pk=claim.pk).state == "owed"


def test_without_a_notice_they_are_offered_at_once(crew: Crew) -> None:
    made = crew.approved(crew.round(notice_days=None))
    assert services.post(round=made.pk, actor=crew.officer, now=NOW) is None
    assert [claim.state for claim in claims(made)] == ["offered", "offered"]


def test_first_to_confirm_is_first_served(crew: Crew) -> None:
    made = crew.offered(crew.round(order="confirmed", line=crew.books.line(300_000)))
    assert held_by(crew, made) == {"set": 300_000, "free": 300_000}, "nothing is put aside"
    first, second = claims(made)
    owner = crew.owner(first.company)
    confirm(second, crew.owner(second.company))
    confirm(first, owner)
    assert [claim.state for claim in claims(made)] == ["held", "owed"]
    told = Message.objects.get(person=owner.person, kind="claim.held")
    assert "第2个确认" in told.body_zh
    assert services.serve_held(round=made.pk, actor=crew.maker, now=PASSED) == (0, 1)
    assert held_by(crew, made) == {"set": 300_000, "payable": 300_000}
