"""Everybody reads a notice and may object; the company takes its award with one button, in three steps of which it does one."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest
from django.test import Client

from huiqi.casework import services
from huiqi.casework.domain.claims.states import State
from huiqi.casework.domain.claims.steps import STEPS, STEPS_BEFORE, steps_of
from huiqi.casework.models import Claim, Clock, Objection
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register.models import BankAccount
from tests.casework.claims.made import PASSED, Crew, claims
from tests.cast import NOW, visit


def post_now(crew: Crew) -> str:
    """Post a round at this moment; return where its notice is."""
    made = crew.approved(crew.round())
    posted = services.post(round=made.pk, actor=crew.officer, now=read_clock())
    return f"/casework/notices/{posted.pk}"


def test_a_visitor_reads_a_notice_and_its_pdf(crew: Crew) -> None:
    address = post_now(crew)
    assert address in Client().get("/casework/notices").content.decode()
    page = Client().get(address).content.decode()
    assert "重庆长安科技有限公司" in page
    assert "600,000.00" in page
    assert "第三条" in page
    file = pypdf.PdfReader(BytesIO(Client().get(f"{address}/pdf").content))
    text = file.pages[0].extract_text()
    assert "阿尔法芯片有限公司" in text
    assert "匿名异议" in text.replace("\n", "")


def test_a_notice_that_is_over_is_nobodys_deadline(crew: Crew) -> None:
    made = crew.approved(crew.round())
    services.post(round=made.pk, actor=crew.officer, now=NOW)
    officer = visit(crew.officer)
    assert "公示：" in officer.get("/casework/clocks").content.decode()
    services.offer_passed(now=PASSED)
    assert "公示：" not in officer.get("/casework/clocks").content.decode()
    assert "2026-03-02 至 2026-03-09" in officer.get(f"/casework/rounds/{made.pk}").content.decode()


def test_a_long_notice_is_searched(crew: Crew) -> None:
    found = Client().get(post_now(crew), {"q": "阿尔法"}).content.decode()
    assert "阿尔法芯片有限公司" in found
    assert "重庆长安科技有限公司" not in found
    assert "900,000.00" in found or "600,000.00" in found, "what all get together is said all the same"


def test_a_visitor_objects_and_sees_what_became_of_it(crew: Crew) -> None:
    address = post_now(crew)
    said = {"name": "王明", "identity": "012345", "contact": "13800000000", "text": "去年已认定"}
    said["company"] = Claim.objects.get(company=crew.companies[0]).name
    assert Client().post(f"{address}/object", {**said, "name": ""}).status_code == 422
    stranger = Client().post(f"{address}/object", {**said, "company": "不在名单上的企业"})
    assert stranger.status_code == 422
    assert "公示名单里没有这家企业" in stranger.content.decode()
    receipt = Client().post(f"{address}/object", said)["Location"]
    assert "复核中" in Client().get(receipt).content.decode()
    judged = f"/casework/objections/{Objection.objects.get().pk}"
    officer = visit(crew.officer)
    assert "13800000000" in officer.get(judged).content.decode()
    assert officer.post(judged, {"dismiss": "1", "answer": ""}).status_code == 422
    officer.post(judged, {"dismiss": "1", "answer": "经查不成立"})
    assert "经查不成立" in Client().get(receipt).content.decode()
    assert Client().get("/casework/receipts/none").status_code == 404


def leave_time() -> None:
    """Put off the last day to confirm: pages take the day from the clock, which is past it."""
    Clock.objects.filter(cause__endswith="/confirm").update(due_on=day_in_china(read_clock()))


@pytest.mark.inventory("XA-02")
def test_three_steps_where_there_were_eight_and_nothing_to_type(crew: Crew) -> None:
    assert (STEPS_BEFORE - len(STEPS)) / STEPS_BEFORE == 0.625, "a cut of 62.5%"
    made = crew.offered(crew.round(crew.companies[:1]))
    leave_time()
    (claim,) = claims(made)
    client, address = visit(crew.owner(claim.company)), f"/casework/awards/{claim.pk}"
    page = client.get(address).content.decode()
    shown = page.split("<main")[1]
    assert "待企业确认" in page
    assert "300,000.00" in page
    assert 'type="text"' not in shown
    assert 'type="file"' not in shown
    account = BankAccount.objects.get()
    done = client.post(address, {"account": str(account.pk)}, follow=True).content.decode()
    assert "等待拨付" in done
    assert Claim.objects.get().state == "owed"


def test_steps_are_counted_as_the_claim_goes() -> None:
    at = {
        state: [step.is_now for step in steps_of(state, is_posted=True)]
        for state in (State.NOTICED, State.OFFERED, State.OWED)
    }
    assert at == {
        State.NOTICED: [True, False, False], State.OFFERED: [False, True, False], State.OWED: [False, False, True],
    }  # fmt: skip
    assert all(step.is_over for step in steps_of(State.PAID, is_posted=True))
    assert "公示" not in steps_of(State.OFFERED, is_posted=False)[0].name[0]


def test_a_company_without_an_account_puts_one_on_file(crew: Crew) -> None:
    made = crew.offered(crew.round(crew.companies[:1]))
    (claim,) = claims(made)
    owner = crew.owner(claim.company)
    BankAccount.objects.update(ended_at=PASSED)
    client, address = visit(owner), f"/casework/accounts/{claim.company_id}"
    assert "还没有在册的收款账户" in client.get(f"/casework/awards/{claim.pk}").content.decode()
    said = {"holder": claim.name, "bank": "示范银行", "number": "6222 0000 1111 2222", "branch": ""}
    assert client.post(address, said | {"number": "12"}).status_code == 422
    assert client.post(address, said).status_code == 302
    assert BankAccount.objects.get(ended_at=None).number == "6222000011112222"
    assert client.post(address, said).status_code == 422, "somebody has put one on file meanwhile"


def test_an_award_is_declined(crew: Crew) -> None:
    made = crew.offered(crew.round(crew.companies[:1]))
    (claim,) = claims(made)
    client = visit(crew.owner(claim.company))
    client.post(f"/casework/awards/{claim.pk}", {"decline": "1"})
    assert "企业放弃" in client.get("/casework/awards").content.decode()
    stranger = visit(crew.owner(crew.companies[1]))
    assert stranger.get(f"/casework/awards/{claim.pk}").status_code == 404


def test_finance_names_the_line_and_the_officer_posts(crew: Crew) -> None:
    made = crew.reviewed(crew.round())
    type(made).objects.filter(pk=made.pk).update(line=None)
    line = crew.books.line(900_000)
    finance, address = visit(crew.maker), f"/casework/rounds/{made.pk}"
    assert "还没有指定资金来源" in finance.get(address).content.decode()
    finance.post(f"{address}/lines", {"line": "x"})
    finance.post(f"{address}/lines", {"line": str(line)})
    assert "900,000.00" in finance.get(address).content.decode()
    seen = [f"{claim.pk}:{claim.version}" for claim in claims(made)]
    visit(crew.approver).post(f"{address}/decide", {"act": "approve", "seen": seen})
    page = visit(crew.officer).post(f"{address}/post", follow=True).content.decode()
    assert "已公示" in page
    assert len(claims(made, "noticed")) == 2


def test_who_confirmed_and_waits_for_money_goes_on_seeing_the_award(crew: Crew) -> None:
    made = crew.offered(crew.round(order="confirmed", line=crew.books.line(300_000)))
    leave_time()
    answers = []
    for claim in claims(made):
        owner = crew.owner(claim.company)
        account = str(BankAccount.objects.get(organisation=claim.company, ended_at=None).pk)
        said = {"account": account}
        answers.append(visit(owner).post(f"/casework/awards/{claim.pk}", said, follow=True))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "正在排队" in answers[1].content.decode()
    assert [claim.state for claim in claims(made)] == ["owed", "held"]


def test_a_claim_that_is_held_before_it_was_offered_is_not_shown(crew: Crew) -> None:
    made = crew.approved(crew.round(line=crew.books.line(300_000)))
    (held,) = claims(made, "held")
    assert visit(crew.owner(held.company)).get(f"/casework/awards/{held.pk}").status_code == 404
