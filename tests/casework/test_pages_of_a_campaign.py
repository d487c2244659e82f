"""Pages of a campaign: drafted from the dictionary, companies chosen, answered on the company's page, looked at, exported."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from huiqi.casework import services
from huiqi.casework.domain.campaigns import Question
from huiqi.casework.models import AskedCompany, Campaign
from huiqi.casework.services import CampaignSaid
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.models import Look
from huiqi.register import queries as register
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.conftest import say
from tests.cast import NORTH_CODE, NOW, SYSTEM, Cast, visit
from tests.register.companies import add_companies
from tests.register.pages import questions, text

ANSWERS = {
    "value-0": "120", "instead-0": "", "value-1": "31500000.55", "instead-1": "",
    "value-2": "yes", "instead-2": "", "value-3": "", "instead-3": "unknown",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _national(cast: Cast) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "national", actor=SYSTEM, now=NOW)


@pytest.fixture
def officer(cast: Cast) -> Client:
    return visit(cast.person("林专员", (Role.SERVICE_OFFICER, cast.zone)))


@pytest.fixture
def owner(cast: Cast) -> Client:
    return visit(cast.person("张总", (Role.COMPANY_OWNER, cast.north_company)))


def later() -> date:
    return day_in_china(read_clock()) + timedelta(days=10)


def ask(cast: Cast, *companies: object) -> Campaign:
    facts = (Question("staff"), Question("yearly_sales", "2025"), Question("has_rd_unit"), Question("enterprise_kind"))
    said = CampaignSaid("企业摸底", later(), facts, purpose="了解一季度情况")
    made = services.draft_campaign(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW)
    services.choose_companies(id=made.pk, companies=companies, actor=SYSTEM, now=NOW)
    return services.send_out(id=made.pk, actor=SYSTEM, now=NOW)


def page_of(asked: AskedCompany) -> str:
    return f"/casework/surveys/{asked.pk}"


def send(owner: Client, asked: AskedCompany, **more: object) -> None:
    version = AskedCompany.objects.get(pk=asked.pk).version
    response = owner.post(page_of(asked), {**ANSWERS, "version": version, "send": "yes"} | more)
    assert response.status_code == 302, response.content.decode()


def test_campaign_is_drafted_from_the_dictionary_and_sent_out(cast: Cast, officer: Client) -> None:
    sent = {"organisation": str(cast.zone.pk), "title": "企业摸底", "due_on": str(later()), "fact-1": "职工总数",
            "fact-2": "年销售收入", "period-2": "2025"}  # fmt: skip
    wrong = officer.post("/casework/campaigns/add", {**sent, "fact-3": "没有这个指标"})
    assert wrong.status_code == 422
    assert "指标字典里没有这一项" in wrong.content.decode()
    officer.post("/casework/campaigns/add", sent)
    campaign = Campaign.objects.get()
    assert campaign.asks == [["staff", ""], ["yearly_sales", "2025"]]
    address = f"/casework/campaigns/{campaign.pk}"
    assert 'value="年销售收入"' in text(officer, f"{address}/edit")
    officer.post(f"{address}/companies", {"companies": NORTH_CODE})
    officer.post(f"{address}/companies", {"group": "all"})
    assert AskedCompany.objects.count() == 2
    officer.post(f"{address}/send")
    assert "填报中" in text(officer, address)
    officer.post(f"{address}/remind")
    officer.post(f"{address}/close")
    assert Campaign.objects.get().stage == "closed"


@pytest.mark.inventory("GZ-05")
def test_company_saves_resumes_and_sends_and_officer_takes(cast: Cast, officer: Client, owner: Client) -> None:
    say(cast.north_company, source="年报", staff=Decimal(118))
    campaign = ask(cast, cast.north_company.pk)
    asked = AskedCompany.objects.get()
    assert "企业摸底" in text(owner, "/casework/surveys")
    first = text(owner, page_of(asked))
    assert "登记的是：118 人（年报）" in first
    assert 'value="118"' in first
    owner.post(page_of(asked), {**ANSWERS, "value-1": "", "version": 0, "save": "yes"})
    assert 'value="120"' in text(owner, page_of(asked))
    half = owner.post(page_of(asked), {**ANSWERS, "value-1": "", "version": 1, "send": "yes"})
    assert half.status_code == 422
    assert "还有1题没有回答" in half.content.decode()
    send(owner, asked)
    page = text(officer, f"/casework/asked/{asked.pk}")
    assert "31,500,000.55" in page
    assert "与登记不同" in page
    version = AskedCompany.objects.get().version
    officer.post(f"/casework/asked/{asked.pk}", {"version": version, "return": "yes", "reason": "请核对人数"})
    assert "请核对人数" in text(owner, page_of(asked))
    send(owner, asked)
    officer.post(f"/casework/campaigns/{campaign.pk}/take", {"ids": [str(asked.pk), "x"]})
    assert register.fact(SYSTEM, subject=cast.north_company.pk, name="staff") == 120
    assert "已采纳" in text(owner, page_of(asked))


def test_answers_are_exported_as_numbers_and_words(cast: Cast, officer: Client, owner: Client) -> None:
    campaign = ask(cast, cast.north_company.pk)
    send(owner, AskedCompany.objects.get())
    response = officer.get(f"/casework/campaigns/{campaign.pk}/answers?format=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active.values)
    assert rows[0][3:7] == ("职工总数（人）", "年销售收入（元） 2025", "自建研发机构", "企业规模")
    assert rows[1][:7] == ("重庆长安科技有限公司", NORTH_CODE, "待审核", 120, 31500000.55, "是", "不清楚")
    assert "yearly_sales" in str(Look.objects.latest("id").names)


def test_wrong_values_are_said_beside_their_fields_and_nothing_is_kept(cast: Cast, owner: Client) -> None:
    ask(cast, cast.north_company.pk)
    asked = AskedCompany.objects.get()
    sent = {**ANSWERS, "value-0": "十二", "value-3": "sme", "version": 0, "save": "yes"}
    response = owner.post(page_of(asked), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "要么填值" in page
    assert page.count('aria-invalid="true"') == 2
    assert AskedCompany.objects.get().answers == {}


def test_lists_ask_the_same_number_of_questions_at_any_size(cast: Cast, officer: Client, owner: Client) -> None:
    asked: dict[str, list[int]] = {}
    campaign = ask(cast, cast.north_company.pk)
    send(owner, AskedCompany.objects.get())
    for start, size in ((0, 2), (2, 30)):
        companies = add_companies(cast.north, size, start=start)
        services.choose_companies(id=campaign.pk, companies=companies, actor=SYSTEM, now=NOW)
        AskedCompany.objects.filter(company__in=companies).update(
            progress="sent", sent_at=NOW, answers={"staff": ["number", "5"]}
        )
        own = f"/casework/campaigns/{campaign.pk}"
        for address in ("/casework/campaigns", own, f"{own}/answers"):
            asked.setdefault(address, []).append(questions(officer, address))
        asked.setdefault("/casework/surveys", []).append(questions(owner, "/casework/surveys"))
    assert all(small == large < 16 for small, large in asked.values()), asked


def test_others_see_no_answers(cast: Cast, officer: Client, owner: Client) -> None:
    campaign = ask(cast, cast.north_company.pk)
    asked = AskedCompany.objects.get()
    leader = visit(cast.person("领", (Role.LEADER, cast.zone)))
    assert "填报结果" not in text(leader, f"/casework/campaigns/{campaign.pk}")
    text(leader, f"/casework/campaigns/{campaign.pk}/answers", 403)
    text(leader, f"/casework/asked/{asked.pk}", 403)
    stranger: Actor = cast.person("外", (Role.COMPANY_OWNER, cast.south_company))
    text(visit(stranger), page_of(asked), 404)
    text(owner, f"/casework/asked/{asked.pk}", 403)
