"""An officer mends a decision table in the browser: the very inputs that overlap and fall through are shown, until none is left."""

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


def test_a_table_is_mended_until_nothing_is_left_to_warn_of(live_server: Any, cast: Cast) -> None:
    now = read_clock()
    services.install_pack(
        zone=cast.zone.pk, folder=bundled_folder() / "xian", actor=SYSTEM, now=now - timedelta(days=1)
    )
    officer = cast.person("李敏", (Role.POLICY_OFFICER, cast.zone))
    draft = services.draft_change(zone=cast.zone.pk, policy="retired-policy", actor=officer, now=now)
    write_table(draft, actor=officer)
    with open_browser() as browser:
        page = new_page(browser, live_server.url, client=visit(officer))
        page.goto(f"/rulebook/drafts/{draft.pk}/tables")
        grid = page.locator(".grid")
        assert "第 3 行和第 2 行都符合：从业人员数 = 500" in grid.inner_text()
        assert '从业人员数 = 100, 行业 = "factory"' in page.locator(".gaps").inner_text()
        found = flaws(page)

        page.get_by_label("行业, 第 1 行").focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
        page.keyboard.type("[100..500)")
        page.locator(".grid .remark").wait_for(state="detached")
        page.get_by_role("button", name="补一行").click()
        page.get_by_label("得分, 第 4 行").fill("2")
        page.get_by_label("奖励, 第 4 行").fill("15万")
        page.keyboard.press("Alt+ArrowUp")
        page.get_by_text("每种情况都有一行符合。").wait_for()

        page.get_by_label("从业人员数（人）").fill("120")
        page.get_by_role("textbox", name="行业", exact=True).fill("factory")
        page.get_by_text("第 3 行符合。").wait_for()
        assert page.locator("tr.tried [data-column='3']").input_value() == "15万"
        found += flaws(page)
        page.get_by_text("已保存（第").wait_for()
        page.context.close()

        phone = new_page(browser, live_server.url, client=visit(officer), size=PHONE, scheme="dark")
        phone.goto(f"/rulebook/drafts/{draft.pk}/tables")
        phone.get_by_label("行业, 第 1 行").wait_for()
        found += flaws(phone)
        phone.context.close()
    assert found == []
    assert (
        text(draft, POLICY)
        .split("rows:\n")[1]
        .startswith(
            "          # The small ones.\n"
            "          - [['< 100', '-'], [1, 10万]]\n"
            "          - [['[100..500)', '\"farm\", \"shop\"'], [2, 20万]]\n"
            "          - [['[100..500)', '\"factory\"'], [2, 15万]]\n"
            "          - [['>= 500', '-'], [3, 50万]]   # agreed in 2024\n"
        )
    )
