"""The pages of rounds and claims: exceptions first, decided in bulk, each page with as many queries as it needs and no more."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from pytest_django import DjangoAssertNumQueries

from huiqi.casework import services
from huiqi.casework.models import Claim, Round
from huiqi.kernel.actor import Role
from huiqi.kernel.models import Look
from tests.casework.claims.conftest import Desk
from tests.casework.claims.made import Crew, claims
from tests.casework.conftest import FIRST, add_company
from tests.cast import NOW, visit


def test_a_round_is_made_from_the_page_of_a_clause(desk: Desk) -> None:
    run, client = desk.run(), visit(desk.officer)
    clause = f"/casework/runs/{run.pk}/{FIRST[0]}/{FIRST[1]}"
    form = f"/casework/rounds/new/{run.pk}/{FIRST[0]}/{FIRST[1]}"
    assert form in client.get(clause).content.decode()
    assert client.post(form, {"confirm_days": "0", "order": "listed"}).status_code == 422
    sent = client.post(form, {"confirm_days": "10", "notice_days": "5", "order": "listed"})
    made = Round.objects.get()
    assert sent["Location"] == f"/casework/rounds/{made.pk}"
    page = client.get(sent["Location"]).content.decode()
    assert "600,000" in page
    assert "缺数据，不能判断" in page
    assert form not in client.get(clause).content.decode()
    assert client.post(f"/casework/rounds/{made.pk}/ask").status_code == 302
    one = client.get(f"/casework/claims/{claims(made)[0].pk}").content.decode()
    assert "当年认定高企" in one
    assert "无不良记录" in one


def test_many_are_decided_at_once_and_exceptions_come_first(crew: Crew) -> None:
    made = crew.round()
    Claim.objects.filter(company=crew.companies[1]).update(exceptions=["near"])
    client, address = visit(crew.officer), f"/casework/rounds/{made.pk}"
    page = client.get(address)
    assert [row[2].value for row in page.context["list"].rows] == ["阿尔法芯片有限公司", "重庆长安科技有限公司"]
    assert page.content.decode().count(" checked>") == 1, "only the ordinary one"
    chosen = [f"{claim.pk}:{claim.version}" for claim in claims(made)]
    client.post(f"{address}/decide", {"act": "review", "seen": chosen, "reason": "齐全"})
    assert len(claims(made, "reviewed")) == 2
    stale = client.post(f"{address}/decide", {"act": "refuse", "seen": chosen, "reason": "迟了"}, follow=True)
    assert "刚刚被政策专员处理过" in stale.content.decode()
    fresh = [f"{claim.pk}:{claim.version}" for claim in claims(made)]
    visit(crew.approver).post(f"{address}/decide", {"act": "approve", "seen": fresh})
    assert len(claims(made, "approved")) == 2


@pytest.mark.parametrize(("days", "next_step"), ((0, "下一步：政策专员请企业确认"), (5, "下一步：政策专员公示")))
def test_a_round_without_a_notice_does_not_ask_for_one(crew: Crew, days: int, next_step: str) -> None:
    made = crew.approved(crew.round(notice_days=days))
    page = visit(crew.officer).get(f"/casework/rounds/{made.pk}").content.decode()
    assert f"{next_step}</p>" in page


def test_one_claim_is_cleared_and_sent_back_on_its_page(crew: Crew) -> None:
    made = crew.round(crew.companies[:1], credit="unknown", exceptions=["credit_unknown"])
    (claim,) = claims(made)
    client, address = visit(crew.officer), f"/casework/claims/{claim.pk}"
    assert client.post(address, {"version": 0, "act": "review"}).status_code == 422
    client.post(address, {"version": 0, "act": "clear", "reason": "信用中国查询无记录"})
    assert "信用中国查询无记录（政策专员）" in client.get(address).content.decode()
    assert client.post(address, {"version": 1, "act": "send_back", "reason": ""}).status_code == 422
    client.post(address, {"version": 1, "act": "send_back", "reason": "核对证书"})
    assert "核对证书" in client.get(address).content.decode()


def test_the_list_of_claims_is_exported_without_boxes(crew: Crew) -> None:
    made = crew.round()
    answer = visit(crew.officer).get(f"/casework/rounds/{made.pk}", {"format": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert next(sheet.values)[:2] == ("顺序", "企业")


@pytest.mark.parametrize("more", (0, 8))
def test_a_round_costs_as_many_queries_with_many_claims(
    crew: Crew, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    others = [add_company(crew.cast, f"第{number}家有限公司", number=number) for number in range(more)]
    made, client = crew.round([*crew.companies, *others]), visit(crew.officer)
    for address, queries in ((f"/casework/rounds/{made.pk}", 16), ("/casework/rounds", 7), ("/casework/claims", 7)):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_a_stand_in_is_named_and_ended_on_its_page(crew: Crew) -> None:
    client, address = visit(crew.approver), "/casework/approving"
    away = {
        "place": f"{crew.cast.zone.pk}:policy_approver:{crew.approver.person}", "person": str(crew.checker.person),
        "first_day": "2026-01-01", "last_day": "2099-12-31", "reason": "出差",
    }  # fmt: skip
    assert client.post(address, away | {"last_day": "2025-01-01"}).status_code == 422
    assert client.post(address, away).status_code == 302
    page = client.get(address).content.decode()
    assert "出差" in page
    assert "approving/stand-ins/" not in visit(crew.officer).get(address).content.decode(), "only those two end it"
    ended = page.split("approving/stand-ins/")[1].split("/")[0]
    client.post(f"/casework/approving/stand-ins/{ended}/end")
    assert "已提前结束" in client.get(address).content.decode()


def test_a_stand_in_reads_in_whose_place(crew: Crew) -> None:
    made = crew.reviewed(crew.round())
    pages = [f"/casework/rounds/{made.pk}", f"/casework/claims/{claims(made)[0].pk}"]
    client, taken = visit(crew.checker), f"您现在代{crew.approver.name}审批"
    assert not any(taken in client.get(page).content.decode() for page in pages)
    assert "审批同意" not in client.get(pages[1]).content.decode(), "it does not wait for the checker"
    services.stand_in(
        zone=crew.cast.zone.pk, role=Role.POLICY_APPROVER, away=crew.approver.person, person=crew.checker.person,
        first_day=date(2026, 1, 1), last_day=date(2099, 12, 31), reason="出差", actor=crew.approver, now=NOW,
    )  # fmt: skip
    assert all(taken in client.get(page).content.decode() for page in pages)
    assert "审批同意" in client.get(pages[1]).content.decode()
    assert taken not in visit(crew.approver).get(pages[0]).content.decode()


def test_who_approves_is_told_what_waits_for_money(crew: Crew) -> None:
    made = crew.reviewed(crew.round(line=crew.books.line(300_000)))
    picked = [f"{claim.pk}:{claim.version}" for claim in claims(made)]
    said = {"act": "approve", "reason": "同意", "seen": picked}
    page = visit(crew.approver).post(f"/casework/rounds/{made.pk}/decide", said, follow=True).content.decode()
    assert "已处理 2 家" in page
    assert "有 1 家因资金不足暂缓" in page


def test_a_round_says_its_order_and_the_place_of_who_confirmed(crew: Crew) -> None:
    short = crew.books.line(300_000)
    made = crew.confirmed(crew.round(order="confirmed", notice_days=None, line=short))
    page = visit(crew.officer).get(f"/casework/rounds/{made.pk}?sort=-queue").content.decode()
    assert "资金不足时先确认先得" in page
    assert "确认次序" in page
    (late,) = claims(made, "held")
    waiting = visit(crew.owner(late.company)).get(f"/casework/awards/{late.pk}").content.decode()
    assert "您是第2个确认的" in waiting


def test_that_somebody_sees_what_the_credit_lists_say_is_noted(crew: Crew) -> None:
    made = crew.round()
    visit(crew.officer).get(f"/casework/rounds/{made.pk}")
    look = Look.objects.get()
    assert set(look.names) == {"on_adverse_list", "serious_incident_or_misconduct"}
