"""An officer makes a decision table on a phone's width: its inputs searched in the dictionary, one more answer added to it."""

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
from tests.rulebook.drafting import POLICY, text, write_facts

pytestmark = [needs_chromium, pytest.mark.usefixtures("own_folder")]


def test_a_table_is_made_from_facts_that_are_searched(live_server: Any, cast: Cast) -> None:
    now = read_clock()
    services.install_pack(
        zone=cast.zone.pk, folder=bundled_folder() / "xian", actor=SYSTEM, now=now - timedelta(days=1)
    )
    officer = cast.person("李敏", (Role.POLICY_OFFICER, cast.zone))
    draft = services.draft_change(zone=cast.zone.pk, policy="retired-policy", actor=officer, now=now)
    write_facts(draft, actor=officer)
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=visit(officer), size=PHONE)
        page.goto(f"/rulebook/drafts/{draft.pk}/tables")
        page.get_by_role("link", name="新建决策表").click()
        for name, value in (("zh", "分档奖励"), ("en", "Award"), ("id", "band")):
            page.locator(f"#id_{name}").fill(value)
            page.locator(f"#id_outputs-0-{name}").fill(f"{value}1" if name == "id" else value)
        find = page.get_by_label("查找数据项")
        find.fill("从业")
        page.keyboard.press("Enter")
        find.fill("行")
        assert [one.strip() for one in page.locator(".picks label:visible").all_inner_texts()] == ["行业"]
        page.keyboard.press("Enter")
        page.get_by_text("已选：从业人员数（人）、行业").wait_for()
        found = flaws(page)
        page.get_by_role("button", name="建表").click()
        page.get_by_label("行业, 第 1 行").wait_for()
        page.get_by_text("列、命中规则").click()
        for label, value in (("编号（英文）", "points"), ("中文名", "得分"), ("英文名", "Points")):
            page.get_by_label(label).fill(value)
        page.get_by_label("类型").select_option("int")
        page.get_by_label("单位（整数、数）").select_option("point")
        page.get_by_role("button", name="加输出列").click()
        page.get_by_text("已保存（第").wait_for()
        found += flaws(page)
        page.context.close()
    assert found == []
    assert "        inputs: [从业人员数, 行业]\n" in text(draft, POLICY)
    assert "points: {type: int, unit: point, zh: 得分, en: Points}" in text(draft, POLICY)
