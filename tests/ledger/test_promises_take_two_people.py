"""Vouchers, losses, returns and money for projects go through the hands of two people, on the pages, and leave the books balanced."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.ledger import queries, services
from huiqi.ledger.models import Ban, Obligation, Proposal, Recovery, Voucher, VoucherUse
from huiqi.ledger.services import Kind, Step, Two
from tests.cast import NORTH_CODE, NOW, SOUTH_CODE, SYSTEM, Cast, visit
from tests.ledger.books import CHECKER, MAKER, Books

OWING = (Step.RESERVE, Step.COMMIT, Step.OWE)


class Desk:
    """The two of finance, each at a browser of their own."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.books = cast, Books(cast)
        self.officer: Actor = cast.person("钱经办", (Role.FINANCE_OFFICER, cast.zone))
        self.approver: Actor = cast.person("金复核", (Role.FINANCE_APPROVER, cast.zone))
        self.maker: Client = visit(self.officer)
        self.checker: Client = visit(self.approver)

    def hand_in(self, page: str, *args: object, **said: object) -> Any:
        """What comes of a form."""
        return self.maker.post(reverse(f"ledger:{page}", args=args), {"reason": "会议纪要5号"} | said)

    def checked(self, page: str, *args: object, **said: object) -> Proposal:
        """The proposal of a form, once it is confirmed."""
        sent = self.hand_in(page, *args, **said)
        assert sent.status_code == 302, sent.content.decode()
        proposal = Proposal.objects.latest("made_at")
        assert self.checker.get(sent["Location"]).status_code == 200
        self.checker.post(reverse("ledger:confirm", args=(proposal.pk,)))
        proposal.refresh_from_db()
        return proposal

    def voucher(self, line: UUID, amount: int = 200) -> Voucher:
        last_day = day_in_china(read_clock()) + timedelta(days=30)
        said = {"line": line, "party": NORTH_CODE, "code": "创新券", "amount": amount, "last_day": last_day}
        self.checked("issue", **said)
        return Voucher.objects.latest("issued_at")


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def test_a_voucher_is_issued_used_settled_and_its_rest_given_back(desk: Desk) -> None:
    line = desk.books.line(1000)
    voucher = desk.voucher(line)
    assert desk.books.has(line) == {"set": 1000, "free": 800, "committed": 200}
    assert "不足201.00元" in desk.hand_in("use", voucher.pk, party=SOUTH_CODE, amount="201").content.decode()
    desk.checked("use", voucher.pk, party=SOUTH_CODE, amount="150")
    assert desk.books.has(line) == {"set": 1000, "free": 800, "committed": 50, "payable": 150}
    used = VoucherUse.objects.get()
    assert str(used.pk) in desk.maker.get(reverse("ledger:uses")).content.decode()
    picked = f"{reverse('ledger:settle')}?pick={used.pk}"
    assert "1 笔，合计 150.00 元" in desk.maker.get(picked).content.decode()
    waiting = desk.maker.post(picked, {"reason": "会议纪要5号"})["Location"]
    desk.checker.post(f"{waiting}/confirm")
    assert desk.books.has(line)["paid"] == 150
    assert "没有可以结算的使用记录" in desk.maker.post(picked, {"reason": "会议纪要5号"}).content.decode()
    assert "没有到期未用完的券" in desk.hand_in("expire").content.decode()
    page = desk.maker.get(reverse("ledger:voucher", args=(voucher.pk,))).content.decode()
    assert desk.cast.south_company.name in page
    assert "50.00" in page


def test_what_is_left_of_vouchers_that_are_over_goes_back(desk: Desk) -> None:
    line = desk.books.line(1000)
    yesterday = day_in_china(read_clock()) - timedelta(days=1)
    services.issue_voucher(
        line=line, zone=desk.books.zone, key="v", holder=desk.cast.north_company.pk, code="券", amount=Decimal(70),
        last_day=yesterday, two=Two(MAKER, CHECKER, SYSTEM, NOW),
    )  # fmt: skip
    desk.checked("expire")
    assert desk.books.has(line) == {"set": 1000, "free": 1000}


def test_a_project_is_paid_in_parts_and_its_rest_is_free_again(desk: Desk) -> None:
    line = desk.books.line(1000)
    made = desk.checked("promise", line=line, party=NORTH_CODE, amount="600")
    desk.checked("interim", made.pk, amount="200")
    assert "不足401.00元" in desk.hand_in("interim", made.pk, amount="401").content.decode()
    desk.checked("final", made.pk, amount="350")
    assert desk.books.has(line) == {"set": 1000, "free": 450, "paid": 550}
    assert "550.00" in desk.maker.get(reverse("ledger:agreements")).content.decode()


def test_a_loss_is_owed_out_of_a_fund_and_waits_for_what_is_not_there(desk: Desk) -> None:
    fund, line = desk.books.line(100, kind=Kind.FUND, year=None), desk.books.line(100)
    assert desk.hand_in("compensate", line=line, party=NORTH_CODE, amount="5").status_code == 422
    done = desk.checked("compensate", line=fund, party=NORTH_CODE, amount="130")
    assert done.standing == "confirmed"
    assert desk.books.has(fund) == {"set": 100, "payable": 100}
    assert "30.00" in desk.checker.get(reverse("ledger:holds")).content.decode()


