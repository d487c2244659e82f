"""From nothing to a working officer and a company's staff: added, handed a link, given a role, invited."""

from __future__ import annotations

from typing import Any

from huiqi.kernel.actor import Role
from tests.browser import PHONE, flaws, needs_chromium, new_page, open_browser
from tests.cast import Cast, visit

pytestmark = needs_chromium
PASSWORD = "长江 黄河 淮河 珠江 2026"


def test_officer_is_added_and_logs_in(live_server: Any, cast: Cast) -> None:
    administrator = visit(cast.person("管理员甲", (Role.ADMINISTRATOR, cast.zone)))
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=administrator)
        found = []
        page.goto("/")
        page.locator("nav.menu summary", has_text="管理").click()
        page.get_by_role("navigation").get_by_role("link", name="人员与角色").click()
        found += flaws(page)
        page.get_by_role("link", name="添加人员").click()
        page.get_by_label("姓名").fill("李娜")
        page.get_by_label("登录名").fill("li.na")
        page.get_by_label("所属单位").fill("北园")
        found += flaws(page)
        page.get_by_role("button", name="添加").click()
        link = page.inner_text("#link")
        found += flaws(page)
        page.get_by_role("link", name="完成").click()
        page.get_by_label("角色").select_option("service_officer")
        page.get_by_label("管辖的单位").fill("北园")
        page.get_by_role("button", name="授予").click()
        page.get_by_text("角色已授予").wait_for()
        found += flaws(page)
        page.locator("nav.menu summary", has_text="管理").click()
        page.get_by_role("navigation").get_by_role("link", name="组织架构").click()
        found += flaws(page)

        other = new_page(browser, live_server.url, size=PHONE, scheme="dark")
        other.goto(link)
        found += flaws(other)
        for label in ("新密码", "再输一遍新密码"):
            other.get_by_label(label, exact=True).fill(PASSWORD)
        other.get_by_role("button", name="设置密码").click()
        other.get_by_label("登录名").fill("li.na")
        other.get_by_label("密码").fill(PASSWORD)
        other.get_by_role("button", name="登录", exact=True).click()
        other.goto("/account/")
        assert "服务专员" in other.inner_text("main")
        found += flaws(other)
        other.goto(link)
        assert "这个链接已失效" in other.inner_text("main")
        assert found == []


def test_owner_invites_staff(live_server: Any, cast: Cast) -> None:
    owner = visit(cast.person("张老板", (Role.COMPANY_OWNER, cast.north_company)))
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=owner, size=PHONE)
        page.goto("/register/own-people")
        found = flaws(page)
        page.get_by_role("link", name="邀请员工").click()
        page.get_by_label("姓名").fill("小张")
        page.get_by_label("登录名").fill("xiao zhang")
        page.get_by_role("button", name="邀请").click()
        assert "不能作登录名" in page.inner_text("main")
        page.said.clear()  # that a form came back with 422
        found += flaws(page)
        page.get_by_label("登录名").fill("xiaozhang")
        page.get_by_role("button", name="邀请").click()
        page.get_by_role("link", name="完成").click()
        assert "企业员工" in page.inner_text("main")
        found += flaws(page)
        page.get_by_role("link", name="同意代办").click()
        assert found + flaws(page) == []
