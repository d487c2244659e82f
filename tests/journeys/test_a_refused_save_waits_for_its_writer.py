"""A decision table that cannot be saved: the cell is pointed at, nothing typed is lost, and nothing is sent again in vain."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.rulebook import services
from huiqi_rules.packs import bundled_folder
from tests.browser import PHONE, flaws, needs_chromium, new_page, open_browser
from tests.cast import SYSTEM, Cast, visit
from tests.rulebook.drafting import POLICY, text, write_table

pytestmark = [needs_chromium, pytest.mark.usefixtures("own_folder")]


def test_a_refused_save_is_said_at_its_cell_and_made_good_by_the_next_change(live_server: Any, cast: Cast) -> None:
    now = read_clock()
    services.install_pack(
        zone=cast.zone.pk, folder=bundled_folder() / "xian", actor=SYSTEM, now=now - timedelta(days=1)
    )
    officer = cast.person("李敏", (Role.POLICY_OFFICER, cast.zone))
    draft = services.draft_change(zone=cast.zone.pk, policy="retired-policy", actor=officer, now=now)
    write_table(draft, actor=officer)
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=visit(officer), size=PHONE)
        saves: list[str] = []
        page.on("request", lambda one: saves.append(one.url) if one.url.endswith("/tables/save") else None)
        page.goto(f"/rulebook/drafts/{draft.pk}/tables")
        sector = page.get_by_label("行业, 第 2 行")
        sector.fill(", ".join(['"farm"'] * 300))
        page.get_by_text("没有保存，请先改正下列内容").wait_for()
        assert sector.get_attribute("aria-invalid") == "true"
        assert "行业：单元格最多 2000 字，这里有 2398 字。" in page.locator(".grid .remark").first.inner_text()
        page.get_by_label("奖励, 第 1 行").focus()
        page.get_by_role("button", name="第 2 行 · 行业").click()
        assert sector.evaluate("it => it === document.activeElement")
        assert flaws(page) == []
        assert len(saves) == 1
        sector.fill('"farm", "factory"')
        page.get_by_text("已保存（第").wait_for()
        assert sector.get_attribute("aria-invalid") is None

        cookies = page.context.cookies()
        page.context.clear_cookies()
        page.get_by_label("奖励, 第 1 行").fill("15万")
        page.get_by_text("登录已过期").wait_for()
        page.context.add_cookies(cookies)
        page.get_by_role("button", name="再存一次").click()
        page.get_by_text("已保存（第").wait_for()
        assert len(saves) == 4
        page.context.close()
    assert """[1, 15万]]\n          - [['[100..500]', '"farm", "factory"'], [2, 20万]]""" in text(draft, POLICY)