def test_an_owed_loss_is_paid_by_two_people(desk: Desk) -> None:
    fund = desk.books.line(100, kind=Kind.FUND, year=None)
    desk.checked("compensate", line=fund, party=NORTH_CODE, amount="80")
    owed = Obligation.objects.get(line=fund)
    assert desk.cast.north_company.name in desk.maker.get(reverse("ledger:owed")).content.decode()
    assert "不足81.00元" in desk.hand_in("pay_owed", owed.pk, amount="81").content.decode()
    paid = desk.checked("pay_owed", owed.pk, amount="50")
    assert (paid.kind, paid.standing) == ("pay", "confirmed")
    assert desk.books.has(fund) == {"set": 100, "free": 20, "payable": 30, "paid": 50}
    waiting = [desk.hand_in("pay_owed", owed.pk, amount="30")["Location"] for _ in range(2)]
    pages = [desk.checker.post(f"{one}/confirm", follow=True).content.decode() for one in waiting]
    assert ["已复核入账" in page for page in pages] == [True, False], "what was handed in twice is paid once"
    assert desk.books.has(fund) == {"set": 100, "free": 20, "paid": 80}
    assert "没有要另行支付的款项" in desk.maker.get(reverse("ledger:owed")).content.decode()


def test_what_a_flow_pays_is_never_paid_by_hand(desk: Desk) -> None:
    line = desk.books.line(1000)
    desk.books.step(line, *OWING, amount=300, party=desk.cast.north_company.pk, cause="claim/3")
    owed = Obligation.objects.get(line=line)
    assert desk.maker.get(reverse("ledger:pay_owed", args=(owed.pk,))).status_code == 404
    with pytest.raises(services.CannotKeep) as refused:
        services.propose_pay(
            line=line, cause="claim/3", amount=Decimal(1), reason="会议纪要", actor=desk.officer, now=NOW
        )
    assert refused.value.code == "paid_by_flow"


def test_what_came_back_is_booked_and_never_more(desk: Desk) -> None:
    line, company = desk.books.line(1000), desk.cast.north_company.pk
    desk.books.step(line, *OWING, Step.PAY, amount=300, party=company)
    day = day_in_china(NOW)
    asked = services.ask_back(
        line=line, cause="claim/1", amount=Decimal(300), ground="材料不实", due_on=day, actor=SYSTEM, now=NOW
    )
    address = reverse("ledger:take_back", args=(asked.pk,))
    assert address in desk.maker.get(reverse("ledger:recoveries")).content.decode()
    desk.checked("take_back", asked.pk, amount="120")
    assert "只差180.00元" in desk.hand_in("take_back", asked.pk, amount="181").content.decode()
    waiting = [desk.hand_in("take_back", asked.pk, amount="180")["Location"] for _ in range(2)]
    pages = [desk.checker.post(f"{one}/confirm", follow=True).content.decode() for one in waiting]
    assert ["已复核入账" in page for page in pages] == [True, False], "what was handed in twice comes back once"
    assert Recovery.objects.get().returned == 300
    assert desk.books.has(line) == {"set": 1000, "free": 1000}


def test_a_plan_for_what_is_owed_takes_two_people(desk: Desk) -> None:
    line = desk.books.line(1000)
    desk.books.step(line, *OWING, amount=900)
    year = day_in_china(read_clock()).year
    both = desk.cast.person("一人两职", (Role.FINANCE_OFFICER, desk.cast.zone))
    waiting = desk.hand_in("plan", line, year_0="400", year_1="500")["Location"]
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.made_by) == ("plan", desk.officer.person)
    with pytest.raises(services.CannotKeep):
        services.confirm(id=proposal.pk, actor=both, now=NOW)
    assert desk.maker.post(f"{waiting}/confirm").status_code == 403, "who proposes it does not confirm it"
    # More is owed by now: the plan does not cover it, and is not put into force.
    desk.books.step(line, *OWING, amount=50, cause="claim/2")
    assert "与欠付950.00元不符" in desk.checker.post(f"{waiting}/confirm", follow=True).content.decode()
    desk.checker.post(f"{waiting}/refuse", {"said": "欠付已变化"})
    proposal = desk.checked("plan", line, year_0="400", year_1="550")
    assert (proposal.standing, proposal.entry, proposal.plan.owed) == ("confirmed", None, 950)
    assert queries.arrears(desk.approver)[0].years == {year: 400, year + 1: 550}


def test_a_ban_is_prolonged_and_lifted_by_somebody_else(desk: Desk) -> None:
    party, day = desk.cast.north_company.pk, day_in_china(read_clock())
    said = {"zone": desk.books.zone, "party": party, "first_day": day, "last_day": day + timedelta(days=9), "now": NOW}
    own = services.ban(**said, ground="材料不实", actor=desk.approver)
    other = services.ban(**said, ground="材料不实", actor=desk.officer)
    refused = desk.checker.post(reverse("ledger:lift", args=(own.pk,)), {"reason": "查无此事"})
    assert "须由别人解除" in refused.content.decode()
    address = reverse("ledger:prolong", args=(other.pk,))
    assert desk.maker.post(address, {"last_day": day, "ground": "再犯"}).status_code == 422
    assert desk.maker.post(address, {"last_day": day + timedelta(days=99), "ground": "再犯"}).status_code == 302
    assert Ban.objects.filter(first_day=other.last_day + timedelta(days=1), ground="再犯").exists()
    assert desk.maker.post(reverse("ledger:lift", args=(other.pk,)), {"reason": "x"}).status_code == 403
    desk.checker.post(reverse("ledger:lift", args=(other.pk,)), {"reason": "复议成立"})
    assert "复议成立" in desk.maker.get(reverse("ledger:bans")).content.decode()


def test_who_is_not_there_gets_nothing(desk: Desk) -> None:
    line = desk.books.line(1000)
    said = {"line": line, "party": "91110000600037341X", "amount": "5"}
    sent = desk.hand_in("promise", **said)
    assert sent.status_code == 422
    assert "请核对信用代码" in sent.content.decode()
    assert not Proposal.objects.exists()
