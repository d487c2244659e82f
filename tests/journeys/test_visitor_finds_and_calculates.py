"""A visitor on a phone, in the dark: a policy found in plain words, worked out, and "not yet" with what is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiqi.kernel.clock import read_clock
from huiqi.rulebook import services
from huiqi_rules.packs import bundled_folder
from tests.browser import flaws, needs_chromium, new_page, open_browser
from tests.cast import SYSTEM, Cast

pytestmark = [needs_chromium, pytest.mark.usefixtures("own_folder")]
PHONE = {"width": 390, "height": 844}


@pytest.mark.inventory("XA-04")
def test_visitor_on_a_phone(live_server: Any, cast: Cast) -> None:
    yesterday = read_clock() - timedelta(days=1)
    services.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=yesterday)
    with open_browser() as browser:
        page = new_page(browser, live_server.url, size=PHONE, scheme="dark")
        page.goto("/")
        found = flaws(page)
        page.get_by_label("用您自己的话找政策").fill("今年认定了高企，有什么奖励？")
        page.get_by_role("button", name="查找").click()
        assert page.locator(".card h2").first.inner_text() == "高新技术企业奖励"
        found += flaws(page)
        page.get_by_role("link", name="高新技术企业奖励").click()
        assert page.get_by_text("首次认定奖励30万元").is_visible()
        found += flaws(page)
        page.go_back()
        page.get_by_role("link", name="算一算能享受多少").click()
        offer = page.locator("#offer-hnte-reward")
        assert "尚不能判断" in offer.inner_text()
        offer.get_by_role("button", name="还缺什么？").click()
        assert "当年认定高企" in offer.inner_text(), "what is missing is named"
        found += flaws(page)
        answer(page, {"当年申报高企": "是", "当年认定高企": "否", "首次认定高企": "是"})
        assert "20,000 元" in offer.inner_text()
        found += flaws(page)

        page.get_by_role("row", name="当年申报高企").get_by_role("button", name="修改").click()
        page.get_by_role("button", name="否", exact=True).click()
        assert "不符合" in offer.inner_text()
        offer.get_by_role("button", name="差在哪里，差多远？").click()
        assert "当年申报高企" in offer.inner_text(), "what stands in the way is named"
        assert found + flaws(page) == []


def answer(page: Any, said: dict[str, str]) -> None:
    """Answer what is known as it is asked, skip everything else, until nothing more is asked."""
    for _ in range(40):
        if not page.locator("#asked").count():
            return
        name = page.locator("#asked").inner_text()
        page.get_by_role("button", name=said.get(name, "不清楚，跳过"), exact=True).click()
    raise AssertionError("the questions never end")
