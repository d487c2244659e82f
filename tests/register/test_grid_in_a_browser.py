"""An officer's morning with the grid in Chromium: a scheme, its companies and grids, a list placed and undone, a visit."""

from __future__ import annotations

from typing import Any

import pytest

from huiqi.kernel.actor import Role
from tests.browser import DESK, PHONE, flaws, needs_chromium, new_page, open_browser
from tests.cast import NORTH_CODE, SOUTH_CODE, make_cast, visit

pytestmark = [needs_chromium, pytest.mark.django_db(transaction=True)]


@pytest.mark.inventory("ZJ-05")
def test_officer_covers_every_key_company(live_server: Any) -> None:
    cast = make_cast()
    client = visit(cast.person("林专员", (Role.SERVICE_OFFICER, cast.zone)))
    found: list[str] = []
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=client)
        open_scheme(page, live_server.url)
        page.get_by_role("link", name="列入企业").click()
        page.get_by_label("企业（每行一家）").fill(f"{NORTH_CODE}\n{SOUTH_CODE}")
        page.get_by_label("哪一类重点企业").fill("规上工业企业")
        page.get_by_role("button", name="保存").click()
        assert page.get_by_role("link", name="未划入网格 2").is_visible()
        found += flaws(page)
        scheme = page.url
        open_grid_with_officer(page)
        page.goto(scheme)
        page.get_by_role("link", name="批量划入").click()
        page.get_by_label("名单").fill(f"{NORTH_CODE}\t一网格\n{SOUTH_CODE}\t一网格")
        page.get_by_role("button", name="看看会怎样改").click()
        found += flaws(page)
        page.get_by_role("button", name="确认，就这样改").click()
        found += flaws(page)
        batch = page.url
        page.goto(scheme)
        assert "100%" in page.inner_text("main")
        page.goto(batch)
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="整批撤销").click()
        page.goto(scheme)
        assert page.get_by_role("link", name="未划入网格 2").is_visible()
        record_visit(page)
        page.context.close()
        for scheme_of_colours, size in (("dark", DESK), ("light", PHONE)):
            page = new_page(browser, live_server.url, client=client, scheme=scheme_of_colours, size=size)
            for address in (f"{live_server.url}/register/grid", scheme, f"{scheme}/list", f"{scheme}/grids", batch):
                page.goto(address)
                found += flaws(page)
            page.context.close()
    assert found == []


def open_scheme(page: Any, address: str) -> None:
    page.goto(f"{address}/register/grid")
    page.get_by_role("link", name="建立责任制").click()
    page.get_by_label("名称").fill("重点企业网格化服务")
    page.get_by_label("来源").fill("高新区方案")
    page.get_by_role("button", name="保存").click()


def open_grid_with_officer(page: Any) -> None:
    page.get_by_role("link", name="网格与责任人").click()
    page.get_by_role("link", name="建立网格").click()
    page.get_by_label("网格名称").fill("一网格")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="确定或移交责任人").click()
    page.get_by_label("由谁担任").select_option(label="林专员")
    page.get_by_role("button", name="保存").click()
    assert page.get_by_text("现任").is_visible()


def record_visit(page: Any) -> None:
    page.get_by_role("link", name="重庆长安科技有限公司").click()
    page.get_by_role("link", name="记录联系").click()
    page.get_by_label("情况").fill("问了用工情况")
    page.get_by_role("button", name="保存").click()
    assert page.get_by_text("问了用工情况").is_visible()
