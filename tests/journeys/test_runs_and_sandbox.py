"""An officer in a real browser: starts a run, reads companies' reasons, changes a figure in the sandbox, exports both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from huiqi.casework import tasks
from huiqi.casework.models import Run, WhatIf
from huiqi.kernel.actor import Actor, Role
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.browser import PHONE, flaws, needs_chromium, new_page, open_browser
from tests.casework.conftest import add_company, hnte
from tests.cast import NOW, SYSTEM, make_cast, visit


@needs_chromium
@pytest.mark.django_db(transaction=True)
def test_an_officer_runs_reads_tries_and_exports(live_server: Any, tmp_path: Path) -> None:
    client = visit(officer_of_a_zone_with_rules())
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=client)
        run = started(page)
        assert rows_of(saved(page, "导出 Excel", tmp_path)) == [
            "首次认定奖励30万元",
            "非首次认定奖励20万元",
            "当年申报未认定补助2万元",
        ]
        reasons = read_three(page, run)
        tried = tried_out(page)
        assert rows_of(saved(page, "导出 Excel", tmp_path)) == ["北园"]
        phone = new_page(browser, live_server.url, client=client, scheme="dark", size=PHONE)
        phone.goto(run)
        phone.get_by_role("button", name="English").click()
        for address, words in ((run, "About this run"), (reasons, "Facts used"), (tried, "Who wins, who loses")):
            phone.goto(address)
            phone.get_by_text(words).first.wait_for()
            assert flaws(phone) == []


def officer_of_a_zone_with_rules() -> Actor:
    cast = make_cast()
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    hnte(cast.south_company, applied=True, recognised=False, first=False)
    add_company(cast, "未知数据有限公司")
    return cast.person("政策专员", (Role.POLICY_OFFICER, cast.zone))


def started(page: Any) -> str:
    page.goto("/casework/runs")
    page.get_by_role("link", name="开始测算").click()
    page.get_by_label("名称").fill("一季度兑现")
    page.get_by_role("button", name="开始测算").click()
    page.get_by_text("排队等待后台处理").wait_for()
    tasks.carry_out_run(run=str(Run.objects.get().pk))
    page.goto(page.url)
    page.get_by_role("heading", name="按条款").wait_for()
    assert flaws(page) == []
    return str(page.url)


def read_three(page: Any, run: str) -> str:
    for name, words in (("重庆长安", "符合"), ("未知数据", "请补充以下信息"), ("阿尔法芯片", "怎样才能符合")):
        page.goto(run)
        page.get_by_role("link", name="首次认定奖励30万元").click()
        page.get_by_role("link", name=name).click()
        page.get_by_text(words).first.wait_for()
    assert flaws(page) == []
    return str(page.url)


def tried_out(page: Any) -> str:
    page.goto("/casework/sandbox")
    page.get_by_role("link", name="新试算").click()
    page.get_by_label("名称").fill("提高首次认定奖励")
    page.get_by_label("高新技术企业奖励").check()
    page.get_by_role("button", name="开始改动").click()
    page.locator("[name='figure.hnte_first_reward']").fill("50万")
    assert flaws(page) == []
    page.get_by_role("button", name="保存改动").click()
    page.get_by_role("button", name="试算", exact=True).click()
    tasks.carry_out_what_if(what_if=str(WhatIf.objects.get().pk))
    page.goto(page.url)
    page.get_by_text("+20万元").first.wait_for()
    assert flaws(page) == []
    return str(page.url)


def saved(page: Any, link: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    path = folder / f"{link}.xlsx"
    download.value.save_as(path)
    return path


def rows_of(path: Path) -> list[Any]:
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
