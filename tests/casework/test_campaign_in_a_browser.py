"""A survey from draft to facts in Chromium: the officer asks, the company saves, comes back and sends, the officer takes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import queries as register
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.browser import DESK, PHONE, flaws, needs_chromium, new_page, open_browser
from tests.cast import NORTH_CODE, NOW, SYSTEM, make_cast, visit

pytestmark = [needs_chromium, pytest.mark.django_db(transaction=True)]


@pytest.mark.inventory("GZ-05")
def test_survey_from_draft_to_facts(live_server: Any) -> None:
    cast = make_cast()
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "national", actor=SYSTEM, now=NOW)
    officer = visit(cast.person("林专员", (Role.SERVICE_OFFICER, cast.zone)))
    owner = visit(cast.person("张总", (Role.COMPANY_OWNER, cast.north_company)))
    found: list[str] = []
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=officer)
        send_out(page, live_server.url, found)
        campaign = page.url
        company = new_page(browser, live_server.url, client=owner, size=PHONE)
        answer(company, live_server.url, found)
        page.goto(campaign)
        page.get_by_role("link", name="重庆长安科技有限公司").click()
        found += flaws(page)
        page.get_by_role("button", name="采纳，记入企业数据").click()
        assert page.get_by_text("已采纳", exact=True).first.is_visible()
        asked = page.url
        page.context.close()
        for scheme, size in (("dark", DESK), ("light", PHONE)):
            page = new_page(browser, live_server.url, client=officer, scheme=scheme, size=size)
            for address in (campaign, f"{campaign}/answers", asked, f"{live_server.url}/casework/campaigns/add"):
                page.goto(address)
                found += flaws(page)
            page.context.close()
    assert found == []
    assert register.fact(SYSTEM, subject=cast.north_company.pk, name="staff") == 120


def send_out(page: Any, address: str, found: list[str]) -> None:
    page.goto(f"{address}/casework/campaigns")
    page.get_by_role("link", name="新的调查").click()
    page.get_by_label("名称", exact=True).fill("一季度企业摸底")
    page.get_by_label("截止日").fill(str(day_in_china(read_clock()) + timedelta(days=10)))
    page.get_by_label("指标1", exact=True).fill("职工总数")
    page.get_by_label("指标2", exact=False).first.fill("自建研发机构")
    found += flaws(page)
    page.get_by_role("button", name="存为草稿").click()
    page.get_by_role("link", name="选择企业").click()
    page.get_by_label("企业（每行一家）").fill(NORTH_CODE)
    page.get_by_role("button", name="保存").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="发出").click()
    assert page.get_by_text("填报中").is_visible()
    found += flaws(page)


def answer(page: Any, address: str, found: list[str]) -> None:
    page.goto(f"{address}/casework/surveys")
    page.get_by_role("link", name="一季度企业摸底").click()
    found += flaws(page)
    page.get_by_label("职工总数（人）").fill("120")
    page.get_by_role("button", name="保存，以后接着填").click()
    # Another day.
    page.goto(f"{address}/casework/surveys")
    page.get_by_role("link", name="一季度企业摸底").click()
    assert page.get_by_label("职工总数（人）").input_value() == "120"
    page.get_by_label("是", exact=True).check()
    page.get_by_role("button", name="提交").click()
    assert page.get_by_text("等待审核").first.is_visible()
    found += flaws(page)
    page.context.close()
